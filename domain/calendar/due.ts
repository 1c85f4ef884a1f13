import type { Instant } from '../time/instant';
import { derive, type Derivation } from './derivation';
import { isProvisional } from './openings';
import { addWithPauses, elapsedTime, mergePauses, workingTime, type ClosedPause, type Pause } from './pauses';
import type { CalendarSnapshot } from './snapshot';
import type { TargetRule } from './target';
import { addWorkingDays, endOfDate } from './working-time';
import { dateAt, endOfLocalDate } from './zone';

export type { TargetRule } from './target';

/** A due time with how it came about. */
export interface ComputedDue {
  due: Instant;
  /** True where announcing another year's holidays may move it. Elapsed and agreed times never are. */
  provisional: boolean;
  derivation: Derivation;
}

/**
 * When a target is due that starts at `start`, the one entry point for clocks. Met at ≤ due (R-INCL).
 * `until` ends a pause that still goes on. Paused time is added back in the target's own kind of time; dates move by
 * the paused time and end with the date they reach; so does an agreed instant, where its milestone pauses at all.
 * An agreed instant that lies before `start` is due at once. Throws a RangeError for a negative or impossible target.
 */
export function computeDue(
  rule: TargetRule,
  start: Instant,
  pauses: readonly Pause[],
  calendar: CalendarSnapshot,
  until?: Instant,
): ComputedDue {
  const merged = mergePauses(pauses, start, until);
  const due = dueInstant(rule, start, merged, calendar);
  const exact = rule.kind === 'elapsed' || rule.kind === 'at';
  const provisional = !exact && isProvisional(calendar, start, due);
  return {
    due,
    provisional,
    // Only readers want it, and it costs more than the due time itself.
    get derivation() {
      return derive(rule, start, merged, calendar, due, provisional);
    },
  };
}

/**
 * The instant at which a share (0.8 = 80 %) of a target is used: for elapsed and working time that share of the
 * budget in the same kind of time, otherwise that share of the elapsed span from start to due.
 */
export function shareOf(
  rule: TargetRule,
  start: Instant,
  pauses: readonly Pause[],
  calendar: CalendarSnapshot,
  share: number,
  until?: Instant,
): Instant {
  if (!(share >= 0)) throw new RangeError(`A share of a target cannot be negative: ${share}`);
  const merged = mergePauses(pauses, start, until);
  if (rule.kind === 'elapsed' || rule.kind === 'workingTime') {
    return dueInstant({ kind: rule.kind, ms: Math.round(rule.ms * share) }, start, merged, calendar);
  }
  return start + Math.round((dueInstant(rule, start, merged, calendar) - start) * share);
}

function dueInstant(
  rule: TargetRule,
  start: Instant,
  pauses: readonly ClosedPause[],
  calendar: CalendarSnapshot,
): Instant {
  switch (rule.kind) {
    case 'elapsed':
      if (!(rule.ms >= 0)) throw new RangeError(`An elapsed target cannot be negative: ${rule.ms}`);
      return addWithPauses(elapsedTime, rule.ms, start, pauses);
    case 'workingTime':
      return addWithPauses(workingTime(calendar), rule.ms, start, pauses);
    case 'workingDays':
      return workingDaysWithPauses(calendar, start, rule.days, pauses);
    case 'dates':
      return datesWithPauses(calendar, start, rule, pauses);
    case 'monthEnd':
      return datesWithPauses(calendar, start, { months: rule.months - 1, days: 0, monthEnd: true }, pauses);
    case 'dayEnd':
      if (rule.which === 'nextWorking') return workingDaysWithPauses(calendar, start, 1, pauses);
      return datesWithPauses(calendar, start, { months: 0, days: rule.which === 'next' ? 1 : 0 }, pauses);
    case 'at':
      return addWithPauses(elapsedTime, Math.max(0, rule.at + (rule.offsetMs ?? 0) - start), start, pauses);
  }
}

/** Working days hold so much working time until their closing; that is the budget to which paused time is added back. */
function workingDaysWithPauses(
  calendar: CalendarSnapshot,
  start: Instant,
  days: number,
  pauses: readonly ClosedPause[],
): Instant {
  const nominal = addWorkingDays(calendar, start, days).due;
  const scale = workingTime(calendar);
  return pauses.length ? addWithPauses(scale, scale.between(start, nominal), start, pauses) : nominal;
}

/** The end of the date that is reached when the paused time is added to the nominal end. */
function datesWithPauses(
  calendar: CalendarSnapshot,
  start: Instant,
  span: { months: number; days: number; monthEnd?: true },
  pauses: readonly ClosedPause[],
): Instant {
  const nominal = endOfDate(calendar, start, span).due;
  let due = nominal;
  let paused = 0;
  for (const { from, to } of pauses) {
    if (from >= due) break;
    paused += to - from;
    due = endOfLocalDate(calendar.zone, dateAt(calendar.zone, nominal + paused));
  }
  return due;
}
