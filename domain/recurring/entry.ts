/**
 * What the department does at set times: a workflow, when it runs on the local clock, and what becomes of runs that were
 * missed. In production Temporal Schedules start it (`bin/schedules.ts`), in tests a driver does.
 */
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
