/** Findings beside the promises: people called and silent, mails that failed, waits for parts, late actions, gaps, code. */
import { parseInstant, type Instant } from '../domain/time/instant';
import { undelivered } from './effect-answers';
import { finding, type Finding } from './finding';
import type { Ascent } from './ladder';
import type { CaseUnderAudit } from './procedures/procedure';
import type { Rebuilt } from './rebuild';
import { strangeCalls, strangeMails } from './strange-requests';
import type { DerivedStep } from './steps';
import type { DeliverAnswer, DeliverAsked, Effect, Gap, Timeline } from './timeline';

/** An engineer's account of the time this long before the receipt is a late entry. Product default. */
const lateEntryMs = 15 * 60_000;
/** A request that is accepted this long after its receipt waited for something. Product default. */
const lateAcceptanceMs = 60_000;

/** Everything but the promises themselves. */
export function otherFindings({ ledger, steps }: Rebuilt, timeline: Timeline): Finding[] {
  return [
    ...[...ledger.ascents.values()].flatMap((ascent) => ascentFindings(ascent, timeline)),
    ...mailFindings(timeline),
    ...strangeCalls(timeline, ledger),
    ...partsFindings(ledger),
    ...steps.flatMap((step) => timeFindings(step, timeline.gaps, ledger)),
    ...timeline.gaps.map(({ from, to, what, source }) =>
      finding('system_gap', [source], { at: from, until: to, data: { what, ms: to - from } }),
    ),
    ...timeline.builds.map(({ build, source, at }) => finding('code_version', [source], { at, data: { build } })),
    ...timeline.claims.flatMap(({ strangeTexts, step, source }) =>
      strangeTexts.map((sha256) => finding('text_unknown', [source], { data: { step: step.seq, sha256 } })),
    ),
    ...timeline.effects
      .filter((e) => e.name === 'record' && e.failure !== undefined)
      .map((e) => finding('step_unrecorded', [e.ended!, e.asked], { data: { why: e.failure! } })),
  ];
}

/** Raised, told to whom and whether the mail got there, climbed, answered or not. */
function ascentFindings(ascent: Ascent, { effects, endings }: Timeline): Finding[] {
  const { key, cause, subject, clauses, status } = ascent;
  const found = [
    finding('escalation_raised', [ascent.raised], {
      at: ascent.raisedAt,
      clauses,
      data: { escalation: key, cause, subject },
    }),
  ];
  for (const { level, repeats, at, people, source } of ascent.calls) {
    const data = { escalation: key, level, repeats };
    if (level > 1 || repeats > 0) found.push(finding('escalation_climbed', [source], { at, clauses, data }));
    if (people.length === 0) found.push(finding('nobody_on_duty', [source], { at, clauses, data }));
    for (const person of people) {
      const mail = effects.find((e) => e.name === 'deliver' && isCall(e, key, level, `person:${person}`, at));
      const sent = mail?.result !== undefined && undelivered(mail) === undefined;
      const events = [mail?.ended ?? mail?.asked ?? source, source];
      const kind = sent ? 'escalation_delivered' : 'escalation_undelivered';
      found.push(
        finding(kind, events, {
          at: mail?.endedAt ?? at,
          clauses,
          data: { ...data, person, attempts: mail?.attempts ?? 0 },
        }),
      );
    }
  }
  if (ascent.acknowledged)
    found.push(
      finding('escalation_acknowledged', [ascent.acknowledged], {
        at: ascent.acknowledgedAt,
        clauses,
        data: {
          escalation: key,
          by: ascent.acknowledgedBy ?? '',
          level: ascent.level,
          afterMs: ascent.acknowledgedAt! - ascent.raisedAt,
        },
      }),
    );
  const over = endings.at(-1) !== 'open';
  if (status === 'open' && over)
    found.push(
      finding('escalation_unanswered', [ascent.raised], {
        at: ascent.raisedAt,
        clauses,
        data: { escalation: key, level: ascent.level },
      }),
    );
  return found;
}

/** The mail that called somebody at a level: the first one asked for after the call. */
function isCall({ request, askedAt }: Effect, key: string, level: number, to: string, at: Instant): boolean {
  const { notice } = request as DeliverAsked;
  return notice.to === to && notice.params.escalation === key && notice.params.level === level && askedAt >= at - 1000;
}

