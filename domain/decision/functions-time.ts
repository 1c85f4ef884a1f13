/** Functions on dates, instants and durations, on the policy's calendars (R-START, R-DAYEND, R-WORKDAY, R-HALFDAY). */
import { computeDue, type TargetRule } from '../calendar/due';
import { openingsOn } from '../calendar/openings';
import { mergePauses, type ClosedPause } from '../calendar/pauses';
import { workingTimeBetween } from '../calendar/working-time';
import { endOfLocalDate, instantOf, startOfDate } from '../calendar/zone';
import { addMonths, DAY_MS, formatDate, parseDate, weekdayOf, yearOf, type LocalDate } from '../time/date';
import type { Instant } from '../time/instant';
import type { Environment } from './environment';
import { dateOf } from './operators';
import { date, dated, duration, instant, list, number, text, whole, type DecisionFunction } from './signature';
import {
  asText,
  dateValue,
  durationText,
  exactMs,
  instantValue,
  isList,
  isTagged,
  spanValue,
  type DurationValue,
  type Value,
} from './value';

/** The instant of a value, a date counting from its beginning. */
export function startAt(value: Value, env: Environment): Instant {
  if (isTagged(value, 'instant')) return value.at;
  return startOfDate(env.zone, localDate(value, env));
}

function localDate(value: Value, env: Environment): LocalDate {
  return dateOf(value, env.zone) ?? 0;
}

/** When a target is due from an instant or date in one of the policy's calendars. */
function due(rule: TargetRule, from: Value, env: Environment, working = false): Value {
  const calendar = env.calendar(working ? env.program.workingCalendar : undefined);
  return instantValue(computeDue(rule, startAt(from, env), [], calendar).due);
}

function msOf(value: Value): number | undefined {
  return isTagged(value, 'duration') ? exactMs(value) : undefined;
}

/** The instant at which the waits together reach an amount of time; one without an end still goes on. */
export function reached(waits: Value, budget: number): Value | undefined {
  let left = budget;
  for (const { from, to } of stretches(waits, Infinity) ?? []) {
    if (to - from >= left) return instantValue(from + left);
    left -= to - from;
  }
  return undefined;
}

/**
 * Pauses and waits given as a list of `{from, to}`, in their order, time that two of them share counted once (R-CAP);
 * those that still go on end at `until`. Not given, or `null`, there are none.
 */
export function stretches(value: Value | undefined, until?: Instant): ClosedPause[] | undefined {
  if (value === undefined || value === null) return [];
  if (!isList(value)) return undefined;
  const closed = value.map((entry) => {
    if (!isTagged(entry, 'object')) return undefined;
    const { from, to } = entry.fields;
    const end = isTagged(to, 'instant') ? to.at : until;
    return isTagged(from, 'instant') && end !== undefined ? { from: from.at, to: end } : undefined;
  });
  return closed.every((entry) => entry !== undefined) ? mergePauses(closed, -Infinity) : undefined;
}

const clockTime = /^([01]\d|2[0-3]):([0-5]\d)$/;

