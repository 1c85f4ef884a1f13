/** Statutory holidays that come without anybody on the rota (O-2.2-c), read from calendar and roster. */
import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import { dateAt, endOfLocalDate, instantOf, startOfDate } from '../../domain/calendar/zone';
import { clausesOf } from '../../domain/policy/compile-targets';
import type { Policy } from '../../domain/policy/schema';
import { choreLadder } from '../../domain/recurring/chore';
import { timeOfDay } from '../../domain/recurring/entry';
import { DAY_MS, formatDate, type LocalDate } from '../../domain/time/date';
import { parseDuration } from '../../domain/time/duration';
import type { Instant } from '../../domain/time/instant';
import { covers, type Span } from '../../domain/time/spans';
import type { Duty } from '../../prisma/generated/client';
import type { Db } from '../database';
import { about } from './owed';
import type { Found } from './stock';

/**
 * One duty a holiday, from today as far ahead as the policy looks: to be filled before the holiday begins, done as soon as
 * somebody holds the rota's role at every time of that date, or of the hours that the policy names.
 * @param calendar the working calendar, whose dates say which are holidays
 */
export async function holidayDuties(
  db: Db,
  policy: Policy,
  calendar: CalendarSnapshot,
  now: Instant,
): Promise<Found[]> {
  const { holidayDuty: rule } = policy;
  if (!rule) return [];
  const { days: ahead } = parseDuration(rule.ahead);
  const today = dateAt(calendar.zone, now);
  const holidays = datesFrom(today, ahead).filter((date) => calendar.days[formatDate(date)] === 'off');
  if (holidays.length === 0) return [];
  const rota = await db.duty.findMany({
    where: { role: rule.role, OR: [{ policyId: policy.id }, { policyId: null }], person: { active: true } },
  });
  const held = rota.flatMap(heldSpans);
  return holidays.map((date) => {
    const [begins, ends] = [startOfDate(calendar.zone, date), endOfLocalDate(calendar.zone, date)];
    const covered = covers(held, hoursOf(calendar, rule.hours, date, { from: begins, until: ends + 1 }));
    const told = startOfDate(calendar.zone, date - ahead);
    const owed: Found['owed'] = {
      key: `holiday_duty/${policy.id}/${formatDate(date)}`,
      kind: 'holiday_duty',
      subject: { date: formatDate(date) },
      ...(covered && { doneAt: now }),
    };
    const chore: Found['chore'] = {
      ...about(owed),
      policyId: policy.id,
      owner: `role:${rule.owner}`,
      createdAt: told,
      warnAt: told,
      dueAt: begins,
      ladder: choreLadder(policy, rule.ladder, begins - told),
      clauses: clausesOf(rule),
    };
    return { owed, chore };
  });
}

/** The hours of a holiday in which somebody must be there; all of it where the policy names none. */
function hoursOf(
  { zone }: CalendarSnapshot,
  hours: { from: string; until: string } | undefined,
  date: LocalDate,
  whole: Span,
): Span {
  if (!hours) return whole;
  const at = (time: string): Instant => {
    const { hour, minute } = timeOfDay(time);
    return instantOf(zone, date * DAY_MS + (hour * 60 + minute) * 60_000);
  };
  return { from: at(hours.from), until: at(hours.until) };
}

/** When a duty is held: not while its holder is away and nobody stands in. */
function heldSpans({ from, until, deputyId, awayFrom, awayUntil }: Duty): Span[] {
  const all: Span = { from: from.getTime(), until: until?.getTime() ?? Infinity };
  if (awayFrom === null || deputyId !== null) return [all];
  return [
    { from: all.from, until: Math.min(all.until, awayFrom.getTime()) },
    { from: Math.max(all.from, awayUntil?.getTime() ?? Infinity), until: all.until },
  ];
}

/** The dates from one on, and so many after it. */
function datesFrom(first: LocalDate, more: number): LocalDate[] {
  return Array.from({ length: more + 1 }, (_, index) => first + index);
}
