/** One piece of the department's day in a process of its own, so that its memory is its own. */
import { longestMs } from '../activities/care/figures';
import { makeReport } from '../activities/care/report';
import { carePass } from '../activities/care/pass';
import { openDatabase } from '../activities/database';
import { draftPlan } from '../activities/dispatch/draft';
import { Policies } from '../policies/registry';
import { carePolicy, casePolicy, month, today } from './day-rows';
import { serve, settings } from './remote';

const prisma = openDatabase({ url: settings<{ databaseUrl: string }>().databaseUrl, statementMs: longestMs });
const policies = Policies.load().source();

/** What was done, how long it took (ms), and the most memory that the process has had (MiB). */
export interface Measured {
  done: number;
  ms: number;
  mib: number;
}

async function measured(work: () => Promise<number>): Promise<Measured> {
  const begin = performance.now();
  const done = await work();
  return { done, ms: performance.now() - begin, mib: process.resourceUsage().maxRSS / 1024 };
}

/** Does the work and takes everything back that it wrote. */
class TakenBack extends Error {}
async function withoutTrace(work: (sql: (text: string) => Promise<number>) => Promise<number>): Promise<number> {
  let done = 0;
  await prisma
    .$transaction(
      async (db) => {
        done = await work((text) => db.$executeRawUnsafe(text));
        throw new TakenBack();
      },
      { timeout: 600_000 },
    )
    .catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error;
    });
  return done;
}

serve({
  idle: () => measured(() => prisma.policyVersion.count()),
  pass: () =>
    measured(async () => {
      const at = `${today}T00:00:00.000Z`;
      const { created } = await carePass(prisma, { policyId: carePolicy, at }, () => undefined);
      return created;
    }),
  // The two rules of the policy, one task a customer, and each one's chore.
  passBySql: () =>
    measured(() =>
      withoutTrace(async (sql) => {
        const tasks = await sql(passTasks);
        await sql(passChores);
        return tasks;
      }),
    ),
  plan: () =>
    measured(
      async () => (await draftPlan({ prisma, policies }, { policyId: casePolicy, at: `${today}T09:00:00.000Z` })).lines,
    ),
  planBySql: () => measured(() => withoutTrace((sql) => sql(planLines))),
  report: () =>
    measured(async () => {
      const at = '2026-04-01T00:00:00.000Z';
      await makeReport(prisma, { policyId: casePolicy, reportId: 'monthly', at });
      return prisma.case.count({ where: { policyId: casePolicy, openedAt: { lt: new Date(at) }, kind: 'repair' } });
    }),
  reportBySql: () =>
    measured(async () => {
      await prisma.$queryRawUnsafe(reportFigures);
      return prisma.case.count({ where: { policyId: casePolicy, kind: 'repair' } });
    }),
});

const passTasks = `
  INSERT INTO master."CareTask" ("id", "policyId", "ruleId", "kind", "customerId", "owner", "plannedOn", "openedAt", "dueAt")
  SELECT 'sql/' || r.rule || '/' || s."customerId", '${carePolicy}', r.rule, 'call', s."customerId", r.rule, r.day, now(), r.day + r.days
  FROM (SELECT "customerId", min("soldOn") AS "soldOn" FROM master."Sale" WHERE "policyId" = '${carePolicy}' GROUP BY 1) s
  CROSS JOIN (VALUES ('monthly_call', 1, '${today}'::date, 2), ('expert_visit', 3, '${today}'::date + 14, 14)) r(rule, every, day, days)
  CROSS JOIN LATERAL (SELECT (extract(year FROM age(r.day, s."soldOn")) * 12 + extract(month FROM age(r.day, s."soldOn")))::int AS m) months
  WHERE EXISTS (SELECT FROM generate_series(greatest(1, m - 1), m + 1) n
    WHERE n % r.every = 0 AND (s."soldOn" + n * interval '1 month')::date = r.day)`;

const passChores = `
  INSERT INTO cases."Chore" ("key", "kind", "policyId", "owner", "subject", "createdAt", "dueAt", "ladder")
  SELECT "id", 'care_call', "policyId", "owner", '{}', "openedAt", "dueAt", '[]' FROM master."CareTask" WHERE "id" LIKE 'sql/%'`;

/** Whoever serves the region takes turns: no travel, no load, no time, no reasons, no conflicts. */
const planLines = `
  WITH plan AS (
    INSERT INTO master."Plan" ("id", "policyId", "date", "draftedAt") VALUES ('sql', '${casePolicy}', '2099-01-01', now()) RETURNING "id"
  ), jobs AS (
    SELECT c."id", c."region", row_number() OVER (PARTITION BY c."region" ORDER BY k."dueAt", c."id") AS n
    FROM cases."Case" c JOIN cases."Clock" k ON k."caseId" = c."id" AND k."milestone" = 'arrival'
    WHERE c."policyId" = '${casePolicy}' AND c."status" = 'assessed' AND c."state"->'facts'->>'channel' = 'on_site'
  ), staff AS (
    SELECT p."id", r AS "region", row_number() OVER (PARTITION BY r ORDER BY p."id") AS n, count(*) OVER (PARTITION BY r) AS many
    FROM master."Person" p CROSS JOIN unnest(p."regions") r WHERE p."role" = 'engineer' AND p."active"
  )
  INSERT INTO master."PlanLine" ("planId", "caseId", "position", "engineerId", "reasons", "conflicts")
  SELECT plan."id", j."id", j.n, s."id", '[]', '{}' FROM plan, jobs j
  LEFT JOIN staff s ON s."region" = j."region" AND s.n = (j.n % s.many) + 1`;

/** Volumes, promises kept and repairs: three of the report's tables, without their print. */
const reportFigures = `
  SELECT (SELECT json_agg(x) FROM (
      SELECT "kind", count(*) FROM cases."Case" WHERE "policyId" = '${casePolicy}' AND "openedAt" >= '${month.from}' AND "openedAt" < '${month.to}'
      GROUP BY 1) x) AS volumes,
    (SELECT json_agg(x) FROM (
      SELECT k."milestone", count(*) FILTER (WHERE k."breachedAt" IS NULL), count(*) FILTER (WHERE k."breachedAt" IS NOT NULL),
        avg(k."metAt" - k."startedAt")
      FROM cases."Clock" k JOIN cases."Case" c ON c."id" = k."caseId" WHERE c."policyId" = '${casePolicy}'
        AND k."metAt" >= '${month.from}' AND k."metAt" < '${month.to}' GROUP BY 1) x) AS promises,
    (SELECT json_agg(x) FROM (
      SELECT c."engineerId", e->>'type', count(*) FROM cases."Step" s JOIN cases."Case" c ON c."id" = s."caseId"
      CROSS JOIN LATERAL jsonb_array_elements(s."events") e
      WHERE c."policyId" = '${casePolicy}' AND s."recordedAt" >= '${month.from}' AND s."recordedAt" < '${month.to}' GROUP BY 1, 2) x) AS work`;
