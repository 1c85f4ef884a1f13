/** Drafts the plan of the next working day, and keeps what people have changed in it. */
import { agreedBefore, isFor, isLeftOver, nextPlanned, planJobOf, type OpenVisit } from '../../domain/planning/jobs';
import { planDay, type PlanLine } from '../../domain/planning/plan';
import type { PlanJob } from '../../domain/planning/types';
import { dateAt, instantOf } from '../../domain/calendar/zone';
import { choreLadder } from '../../domain/recurring/chore';
import { timeOfDay } from '../../domain/recurring/entry';
import { DAY_MS, formatDate, type LocalDate } from '../../domain/time/date';
import { formatInstant, parseInstant, type Instant } from '../../domain/time/instant';
import type { PlanLine as KeptLine, Prisma, PrismaClient } from '../../prisma/generated/client';
import { databaseFailure } from '../database';
import type { PolicySource } from '../../domain/policy/source';
import { openChores } from '../recurring/chores';
import type { Db } from '../database';
import { oweNotices } from '../recurring/owed-notices';
import type { DispatchRequest, DraftOutcome } from './contract';
import {
  bookedElsewhere,
  dispatchPolicy,
  engineersOn,
  openVisits,
  visitsByCustomer,
  type DispatchPolicy,
} from '../../prisma/plan-queries';

export interface PlanDeps {
  prisma: PrismaClient;
  policies: PolicySource;
}

/** The plan, its duty and its mails in one transaction; see `DispatchActivities.draftPlan`. */
export async function draftPlan({ prisma, policies }: PlanDeps, request: DispatchRequest): Promise<DraftOutcome> {
  const at = parseInstant(request.at);
  const about = dispatchPolicy(policies, request.policyId, at);
  const batch = `draftPlan/${request.policyId}/${request.at}`;
  try {
    return await prisma.$transaction(
      async (db) => {
        const next = nextPlanned(about.calendar, at);
        const visits = await openVisits(db, about.policy, next, at);
        for (const date of agreedBefore(next, visits, about.calendar.zone, at))
          await draftOne(db, about, { at, batch, date });
        return { ...summaryOf(await draftOne(db, about, { at, batch, date: next })), batch };
      },
      { timeout: 60_000 },
    );
  } catch (error) {
    throw databaseFailure(error);
  }
}

/** The plan of one date, with the duty to publish it and the mail to whoever owes that. */
async function draftOne(
  db: Db,
  about: DispatchPolicy,
  { at, batch, date }: { at: Instant; batch: string; date: LocalDate },
): Promise<Drafted> {
  const plan = await redraft(db, about, at, { dayIsOver: false, date });
  await owePublishing(db, about, at, date);
  const { owner, clause } = about.rules.plan;
  await oweNotices(db, [
    {
      key: `${batch}/plan_drafted/${formatDate(date)}`,
      batch,
      template: 'plan_drafted',
      to: `role:${owner}`,
      policyId: about.policy.id,
      params: { plannedDate: formatDate(date), count: plan.lines.length },
      entries: troubles(plan),
      clauses: [clause ?? []].flat(),
      at: formatInstant(at),
    },
  ]);
  return plan;
}

export interface Drafted {
  planId: string;
  date: LocalDate;
  lines: readonly PlanLine[];
  /** Jobs that were not in the plan before. */
  added: readonly string[];
}

/**
 * Makes the plan of a date anew, the next working day where none is named. Lines that a person changed, and all lines of a
 * plan that was confirmed, stay; what came in since is planned around them. For `dayIsOver` see `isLeftOver`.
 */
