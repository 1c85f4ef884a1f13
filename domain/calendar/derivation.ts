import { formatDate } from '../time/date';
import type { Instant } from '../time/instant';
import { openings } from './openings';
import { elapsedTime, workingTime, type ClosedPause } from './pauses';
import type { CalendarSnapshot } from './snapshot';
import type { TargetRule } from './target';
import { dateAt } from './zone';

/** Why time between start and due did not count: closed hours, or a stretch that holds a statutory holiday. */
export type NonWorkingReason = 'closed' | 'holiday';

/** How a due time came about, as JSON: kept with the clock, recomputed by the auditor, put into words for people. */
export interface Derivation {
  rule: TargetRule;
  calendar: { id: string; version: string };
  start: Instant;
  /** The pauses after start, overlapping ones joined, and by how much time of the target's kind each moved the due. */
  pauses: { from: Instant; to: Instant; effectMs: number }[];
  /** Stretches between start and due in which the calendar was closed; only for targets in working time or days. */
  nonWorking: [from: Instant, to: Instant, reason: NonWorkingReason][];
  /** How many further stretches were left out to keep histories small. */
  nonWorkingMore: number;
  end: Instant;
  provisional: boolean;
}

/** Two months of lunch breaks and nights tell the story; the rest follows from the calendar. */
const MOST_STRETCHES = 40;

/** Collects how a due time came about. `pauses` come from `mergePauses`. */
export function derive(
  rule: TargetRule,
  start: Instant,
  pauses: readonly ClosedPause[],
  calendar: CalendarSnapshot,
  due: Instant,
  provisional: boolean,
): Derivation {
  const inWorkingTime = countsWorkingTime(rule);
  const scale = inWorkingTime ? workingTime(calendar) : elapsedTime;
  const stretches = inWorkingTime ? nonWorking(calendar, start, due) : [];
  return {
    rule,
    calendar: { id: calendar.id, version: calendar.version },
    start,
    pauses: pauses.map(({ from, to }) => ({
      from,
      to,
      // A pause after the due time came too late to count.
      effectMs: from >= due ? 0 : scale.between(from, to),
    })),
    nonWorking: stretches.slice(0, MOST_STRETCHES),
    nonWorkingMore: Math.max(0, stretches.length - MOST_STRETCHES),
    end: due,
    provisional,
  };
}

function countsWorkingTime(rule: TargetRule): boolean {
  return (
    rule.kind === 'workingTime' ||
    rule.kind === 'workingDays' ||
    (rule.kind === 'dayEnd' && rule.which === 'nextWorking')
  );
}

function nonWorking(calendar: CalendarSnapshot, start: Instant, due: Instant): Derivation['nonWorking'] {
  const found: Derivation['nonWorking'] = [];
  let from = start;
  for (const { open, close } of openings(calendar, start, dateAt(calendar.zone, due))) {
    // Such a due time lies within an opening or at its close, so a closed stretch is never cut by it.
    if (from >= due) break;
    if (open > from) found.push([from, open, reasonFor(calendar, from, open)]);
    from = Math.max(from, close);
  }
  return found;
}

function reasonFor(calendar: CalendarSnapshot, from: Instant, to: Instant): NonWorkingReason {
  const last = dateAt(calendar.zone, to - 1);
  for (let date = dateAt(calendar.zone, from); date <= last; date++) {
    if (calendar.days[formatDate(date)] === 'off') return 'holiday';
  }
  return 'closed';
}
