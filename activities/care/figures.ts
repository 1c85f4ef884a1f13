/**
 * The figures of a period, in one statement over what was recorded in it. Cases are counted by the events of their steps,
 * which never change once recorded, and promises by the instants of their clocks: the same period reckoned again, a
 * year later, gives the same figures.
 */
import { endOfLocalDate, startOfDate } from '../../domain/calendar/zone';
import type { Policy } from '../../domain/policy/schema';
import type { CallRow, Counts, ReportFigures } from '../../domain/reports/figures';
import { kpiFigures } from '../../domain/reports/kpis';
import type { Period } from '../../domain/reports/periods';
import { DAY_MS, formatDate } from '../../domain/time/date';
import { parseDuration } from '../../domain/time/duration';
import type { Instant } from '../../domain/time/instant';
import { Prisma, type PrismaClient } from '../../prisma/generated/client';
import { surveyAnswers } from '../../prisma/survey-queries';
import { zoneOf } from '../published';
import type { Judge, JudgedFigures } from './judged';
import { fileFigures } from '../supply/customer-files';
import { partnerFigures } from './partner-figures';

type Counted = Omit<ReportFigures, 'from' | 'to' | 'kpis' | 'audited'>;

/** A year over a hundred thousand cases takes longer than a request may; ms. The client must let it, too. */
export const longestMs = 300_000;

/**
 * The figures of a policy's period; promises as `judge` finds them, of kinds that it knows.
 * @param asOf the making of the report: what partners reported later is not in it; absent: all that is known
 */
export async function periodFigures(
  prisma: PrismaClient,
  policy: Policy,
  period: Period,
  judge?: Judge,
  asOf?: Instant,
): Promise<ReportFigures> {
  const zone = zoneOf(policy);
  const from = new Date(startOfDate(zone, period.from));
  const to = new Date(endOfLocalDate(zone, period.to) + 1);
  const repeat = policy.reports?.repeatWithin.dates ?? 'P30D';
  const judged = (await judge?.(policy.id, from, to)) ?? { kinds: [], promises: [], calls: [] };
  const recorded = await prisma.$transaction(
    async (db) => {
      await db.$executeRaw`SELECT set_config('statement_timeout', ${String(longestMs)}, true)`;
      const found = await count(db, policy, { from, to, repeatMs: parseDuration(repeat).days * DAY_MS }, judged.kinds);
      const partners = policy.partners && (await partnerFigures(db, policy, period, asOf ?? endOfTime));
      const counted = { ...found, ...(partners && { partners }) };
      if (!policy.customerFiles) return counted;
      const files = await fileFigures(db, policy, { until: formatDate(period.to), before: to });
      return { ...counted, counts: { ...found.counts, files: files.total, filesComplete: files.complete } };
    },
    { timeout: longestMs, maxWait: 10_000 },
  );
  const counted = withJudged(recorded, judged);
  return {
    from: formatDate(period.from),
    to: formatDate(period.to),
    audited: [...judged.kinds],
    ...counted,
    kpis: kpiFigures(policy, counted, zone),
  };
}

/** Later than anything that is entered, and still a date to the database. */
const endOfTime: Instant = Date.UTC(9999, 0, 1);

/** The auditor's figures in the place of those that were left out. */
function withJudged(recorded: Counted, { promises, calls }: JudgedFigures): Counted {
  const order = (a: { kind: string; milestone: string }, b: { kind: string; milestone: string }): number =>
    a.kind === b.kind ? (a.milestone < b.milestone ? -1 : 1) : a.kind < b.kind ? -1 : 1;
  const merged = recorded.calls.map((row) => {
    const own = row.source === 'case' ? calls.find(({ id }) => id === row.id) : undefined;
    return own ? { ...row, kept: row.kept + own.kept, late: row.late + own.late } : row;
  });
  const fresh = calls
    .filter(({ id }) => !recorded.calls.some((row) => row.source === 'case' && row.id === id))
    .map((call): CallRow => ({ source: 'case', ...call, attempts: 0, reached: 0, satisfied: 0 }));
  return { ...recorded, promises: [...recorded.promises, ...promises].sort(order), calls: [...merged, ...fresh] };
}