export async function redraft(
  db: Db,
  about: DispatchPolicy,
  at: Instant,
  { dayIsOver, date = nextPlanned(about.calendar, at) }: { dayIsOver: boolean; date?: LocalDate },
): Promise<Drafted> {
  const { policy, rules, calendar } = about;
  const on = new Date(date * DAY_MS);
  const kept = await db.plan.findUnique({
    where: { policyId_date: { policyId: policy.id, date: on } },
    include: { lines: true },
  });
  const visits = (await openVisits(db, policy, date, at)).filter((visit) => isFor(visit, calendar, at, date));
  const known = await visitsByCustomer(
    db,
    visits.map(({ customerId }) => customerId),
  );
  const stays = new Map((kept?.lines ?? []).filter((l) => staysAsItIs(l, kept!.status)).map((l) => [l.caseId, l]));
  const jobs = visits.map((visit): PlanJob => {
    const leftOver = isLeftOver(visit, calendar.zone, at, date, dayIsOver);
    const job = planJobOf(visit, rules, { at, leftOver, visits: known.get(visit.customerId) ?? {} });
    return withKept(job, visit, stays.get(visit.caseId));
  });
  const lines = planDay(jobs, await engineersOn(db, date, about), date, await bookedElsewhere(db, policy.id, date)).map(
    (line) => ({ ...line, fixed: stays.get(line.caseId)?.fixed ?? line.fixed }),
  );
  const before = new Set((kept?.lines ?? []).map(({ caseId }) => caseId));
  const added = lines.filter(({ caseId }) => !before.has(caseId)).map(({ caseId }) => caseId);
  const changed = added.length > 0 || before.size !== lines.length;
  const draftedAt = new Date(at);
  const plan = await db.plan.upsert({
    where: { policyId_date: { policyId: policy.id, date: on } },
    create: { policyId: policy.id, date: on, draftedAt },
    // Additions to a published plan have to be published too.
    update: { draftedAt, ...(changed && { status: 'draft', version: { increment: 1 } }) },
  });
  await db.planLine.deleteMany({ where: { planId: plan.id } });
  await db.planLine.createMany({
    data: lines.map((line, position) => rowOf(plan.id, line, position, stays.get(line.caseId)?.changedBy ?? null)),
  });
  return { planId: plan.id, date, lines, added };
}

function staysAsItIs(line: KeptLine, status: string): boolean {
  return line.startAt !== null && line.engineerId !== null && (status !== 'draft' || line.changedBy !== null);
}

/** A line that stays is planned as if its time were agreed; a newer agreement with the customer goes before it. */
function withKept(job: PlanJob, { appointment }: OpenVisit, line: KeptLine | undefined): PlanJob {
  if (!line || (job.appointment !== undefined && appointment !== line.startAt!.getTime())) return job;
  const takesMs = line.endAt!.getTime() - line.startAt!.getTime();
  return { ...job, engineerId: line.engineerId!, appointment: line.startAt!.getTime(), takesMs };
}

/** A line as the database keeps it. */
export function rowOf(
  planId: string,
  line: PlanLine,
  position: number,
  changedBy: string | null,
): Prisma.PlanLineCreateManyInput {
  return {
    planId,
    caseId: line.caseId,
    position,
    engineerId: line.engineerId ?? null,
    startAt: line.from === undefined ? null : new Date(line.from),
    endAt: line.until === undefined ? null : new Date(line.until),
    fixed: line.fixed,
    leftOver: line.leftOver,
    changedBy,
    reasons: line.reasons as unknown as Prisma.InputJsonArray,
    conflicts: [...line.conflicts],
  };
}

/** The key of the duty to publish the plan of a date. */
export function planChore(policyId: string, date: string): string {
  return `plan/${policyId}/${date}`;
}

/** The plan stands by the policy's time of the day on which it is drafted; half-way there its owner is warned. */
async function owePublishing(
  db: Db,
  { policy, rules, calendar }: DispatchPolicy,
  at: Instant,
  date: LocalDate,
): Promise<void> {
  const { hour, minute } = timeOfDay(rules.plan.by);
  const dueAt = instantOf(calendar.zone, dateAt(calendar.zone, at) * DAY_MS + (hour * 60 + minute) * 60_000);
  await openChores(db, [
    {
      key: planChore(policy.id, formatDate(date)),
      kind: 'publish_plan',
      policyId: policy.id,
      owner: `role:${rules.plan.owner}`,
      subject: { date: formatDate(date) },
      createdAt: at,
      warnAt: Math.round((at + dueAt) / 2),
      dueAt,
      ladder: choreLadder(policy, rules.plan.ladder, dueAt - at),
      clauses: [rules.plan.clause ?? []].flat(),
    },
  ]);
}

function summaryOf({ planId, date, lines }: Drafted): Omit<DraftOutcome, 'batch'> {
  return {
    planId,
    date: formatDate(date),
    lines: lines.length,
    unassigned: lines.filter(({ engineerId }) => engineerId === undefined).length,
    conflicts: lines.filter(({ conflicts }) => conflicts.length > 0).length,
    leftOver: lines.filter(({ leftOver }) => leftOver).length,
  };
}

/** The lines of a plan that need a person: nobody can go, or something speaks against who goes. */
function troubles({ lines, date }: Drafted): { caseId: string; subject: string; at: string }[] {
  return lines
    .filter(({ engineerId, conflicts }) => engineerId === undefined || conflicts.length > 0)
    .slice(0, 40)
    .map(({ caseId, engineerId, conflicts, from }) => ({
      caseId,
      subject: engineerId === undefined ? 'nobody_can_go' : conflicts[0]!,
      at: formatInstant(from ?? date * DAY_MS),
    }));
}
