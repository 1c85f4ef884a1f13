/** What a plan is made from: engineers, open visits, what is booked. Read by whoever plans, API and activities, in a handful of queries however many jobs there are. */
import type { CalendarSnapshot } from '../domain/calendar/snapshot';
import { endOfLocalDate, startOfDate } from '../domain/calendar/zone';
import { engineerOn, type OpenVisit, type StaffMember } from '../domain/planning/jobs';
import type { Engineer, Span } from '../domain/planning/types';
import type { Facts } from '../domain/policy/rule';
import type { Policy } from '../domain/policy/schema';
import type { DispatchSection } from '../domain/policy/schema-dispatch';
import { DAY_MS, formatDate, parseDate, type LocalDate } from '../domain/time/date';
import type { Instant } from '../domain/time/instant';
import { policyFrom, type PolicySource } from '../domain/policy/source';
import type { Prisma, PrismaClient } from './generated/client';

/** The connection, or a transaction on it. */
export type Db = PrismaClient | Prisma.TransactionClient;

/** A policy with its section on dispatch, and the calendars of its zone around an instant. */
export interface DispatchPolicy {
  policy: Policy;
  rules: DispatchSection;
  calendars: Readonly<Record<string, CalendarSnapshot>>;
  calendar: CalendarSnapshot;
}

/** Throws an Error where the policy has no dispatch: no schedule starts it then. */
export function dispatchPolicy(source: PolicySource, policyId: string, at: Instant): DispatchPolicy {
  const policy = policyFrom(source, policyId);
  if (!policy.dispatch) throw new Error(`policy ${policyId} has no section dispatch`);
  const calendars = source.calendars(policy.timeZone, new Date(at).getUTCFullYear());
  return { policy, rules: policy.dispatch, calendars, calendar: calendars[policy.workingCalendar]! };
}

interface VisitRow {
  id: string;
  customerId: string;
  engineerId: string | null;
  region: string | null;
  openedAt: Date;
  facts: Facts;
  appointment: number | null;
  travelMin: number | null;
  dueAt: Date | null;
  plannedFor: Date | null;
  plannedUntil: Date | null;
}

/** The visits of a policy that somebody still has to make; of one case where it is named. */
export async function openVisits(
  db: Db,
  policy: Policy,
  before: LocalDate,
  at: Instant,
  caseId: string | null = null,
): Promise<OpenVisit[]> {
  const arrivals = policy.milestones.filter(({ to }) => [to].flat().includes('on_site_arrival')).map(({ id }) => id);
  const rows = await db.$queryRaw<VisitRow[]>`
    SELECT c."id", c."customerId", c."engineerId", coalesce(c."region", s."region") AS "region", c."openedAt",
      c."state"->'facts' AS "facts", (c."state"->'visit'->>'appointment')::float8 AS "appointment", s."travelMin",
      (SELECT min(k."dueAt") FROM cases."Clock" k WHERE k."caseId" = c."id" AND k."status" = 'running'
        AND k."milestone" = ANY(${arrivals}::text[])) AS "dueAt",
      (SELECT max(p."date") FROM master."PlanLine" l JOIN master."Plan" p ON p."id" = l."planId"
        WHERE l."caseId" = c."id" AND p."date" < ${formatDate(before)}::date AND p."status" <> 'draft') AS "plannedFor",
      (SELECT max(l."endAt") FROM master."PlanLine" l JOIN master."Plan" p ON p."id" = l."planId"
        WHERE l."caseId" = c."id" AND p."date" < ${formatDate(before)}::date AND p."status" <> 'draft'
          AND l."endAt" > ${new Date(at)}::timestamptz) AS "plannedUntil"
    FROM cases."Case" c LEFT JOIN master."Site" s ON s."id" = c."siteId"
    WHERE c."policyId" = ${policy.id} AND c."kind" IN ('repair', 'job')
      AND c."status" IN ('received', 'contacted', 'assessed', 'scheduled')
      AND c."state"->'facts'->>'channel' = 'on_site' AND (${caseId}::text IS NULL OR c."id" = ${caseId})
    ORDER BY c."id"`;
  return rows.map((row) => ({
    caseId: row.id,
    customerId: row.customerId,
    ...(row.engineerId !== null && { engineerId: row.engineerId }),
    ...(row.region !== null && { region: row.region }),
    openedAt: row.openedAt.getTime(),
    ...(row.dueAt && { dueAt: row.dueAt.getTime() }),
    facts: row.facts,
    ...(row.appointment !== null && { appointment: row.appointment }),
    ...(row.travelMin !== null && { travelMinutes: row.travelMin }),
    ...(row.plannedFor && { plannedFor: row.plannedFor.getTime() / DAY_MS }),
    ...(row.plannedUntil && { plannedUntil: row.plannedUntil.getTime() }),
  }));
}

/** How often which engineer has been at each of these customers, over the cases that have ended. */
export async function visitsByCustomer(
  db: Db,
  customerIds: readonly string[],
): Promise<Map<string, Record<string, number>>> {
  const rows = await db.$queryRaw<{ customerId: string; engineerId: string; times: bigint }[]>`
    SELECT "customerId", "engineerId", count(*) AS "times" FROM cases."Case"
    WHERE "customerId" = ANY(${[...new Set(customerIds)]}::text[]) AND "engineerId" IS NOT NULL AND "closedAt" IS NOT NULL
    GROUP BY 1, 2`;
  const found = new Map<string, Record<string, number>>();
  for (const { customerId, engineerId, times } of rows)
    found.set(customerId, { ...found.get(customerId), [engineerId]: Number(times) });
  return found;
}

/** The engineers who work here, as they stand on a date. */
export async function engineersOn(db: Db, date: LocalDate, about: DispatchPolicy): Promise<Engineer[]> {
  const { calendar, calendars, policy, rules } = about;
  const people = await db.person.findMany({
    where: { role: 'engineer', active: true },
    include: {
      certificates: true,
      absences: {
        where: {
          from: { lte: new Date(endOfLocalDate(calendar.zone, date)) },
          until: { gt: new Date(startOfDate(calendar.zone, date)) },
        },
      },
    },
    orderBy: { id: 'asc' },
  });
  return people.map((person) => {
    const member: StaffMember = {
      id: person.id,
      regions: person.regions,
      skills: person.skills,
      qualified: person.qualified,
      ...(person.dayMinutes !== null && { dayMinutes: person.dayMinutes }),
      ...(person.calendar !== null && { calendar: person.calendar }),
      certificates: person.certificates.map(({ kind, expiresOn }) => ({
        kind,
        ...(expiresOn && { expiresOn: parseDate(expiresOn.toISOString().slice(0, 10)) }),
      })),
      absences: person.absences.map(({ from, until }) => ({ from: from.getTime(), until: until.getTime() })),
    };
    return engineerOn(member, date, calendars, policy.workingCalendar, rules);
  });
}

/** What engineers are planned for on a date under other policies. */
export async function bookedElsewhere(db: Db, policyId: string, date: LocalDate): Promise<Map<string, Span[]>> {
  const lines = await db.planLine.findMany({
    where: {
      plan: { date: new Date(date * DAY_MS), policyId: { not: policyId } },
      engineerId: { not: null },
      startAt: { not: null },
      endAt: { not: null },
    },
  });
  const found = new Map<string, Span[]>();
  for (const { engineerId, startAt, endAt } of lines)
    found.set(engineerId!, [...(found.get(engineerId!) ?? []), { from: startAt!.getTime(), until: endAt!.getTime() }]);
  return found;
}
