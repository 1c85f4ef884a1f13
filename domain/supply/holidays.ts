/** Which statutory holidays come (O-2.2-c), and whether somebody on the rota is there on one. */
import type { CalendarSnapshot } from '../calendar/snapshot';
import { dateAt, endOfLocalDate, instantOf, startOfDate } from '../calendar/zone';
import { timeOfDay } from '../recurring/entry';
import { DAY_MS, formatDate, type LocalDate } from '../time/date';
import type { Instant } from '../time/instant';
import { covers, type Span } from '../time/spans';

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

/** A duty of the roster, as it is kept. */
export interface RotaDuty {
  from: Date;
  until: Date | null;
  deputyId: string | null;
  awayFrom: Date | null;
  awayUntil: Date | null;
}

/** Whether somebody is there at every time of a holiday, or of the local hours that the policy names. */
export function isCovered(
  rota: readonly RotaDuty[],
  { date, begins, ends }: Holiday,
  { zone }: Pick<CalendarSnapshot, 'zone'>,
  hours?: { from: string; until: string },
): boolean {
  const at = (time: string): Instant => {
    const { hour, minute } = timeOfDay(time);
    return instantOf(zone, date * DAY_MS + (hour * 60 + minute) * 60_000);
  };
  const wanted = hours ? { from: at(hours.from), until: at(hours.until) } : { from: begins, until: ends + 1 };
  return covers(rota.flatMap(heldSpans), wanted);
}

/** When a duty is held: not while its holder is away and nobody stands in. */
function heldSpans({ from, until, deputyId, awayFrom, awayUntil }: RotaDuty): Span[] {
  const all: Span = { from: from.getTime(), until: until?.getTime() ?? Infinity };
  if (awayFrom === null || deputyId !== null) return [all];
  return [
    { from: all.from, until: Math.min(all.until, awayFrom.getTime()) },
    { from: Math.max(all.from, awayUntil?.getTime() ?? Infinity), until: all.until },
  ];
}

/** Whether a duty holds at some time of the holiday; one without an end goes on. */
export function isOn({ from, until }: { from: Date; until: Date | null }, { begins, ends }: Holiday): boolean {
  return from.getTime() <= ends && (until?.getTime() ?? Infinity) > begins;
}
