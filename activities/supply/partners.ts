/** What partners owe by date, and the settlements that the principal owes them. */
import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import { dateAt, endOfLocalDate, startOfDate } from '../../domain/calendar/zone';
import { compileDecisions } from '../../domain/decision/compile';
import { decide } from '../../domain/decision/decide';
import type { Agreement } from '../../domain/partners/agreement';
import { renewal } from '../../domain/partners/awards';
import { auditDuty, auditTold, reportDuty, settlementDuty, type DatedDuty } from '../../domain/partners/duties';
import { clausesOf } from '../../domain/policy/compile-targets';
import type { Policy } from '../../domain/policy/schema';
import { choreLadder } from '../../domain/recurring/chore';
import { addMonths, formatDate, parseDate } from '../../domain/time/date';
import { durationMs } from '../../domain/time/duration';
import { formatInstant, parseInstant, type Instant } from '../../domain/time/instant';
import { Prisma } from '../../prisma/generated/client';
import type { Db } from '../database';
import { oweNotices } from '../recurring/owed-notices';
import { about, datedChore, type Owed } from './owed';
import type { Found } from './stock';

type Calendars = Readonly<Record<string, CalendarSnapshot>>;
type Rules = NonNullable<Policy['partners']>;

/** Everything that the section `partners:` of a policy has somebody do, for every partner under it. */
export async function partnerDuties(db: Db, policy: Policy, calendars: Calendars, at: Instant): Promise<Found[]> {
  if (!policy.partners) return [];
  const program = compileDecisions(policy);
  const partners = await db.partner.findMany({
    where: { policyId: policy.id, erasedAt: null },
    include: await restingOn(db, policy, at),
  });
  return partners.flatMap((partner) => {
    const filled = partner.parameters as Record<string, unknown>;
    const ask: Agreement['ask'] = (question, given) => decide(program, question, { ...filled, ...given }, calendars);
    return dutiesOf({ policy, calendars, at, agreement: { ask } }, partner);
  });
}

/** Reports of longer ago than the months that a pass looks at, in any zone, are left unread; see `reports`. */
const reportsLookedBackMs = 100 * 86_400_000;

/**
 * What the duties of partners rest on, and no more, for a pass is made twice an hour: figures, findings, statements and
 * lists are left unread, and so are the special returns and failed audits whose duty is over.
 */
async function restingOn(db: Db, { id: policyId }: Policy, at: Instant) {
  const open = await db.chore.findMany({
    where: { policyId, status: 'open', kind: { in: ['partner_correction', 'partner_return'] } },
    select: { subject: true },
  });
  const idsOf = (of: 'auditId' | 'returnId'): string[] =>
    open.flatMap(({ subject }) => (subject as Partial<Record<typeof of, string>>)[of] ?? []);
  const since = new Date(at - reportsLookedBackMs).toISOString().slice(0, 7);
  return {
    reports: { where: { month: { gte: since } }, select: { milestone: true, month: true, receivedOn: true } },
    settlements: { select: { settleBy: true, confirmedAt: true } },
    awards: { select: { year: true } },
    renewals: { select: { endedOn: true, decidedAt: true } },
    returns: {
      where: {
        OR: [{ decidedAt: null, written: true, list: { not: Prisma.DbNull } }, { id: { in: idsOf('returnId') } }],
      },
      select: { id: true, appliedAt: true, decidedAt: true },
    },
    audits: {
      where: {
        OR: [{ kind: 'regular' }, { inspection: 'failed', correctedAt: null }, { id: { in: idsOf('auditId') } }],
      },
      select: { id: true, kind: true, auditedOn: true, inspection: true, enteredAt: true, correctedAt: true },
      orderBy: [{ auditedOn: 'asc' }, { enteredAt: 'asc' }],
    },
  } satisfies Prisma.PartnerInclude;
}

/** A partner with what its duties rest on. */
export type DutifulPartner = Prisma.PartnerGetPayload<{ include: Awaited<ReturnType<typeof restingOn>> }>;

/** The agreement of a partner, and the instant at which it is looked at. */
interface Looked {
  policy: Policy;
  calendars: Calendars;
  at: Instant;
  agreement: Agreement;
}

/** What is owed by or for one partner; its audits, the first one first. */
export function dutiesOf(looked: Looked, partner: DutifulPartner): Found[] {
  return [reports, settlements, audits, corrections, specialReturns, renewals].flatMap((of) => of(looked, partner));
}

/**
 * A month is reported in the next one, and checked in its own; two are looked at, so that a pass after an outage misses
 * none.
 */
