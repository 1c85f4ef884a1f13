import type { Instant } from '../time/instant';
import type { CalendarSnapshot } from './snapshot';
import { addWorkingTime, workingTimeBetween } from './working-time';

/** A time during which a clock stands still; without `to` it is still going on. */
export interface Pause {
  from: Instant;
  to?: Instant;
}

/** A pause with both ends, [from, to). */
export interface ClosedPause {
  from: Instant;
  to: Instant;
}

/** One kind of time: how to add an amount of it (milliseconds) to an instant, and how much lies between two. */
export interface TimeScale {
  add(start: Instant, ms: number): Instant;
  between(from: Instant, to: Instant): number;
}

/** Time that never stops: 24 hours a day, 7 days a week (R-HOURS). */
export const elapsedTime: TimeScale = {
  add: (start, ms) => start + ms,
  between: (from, to) => to - from,
};

/** Time that runs only while a calendar is open. */
export function workingTime(calendar: CalendarSnapshot): TimeScale {
  return {
    add: (start, ms) => addWorkingTime(calendar, start, ms).due,
    between: (from, to) => workingTimeBetween(calendar, from, to),
  };
}

/**
 * The pauses in order, cut to what lies after `start`, overlapping and touching ones joined, empty ones dropped.
 * A pause that still goes on ends at `until` (as if the clock were resumed then); without it, RangeError.
 */
export function mergePauses(pauses: readonly Pause[], start: Instant, until?: Instant): ClosedPause[] {
  const closed = pauses
    .map(({ from, to = until }) => {
      if (to === undefined) throw new RangeError('A pause that still goes on needs the instant up to which it counts');
      return { from: Math.max(from, start), to };
    })
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from);
  const merged: ClosedPause[] = [];
  for (const pause of closed) {
    const last = merged.at(-1);
    if (last && pause.from <= last.to) last.to = Math.max(last.to, pause.to);
    else merged.push(pause);
  }
  return merged;
}

/**
 * The first instant at which `budget` milliseconds of a kind of time have run since `start` outside the pauses.
 * Paused time is added back in the same kind of time; a pause that begins when the budget is used up, or later,
 * changes nothing, so a missed clock is not mended by pausing it. Pauses come from `mergePauses`.
 */
export function addWithPauses(
  scale: TimeScale,
  budget: number,
  start: Instant,
  pauses: readonly ClosedPause[],
): Instant {
  let from = start;
  let remaining = budget;
  for (const pause of pauses) {
    const run = scale.between(from, pause.from);
    if (remaining <= run) break;
    remaining -= run;
    from = pause.to;
  }
  return scale.add(from, remaining);
}
