/**
 * The auditor's own reckoning of a promise: one round of a milestone, from the mark that began it to the one that kept
 * it, with every pause, extension and change of target. It shares the policy's shape and the calendar's arithmetic with
 * the product, never the clocks that it judges. Instants are epoch milliseconds.
 */
import { computeDue, shareOf, type TargetRule } from '../domain/calendar/due';
import type { CalendarSnapshot } from '../domain/calendar/snapshot';
import type { CasePolicy } from '../domain/policy/case-policy';
import { holds, type Facts, type Milestone, type Target } from '../domain/policy/rule';
import { durationMs } from '../domain/time/duration';
import type { Instant } from '../domain/time/instant';
import type { EventRef } from './timeline';

/** A stretch that does not count, and which event began and ended it. */
export interface Pause {
  reason: string;
  from: Instant;
  to?: Instant;
  by?: string;
  began: EventRef;
  ended?: EventRef;
}

export interface Extension {
  ms: number;
  at: Instant;
  by: string;
  reason: string;
  source: EventRef;
}

/** One round of a milestone. `milestone#2` is its second. */
export interface Round {
  key: string;
  milestone: Milestone;
  startedAt: Instant;
  source: EventRef;
  /** The row of targets that applies now. */
  row: number;
  pauses: Pause[];
  extensions: Extension[];
  dueAt?: Instant;
  warnAt?: Instant;
  warnedAt?: Instant;
  provisional: boolean;
  /** The due time at which it was broken; taken back where the due time turns out to lie later. */
  brokenAt?: Instant;
  /** The breach was found by this event. */
  brokenBy?: EventRef;
  /** Who had the case when it broke. */
  holder?: { engineerId?: string; dispatcherId?: string };
  /** Broken by the clock, and then not: an action that was received in time came in late. */
  withdrawn?: EventRef;
  metAt?: Instant;
  endedBy?: EventRef;
  /** Ended without being judged, and why. */
  stopped?: { because: string; as: 'waived' | 'cancelled' };
  excuse?: { askedBy: string; reason: string; asked: EventRef; approvedBy?: string; approved?: EventRef };
  corrected?: { from: Instant; by: string; reason: string; source: EventRef };
  /** What was reckoned last, and from what. */
  reckoned?: Reckoned;
}

/** Due time and warning, before extensions and cap, with all that they follow from. */
interface Reckoned {
  rule: TargetRule;
  warn: Milestone['warn'];
  startedAt: Instant;
  /** Both ends of each pause, one after the other. */
  pauses: readonly number[];
  calendar: CalendarSnapshot;
  due: Instant;
  provisional: boolean;
  warning: Instant | undefined;
}

export type Standing = 'pending' | 'running' | 'paused' | 'met' | 'breached' | 'waived' | 'cancelled';

/** Neither kept, in time or late, nor ended otherwise. */
export function owed(round: Round): boolean {
  return round.metAt === undefined && round.stopped === undefined;
}

export function openPause(round: Round): Pause | undefined {
  for (const pause of round.pauses) if (pause.to === undefined) return pause;
  return undefined;
}

/** How the round stands. */
export function standing(round: Round): Standing {
  if (round.brokenAt !== undefined) return 'breached';
  if (round.stopped) return round.stopped.as;
  if (round.metAt !== undefined) return 'met';
  if (round.dueAt === undefined) return 'pending';
  return openPause(round) ? 'paused' : 'running';
}

/** The first row whose condition the facts fulfil; -1 where the milestone is none of this case's. */
export function rowOf(milestone: Milestone, facts: Facts): number {
  return holds(milestone.onlyWhen, facts) ? milestone.targets.findIndex((row) => holds(row.when, facts)) : -1;
}

/** The clauses of the row that applies. */
export function clausesOf(round: Round): readonly string[] {
  return round.milestone.targets[round.row]?.clauses ?? [];
}

/** What a target asks for with these facts; undefined while a fact that it needs is unknown. */
function concrete(target: Target, facts: Facts): TargetRule | undefined {
  if (target.kind !== 'at') return target;
  const at = facts[target.fact];
  return typeof at === 'number' ? { kind: 'at', at, offsetMs: target.offsetMs } : undefined;
}

