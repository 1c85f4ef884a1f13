/** The daily pass over everything under a policy: tasks made, tasks that fell away, notices owed. */
import { careTasks, restartsOnRepair, type NewCareTask } from '../../domain/care/tasks';
import { dateAt } from '../../domain/calendar/zone';
import type { Policy } from '../../domain/policy/schema';
import { choreLadder, choreWarning } from '../../domain/recurring/chore';
import { DAY_MS, formatDate, type LocalDate } from '../../domain/time/date';
import { formatInstant, parseInstant } from '../../domain/time/instant';
import type { PrismaClient } from '../../prisma/generated/client';
import { databaseFailure } from '../database';
import { publishedPolicy, zoneOf } from '../published';
import { finishChores, openChores, waiveChores } from '../recurring/chores';
import { oweNotices } from '../recurring/owed-notices';
import type { CarePassOutcome, PolicyPass } from './contract';
import { sampledTasks } from './samples';
import { customersUnder } from './units';

/**
 * One pass, for all dates since the last one: what was missed while the system was down is made up for, and a pass that
 * is repeated makes nothing twice, for a task's key says what it is. See `CareActivities.carePass`.
 * @param beat tells Temporal how many units were looked at
 * @throws ApplicationFailure `DatabaseUnavailable` (retried); `UnknownPolicy`.
 */
export async function carePass(
  prisma: PrismaClient,
  { policyId, at }: PolicyPass,
  beat: (units: number) => void,
): Promise<CarePassOutcome> {
  try {
    const { policy } = await publishedPolicy(prisma, policyId, at);
    const zone = zoneOf(policy);
    const until = dateAt(zone, parseInstant(at));
    const since = Math.min(until - 1, (await lastPass(prisma, policyId, 'care')) ?? until - 1);
    const batch = `care/${policyId}/${formatDate(until)}`;
    const outcome = { units: 0, created: 0, dropped: await dropRestarted(prisma, policy, at), notices: 0, batch };
    for await (const customers of customersUnder(prisma, policy, at, (i) => dateAt(zone, i.getTime()))) {
      const tasks = [...customers].flatMap(([id, units]) => careTasks(policy, id, units, { since, until }, zone));
      outcome.units += [...customers.values()].reduce((sum, units) => sum + units.length, 0);
      outcome.created += await keepTasks(prisma, policy, tasks, at);
      outcome.notices += await oweCareNotices(prisma, policyId, tasks, batch, at);
      beat(outcome.units);
    }
    outcome.created += await keepTasks(prisma, policy, await sampledTasks(prisma, policy, { since, until }, zone), at);
    await passed(prisma, policyId, 'care', until, at);
    return outcome;
  } catch (error) {
    throw databaseFailure(error);
  }
}

/** The date up to which a pass has come; undefined before the first. */
export async function lastPass(prisma: PrismaClient, policyId: string, pass: string): Promise<LocalDate | undefined> {
  const row = await prisma.carePass.findUnique({ where: { policyId_pass: { policyId, pass } } });
  return row ? row.on.getTime() / DAY_MS : undefined;
}

