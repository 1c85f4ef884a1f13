/** Statutory holidays that come without anybody on the rota (O-2.2-c), read from calendar and roster. */
import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import { startOfDate } from '../../domain/calendar/zone';
import { clausesOf } from '../../domain/policy/compile-targets';
import type { Policy } from '../../domain/policy/schema';
import { choreLadder } from '../../domain/recurring/chore';
import { holidaysAhead, whoIsThere } from '../../domain/supply/holidays';
import { formatDate } from '../../domain/time/date';
import { parseDuration } from '../../domain/time/duration';
import { formatInstant, type Instant } from '../../domain/time/instant';
import { rosterFrom } from '../../prisma/roster-queries';
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
  const holidays = holidaysAhead(calendar, now, ahead);
  if (holidays.length === 0) return [];
  const { role } = rule;
  const of = { role, policyId: policy.id };
  const roster = await rosterFrom(db, { ...of, at: formatInstant(now) });
  const rota = { ...of, ...roster, regions: policy.regions.map(({ id }) => id) };
  return holidays.map((holiday) => {
    const { date, begins } = holiday;
    const { covered } = whoIsThere(rota, holiday, calendar, rule.hours);
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
