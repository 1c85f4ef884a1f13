/**
 * One SLA clock: a milestone of the policy running in a case. Pure functions over JSON; kept or broken is judged from
 * instants (met at ≤ due), never from whether a timer fired, so a breach that a late-accepted action disproves is
 * withdrawn. Instants are epoch milliseconds, spans milliseconds.
 */
import { computeDue, shareOf, type TargetRule } from '../calendar/due';
import type { CalendarSnapshot } from '../calendar/snapshot';
import type { CasePolicy } from '../policy/case-policy';
import type { Facts, Milestone, Target, TargetRow, Warning } from '../policy/rule';
import { holds } from '../policy/rule';
import { durationMs } from '../time/duration';
import type { Instant } from '../time/instant';

export type ClockStatus = 'pending' | 'running' | 'paused' | 'met' | 'breached' | 'waived' | 'cancelled';

export interface ClockPause {
  reason: string;
  from: Instant;
  to?: Instant;
  by?: string;
}

export interface Clock {
  /** The milestone, and from its second time on `#2`, `#3` … */
  key: string;
  milestone: string;
  /**
   * `breached` stays for good, also when it is met late (`metAt` set); `pending` waits for a fact that its target
   * needs, such as an appointment.
   */
  status: ClockStatus;
  startedAt: Instant;
  /** Index of the policy's target row that applies. */
  row: number;
  dueAt?: Instant;
  warnAt?: Instant;
  provisional: boolean;
  pauses: readonly ClockPause[];
  extensions: readonly { at: Instant; ms: number; by: string; reason: string }[];
  warnedAt?: Instant;
  breachedAt?: Instant;
  metAt?: Instant;
  stoppedBecause?: string;
  /** A breach excused with a reason, effective once a second person approved; the breach stays visible. */
  excuse?: { reason: string; askedBy: string; approvedBy?: string };
  /** The instant was corrected by a supervisor: what it was before. */
  corrected?: { from: Instant; by: string };
}

/** Whether the promise is still owed: neither kept (in time or late) nor ended otherwise. */
export function isOwed(clock: Clock): boolean {
  return clock.metAt === undefined && clock.stoppedBecause === undefined;
}

/** The policy's milestone of that id. Throws where the policy has none: clocks only come from its milestones. */
export function milestoneOf(policy: CasePolicy, id: string): Milestone {
  const found = policy.milestones.find((m) => m.id === id);
  if (!found) throw new RangeError(`the policy has no milestone ${id}`);
  return found;
}

function calendarOf(policy: CasePolicy, milestone: Milestone): CalendarSnapshot {
  const calendar = policy.calendars[milestone.calendar];
  if (!calendar) throw new RangeError(`the policy carries no calendar ${milestone.calendar}`);
  return calendar;
}

/** The first target row whose condition holds; -1 where the milestone does not apply to this case. */
export function rowFor(milestone: Milestone, facts: Facts): number {
  if (!holds(milestone.onlyWhen, facts)) return -1;
  return milestone.targets.findIndex((row) => holds(row.when, facts));
}

function ruleOf(target: Target, facts: Facts): TargetRule | undefined {
  if (target.kind !== 'at') return target;
  const at = facts[target.fact];
  return typeof at === 'number' ? { kind: 'at', at, offsetMs: target.offsetMs } : undefined;
}

/** The row's target with what its `plus` fact adds; undefined while a fact that it needs is unknown. */
export function ruleOfRow(row: TargetRow, facts: Facts): TargetRule | undefined {
  const rule = ruleOf(row.target, facts);
  const added = row.plus === undefined ? undefined : facts[row.plus];
  if (rule?.kind !== 'elapsed' || typeof added !== 'string') return rule;
  return { kind: 'elapsed', ms: rule.ms + durationMs(added) };
}

function warnInstant(
  warn: Warning | undefined,
  rule: TargetRule,
  clock: Clock,
  facts: Facts,
  calendar: CalendarSnapshot,
  now: Instant,
): Instant | undefined {
  if (!warn) return undefined;
  if (warn.kind === 'share') return shareOf(rule, clock.startedAt, clock.pauses, calendar, warn.share, now);
  const target = ruleOf(warn.target, facts);
  return target && computeDue(target, clock.startedAt, clock.pauses, calendar, now).due;
}

function extendedBy(clock: Clock): number {
  return clock.extensions.reduce((sum, e) => sum + e.ms, 0);
}

/**
 * Computes due and warning from the list of pauses and extensions, and takes a breach back where the due time turns
 * out to lie later than `now` or than the instant at which the clock was paused. A warning that was given and now lies
 * ahead again is given again.
 */