/** The rule by which the round's due time is reckoned, with what a fact adds to it. */
export function ruleOf(round: Round, facts: Facts): TargetRule | undefined {
  const row = round.milestone.targets[round.row];
  const rule = row && concrete(row.target, facts);
  const added = row?.plus === undefined ? undefined : facts[row.plus];
  return rule?.kind === 'elapsed' && typeof added === 'string'
    ? { kind: 'elapsed', ms: rule.ms + durationMs(added) }
    : rule;
}

/** The calendar of a milestone. Throws where the policy in the history does not carry it. */
export function calendarOf(policy: CasePolicy, milestone: Milestone): CalendarSnapshot {
  const calendar = policy.calendars[milestone.calendar];
  if (!calendar) throw new RangeError(`the pinned policy carries no calendar ${milestone.calendar}`);
  return calendar;
}

/**
 * Reckons due and warning anew from start, pauses and extensions, as of `now`. A breach stands where the due time that
 * comes out lies before `now`, or before the pause that goes on.
 */
export function reckonRound(round: Round, policy: CasePolicy, facts: Facts, now: Instant): void {
  if (!owed(round)) return;
  const row = round.milestone.targets[round.row];
  const rule = ruleOf(round, facts);
  if (!row || !rule) {
    if (round.brokenAt === undefined) round.dueAt = round.warnAt = undefined;
    return;
  }
  const computed = reckoned(round, rule, calendarOf(policy, round.milestone), facts, now);
  const latest = row.capMs === undefined ? Infinity : round.startedAt + row.capMs;
  const more = round.extensions.reduce((sum, e) => sum + e.ms, 0);
  round.dueAt = Math.min(computed.due, latest) + more;
  round.provisional = computed.provisional;
  const { warning } = computed;
  round.warnAt = warning === undefined ? undefined : warning + more;
  if (round.warnAt !== undefined && round.warnAt > now) round.warnedAt = undefined;
  if (round.brokenAt !== undefined) {
    const until = openPause(round)?.from ?? now;
    round.brokenAt = round.dueAt <= until ? round.dueAt : undefined;
  }
}

/**
 * Due time and warning; those of before where nothing that they follow from has changed, which spares half of all
 * reckoning. A pause that goes on moves them with the time, and a rule with an instant from the facts is made anew each time.
 */
function reckoned(round: Round, rule: TargetRule, calendar: CalendarSnapshot, facts: Facts, now: Instant): Reckoned {
  const { startedAt, pauses, reckoned: before } = round;
  const warn = warnRuleOf(round);
  const fixed = openPause(round) === undefined && !(warn?.kind === 'target' && warn.target.kind === 'at');
  if (
    fixed &&
    before?.rule === rule &&
    before.warn === warn &&
    before.startedAt === startedAt &&
    before.calendar === calendar &&
    samePauses(before.pauses, pauses)
  )
    return before;
  const { due, provisional } = computeDue(rule, startedAt, pauses, calendar, now);
  const warning = warningOf(round, rule, facts, calendar, now);
  const ends = pauses.flatMap(({ from, to = now }) => [from, to]);
  const found = { rule, warn, startedAt, pauses: ends, calendar, due, provisional, warning };
  round.reckoned = fixed ? found : undefined;
  return found;
}

function samePauses(ends: readonly number[], pauses: readonly Pause[]): boolean {
  return (
    ends.length === 2 * pauses.length &&
    pauses.every(({ from, to }, index) => ends[2 * index] === from && ends[2 * index + 1] === to)
  );
}

function warnRuleOf(round: Round): Milestone['warn'] {
  return round.milestone.targets[round.row]?.warn ?? round.milestone.warn;
}

function warningOf(
  round: Round,
  rule: TargetRule,
  facts: Facts,
  calendar: CalendarSnapshot,
  now: Instant,
): Instant | undefined {
  const warn = warnRuleOf(round);
  if (!warn) return undefined;
  if (warn.kind === 'share') return shareOf(rule, round.startedAt, round.pauses, calendar, warn.share, now);
  const target = concrete(warn.target, facts);
  return target && computeDue(target, round.startedAt, round.pauses, calendar, now).due;
}

/** When the round wants to be looked at next: its warning, then its due time. Only running ones do. */
export function nextLook(round: Round): { at: Instant; what: 'warning' | 'due' } | undefined {
  if (standing(round) !== 'running' || round.dueAt === undefined || !owed(round)) return undefined;
  const { warnAt, warnedAt, dueAt } = round;
  if (warnAt !== undefined && warnedAt === undefined && warnAt < dueAt) return { at: warnAt, what: 'warning' };
  return { at: dueAt, what: 'due' };
}