function reports(looked: Looked, partner: DutifulPartner): Found[] {
  const { policy, agreement } = looked;
  const zone = zoneOf(looked);
  const today = dateAt(zone, looked.at);
  const first = iso(partner.signedOn);
  const last = lastDay(partner);
  return policy.partners!.reports.flatMap((rule) =>
    (rule.by === 'partner' ? [1, 2] : [0, 1]).flatMap((ago) => {
      const month = formatDate(addMonths(today, -ago)).slice(0, 7);
      if (month < first.slice(0, 7) || parseDate(`${month}-01`) > last) return [];
      const duty = reportDuty(agreement, rule.milestone, month);
      if (!duty) return [];
      const kind = rule.by === 'partner' ? 'partner_report' : 'partner_check';
      const received = partner.reports.find((r) => r.milestone === rule.milestone && r.month === month);
      const owed: Owed = {
        key: `${kind}/${partner.id}/${rule.milestone}/${month}`,
        kind,
        subject: { partnerId: partner.id, milestone: rule.milestone, month },
        doneAt: received && startOfDate(zone, parseDate(iso(received.receivedOn))),
      };
      const person = rule.by === 'partner' ? partner.personId : null;
      return [found(looked, partner, owed, rule, duty, person === null ? `role:${duty.role}` : `person:${person}`)];
    }),
  );
}

/** The settlement of the period that goes on, and of the one a month ago. */
function settlements(looked: Looked, partner: DutifulPartner): Found[] {
  const { settlement: rule } = looked.policy.partners!;
  if (!rule) return [];
  const today = dateAt(zoneOf(looked), looked.at);
  // What fell into the agreement is settled after its end too; there is no period after it.
  const last = lastDay(partner);
  const dates = [addMonths(today, -1), today]
    .map((date) => Math.min(date, last))
    .filter((date) => date >= parseDate(iso(partner.signedOn)));
  const duties = new Map(
    dates.flatMap((date) => {
      const duty = settlementDuty(looked.agreement, rule.milestone, formatDate(date));
      return duty ? [[duty.dueAt.slice(0, 10), duty] as const] : [];
    }),
  );
  return [...duties].map(([settleBy, duty]) => {
    const made = partner.settlements.find((s) => iso(s.settleBy) === settleBy);
    const owed: Owed = {
      key: `settlement/${partner.id}/${settleBy}`,
      kind: 'settlement',
      subject: { partnerId: partner.id, settleBy },
      doneAt: made?.confirmedAt?.getTime(),
    };
    return found(looked, partner, owed, rule, duty, `role:${rule.role}`);
  });
}

/** C-AG-1.4: the regular audits that were held, each done by the next one, and the one that is next, by the agreement's interval. */
function audits(looked: Looked, partner: DutifulPartner): Found[] {
  const rule = looked.policy.partners!.audits;
  if (rule?.milestone === undefined) return [];
  const { milestone } = rule;
  const zone = zoneOf(looked);
  const signed = formatInstant(startOfDate(zone, parseDate(iso(partner.signedOn))));
  const held = partner.audits.filter(({ kind }) => kind === 'regular').map(({ auditedOn }) => iso(auditedOn));
  return [undefined, ...new Set(held)].flatMap((lastAudit) => {
    const duty = auditDuty(looked.agreement, milestone, { signed, ...(lastAudit !== undefined && { lastAudit }) });
    // Nobody looks at a service that has ended.
    if (!duty || parseDate(duty.dueAt.slice(0, 10)) > lastDay(partner)) return [];
    const next = held[lastAudit === undefined ? 0 : held.lastIndexOf(lastAudit) + 1];
    const owed: Owed = {
      key: `partner_audit/${partner.id}/${lastAudit ?? iso(partner.signedOn)}`,
      kind: 'partner_audit',
      subject: { partnerId: partner.id, date: duty.dueAt.slice(0, 10) },
      doneAt: next === undefined ? undefined : startOfDate(zone, parseDate(next)),
    };
    return [found(looked, partner, owed, rule, duty, `role:${duty.role}`)];
  });
}

/**
 * C-AG-1.4, C-DL-1.3: what an audit that was not passed found is put right in time, counted from its entry: by the partner's
 * person where one is named, else by the policy's role.
 */
function corrections(looked: Looked, partner: DutifulPartner): Found[] {
  const rule = looked.policy.partners!.audits?.correction;
  if (!rule) return [];
  return partner.audits
    .filter(({ inspection }) => inspection === 'failed')
    .map(({ id, auditedOn, enteredAt, correctedAt }) => {
      const owed: Owed = {
        key: correctionKey(id),
        kind: 'partner_correction',
        subject: { partnerId: partner.id, auditId: id, date: iso(auditedOn) },
        region: partner.region ?? undefined,
        doneAt: correctedAt?.getTime(),
      };
      const chore = datedChore(looked.policy, zoneOf(looked), rule, enteredAt.getTime(), owed);
      return { owed, chore: { ...chore, ...(partner.personId !== null && { owner: `person:${partner.personId}` }) } };
    });
}

/** C-DL-5.6: an application that has its papers is decided in time; the partner waits for it before it sends anything. */
function specialReturns(looked: Looked, partner: DutifulPartner): Found[] {
  const rule = looked.policy.partners!.specialReturns?.decide;
  if (!rule) return [];
  return partner.returns.map(({ id, appliedAt, decidedAt }) => {
    const owed: Owed = {
      ...{ key: `partner_return/${id}`, kind: 'partner_return', subject: { partnerId: partner.id, returnId: id } },
      ...(partner.region !== null && { region: partner.region }),
      doneAt: decidedAt?.getTime(),
    };
    return { owed, chore: datedChore(looked.policy, zoneOf(looked), rule, appliedAt.getTime(), owed) };
  });
}