/** Notes how far a pass has come; a run made up for late does not set it back. */
export async function passed(
  prisma: PrismaClient,
  policyId: string,
  pass: string,
  on: LocalDate,
  at: string,
): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO master."CarePass" ("policyId", "pass", "on", "at")
    VALUES (${policyId}, ${pass}, ${formatDate(on)}::date, ${at}::timestamptz)
    ON CONFLICT ("policyId", "pass") DO UPDATE SET "on" = excluded."on", "at" = excluded."at"
    WHERE "CarePass"."on" < excluded."on"`;
}

/** The customer had a repair after the task was made: the quiet time begins anew (S-5.14). */
async function dropRestarted(prisma: PrismaClient, policy: Policy, at: string): Promise<number> {
  const rules = (policy.care?.rules ?? []).filter(restartsOnRepair).map(({ id }) => id);
  if (rules.length === 0) return 0;
  const dropped = await prisma.$queryRaw<{ id: string }[]>`
    UPDATE master."CareTask" t SET "status" = 'dropped', "doneAt" = ${at}::timestamptz, "nextAttemptAt" = NULL
    WHERE t."policyId" = ${policy.id} AND t."ruleId" = ANY(${rules}::text[]) AND t."status" IN ('open', 'unreached')
      AND EXISTS (
        SELECT FROM cases."Case" c WHERE c."customerId" = t."customerId" AND c."kind" = 'repair'
          AND c."openedAt" > t."openedAt" AND c."openedAt" <= ${at}::timestamptz
          AND (t."assetId" IS NULL OR c."assetId" = t."assetId"))
    RETURNING t."id"`;
  await waiveChores(
    prisma,
    dropped.map(({ id }) => id),
    at,
  );
  return dropped.length;
}

/** Keeps new tasks, in one statement, and the chore that is each one's clock. */
async function keepTasks(
  prisma: PrismaClient,
  policy: Policy,
  tasks: readonly NewCareTask[],
  at: string,
): Promise<number> {
  if (tasks.length === 0) return 0;
  const rows = tasks.map((task) => ({
    ...task,
    plannedOn: formatDate(task.plannedOn),
    dueAt: formatInstant(task.dueAt),
  }));
  const created = await prisma.$queryRaw<{ id: string }[]>`
    INSERT INTO master."CareTask" ("id", "policyId", "ruleId", "kind", "customerId", "siteId", "assetId", "region", "owner",
      "plannedOn", "openedAt", "dueAt", "clauses", "visitedCaseId")
    SELECT t."id", ${policy.id}, t."ruleId", t."kind", t."customerId", t."siteId", t."assetId", t."region", t."owner",
      t."plannedOn", ${at}::timestamptz, t."dueAt", t."clauses", t."visitedCaseId"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t("id" text, "ruleId" text, "kind" text,
      "customerId" text, "siteId" text, "assetId" text, "region" text, "owner" text, "plannedOn" date,
      "dueAt" timestamptz, "clauses" text[], "visitedCaseId" text)
    ON CONFLICT ("id") DO NOTHING
    RETURNING "id"`;
  const opened = parseInstant(at);
  await openChores(
    prisma,
    tasks.map((task) => ({
      key: task.id,
      kind: `care_${task.kind}`,
      policyId: policy.id,
      region: task.region,
      owner: `role:${task.owner}`,
      subject: { task: task.id, rule: task.ruleId },
      createdAt: opened,
      warnAt: choreWarning(opened, task.dueAt),
      dueAt: task.dueAt,
      ladder: choreLadder(policy, task.ladder, Math.max(0, task.dueAt - opened)),
      clauses: task.clauses,
    })),
  );
  return created.length;
}

async function oweCareNotices(
  prisma: PrismaClient,
  policyId: string,
  tasks: readonly NewCareTask[],
  batch: string,
  at: string,
): Promise<number> {
  return oweNotices(
    prisma,
    tasks.flatMap(({ id, kind, template, customerId, assetId, region, plannedOn, about, clauses }) =>
      kind === 'notice' && template !== undefined
        ? {
            key: id,
            batch,
            template,
            to: 'customer',
            params: { plannedDate: formatDate(about ?? plannedOn), ...(assetId !== undefined && { assetId }) },
            clauses,
            at,
            policyId,
            region,
            customerId,
          }
        : [],
    ),
  );
}

/** See `CareActivities.settleCareNotices`. */
export async function settleCareNotices(
  prisma: PrismaClient,
  { batch, at }: { batch: string; at: string },
): Promise<number> {
  try {
    const sent = await prisma.$queryRaw<{ id: string }[]>`
      UPDATE master."CareTask" t SET "status" = 'done', "doneAt" = ${at}::timestamptz
      FROM cases."Notice" n
      WHERE n."batch" = ${batch} AND n."key" = t."id" AND n."status" = 'sent' AND t."status" = 'open'
      RETURNING t."id"`;
    await finishChores(
      prisma,
      sent.map(({ id }) => id),
      at,
    );
    return sent.length;
  } catch (error) {
    throw databaseFailure(error);
  }
}