export const timeFunctions: Readonly<Record<string, DecisionFunction>> = {
  dateOf: whole({
    takes: [dated],
    gives: date,
    apply: ([at], env) => dateValue(localDate(at!, env)),
    says: 'the local date of an instant',
  }),
  startOfDay: whole({
    takes: [dated],
    gives: instant,
    apply: ([at], env) => instantValue(startOfDate(env.zone, localDate(at!, env))),
    says: '00:00 of that date',
  }),
  endOfDay: whole({
    takes: [dated],
    gives: instant,
    apply: ([at], env) => instantValue(endOfLocalDate(env.zone, localDate(at!, env))),
    says: '23:59:59 of that date (R-DAYEND)',
  }),
  atTime: whole({
    takes: [dated, text],
    gives: instant,
    apply: ([at, clock], env) => {
      const parts = clockTime.exec(asText(clock));
      if (!parts) return undefined;
      const minutes = Number(parts[1]) * 60 + Number(parts[2]);
      return instantValue(instantOf(env.zone, localDate(at!, env) * DAY_MS + minutes * 60_000));
    },
    says: "that time of the date, local, such as atTime(d, '12:00')",
  }),
  date: whole({
    takes: [text],
    gives: date,
    apply: ([iso]) => dateValue(parseDate(asText(iso))),
    says: "the date written YYYY-MM-DD, such as date('2026-01-01')",
  }),
  dates: whole({
    takes: [dated, duration],
    gives: instant,
    apply: ([from, span], env) => {
      const { months, days, ms } = span as DurationValue;
      if (ms !== 0) return undefined;
      return instantValue(endOfLocalDate(env.zone, addMonths(localDate(from!, env), months) + days));
    },
    says: 'the end of the last date, the first not counted (R-DAYEND)',
  }),
  elapsed: whole({
    takes: [instant, duration],
    gives: instant,
    apply: ([from, span], env) => {
      const ms = msOf(span!);
      return ms === undefined ? undefined : instantValue(startAt(from!, env) + ms);
    },
    says: 'so much later around the clock, a day being 24 h (R-HOURS)',
  }),
  workingDays: whole({
    takes: [dated, number],
    gives: instant,
    apply: ([from, n], env) => due({ kind: 'workingDays', days: Number(n) }, from!, env, true),
    says: 'closing time of the nth working day, the first date not counted (R-WORKDAY)',
  }),
  working: whole({
    takes: [instant, duration],
    gives: instant,
    apply: ([from, span], env) => {
      const ms = msOf(span!);
      return ms === undefined ? undefined : due({ kind: 'workingTime', ms }, from!, env, true);
    },
    says: 'so much working time later (R-HALFDAY)',
  }),
  workingDayAfter: whole({
    takes: [dated],
    gives: date,
    apply: ([at], env) => {
      const end = due({ kind: 'workingDays', days: 1 }, at!, env, true);
      return dateValue(localDate(end, env));
    },
    says: 'the next working day after that date',
  }),
  isWorkingDay: whole({
    takes: [dated],
    gives: ['boolean'],
    apply: ([at], env) => openingsOn(env.calendar(env.program.workingCalendar), localDate(at!, env)).length > 0,
    says: 'whether that date is a working day',
  }),
  daysBetween: whole({
    takes: [dated, dated],
    gives: number,
    apply: ([first, second], env) => localDate(second!, env) - localDate(first!, env),
    says: 'dates from the first to the second, the first not counted',
  }),
  workingBetween: whole({
    takes: [instant, instant],
    gives: duration,
    apply: ([from, to], env) =>
      spanValue(workingTimeBetween(env.calendar(env.program.workingCalendar), startAt(from!, env), startAt(to!, env))),
    says: 'working time between two instants',
  }),
  recurring: whole({
    takes: [dated, duration, number],
    gives: date,
    apply: ([anchor, span, n], env) => {
      const { months, days, ms } = span as DurationValue;
      if (ms !== 0) return undefined;
      return dateValue(addMonths(localDate(anchor!, env), months * Number(n)) + days * Number(n));
    },
    says: 'the nth recurrence, each counted from the anchor (R-MONTH)',
  }),
  nextRecurring: whole({
    takes: [dated, duration, dated],
    gives: date,
    apply: ([anchor, span, after], env) => {
      const { months, days, ms } = span as DurationValue;
      if (ms !== 0 || (months <= 0 && days <= 0)) return undefined;
      const [first, past] = [localDate(anchor!, env), localDate(after!, env)];
      for (let n = 1; n < 2000; n++) {
        const next = addMonths(first, months * n) + days * n;
        if (next > past) return dateValue(next);
      }
      return undefined;
    },
    says: 'the first recurrence after a date, each counted from the anchor (R-MONTH)',
  }),
  yearOf: whole({
    takes: [dated],
    gives: number,
    apply: ([at], env) => yearOf(localDate(at!, env)),
    says: 'the calendar year',
  }),
  monthOf: whole({
    takes: [dated],
    gives: number,
    apply: ([at], env) => Number(formatDate(localDate(at!, env)).slice(5, 7)),
    says: 'the month, 1 to 12',
  }),
  weekdayOf: whole({
    takes: [dated],
    gives: number,
    apply: ([at], env) => weekdayOf(localDate(at!, env)),
    says: 'the weekday, 1 Monday to 7 Sunday',
  }),
  startOfMonth: whole({
    takes: [dated],
    gives: date,
    apply: ([at], env) => dateValue(parseDate(`${formatDate(localDate(at!, env)).slice(0, 8)}01`)),
    says: 'the first of the month',
  }),
  endOfMonth: whole({
    takes: [dated],
    gives: date,
    apply: ([at], env) => dateValue(addMonths(parseDate(`${formatDate(localDate(at!, env)).slice(0, 8)}01`), 1) - 1),
    says: 'the last date of the month',
  }),
  minutes: whole({
    takes: [duration],
    gives: number,
    apply: ([span]) => inUnits(span!, 60_000),
    says: 'a duration in minutes',
  }),
  hours: whole({
    takes: [duration],
    gives: number,
    apply: ([span]) => inUnits(span!, 3_600_000),
    says: 'a duration in hours',
  }),
  days: whole({
    takes: [duration],
    gives: number,
    apply: ([span]) => inUnits(span!, DAY_MS),
    says: 'a duration in days of 24 h',
  }),
  months: whole({
    takes: [duration],
    gives: number,
    apply: ([span]) => {
      const { months, days, ms } = span as DurationValue;
      return days === 0 && ms === 0 ? months : undefined;
    },
    says: 'a duration in months',
  }),
  monthsLong: whole({
    takes: [number],
    gives: duration,
    apply: ([n]) => (Number.isInteger(n) ? { t: 'duration', months: Number(n), days: 0, ms: 0 } : undefined),
    says: 'so many months as a duration',
  }),
  daysLong: whole({
    takes: [number],
    gives: duration,
    apply: ([n]) => (Number.isInteger(n) ? { t: 'duration', months: 0, days: Number(n), ms: 0 } : undefined),
    says: 'so many days as a duration',
  }),
  durationText: whole({
    takes: [duration],
    gives: text,
    apply: ([span]) => durationText(span as DurationValue),
    says: 'a duration as ISO 8601 text',
  }),
  pause: {
    takes: [instant, instant],
    gives: ['object'],
    takesUnknown: true,
    apply: ([from, to]) =>
      isTagged(from, 'instant') ? { t: 'object', fields: { from, ...(isTagged(to, 'instant') && { to }) } } : undefined,
    says: 'a stretch {from, to}, such as for due(…, …, [pause(a, b)]); without its end it still goes on',
  },
  onDay: whole({
    takes: [number, text],
    gives: date,
    apply: ([year, day]) => dateValue(parseDate(`${asText(year).padStart(4, '0')}-${asText(day)}`)),
    says: "a date of a year, such as onDay(2026, '12-30')",
  }),
  active: whole({
    takes: [['boolean', 'object'], dated],
    gives: ['boolean'],
    apply: ([contract, at], env) => isActive(contract!, localDate(at!, env), env),
    says: 'whether a contract, given as true, false or {from, until}, is in force on a date, both ends included',
  }),
  waited: whole({
    takes: [list, instant],
    atLeast: 1,
    gives: duration,
    apply: ([waits, until]) => {
      const found = stretches(waits, isTagged(until, 'instant') ? until.at : undefined);
      return found && spanValue(found.reduce((sum, { from, to }) => sum + (to - from), 0));
    },
    says: 'the time spent in waits {from, to}, once where they overlap; one that still goes on counts until the second argument',
  }),
  waitReaches: whole({
    takes: [list, duration],
    gives: instant,
    apply: ([waits, span]) => {
      const budget = msOf(span!);
      return budget === undefined ? undefined : reached(waits!, budget);
    },
    says: 'the instant at which the waits together reach a duration; unknown where they do not',
  }),
};

export const contractStarts = ['from', 'start', 'since', 'signed', 'startDate'];
export const contractEnds = ['until', 'to', 'end', 'lastDay', 'expires', 'endDate'];

function isActive(contract: Value, at: LocalDate, env: Environment): boolean | undefined {
  if (!isTagged(contract, 'object')) return contract === true;
  const { fields } = contract;
  if (typeof fields.active === 'boolean') return fields.active;
  const dateIn = (names: readonly string[]): LocalDate | undefined => {
    const found = names.map((name) => fields[name]).find((value) => value !== undefined);
    return found === undefined ? undefined : dateOf(found, env.zone);
  };
  const [first, last] = [dateIn(contractStarts), dateIn(contractEnds)];
  if (first === undefined && last === undefined) return undefined;
  return (first === undefined || first <= at) && (last === undefined || at <= last);
}

function inUnits(span: Value, unit: number): number | undefined {
  const ms = msOf(span);
  return ms === undefined ? undefined : ms / unit;
}
