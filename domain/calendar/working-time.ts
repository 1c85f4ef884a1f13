import { addMonths, lastOfMonth, type LocalDate } from '../time/date';
import { formatInstant, type Instant } from '../time/instant';
import { isProvisional, openings, openingsOn, type Opening } from './openings';
import type { CalendarSnapshot } from './snapshot';
import { dateAt, endOfLocalDate } from './zone';

/** When something is due, and whether that rests on a year whose holidays are not announced. */
export interface DueTime {
  due: Instant;
  provisional: boolean;
}

/** Ten years: no promise runs longer in working time, so a search that far means a calendar that never opens. */
const SEARCH_DAYS = 3653;

/**
 * The instant at which some milliseconds of working time are used up: due at closing where they end exactly there,
 * due at `start` for none. Throws a RangeError for a negative budget and where ten years do not hold enough.
 */
export function addWorkingTime(calendar: CalendarSnapshot, start: Instant, ms: number): DueTime {
  if (!(ms >= 0)) throw new RangeError(`A budget of working time cannot be negative: ${ms}`);
  if (ms === 0) return dueTime(calendar, start, start);
  let remaining = ms;
  for (const { open, close } of openings(calendar, start, dateAt(calendar.zone, start) + SEARCH_DAYS)) {
    const from = Math.max(open, start);
    if (remaining <= close - from) return dueTime(calendar, start, from + remaining);
    remaining -= close - from;
  }
  throw neverOpens(calendar, start);
}

/** Working time from one instant to another in milliseconds; none where the second is not later. */
export function workingTimeBetween(calendar: CalendarSnapshot, from: Instant, to: Instant): number {
  let total = 0;
  for (const { open, close } of openings(calendar, from, dateAt(calendar.zone, to))) {
    if (open >= to) break;
    total += Math.max(0, Math.min(close, to) - Math.max(open, from));
  }
  return total;
}

/**
 * The last closing of the nth working day after the local date of `start`, that date excluded whatever its hour;
 * from a non-working day, the next working day is day 1 (R-WORKDAY). Throws a RangeError unless n is 1 or more.
 */
export function addWorkingDays(calendar: CalendarSnapshot, start: Instant, n: number): DueTime {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`Working days are counted from 1, not ${n}`);
  const first = dateAt(calendar.zone, start) + 1;
  let left = n;
  for (const [, closing] of workingDates(calendar, first)) {
    left--;
    if (left === 0) return dueTime(calendar, start, closing);
  }
  throw neverOpens(calendar, start);
}

/** The close of the first working day after the local date of `start`. */
export function endOfNextWorkingDay(calendar: CalendarSnapshot, start: Instant): DueTime {
  return addWorkingDays(calendar, start, 1);
}

/**
 * The next time business closes for the day: the last closing of the local date of `start`, or, where that date is
 * closed or has closed already, of the next working day.
 */
export function lastClosing(calendar: CalendarSnapshot, start: Instant): DueTime {
  for (const [, closing] of workingDates(calendar, dateAt(calendar.zone, start))) {
    if (closing >= start) return dueTime(calendar, start, closing);
  }
  throw neverOpens(calendar, start);
}

/** A span counted in dates; years and months go first, then days. Negative numbers count back. */
export interface DateSpan {
  days?: number;
  months?: number;
  years?: number;
  /** Goes on to the last date of the month that it reaches. */
  monthEnd?: true;
}

/**
 * 23:59:59.999 local of the date that a span ends on, the date of `start` excluded (R-START, R-DAYEND, R-MONTH).
 * A last day on a holiday is not moved (R-NOROLL).
 */
export function endOfDate(calendar: CalendarSnapshot, start: Instant, span: DateSpan): DueTime {
  const months = (span.years ?? 0) * 12 + (span.months ?? 0);
  const reached = addMonths(dateAt(calendar.zone, start), months) + (span.days ?? 0);
  return dueTime(calendar, start, endOfLocalDate(calendar.zone, span.monthEnd ? lastOfMonth(reached) : reached));
}

/** The end of the local date of `start` (R-DAYEND). */
export function sameDayEnd(calendar: CalendarSnapshot, start: Instant): DueTime {
  return endOfDate(calendar, start, {});
}

/** The end of the local date after that of `start` (R-DAYEND). */
export function nextDayEnd(calendar: CalendarSnapshot, start: Instant): DueTime {
  return endOfDate(calendar, start, { days: 1 });
}

/** The dates with working time from a date on, each with its last closing; ends after the search limit. */
function* workingDates(calendar: CalendarSnapshot, first: LocalDate): Generator<[LocalDate, Instant]> {
  for (let date = first; date <= first + SEARCH_DAYS; date++) {
    const last: Opening | undefined = openingsOn(calendar, date).at(-1);
    if (last) yield [date, last.close];
  }
}

function dueTime(calendar: CalendarSnapshot, start: Instant, due: Instant): DueTime {
  return { due, provisional: isProvisional(calendar, start, due) };
}

function neverOpens(calendar: CalendarSnapshot, start: Instant): RangeError {
  return new RangeError(
    `Calendar ${calendar.id} has not enough working time in the ten years after ${formatInstant(start)}`,
  );
}
