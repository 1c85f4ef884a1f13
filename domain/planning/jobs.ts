/** From what cases and people say to what planning reckons with, by the policy's section on dispatch. Pure. */
import { openingsOn } from '../calendar/openings';
import type { CalendarSnapshot } from '../calendar/snapshot';
import { dateAt, endOfLocalDate, startOfDate } from '../calendar/zone';
import { holds, type Facts } from '../policy/rule';
import type { DispatchSection } from '../policy/schema-dispatch';
import type { LocalDate } from '../time/date';
import { durationMs } from '../time/duration';
import type { Instant } from '../time/instant';
import type { Engineer, PlanJob, Span } from './types';

/** An open visit as the read model has it. */
export interface OpenVisit {
  caseId: string;
  customerId: string;
  engineerId?: string;
  region?: string;
  openedAt: Instant;
  dueAt?: Instant;
  facts: Facts;
  appointment?: Instant;
  travelMinutes?: number;
  /** Dates of earlier plans in which it stood, the latest one. */
  plannedFor?: LocalDate;
  /** The end of a planned visit that is still to come. */
  plannedUntil?: Instant;
}

/**
 * Whether a visit was left over as of an instant: agreed for a time that has passed, planned for a day before the one
 * planned now, or never given to anybody on the day it came in (S-5.10).
 * @param dayIsOver at the end of the day today's requests count too
 */
export function isLeftOver(
  visit: OpenVisit,
  zone: CalendarSnapshot['zone'],
  at: Instant,
  planned: LocalDate,
  dayIsOver: boolean,
): boolean {
  const today = dateAt(zone, at);
  const missed = visit.appointment !== undefined && visit.appointment <= at;
  const before = visit.plannedFor !== undefined && visit.plannedFor < planned;
  const opened = dateAt(zone, visit.openedAt);
  const undispatched = visit.engineerId === undefined && (dayIsOver ? opened <= today : opened < today);
  return missed || before || undispatched;
}

/**
 * Whether a visit is for the plan of a date: not agreed for another day, and not still to come today. On a date on which
 * nobody works it was agreed for that very date.
 */
export function isFor(visit: OpenVisit, calendar: CalendarSnapshot, at: Instant, planned: LocalDate): boolean {
  const { appointment, plannedUntil } = visit;
  if (appointment !== undefined && appointment > at) return dateAt(calendar.zone, appointment) === planned;
  return openingsOn(calendar, planned).length > 0 && (plannedUntil === undefined || plannedUntil <= at);
}

/** The dates before the one planned next for which visits were agreed though nobody works then: each has a plan too. */
export function agreedBefore(
  next: LocalDate,
  visits: readonly OpenVisit[],
  zone: CalendarSnapshot['zone'],
  at: Instant,
): LocalDate[] {
  const agreed = visits.flatMap(({ appointment = at }) => (appointment > at ? dateAt(zone, appointment) : []));
  return [...new Set(agreed)].filter((date) => date > dateAt(zone, at) && date < next).sort((a, b) => a - b);
}

/** The visit as planning takes it. */
export function planJobOf(
  visit: OpenVisit,
  rules: DispatchSection,
  { at, leftOver, visits }: { at: Instant; leftOver: boolean; visits: Readonly<Record<string, number>> },
): PlanJob {
  const { facts, travelMinutes } = visit;
  const takes = rules.takes.find(({ when }) => holds(when, facts)) ?? rules.takes.at(-1)!;
  const needs = [facts.product, facts.work].filter((need) => typeof need === 'string');
  return {
    caseId: visit.caseId,
    customerId: visit.customerId,
    ...(visit.region !== undefined && { region: visit.region }),
    needs,
    certificates: rules.certificates.filter(({ when }) => holds(when, facts)).map(({ kind }) => kind),
    qualifiedOnly: rules.qualified !== undefined,
    takesMs: durationMs(takes.time),
    travelMs: travelMinutes === undefined ? durationMs(rules.travel.time) : travelMinutes * 60_000,
    ...(visit.engineerId !== undefined && { engineerId: visit.engineerId }),
    ...(visit.appointment !== undefined && visit.appointment > at && { appointment: visit.appointment }),
    ...(visit.dueAt !== undefined && { dueAt: visit.dueAt }),
    leftOver,
    key: facts.keyAccount === true,
    openedAt: visit.openedAt,
    visits,
  };
}

/** A person as the records have them. */
export interface StaffMember {
  id: string;
  regions: readonly string[];
  skills: readonly string[];
  qualified: boolean;
  dayMinutes?: number;
  calendar?: string;
  certificates: Engineer['certificates'];
  absences: readonly Span[];
}

/** The person as planning takes them on a date. Without a calendar of their own they work by the policy's. */
export function engineerOn(
  person: StaffMember,
  date: LocalDate,
  calendars: Readonly<Record<string, CalendarSnapshot>>,
  workingCalendar: string,
  rules: DispatchSection,
): Engineer {
  const calendar = calendars[person.calendar ?? workingCalendar] ?? calendars[workingCalendar]!;
  const day = { from: startOfDate(calendar.zone, date), until: endOfLocalDate(calendar.zone, date) + 1 };
  return {
    id: person.id,
    regions: person.regions,
    skills: person.skills,
    qualified: person.qualified,
    certificates: person.certificates,
    hours: openingsOn(calendar, date).map(({ open, close }) => ({ from: open, until: close })),
    absences: person.absences.filter(({ from, until }) => from < day.until && day.from < until),
    dayMs: person.dayMinutes === undefined ? durationMs(rules.load.day) : person.dayMinutes * 60_000,
  };
}

/** The date that is planned next: the first after today on which the working calendar is open, at most a month on. */
export function nextPlanned(calendar: CalendarSnapshot, at: Instant): LocalDate {
  const today = dateAt(calendar.zone, at);
  for (let date = today + 1; date <= today + 31; date++) if (openingsOn(calendar, date).length > 0) return date;
  return today + 1;
}
