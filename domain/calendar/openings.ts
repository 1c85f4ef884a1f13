import { DAY_MS, yearOf, type LocalDate } from '../time/date';
import type { Instant } from '../time/instant';
import { windowsOn, type CalendarSnapshot } from './snapshot';
import { dateAt, instantOf } from './zone';

/** One stretch of working time [open, close), and the local date on which it opens. */
export interface Opening {
  open: Instant;
  close: Instant;
  date: LocalDate;
}

/** The stretches of working time that open on one local date. A window that a change of clocks swallows is left out. */
export function openingsOn(calendar: CalendarSnapshot, date: LocalDate): readonly Opening[] {
  const at = (minute: number): Instant => instantOf(calendar.zone, date * DAY_MS + minute * 60_000);
  return windowsOn(calendar, date)
    .map(([open, close]) => ({ open: at(open), close: at(close), date }))
    .filter(({ open, close }) => close > open);
}

/** The stretches of working time that end after an instant and open on or before a date, in order. */
export function* openings(calendar: CalendarSnapshot, after: Instant, lastDate: LocalDate): Generator<Opening> {
  // A window past midnight that began on the date before may still be open.
  for (let date = dateAt(calendar.zone, after) - 1; date <= lastDate; date++) {
    for (const opening of openingsOn(calendar, date)) if (opening.close > after) yield opening;
  }
}

/**
 * Whether a due time rests on a local year whose holidays are not announced. Due at midnight of New Year rests on
 * the old year only: no time of the new one was used.
 */
export function isProvisional(calendar: CalendarSnapshot, start: Instant, due: Instant): boolean {
  const first = yearOf(dateAt(calendar.zone, Math.min(start, due)));
  const last = yearOf(dateAt(calendar.zone, Math.max(start, due - 1)));
  for (let year = first; year <= last; year++) if (!calendar.knownYears.includes(year)) return true;
  return false;
}
