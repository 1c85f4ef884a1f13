import { formatDate, parseDate, weekdayOf, type LocalDate } from '../time/date';
import type { Instant } from '../time/instant';

/** A time zone for the years a case may need, so that no clock asks the machine about zones. */
export interface ZoneSnapshot {
  /** IANA name, for people: nothing is looked up by it. */
  zone: string;
  /**
   * From which instant which offset (minutes east of UTC) holds, ascending. The first offset holds before its
   * instant too, the last one after the end of the snapshot.
   */
  transitions: [from: Instant, offsetMinutes: number][];
}

/** Opening hours [open, close) in minutes of the local wall clock; close > 1440 means past midnight. */
export type Window = [openMinute: number, closeMinute: number];

/** What a single date is, where it differs from its weekday. */
export type DayEntry = 'off' | 'work' | Window[];

/** A working calendar as it travels in a case's input: complete for its years, plain JSON, small. */
export interface CalendarSnapshot {
  id: string;
  version: string;
  zone: ZoneSnapshot;
  /** Windows by ISO weekday, '1' Monday to '7' Sunday; none = closed. */
  week: Record<'1' | '2' | '3' | '4' | '5' | '6' | '7', Window[]>;
  /** Windows of an ordinary working day, used on make-up days ('work'). */
  workday: Window[];
  /** By date YYYY-MM-DD: statutory holidays 'off', make-up days 'work', half days as windows of their own. */
  days: Record<string, DayEntry>;
  /** Years whose holidays are announced. A due time that reaches beyond them is provisional. */
  knownYears: number[];
}

const MINUTES_A_DAY = 1440;

/** The windows that open on a date, in order; one that runs past midnight belongs to the date on which it opens. */
export function windowsOn(calendar: CalendarSnapshot, date: LocalDate): Window[] {
  const entry = calendar.days[formatDate(date)];
  if (entry === 'off') return [];
  if (entry === 'work') return calendar.workday;
  return entry ?? calendar.week[String(weekdayOf(date)) as keyof CalendarSnapshot['week']];
}

/** Everything that is wrong with a snapshot, in words that name the place; empty where it can be used. */
export function snapshotProblems(calendar: CalendarSnapshot): string[] {
  const problems = zoneProblems(calendar.zone);
  for (const weekday of ['1', '2', '3', '4', '5', '6', '7'] as const) {
    const windows = calendar.week[weekday] as Window[] | undefined;
    problems.push(
      ...(windows ? windowProblems(`week.${weekday}`, windows) : [`week.${weekday}: missing, [] = closed`]),
    );
  }
  problems.push(...windowProblems('workday', calendar.workday));
  for (const [text, entry] of Object.entries(calendar.days)) {
    try {
      parseDate(text);
    } catch {
      problems.push(`days.${text}: no such date, write YYYY-MM-DD`);
    }
    if (entry === 'work' && calendar.workday.length === 0) {
      problems.push(`days.${text}: a make-up day needs windows in workday`);
    }
    if (typeof entry !== 'string') problems.push(...windowProblems(`days.${text}`, entry));
    else if (!['off', 'work'].includes(entry)) problems.push(`days.${text}: ${entry}, allowed: off, work or windows`);
  }
  if (calendar.knownYears.some((year) => !Number.isInteger(year))) problems.push('knownYears: whole years only');
  // Windows past midnight are compared only once the single days are in order.
  return problems.length ? problems : nightProblems(calendar);
}

/** Throws a RangeError with every problem of the snapshot, one a line. */
export function assertSnapshot(calendar: CalendarSnapshot): void {
  const problems = snapshotProblems(calendar);
  if (problems.length) throw new RangeError(`Calendar ${calendar.id} cannot be used:\n${problems.join('\n')}`);
}

function zoneProblems({ zone, transitions }: ZoneSnapshot): string[] {
  if (transitions.length === 0) return [`zone ${zone}: at least one offset is needed`];
  return transitions.flatMap(([from, offset], index) => {
    const earlier = transitions[index - 1];
    return [
      ...(Number.isInteger(from) && (!earlier || earlier[0] < from)
        ? []
        : [`zone ${zone}: transition ${index} is not a later instant than the one before`]),
      ...(Number.isInteger(offset) && Math.abs(offset) < MINUTES_A_DAY
        ? []
        : [`zone ${zone}: offset ${offset} is no number of minutes within a day`]),
    ];
  });
}

function windowProblems(where: string, windows: Window[]): string[] {
  return windows.flatMap(([open, close], index) => {
    const earlier = windows[index - 1];
    const name = `${where}: window ${open}-${close}`;
    if (![open, close].every(Number.isInteger)) return [`${name} is not in whole minutes`];
    if (open < 0 || open >= MINUTES_A_DAY) return [`${name} does not open on its own day (0 to 1439)`];
    if (close <= open) return [`${name} closes before it opens; past midnight is written as more than 1440`];
    if (close > 2 * MINUTES_A_DAY) return [`${name} closes after the next day (2880)`];
    if (earlier && earlier[1] > open) return [`${name} overlaps or comes before ${earlier[0]}-${earlier[1]}`];
    return [];
  });
}

/** Windows past midnight must not run into the next day's first one: that time would count twice. */
function nightProblems(calendar: CalendarSnapshot): string[] {
  const clash = (evening: Window[], morning: Window[]): boolean => {
    const close = evening.at(-1)?.[1] ?? 0;
    const open = morning[0]?.[0];
    return open !== undefined && close - MINUTES_A_DAY > open;
  };
  const weekdays = ['1', '2', '3', '4', '5', '6', '7', '1'] as const;
  const inWeek = weekdays.slice(1).flatMap((next, index) => {
    const day = weekdays[index] ?? next;
    return clash(calendar.week[day], calendar.week[next]) ? [`week.${day}: runs past midnight into week.${next}`] : [];
  });
  const dates = Object.keys(calendar.days).map(parseDate);
  const evenings = new Set(dates.flatMap((date) => [date - 1, date]));
  const inDays = [...evenings].flatMap((date) =>
    clash(windowsOn(calendar, date), windowsOn(calendar, date + 1))
      ? [`${formatDate(date)}: runs past midnight into the next day`]
      : [],
  );
  return [...inWeek, ...inDays];
}