/** Each part in its own statement over one table of the period's events, which lives as long as the transaction. */
async function count(
  db: Prisma.TransactionClient,
  policy: Policy,
  { from, to, repeatMs }: { from: Date; to: Date; repeatMs: number },
  judgedKinds: readonly string[],
): Promise<Counted> {
  const id = policy.id;
  await db.$executeRaw`
    CREATE TEMPORARY TABLE period_events ON COMMIT DROP AS
    SELECT c."id" AS "caseId", c."kind", c."assetId", c."customerId", c."engineerId", c."openedAt", a."product",
      s."recordedAt" AS "at", s."seq", s."actorId", s."actorRole", e."event"->>'type' AS "type", e."event"->'data' AS "data"
    FROM cases."Step" s
    JOIN cases."Case" c ON c."id" = s."caseId"
    LEFT JOIN master."Asset" a ON a."id" = c."assetId"
    CROSS JOIN LATERAL jsonb_array_elements(s."events") AS e("event")
    WHERE c."policyId" = ${id} AND s."recordedAt" >= ${from} AND s."recordedAt" < ${to}
      AND e."event"->>'type' IN ('closed', 'cancelled', 'repaired', 'on_site_arrival', 'visit_ended', 'callback_attempted',
        'written_result', 'correction_planned', 'correction_done', 'correction_verified', 'correction_overdue')`;
  // Nobody else ever would: without its size, joins of the table with itself are planned as if it had a few rows.
  await db.$executeRaw`ANALYZE period_events`;
  const parts = {
    volumes: db.$queryRaw`
      WITH opened AS (
        SELECT c."kind", a."product", count(*) AS n FROM cases."Case" c LEFT JOIN master."Asset" a ON a."id" = c."assetId"
        WHERE c."policyId" = ${id} AND c."openedAt" >= ${from} AND c."openedAt" < ${to} GROUP BY 1, 2
      ), closed AS (
        SELECT "kind", "product", count(DISTINCT "caseId") AS n FROM period_events
        WHERE "type" IN ('closed', 'cancelled') GROUP BY 1, 2
      ), still AS (
        SELECT c."kind", a."product", count(*) AS n FROM cases."Case" c LEFT JOIN master."Asset" a ON a."id" = c."assetId"
        WHERE c."policyId" = ${id} AND c."openedAt" < ${to} AND (c."closedAt" IS NULL OR c."closedAt" >= ${to})
          AND coalesce((
            SELECT e->>'type' FROM cases."Step" s, jsonb_array_elements(s."events") e
            WHERE s."caseId" = c."id" AND s."recordedAt" < ${to} AND e->>'type' IN ('closed', 'cancelled', 'reopened')
            ORDER BY s."seq" DESC LIMIT 1), 'reopened') = 'reopened'
        GROUP BY 1, 2
      ), every AS (SELECT "kind", "product" FROM opened UNION SELECT "kind", "product" FROM closed
        UNION SELECT "kind", "product" FROM still)
      SELECT v."kind", v."product", coalesce(o.n, 0)::int AS "opened", coalesce(d.n, 0)::int AS "closed",
        coalesce(s.n, 0)::int AS "open"
      FROM every v
      LEFT JOIN opened o ON o."kind" = v."kind" AND o."product" IS NOT DISTINCT FROM v."product"
      LEFT JOIN closed d ON d."kind" = v."kind" AND d."product" IS NOT DISTINCT FROM v."product"
      LEFT JOIN still s ON s."kind" = v."kind" AND s."product" IS NOT DISTINCT FROM v."product"
      ORDER BY 1, 2 NULLS LAST`,
    promises: db.$queryRaw`
      SELECT c."kind", k."milestone",
        (count(*) FILTER (WHERE k."breachedAt" IS NULL))::int AS "kept",
        (count(*) FILTER (WHERE k."breachedAt" IS NOT NULL))::int AS "broken",
        round(extract(epoch FROM avg(k."metAt" - k."startedAt") FILTER (WHERE k."breachedAt" IS NULL)) * 1000)::float8 AS "meanMs"
      FROM cases."Clock" k JOIN cases."Case" c ON c."id" = k."caseId"
      WHERE c."policyId" = ${id} AND c."kind" <> ALL(${[...judgedKinds]}::text[]) AND k."milestone" NOT LIKE 'callback\\_%'
        AND ((k."breachedAt" >= ${from} AND k."breachedAt" < ${to})
          OR (k."breachedAt" IS NULL AND k."metAt" >= ${from} AND k."metAt" < ${to}))
      GROUP BY 1, 2 ORDER BY 1, 2`,
    repairs: db.$queryRaw`
      WITH done AS (
        SELECT "caseId", "product", "assetId", min("openedAt") AS "openedAt", min("at") AS "at" FROM period_events
        WHERE "kind" = 'repair' AND "type" = 'repaired' GROUP BY 1, 2, 3
      ), again AS (
        SELECT DISTINCT d."caseId" FROM done d JOIN cases."Case" p ON p."assetId" = d."assetId"
        WHERE p."kind" = 'repair' AND p."id" <> d."caseId" AND p."openedAt" < d."openedAt"
          AND p."closedAt" >= d."openedAt" - ${repeatMs}::float8 * interval '1 millisecond'
      ), judged AS (
        SELECT d.*, d."at" - d."openedAt" AS "took", before."visits" <= 1 AND before."repairs" = 0 AS "firstTime",
          r."caseId" IS NOT NULL AS "repeated"
        FROM done d LEFT JOIN again r ON r."caseId" = d."caseId" CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE e->>'type' = 'on_site_arrival' AND s."recordedAt" <= d."at") AS "visits",
            count(*) FILTER (WHERE e->>'type' = 'repaired' AND s."recordedAt" < d."at") AS "repairs"
          FROM cases."Step" s, jsonb_array_elements(s."events") e WHERE s."caseId" = d."caseId"
        ) before
      )
      SELECT "product", count(*)::int AS "repaired", (count(*) FILTER (WHERE "firstTime"))::int AS "firstTime",
        (count(*) FILTER (WHERE "repeated"))::int AS "repeated",
        round(extract(epoch FROM avg("took")) * 1000)::float8 AS "meanMs",
        round(extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY "took")) * 1000)::float8 AS "medianMs"
      FROM judged GROUP BY 1 ORDER BY 1 NULLS LAST`,
    calls: db.$queryRaw`
      WITH due AS (
        SELECT 'case' AS "source", substr(k."milestone", 10) AS "id",
          count(*) FILTER (WHERE k."breachedAt" IS NULL) AS "kept", count(*) FILTER (WHERE k."breachedAt" IS NOT NULL) AS "late"
        FROM cases."Clock" k JOIN cases."Case" c ON c."id" = k."caseId"
        WHERE c."policyId" = ${id} AND c."kind" <> ALL(${[...judgedKinds]}::text[]) AND k."milestone" LIKE 'callback\\_%'
          AND ((k."breachedAt" >= ${from} AND k."breachedAt" < ${to})
            OR (k."breachedAt" IS NULL AND k."metAt" >= ${from} AND k."metAt" < ${to}))
        GROUP BY 1, 2
        UNION ALL
        SELECT 'care', "ruleId", count(*) FILTER (WHERE "status" = 'done' AND "doneAt" <= "dueAt"),
          count(*) FILTER (WHERE NOT ("doneAt" IS NOT NULL AND "doneAt" <= "dueAt"))
        FROM master."CareTask" WHERE "policyId" = ${id} AND "dueAt" >= ${from} AND "dueAt" < ${to} GROUP BY 1, 2
      ), tried AS (
        SELECT 'case' AS "source", "data"->>'callback' AS "id", count(*) AS "attempts",
          count(*) FILTER (WHERE ("data"->>'reached')::boolean) AS "reached",
          count(*) FILTER (WHERE ("data"->>'satisfied')::boolean) AS "satisfied"
        FROM period_events WHERE "type" = 'callback_attempted' GROUP BY 1, 2
        UNION ALL
        SELECT 'care', t."ruleId", count(*), count(*) FILTER (WHERE y."reached"), count(*) FILTER (WHERE y."satisfied")
        FROM master."CareAttempt" y JOIN master."CareTask" t ON t."id" = y."taskId"
        WHERE t."policyId" = ${id} AND y."at" >= ${from} AND y."at" < ${to} GROUP BY 1, 2
      )
      SELECT "source", "id", coalesce("kept", 0)::int AS "kept", coalesce("late", 0)::int AS "late",
        coalesce("attempts", 0)::int AS "attempts", coalesce("reached", 0)::int AS "reached",
        coalesce("satisfied", 0)::int AS "satisfied"
      FROM due FULL JOIN tried USING ("source", "id") ORDER BY 1, 2`,
    surveys: db.$queryRaw`
      SELECT "surveyId" AS "survey", count(*)::int AS "sent",
        (count(*) FILTER (WHERE "returnedBy" = 'form'))::int AS "byForm",
        (count(*) FILTER (WHERE "returnedBy" IN ('phone', 'visit')))::int AS "byRecord",
        (count(*) FILTER (WHERE "keyCustomer"))::int AS "key",
        (count(*) FILTER (WHERE "keyCustomer" AND "returnedBy" = 'form'))::int AS "keyByForm",
        (count(*) FILTER (WHERE "keyCustomer" AND "returnedBy" IN ('phone', 'visit')))::int AS "keyByRecord",
        (count(*) FILTER (WHERE "bad"))::int AS "bad", avg("score")::float8 AS "score"
      FROM (SELECT "surveyId", "keyCustomer",
          CASE WHEN "returnedAt" < ${to} THEN "returnedBy" END AS "returnedBy",
          "bad" AND "returnedAt" < ${to} AS "bad", CASE WHEN "returnedAt" < ${to} THEN "score" END AS "score"
        FROM master."Survey" WHERE "policyId" = ${id} AND "dueAt" >= ${from} AND "dueAt" < ${to}) v
      GROUP BY 1 ORDER BY 1`,
    answers: surveyAnswers(db, policy, { from, to }),
    complaints: db.$queryRaw`
      SELECT "caseId", ${iso('"openedAt"')} AS "openedAt", "type" AS "event", ${iso('"at"')} AS "at" FROM (
        SELECT c."id" AS "caseId", c."openedAt", 'opened' AS "type", c."openedAt" AS "at" FROM cases."Case" c
        WHERE c."policyId" = ${id} AND c."kind" = 'complaint' AND c."openedAt" >= ${from} AND c."openedAt" < ${to}
        UNION ALL
        SELECT "caseId", "openedAt", "type", "at" FROM period_events
        WHERE "kind" = 'complaint' AND "type" IN ('closed', 'cancelled', 'written_result')
      ) x ORDER BY "at", "caseId", "event"`,
    corrective: db.$queryRaw`
      SELECT "caseId", ${iso('"openedAt"')} AS "openedAt", "type" AS "event", ${iso('"at"')} AS "at" FROM period_events
      WHERE "type" LIKE 'correction\\_%' ORDER BY "at", "caseId", "type"`,
    escalations: db.$queryRaw`
      SELECT e."cause", e."subject", count(*)::int AS "raised",
        (count(*) FILTER (WHERE e."acknowledgedAt" < ${to}))::int AS "answered",
        round(extract(epoch FROM avg(e."acknowledgedAt" - e."raisedAt") FILTER (WHERE e."acknowledgedAt" < ${to})) * 1000)::float8
          AS "meanAnswerMs"
      FROM cases."Escalation" e JOIN cases."Case" c ON c."id" = e."caseId"
      WHERE c."policyId" = ${id} AND e."raisedAt" >= ${from} AND e."raisedAt" < ${to} GROUP BY 1, 2 ORDER BY 1, 2`,
    engineers: db.$queryRaw`
      WITH visits AS (
        SELECT "actorId", "kind", "type",
          CASE WHEN "type" = 'visit_ended' THEN "at" - max("at") FILTER (WHERE "type" = 'on_site_arrival')
            OVER (PARTITION BY "caseId", "actorId" ORDER BY "at", "seq") END AS "spent"
        FROM period_events WHERE "actorRole" = 'engineer' AND "type" IN ('on_site_arrival', 'visit_ended', 'repaired')
      ), work AS (
        SELECT "actorId" AS "engineerId", "kind", count(*) FILTER (WHERE "type" = 'on_site_arrival') AS "visits",
          count(*) FILTER (WHERE "type" = 'repaired') AS "repaired", sum("spent") AS "spent"
        FROM visits GROUP BY 1, 2
      ), called AS (
        SELECT "engineerId", "kind", count(*) AS "answered", count(*) FILTER (WHERE ("data"->>'satisfied')::boolean) AS "satisfied"
        FROM period_events
        WHERE "type" = 'callback_attempted' AND ("data"->>'reached')::boolean AND "engineerId" IS NOT NULL GROUP BY 1, 2
      )
      SELECT "engineerId", "kind", coalesce("visits", 0)::int AS "visits", coalesce("repaired", 0)::int AS "repaired",
        coalesce(round(extract(epoch FROM "spent") * 1000), 0)::float8 AS "onSiteMs",
        coalesce("answered", 0)::int AS "answered", coalesce("satisfied", 0)::int AS "satisfied"
      FROM work FULL JOIN called USING ("engineerId", "kind") ORDER BY 1, 2`,
    counts: db.$queryRaw`
      WITH calls AS (
        SELECT "customerId", ("data"->>'satisfied')::boolean AS "satisfied" FROM period_events
        WHERE "type" = 'callback_attempted' AND ("data"->>'reached')::boolean
        UNION ALL
        SELECT t."customerId", y."satisfied" FROM master."CareAttempt" y JOIN master."CareTask" t ON t."id" = y."taskId"
        WHERE t."policyId" = ${id} AND y."reached" AND y."at" >= ${from} AND y."at" < ${to}
      ), warranted AS (
        SELECT DISTINCT a."customerId" FROM master."Asset" a LEFT JOIN master."Sale" s ON s."assetId" = a."id"
        JOIN jsonb_to_recordset(${JSON.stringify(termsOf(policy))}::jsonb) AS p("product" text, "months" int)
          ON p."product" = a."product"
        WHERE coalesce(s."policyId", ${id}) = ${id}
          AND coalesce(a."warrantyFrom", a."installedOn", a."saleDate") < ${to}
          AND coalesce(a."warrantyFrom", a."installedOn", a."saleDate")
            + coalesce(a."warrantyMonths", p."months") * interval '1 month' >= ${from}
      ), repaired AS (SELECT DISTINCT "caseId" FROM period_events WHERE "type" = 'repaired' AND "kind" = 'repair')
      SELECT (SELECT count(*) FROM calls WHERE "satisfied" IS NOT NULL)::int AS "answered",
        (SELECT count(*) FROM calls WHERE "satisfied")::int AS "satisfied",
        (SELECT count(*) FROM warranted)::int AS "customersInWarranty",
        (SELECT count(*) FROM warranted w WHERE EXISTS (SELECT FROM calls c WHERE c."customerId" = w."customerId"))::int
          AS "customersCalledInWarranty",
        (SELECT count(*) FROM repaired)::int AS "repaired",
        (SELECT count(*) FROM repaired r WHERE EXISTS (SELECT FROM period_events e WHERE e."caseId" = r."caseId"
          AND e."type" = 'callback_attempted' AND (e."data"->>'reached')::boolean))::int AS "repairedCalledBack",
        (SELECT count(*) FROM master."PartDelivery" d JOIN master."PartRequest" r ON r."id" = d."requestId"
          WHERE r."policyId" = ${id} AND d."at" >= ${from} AND d."at" < ${to})::int AS "shipped",
        (SELECT count(*) FROM master."PartDelivery" d JOIN master."PartRequest" r ON r."id" = d."requestId"
          WHERE r."policyId" = ${id} AND d."at" >= ${from} AND d."at" < ${to} AND d."correct")::int AS "shippedRight",
        0 AS "files", 0 AS "filesComplete"`,
  };
  const found: Record<string, unknown> = {};
  // One connection: one statement after the other.
  for (const [name, query] of Object.entries(parts)) found[name] = await query;
  const [counts] = found.counts as Counts[];
  return { ...found, counts } as Counted;
}

/** An instant as ISO 8601 UTC, by the database: what is kept is text. */
function iso(column: string): Prisma.Sql {
  return Prisma.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
}

/** The warranty of each product in months; of those without a term, the unit's own counts. */
function termsOf({ products }: Policy): { product: string; months: number | null }[] {
  return products.map(({ id, warranty }) => ({
    product: id,
    months: warranty ? parseDuration(warranty).months : null,
  }));
}