function mailFindings({ effects, claims, endings, tasks }: Timeline): Finding[] {
  const mails = effects.filter((e) => e.name === 'deliver');
  // A mail under way when a run went on as new is asked for again in the next: the last one counts.
  const last = new Map(mails.map((e) => [(e.request as DeliverAsked).notice.key, e]));
  const over = endings.at(-1) === 'completed';
  const failed = mails.flatMap((mail): Finding[] => {
    const { notice, seq } = mail.request as DeliverAsked;
    const reason = undelivered(mail);
    const data = { step: seq, template: notice.template, to: notice.to };
    if (reason !== undefined)
      return [
        finding('mail_failed', [mail.ended!, mail.asked], {
          at: mail.endedAt,
          clauses: notice.clauses,
          data: { ...data, reason, code: (mail.result as DeliverAnswer | undefined)?.reason ?? '' },
        }),
      ];
    const left = over || wasForgotten(mail, tasks);
    if (mail.ended === undefined && left && last.get(notice.key) === mail)
      return [finding('notice_not_sent', [mail.asked], { clauses: notice.clauses, data })];
    return [];
  });
  const never = claims
    .filter(({ effect }) => over || wasFollowed(effect, tasks))
    .flatMap(({ step, source }) =>
      step.notices
        .filter(({ key }) => !last.has(key))
        .map(({ template, to, clauses }) =>
          finding('notice_not_sent', [source], { clauses, data: { step: step.seq, template, to } }),
        ),
    );
  return [...failed, ...never, ...strangeMails(mails, claims)];
}

/** The case went on after a step was recorded: then it has asked for the step's mails. */
function wasFollowed({ ended }: Effect, tasks: Timeline['tasks']): boolean {
  return (
    ended !== undefined && tasks.some((t) => t.run > ended.run || (t.run === ended.run && t.started > ended.event))
  );
}

/** The case went on after a mail was lost, and did not ask for it again; where it went on as new, its next run asks. */
function wasForgotten({ lost }: Effect, tasks: Timeline['tasks']): boolean {
  return (
    lost !== undefined &&
    tasks.some((t) => !t.last && (t.run > lost.run || (t.run === lost.run && t.started > lost.event)))
  );
}

/** All waits of a case together, and the cap on them. */
function partsFindings(ledger: CaseUnderAudit): Finding[] {
  const { waits, capReachedAt, capReached } = ledger.partsWaits();
  const { capMs, clauses, capOf } = ledger.policy.parts;
  const waitedMs = waits.reduce((sum, w) => sum + ((w.to ?? ledger.now) - w.from), 0);
  const data = { waitedMs, capMs, waits: waits.length };
  const source = capReached ?? ledger.source;
  return [
    ...(capOf === 'waits' && waitedMs > capMs ? [finding('parts_over_cap', [source], { clauses, data })] : []),
    ...(capReachedAt === undefined
      ? []
      : [finding('parts_cap_reached', [source], { at: capReachedAt, clauses, data })]),
  ];
}

/** An action that was received long before it was accepted, or that tells of something long past. */
function timeFindings(step: DerivedStep, gaps: readonly Gap[], ledger: CaseUnderAudit): Finding[] {
  if (step.type !== 'action' && step.type !== 'open') return [];
  const { at, now, occurredAt, source, name, by } = step;
  const found: Finding[] = [];
  const data = { action: name, actor: by, step: step.seq };
  if (occurredAt !== undefined && at - occurredAt > lateEntryMs)
    found.push(finding('late_entry', [source], { at: occurredAt, until: at, data: { ...data, ms: at - occurredAt } }));
  if (now - at <= lateAcceptanceMs) return found;
  const proved = gaps.some((gap) => gap.from < now && gap.to > at);
  const decided = [...ledger.rounds.values()].filter(
    (r) =>
      r.endedBy?.event === source.event &&
      r.endedBy.run === source.run &&
      r.dueAt !== undefined &&
      at <= r.dueAt &&
      r.dueAt < now,
  );
  const ms = now - at;
  if (!proved && decided.length > 0) {
    const promise = decided.map((r) => r.key).join(' ');
    found.push(finding('backdated', [source], { at, until: now, data: { ...data, ms, promise } }));
  } else {
    const kind = proved ? 'late_acceptance' : 'late_acceptance_unproved';
    found.push(finding(kind, [source], { at, until: now, data: { ...data, ms } }));
  }
  return found;
}

/** Whether a case was received before it began, which no clock may count from. */
export function receivedBefore(steps: readonly DerivedStep[], openedAt: string): Finding[] {
  const opened = parseInstant(openedAt);
  return steps
    .filter((step) => step.type === 'action' && step.at < opened)
    .map(({ source, at, name, by }) =>
      finding('received_before_case', [source], { at, until: opened, data: { action: name, actor: by } }),
    );
}