const correctionKey = (auditId: string): string => `partner_correction/${auditId}`;

/**
 * Tells of audits that were not passed and nobody was told of yet: the role that the agreement names (its `escalation`
 * question), and whoever owes the correction; with what was found and the date of the correction. Their duties stand already.
 * Answers how many were told.
 * @param due the duties that were found
 */
export async function tellOfFailedAudits(
  db: Db,
  policy: Policy,
  { at, batch, calendars }: { at: string; batch: string; calendars: Calendars },
  due: readonly Found[],
): Promise<number> {
  const { audits } = policy.partners ?? {};
  if (!audits) return 0;
  const told = auditTold(
    { ask: (question, given) => decide(compileDecisions(policy), question, given, calendars) },
    'failed',
  );
  const { zone } = calendars[policy.calendar]!;
  const untold = await db.partnerAudit.findMany({
    where: { inspection: 'failed', toldAt: null, partner: { policyId: policy.id, erasedAt: null } },
    select: { id: true, auditedOn: true, partner: { select: { region: true } } },
    orderBy: [{ enteredAt: 'asc' }, { id: 'asc' }],
  });
  for (const { id, auditedOn, partner } of untold) {
    const chore = due.find(({ owed }) => owed.key === correctionKey(id))?.chore;
    const whom = new Set([...(told === undefined ? [] : [`role:${told}`]), ...(chore ? [chore.owner] : [])]);
    const found = {
      audit: id,
      subject: 'audit_finding',
      at: formatInstant(startOfDate(zone, parseDate(iso(auditedOn)))),
    };
    await oweNotices(
      db,
      [...whom].map((to) => ({
        ...{ key: `${batch}/partner_audit_failed/${id}/${to}`, batch, template: 'partner_audit_failed', to, at },
        ...{ policyId: policy.id, region: partner.region ?? undefined },
        params: { ...(chore && { dueAt: formatInstant(chore.dueAt) }) },
        entries: [
          ...(chore ? [{ chore: chore.key, subject: 'partner_correction', at: formatInstant(chore.dueAt) }] : []),
          found,
        ],
        clauses: [...new Set([...clausesOf(audits), ...(chore?.clauses ?? [])])],
      })),
    );
  }
  const where = { id: { in: untold.map(({ id }) => id) } };
  await db.partnerAudit.updateMany({ where, data: { toldAt: new Date(at) } });
  return untold.length;
}

/** C-AG-8: from the warning on, somebody owes a decision on the renewal; the duty says what the awards mean for it. */
function renewals(looked: Looked, partner: DutifulPartner): Found[] {
  const rule = looked.policy.partners!.renewal;
  const zone = zoneOf(looked);
  if (!rule) return [];
  const decided = partner.renewals.map(({ endedOn, decidedAt }) => ({
    endsOn: iso(endedOn),
    doneAt: decidedAt.getTime(),
  }));
  const current = partner.endsOn === null ? [] : [{ endsOn: iso(partner.endsOn), doneAt: undefined }];
  const open = current.filter(({ endsOn }) => !decided.some((one) => one.endsOn === endsOn));
  const offer = renewal(
    looked.agreement,
    partner.awards.map(({ year }) => year),
  );
  return [...decided, ...open].flatMap(({ endsOn, doneAt }) => {
    const due = endOfLocalDate(zone, parseDate(endsOn));
    const owed: Owed = {
      key: `agreement_renewal/${partner.id}/${endsOn}`,
      kind: 'agreement_renewal',
      subject: { partnerId: partner.id, endsOn, ...(offer && { term: offer.term, priority: offer.priority }) },
      doneAt,
    };
    const duty = { dueAt: formatInstant(due), notify: [], clauses: clausesOf(rule) };
    const one = found(looked, partner, owed, rule, duty, `role:${rule.role}`);
    // Before its warning nobody can do anything about it.
    return doneAt === undefined && looked.at < (one.chore.warnAt ?? due) ? [] : [one];
  });
}

/** The last day of the agreement; it may have none. */
const lastDay = ({ endsOn }: DutifulPartner): number => (endsOn === null ? Infinity : parseDate(iso(endsOn)));
const iso = (column: Date): string => column.toISOString().slice(0, 10);
const zoneOf = ({ policy, calendars }: Looked): CalendarSnapshot['zone'] => calendars[policy.calendar]!.zone;

function found(
  { policy, at }: Looked,
  { region }: DutifulPartner,
  owed: Owed,
  rule: Rule,
  duty: DatedDuty,
  owner: string,
): Found {
  return { owed, chore: choreOf(policy, rule, duty, { ...owed, owner, at, region: region ?? undefined }) };
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
