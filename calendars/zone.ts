import { Temporal } from 'temporal-polyfill';
import type { ZoneSnapshot } from '../domain/calendar/snapshot';

/**
 * A zone's offsets from the start of one local year to the end of another, taken from this machine's zone data. Built
 * outside workflows only: two machines may know different rules, so a case carries the result.
 * Throws a RangeError for a zone that is not known.
 */
export function buildZone(zone: string, fromYear: number, toYear: number): ZoneSnapshot {
  const startOf = (year: number): Temporal.ZonedDateTime =>
    Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(zone);
  const end = startOf(toYear + 1).epochMilliseconds;
  const transitions: ZoneSnapshot['transitions'] = [];
  for (
    let at: Temporal.ZonedDateTime | null = startOf(fromYear);
    at && at.epochMilliseconds < end;
    at = at.getTimeZoneTransition('next')
  ) {
    transitions.push([at.epochMilliseconds, at.offsetNanoseconds / 60e9]);
  }
  return { zone, transitions };
}