export function reckon(clock: Clock, policy: CasePolicy, facts: Facts, now: Instant): Clock {
  if (!isOwed(clock)) return clock;
  const milestone = milestoneOf(policy, clock.milestone);
  const calendar = calendarOf(policy, milestone);
  const row = milestone.targets[clock.row];
  const rule = row && ruleOfRow(row, facts);
  if (!row || !rule)
    return clock.breachedAt === undefined
      ? { ...clock, status: 'pending', dueAt: undefined, warnAt: undefined }
      : clock;
  const computed = computeDue(rule, clock.startedAt, clock.pauses, calendar, now);
  const capped = row.capMs === undefined ? computed.due : Math.min(computed.due, clock.startedAt + row.capMs);
  const dueAt = capped + extendedBy(clock);
  const open = clock.pauses.find((p) => p.to === undefined);
  const broken = clock.breachedAt !== undefined && dueAt <= (open ? open.from : now);
  const warning = warnInstant(row.warn ?? milestone.warn, rule, clock, facts, calendar, now);
  const warnAt = warning === undefined ? undefined : warning + extendedBy(clock);
  return {
    ...clock,
    dueAt,
    warnAt,
    warnedAt: warnAt !== undefined && warnAt > now ? undefined : clock.warnedAt,
    provisional: computed.provisional,
    breachedAt: broken ? dueAt : undefined,
    status: broken ? 'breached' : open ? 'paused' : 'running',
  };
}

/** Starts a milestone at an instant, paused where one of its pause reasons is in force. Undefined: it does not apply. */
export function startClock(
  milestone: Milestone,
  key: string,
  at: Instant,
  facts: Facts,
  policy: CasePolicy,
  inForce: readonly string[],
  now: Instant,
): Clock | undefined {
  const row = rowFor(milestone, facts);
  if (row < 0) return undefined;
  const reason = milestone.pausedBy.find((r) => inForce.includes(r));
  const clock: Clock = {
    key,
    milestone: milestone.id,
    status: 'running',
    startedAt: at,
    row,
    provisional: false,
    pauses: reason ? [{ reason, from: at }] : [],
    extensions: [],
  };
  return reckon(clock, policy, facts, now);
}

/** Applies changed facts: another target row, or another instant for an `at` target, counted from the same start. */
export function regrade(clock: Clock, policy: CasePolicy, facts: Facts, now: Instant): Clock {
  if (!isOwed(clock)) return clock;
  const row = rowFor(milestoneOf(policy, clock.milestone), facts);
  if (row < 0) return stopClock(clock, 'cancelled', 'does_not_apply');
  return reckon({ ...clock, row }, policy, facts, now);
}

/** Stops the clock's time for a reason from `at` on. A clock that is paused already stays as it is. */
export function pauseClock(
  clock: Clock,
  reason: string,
  at: Instant,
  by: string | undefined,
  policy: CasePolicy,
  facts: Facts,
  now: Instant,
): Clock {
  if (!isOwed(clock) || clock.pauses.some((p) => p.to === undefined)) return clock;
  const from = Math.max(at, clock.startedAt);
  return reckon({ ...clock, pauses: [...clock.pauses, { reason, from, by }] }, policy, facts, now);
}

/** Lets the clock's time run again; `next` is another reason still in force that takes over without a gap. */
export function resumeClock(
  clock: Clock,
  reason: string,
  at: Instant,
  next: string | undefined,
  policy: CasePolicy,
  facts: Facts,
  now: Instant,
): Clock {
  const open = clock.pauses.find((p) => p.to === undefined);
  if (!isOwed(clock) || open?.reason !== reason) return clock;
  const closed = clock.pauses.map((p) => (p === open ? { ...p, to: Math.max(at, p.from) } : p));
  const pauses = next ? [...closed, { reason: next, from: at }] : closed;
  return reckon({ ...clock, pauses }, policy, facts, now);
}

/** The promise is kept at `met`, not before it began: in time (`met`, at ≤ due) or late (`breached` with `metAt`). */
export function meetClock(clock: Clock, met: Instant, policy: CasePolicy, facts: Facts): Clock {
  if (!isOwed(clock)) return clock;
  const at = Math.max(met, clock.startedAt);
  const pauses = clock.pauses.map((p) => (p.to === undefined ? { ...p, to: Math.max(at, p.from) } : p));
  const judged = reckon({ ...clock, pauses }, policy, facts, at);
  const late = judged.dueAt !== undefined && at > judged.dueAt;
  return { ...judged, metAt: at, status: late ? 'breached' : 'met', breachedAt: late ? judged.dueAt : undefined };
}

/** Ends the clock without judging it; a breach that happened stays. */
export function stopClock(clock: Clock, status: 'waived' | 'cancelled', because: string): Clock {
  if (!isOwed(clock)) return clock;
  return { ...clock, status: clock.breachedAt === undefined ? status : 'breached', stoppedBecause: because };
}

/** The next instant at which this clock wants to be woken, and for what; undefined: none. */
export function nextWake(clock: Clock): { at: Instant; what: 'warning' | 'due' } | undefined {
  if (clock.status !== 'running' || clock.dueAt === undefined) return undefined;
  if (clock.warnAt !== undefined && clock.warnedAt === undefined && clock.warnAt < clock.dueAt)
    return { at: clock.warnAt, what: 'warning' };
  return { at: clock.dueAt, what: 'due' };
}
