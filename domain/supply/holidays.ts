/** Which statutory holidays come (O-2.2-c), and whether somebody on the rota is there on one. */
import type { CalendarSnapshot } from '../calendar/snapshot';
import { dateAt, endOfLocalDate, startOfDate } from '../calendar/zone';
import { formatDate, type LocalDate } from '../time/date';
import type { Instant } from '../time/instant';

/** A holiday from its first instant to its last. */
export interface Holiday {
  date: LocalDate;
  begins: Instant;
  ends: Instant;
}

/** The holidays of a working calendar from today on, so many dates ahead. */
export function holidaysAhead({ zone, days }: CalendarSnapshot, now: Instant, ahead: number): Holiday[] {
  const today = dateAt(zone, now);
  return Array.from({ length: ahead + 1 }, (_, index) => today + index)
    .filter((date) => days[formatDate(date)] === 'off')
    .map((date) => ({ date, begins: startOfDate(zone, date), ends: endOfLocalDate(zone, date) }));
}

/** Whether a duty holds at some time of the holiday; one without an end goes on. */
export function isOn({ from, until }: { from: Date; until: Date | null }, { begins, ends }: Holiday): boolean {
  return from.getTime() <= ends && (until?.getTime() ?? Infinity) > begins;
}
