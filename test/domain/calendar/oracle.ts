import type { CalendarSnapshot } from '../../../domain/calendar/snapshot';
import type { Instant } from '../../../domain/time/instant';

/**
 * A slow second opinion: it looks at every minute on its own, asks Node's ICU what the wall clock shows, and shares no
 * code with `domain`. Instants are whole minutes.
 */
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;

type Clock = (instant: Instant) => number;
const clocks = new Map<string, Clock>();

/** Minutes since 1970-01-01 00:00 that a zone's clock shows; looked up once a quarter of an hour. */
function clockOf(zone: string): Clock {
  const known = clocks.get(zone);
  if (known) return known;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...numeric });
  const shown = new Map<Instant, number>();
  const clock = (instant: Instant): number => {
    const quarter = instant - (instant % QUARTER);
    let minute = shown.get(quarter);
    if (minute === undefined) {
      const parts = Object.fromEntries(format.formatToParts(quarter).map(({ type, value }) => [type, Number(value)]));
      const { year = NaN, month = NaN, day = NaN, hour = NaN, minute: past = NaN } = parts;
      minute = Date.UTC(year, month - 1, day, hour, past) / MINUTE;
      shown.set(quarter, minute);
    }
    return minute + (instant - quarter) / MINUTE;
  };
  clocks.set(zone, clock);
  return clock;
}

function windowsOf(calendar: CalendarSnapshot, day: number): [number, number][] {
  const noon = new Date((day * 1440 + 720) * MINUTE);
  const entry = calendar.days[noon.toISOString().slice(0, 10)];
  if (entry === 'off') return [];
  if (entry === 'work') return calendar.workday;
  return entry ?? calendar.week[String(noon.getUTCDay() || 7) as '1'];
}

/** Each minute from `from` on with whether it is working time. The repeated hour of autumn goes on as it began. */
export function* minutes(calendar: CalendarSnapshot, from: Instant): Generator<{ at: Instant; open: boolean }> {
  const shows = clockOf(calendar.zone.zone);
  let furthest = -Infinity;
  let today = NaN;
  let windows: (readonly [number, number])[] = [];
  for (let at = from - 180 * MINUTE; ; at += MINUTE) {
    furthest = Math.max(furthest, shows(at));
    if (at < from) continue;
    const day = Math.floor(furthest / 1440);
    if (day !== today) {
      today = day;
      // Those of yesterday too, in minutes of today: they may go on past midnight.
      const yesterdays = windowsOf(calendar, day - 1).map(([start, end]) => [start - 1440, end - 1440] as const);
      windows = [...yesterdays, ...windowsOf(calendar, day)];
    }
    const minute = furthest - day * 1440;
    yield { at, open: windows.some(([start, end]) => start <= minute && minute < end) };
  }
}

/** When a budget of whole minutes outside the pauses is used up, found minute by minute. */
export function slowDue(
  calendar: CalendarSnapshot,
  start: Instant,
  budgetMinutes: number,
  pauses: readonly { from: Instant; to: Instant }[] = [],
): Instant {
  if (budgetMinutes === 0) return start;
  let left = budgetMinutes;
  for (const { at, open } of minutes(calendar, start)) {
    if (open && !pauses.some(({ from, to }) => from <= at && at < to)) left--;
    if (left === 0) return at + MINUTE;
  }
  return NaN;
}

/** Working minutes between two instants, counted one by one. */
export function slowBetween(calendar: CalendarSnapshot, from: Instant, to: Instant): number {
  let count = 0;
  for (const { at, open } of minutes(calendar, from)) {
    if (at >= to) return count;
    if (open) count++;
  }
  return count;
}
