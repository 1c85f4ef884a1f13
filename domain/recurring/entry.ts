/**
 * What the department does at set times: a workflow, when it runs on the local clock, and what becomes of runs that were
 * missed. In production Temporal Schedules start it (`bin/schedules.ts`), in tests a driver does.
 */
import type { CalendarSnapshot } from '../calendar/snapshot';
import { dateAt, instantOf } from '../calendar/zone';
import { DAY_MS, weekdayOf, type LocalDate } from '../time/date';
import type { Instant } from '../time/instant';

/** A time of the local clock on certain dates; absent parts mean every one. Minutes may be several in an hour. */
export interface LocalTimes {
  hour?: number;
  minutes: readonly number[];
  /** ISO weekdays, 1 = Monday. */
  weekdays?: readonly number[];
  daysOfMonth?: readonly number[];
  months?: readonly number[];
}

export interface RecurringEntry {
  /** Unique and stable: `<duty>/<policy>`. */
  id: string;
  workflowType: string;
  /** What every run gets besides its scheduled time `at`. JSON. */
  args: Readonly<Record<string, unknown>>;
  times: LocalTimes;
  /** IANA name of the zone of the times. */
  timeZone: string;
  /**
   * Runs missed while the system was down: `each` belongs to a period of its own (a report, a plan) and is made up for,
   * one after the other; `latest` looks at everything anyway, so the next run is enough.
   */
  missed: 'each' | 'latest';
}

/** The local time `HH:mm` taken apart. Throws a RangeError for another form. */
export function timeOfDay(text: string): { hour: number; minute: number } {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (!parts) throw new RangeError(`Not a time of day: "${text}". Write HH:mm`);
  return { hour: Number(parts[1]), minute: Number(parts[2]) };
}

/** The instants after `from`, up to and including `until`, at which an entry runs. */
export function occurrences(
  entry: Pick<RecurringEntry, 'times'>,
  zone: CalendarSnapshot['zone'],
  from: Instant,
  until: Instant,
): Instant[] {
  const found: Instant[] = [];
  for (let date = dateAt(zone, from); date <= dateAt(zone, until); date++) {
    if (!runsOn(entry.times, date)) continue;
    for (const minute of minutesOf(entry.times)) {
      const at = instantOf(zone, date * DAY_MS + minute * 60_000);
      if (at > from && at <= until) found.push(at);
    }
  }
  return found;
}

function runsOn({ weekdays, daysOfMonth, months }: LocalTimes, date: LocalDate): boolean {
  const on = new Date(date * DAY_MS);
  return (
    (weekdays?.includes(weekdayOf(date)) ?? true) &&
    (daysOfMonth?.includes(on.getUTCDate()) ?? true) &&
    (months?.includes(on.getUTCMonth() + 1) ?? true)
  );
}

function minutesOf({ hour, minutes }: LocalTimes): number[] {
  const hours = hour === undefined ? Array.from({ length: 24 }, (_, h) => h) : [hour];
  return hours.flatMap((h) => minutes.map((m) => h * 60 + m));
}
