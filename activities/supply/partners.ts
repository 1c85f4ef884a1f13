/** What partners owe by date, and the settlements that the principal owes them. */
import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import { dateAt, startOfDate } from '../../domain/calendar/zone';
import { compileDecisions } from '../../domain/decision/compile';
import { decide } from '../../domain/decision/decide';
import type { Agreement } from '../../domain/partners/agreement';
import { reportDuty, settlementDuty, type DatedDuty } from '../../domain/partners/duties';
import type { Policy } from '../../domain/policy/schema';
import { choreLadder } from '../../domain/recurring/chore';
import { addMonths, formatDate, parseDate } from '../../domain/time/date';
import { durationMs } from '../../domain/time/duration';
import { parseInstant, type Instant } from '../../domain/time/instant';
import type { Db } from '../database';
import { about, type Owed } from './owed';
import type { Found } from './stock';

type Calendars = Readonly<Record<string, CalendarSnapshot>>;
type Rules = NonNullable<Policy['partners']>;

/** Everything that the section `partners:` of a policy has somebody do, for every partner under it. */
export async function partnerDuties(db: Db, policy: Policy, calendars: Calendars, at: Instant): Promise<Found[]> {
  const { partners: rules } = policy;
  const { zone } = calendars[policy.calendar]!;
  if (!rules) return [];
  const program = compileDecisions(policy);
  const agreement: Agreement = { ask: (question, given) => decide(program, question, given, calendars) };
  const today = dateAt(zone, at);
  const partners = await db.partner.findMany({
    where: { policyId: policy.id },
    include: { reports: true, settlements: true },
  });
  return partners.flatMap((partner) => {
    const first = parseDate(partner.signedOn.toISOString().slice(0, 10));
    const last = partner.endsOn === null ? Infinity : parseDate(partner.endsOn.toISOString().slice(0, 10));
    const due = (owed: Owed, rule: Rule, duty: DatedDuty, owner: string): Found => ({
      owed,
      chore: choreOf(policy, rule, duty, { ...owed, owner, at, region: partner.region ?? undefined }),
    });
    // A month is reported in the next one, and checked in its own; two are looked at, so that a pass after an outage
    // misses none.
    const reports = rules.reports.flatMap((rule) =>
      (rule.by === 'partner' ? [1, 2] : [0, 1]).flatMap((ago) => {
        const inMonth = addMonths(today, -ago);
        const month = formatDate(inMonth).slice(0, 7);
        if (month < formatDate(first).slice(0, 7) || parseDate(`${month}-01`) > last) return [];
        const duty = reportDuty(agreement, rule.milestone, month);
        if (!duty) return [];
        const kind = rule.by === 'partner' ? 'partner_report' : 'partner_check';
        const received = partner.reports.find((r) => r.milestone === rule.milestone && r.month === month);
        const owed: Owed = {
          key: `${kind}/${partner.id}/${rule.milestone}/${month}`,
          kind,
          subject: { partnerId: partner.id, milestone: rule.milestone, month },
          doneAt: received && startOfDate(zone, parseDate(received.receivedOn.toISOString().slice(0, 10))),
        };
        const person = rule.by === 'partner' ? partner.personId : null;
        return [due(owed, rule, duty, person === null ? `role:${duty.role}` : `person:${person}`)];
      }),
    );
    const { settlement } = rules;
    const settlements = settlement
      ? [addMonths(today, -1), today].flatMap((date) => {
          if (date < first) return [];
          const duty = settlementDuty(agreement, settlement.milestone, formatDate(date));
          if (!duty) return [];
          const settleBy = duty.dueAt.slice(0, 10);
          const made = partner.settlements.find((s) => s.settleBy.toISOString().slice(0, 10) === settleBy);
          const owed: Owed = {
            key: `settlement/${partner.id}/${settleBy}`,
            kind: 'settlement',
            subject: { partnerId: partner.id, settleBy },
            doneAt: made?.confirmedAt?.getTime(),
          };
          return [due(owed, settlement, duty, `role:${settlement.role}`)];
        })
      : [];
    return [
      ...reports,
      ...settlements.filter((one, i) => settlements.findIndex((o) => o.owed.key === one.owed.key) === i),
    ];
  });
}

type Rule = Pick<Rules['reports'][number], 'ladder' | 'warn'>;

function choreOf(
  policy: Policy,
  { ladder, warn }: Rule,
  { dueAt, warnAt, clauses }: DatedDuty,
  owed: Owed & { owner: string; at: Instant },
): Found['chore'] {
  const due = parseInstant(dueAt);
  const before = warn && due - durationMs(warn.before);
  const warning = warnAt === undefined ? before : parseInstant(warnAt);
  return {
    ...about(owed),
    policyId: policy.id,
    owner: owed.owner,
    createdAt: Math.min(owed.at, due),
    ...(warning !== undefined && { warnAt: warning }),
    dueAt: due,
    ladder: choreLadder(policy, ladder, Math.max(0, due - owed.at)),
    clauses,
  };
}
