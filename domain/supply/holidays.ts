/** Which statutory holidays come (O-2.2-c), and whether somebody on the rota is there on one. */
import type { CalendarSnapshot } from '../calendar/snapshot';
import { dateAt, endOfLocalDate, instantOf, startOfDate } from '../calendar/zone';
import { timeOfDay } from '../recurring/entry';
import { calledDuties, type RosterDuty } from '../roster';
import { DAY_MS, formatDate, type LocalDate } from '../time/date';
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

/** Whose rota a holiday is: of a role under a policy, in each of its regions where it has some. */
export interface Rota {
  role: string;
  policyId: string;
  regions: readonly string[];
  duties: readonly RosterDuty[];
  active: ReadonlySet<string>;
}

/** Somebody who is there at some time of a holiday, by the duty that calls them. */
export interface There {
  dutyId: string;
  personId: string;
}

/**
 * Who is there on a holiday, by the begin of their duties, and whether somebody is at every time of it, or of the local
 * hours that the policy names, in every region. Away or absent, nobody is there but the deputy: the roster is asked as it is
 * when somebody is called, at every time at which it may answer another.
 */
export function whoIsThere(
  { duties, active, regions, ...of }: Rota,
  holiday: Holiday,
  { zone }: Pick<CalendarSnapshot, 'zone'>,
  hours?: { from: string; until: string },
): { there: readonly There[]; covered: boolean } {
  const { begins, ends } = holiday;
  const wanted = wantedOf(holiday, zone, hours);
  const edges = duties.flatMap(({ from, until, awayFrom, awayUntil }) => [from, until, awayFrom, awayUntil]);
  const within = edges.filter((at): at is Instant => at !== undefined && at > begins && at <= ends);
  const times = [...new Set([begins, wanted.from, ...within])].sort((a, b) => a - b);
  const found = new Map<string, There>();
  let covered = true;
  for (const region of regions.length > 0 ? regions : [undefined])
    for (const at of times) {
      const called = calledDuties({ ...of, ...(region !== undefined && { region }), at }, duties, active);
      for (const one of called) found.set(`${one.dutyId}/${one.personId}`, one);
      if (called.length === 0 && at >= wanted.from && at < wanted.until) covered = false;
    }
  const begun = new Map(duties.map(({ id, from }) => [id, from]));
  const there = [...found.values()].sort((a, b) => begun.get(a.dutyId)! - begun.get(b.dutyId)!);
  return { there, covered };
}

function wantedOf(
  { date, begins, ends }: Holiday,
  zone: CalendarSnapshot['zone'],
  hours: { from: string; until: string } | undefined,
): { from: Instant; until: Instant } {
  if (!hours) return { from: begins, until: ends + 1 };
  const at = (time: string): Instant => {
    const { hour, minute } = timeOfDay(time);
    return instantOf(zone, date * DAY_MS + (hour * 60 + minute) * 60_000);
  };
  return { from: at(hours.from), until: at(hours.until) };
}
