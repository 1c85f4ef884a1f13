/** What became of each promise, in figures: the rows that reports count, with the findings that stand behind them. */
import { computeDue, type ComputedDue } from '../domain/calendar/due';
import type { CasePolicy } from '../domain/policy/case-policy';
import type { Clauses, Facts } from '../domain/policy/rule';
import type { Instant } from '../domain/time/instant';
import { finding, type Finding } from './finding';
import { calendarOf, clausesOf, ruleOf, type Pause, type Round } from './milestones';
import type { EventRef } from './timeline';

/** `kept` and `late` are over; `broken` was never done; `open` is not due yet; `ended` was stopped without a judgement. */
export type Outcome = 'kept' | 'late' | 'broken' | 'open' | 'ended' | 'reminder';

export interface Verdict {
  key: string;
  milestone: string;
  outcome: Outcome;
  clauses: Clauses;
  startedAt: Instant;
  dueAt?: Instant;
  metAt?: Instant;
  /** By how much it was late, or has been so far, in calendar time. */
  overMs?: number;
  pauses: readonly Pause[];
  extendedMs: number;
  excused: boolean;
  provisional: boolean;
  /** Why it ended without a judgement. */
  because?: string;
  holder?: Round['holder'];
  derivation?: ComputedDue['derivation'];
  events: { started: EventRef; ended?: EventRef; broke?: EventRef };
}

/** The verdict on a round as of an instant; with the derivation of its due time where a reader wants to see it. */
export function verdictOf(
  round: Round,
  policy: CasePolicy,
  facts: Facts,
  asOf: Instant,
  withDerivation = false,
): Verdict {
  const { key, milestone, startedAt, dueAt, metAt, brokenAt, stopped, pauses } = round;
  const rule = withDerivation ? ruleOf(round, facts) : undefined;
  const end = metAt ?? asOf;
  return {
    key,
    milestone: milestone.id,
    outcome: outcomeOf(round),
    clauses: clausesOf(round),
    startedAt,
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(metAt === undefined ? {} : { metAt }),
    ...(brokenAt === undefined ? {} : { overMs: Math.max(0, end - brokenAt) }),
    pauses,
    extendedMs: round.extensions.reduce((sum, e) => sum + e.ms, 0),
    excused: round.excuse?.approvedBy !== undefined,
    provisional: round.provisional,
    ...(stopped ? { because: stopped.because } : {}),
    ...(round.holder ? { holder: round.holder } : {}),
    ...(rule ? { derivation: computeDue(rule, startedAt, pauses, calendarOf(policy, milestone), end).derivation } : {}),
    events: {
      started: round.source,
      ...(round.endedBy ? { ended: round.endedBy } : {}),
      ...(round.brokenBy ? { broke: round.brokenBy } : {}),
    },
  };
}

function outcomeOf(round: Round): Outcome {
  if (round.milestone.nature === 'reminder') return 'reminder';
  if (round.brokenAt !== undefined) return round.metAt === undefined ? 'broken' : 'late';
  if (round.metAt !== undefined) return 'kept';
  return round.stopped ? 'ended' : 'open';
}

/** Everything worth saying about one promise. */
export function promiseFindings(round: Round, asOf: Instant): Finding[] {
  const clauses = clausesOf(round);
  const { key, dueAt, metAt, brokenAt, startedAt } = round;
  const events = [round.endedBy, round.brokenBy, round.source].filter((e) => e !== undefined);
  const about = { clauses, ...(dueAt === undefined ? {} : { until: dueAt }) };
  const found: Finding[] = [];
  const say = (
    kind: Parameters<typeof finding>[0],
    at: readonly EventRef[],
    data: Finding['data'],
    when?: Instant,
  ): void =>
    void found.push(
      finding(kind, at, { ...about, ...(when === undefined ? {} : { at: when }), data: { promise: key, ...data } }),
    );
  const outcome = outcomeOf(round);
  const who = { engineer: round.holder?.engineerId ?? '', dispatcher: round.holder?.dispatcherId ?? '' };
  if (outcome === 'kept')
    say('kept', events, { sinceMs: metAt! - startedAt, leftMs: dueAt === undefined ? 0 : dueAt - metAt! }, metAt);
  if (outcome === 'late') say('kept_late', events, { overMs: metAt! - brokenAt!, ...who }, metAt);
  if (outcome === 'broken')
    say(
      round.milestone.callback === undefined ? 'broken' : 'callback_missed',
      events,
      { overMs: asOf - brokenAt!, ...who },
      brokenAt,
    );
  if (brokenAt !== undefined)
    for (const pause of round.pauses.filter((p) => p.from >= brokenAt))
      say('pause_too_late', [pause.began], { reason: pause.reason }, pause.from);
  for (const { ms, by, reason, source, at } of round.extensions) say('extended', [source], { ms, by, reason }, at);
  if (round.withdrawn) say('breach_withdrawn', [round.withdrawn], {});
  const { excuse, corrected } = round;
  if (excuse?.approved)
    say('excused', [excuse.approved, excuse.asked], {
      askedBy: excuse.askedBy,
      approvedBy: excuse.approvedBy ?? '',
      reason: excuse.reason,
    });
  else if (excuse) say('excuse_open', [excuse.asked], { askedBy: excuse.askedBy, reason: excuse.reason });
  if (corrected)
    say(
      'corrected',
      [corrected.source],
      { by: corrected.by, reason: corrected.reason, fromMs: corrected.from, toMs: metAt! },
      metAt,
    );
  return found;
}
