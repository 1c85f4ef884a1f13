/** The rows of a big department, made by the database itself: units with sales, open visits with engineers, a month of cases. */
import type { PrismaClient } from '../prisma/generated/client';

export const carePolicy = 'office-supplies-lubricants';
export const casePolicy = 'security-projects-chongqing';
/** The month whose report is made, and the date of the pass and the plan. */
export const month = { from: '2026-03-01', to: '2026-03-31' };
export const today = '2026-03-10';

/** Units of two to a customer, sold on any date of three years before the pass. */
export async function fillUnits(prisma: PrismaClient, units: number): Promise<void> {
  const customers = Math.ceil(units / 2);
  await prisma.$executeRaw`
    INSERT INTO master."Customer" ("id", "name", "email", "region", "createdAt", "updatedAt")
    SELECT 'c' || n, 'customer ' || n, 'c' || n || '@customer.example', 'main_nine_districts', now(), now()
    FROM generate_series(1, ${customers}::int) n`;
  await prisma.$executeRaw`
    INSERT INTO master."Asset" ("id", "customerId", "product", "model", "serialNo", "saleDate", "createdAt", "updatedAt")
    SELECT 'a' || n, 'c' || (n % ${customers}::int + 1), 'label', 'M', 'S' || n, ${today}::date - 1 - (n % ${customers}::int) % 1000,
      now(), now()
    FROM generate_series(1, ${units}::int) n`;
  await prisma.$executeRaw`
    INSERT INTO master."Sale" ("id", "documentNo", "policyId", "customerId", "assetId", "soldOn", "createdAt", "updatedAt")
    SELECT 's' || "id", 'd' || "id", ${carePolicy}, "customerId", "id", "saleDate", now(), now() FROM master."Asset"`;
}

/** Visits that nobody has yet, in two regions, and engineers who serve one of them or both. */
export async function fillVisits(prisma: PrismaClient, visits: number, engineers: number): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO master."Person" ("id", "name", "role", "regions", "skills", "createdAt", "updatedAt")
    SELECT 'e' || lpad(n::text, 3, '0'), 'engineer ' || n, 'engineer',
      CASE n % 3 WHEN 0 THEN ARRAY['outside'] WHEN 1 THEN ARRAY['main_nine_districts'] ELSE ARRAY['outside', 'main_nine_districts'] END,
      CASE n % 2 WHEN 0 THEN ARRAY['recorder', 'camera'] ELSE ARRAY['recorder'] END, now(), now()
    FROM generate_series(1, ${engineers}::int) n`;
  await prisma.$executeRaw`
    INSERT INTO cases."Case" ("id", "kind", "status", "policyId", "policyVersion", "policyHash", "region", "customerId", "openedAt",
      "seq", "state", "updatedAt")
    SELECT 'V' || n, 'repair', 'assessed', ${casePolicy}, '1.0', '', CASE n % 3 WHEN 0 THEN 'outside' ELSE 'main_nine_districts' END,
      'c' || n, ${today}::timestamptz, 1, jsonb_build_object('facts', jsonb_build_object('channel', 'on_site', 'work', 'repair',
        'product', CASE n % 2 WHEN 0 THEN 'recorder' ELSE 'camera' END), 'visit', '{}'::jsonb), now()
    FROM generate_series(1, ${visits}::int) n`;
  await prisma.$executeRaw`
    INSERT INTO cases."Clock" ("caseId", "key", "milestone", "status", "startedAt", "dueAt", "pauses", "clauses", "target")
    SELECT "id", 'arrival', 'arrival', 'running', "openedAt", "openedAt" + interval '2 days', '[]', '{}', '{}'
    FROM cases."Case" WHERE "id" LIKE 'V%'`;
}

/** Repairs over the days of the month, seven steps and three clocks each; one in twenty was late. */
export async function fillCases(prisma: PrismaClient, cases: number): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO cases."Case" ("id", "kind", "status", "policyId", "policyVersion", "policyHash", "region", "customerId", "assetId",
      "engineerId", "openedAt", "closedAt", "seq", "state", "updatedAt")
    SELECT 'R' || n, 'repair', 'closed', ${casePolicy}, '1.0', '', 'main_nine_districts', 'c' || n, 'a' || n,
      'e' || lpad((n % 60 + 1)::text, 3, '0'), at, at + interval '30 hours', 7, '{}', at
    FROM (SELECT n, ${month.from}::timestamptz + (n % 28) * interval '1 day' + (n % 600) * interval '1 minute' AS at
      FROM generate_series(1, ${cases}::int) n) x`;
  await prisma.$executeRaw`
    INSERT INTO cases."Step" ("caseId", "seq", "hash", "recordedAt", "causeType", "causeName", "actorId", "actorRole", "events")
    SELECT c."id", s."seq", c."id" || s."seq", c."openedAt" + s."seq" * interval '4 hours', 'action', s."type", c."engineerId",
      'engineer', jsonb_build_array(jsonb_build_object('type', s."type", 'at', c."openedAt", 'data', s."data"))
    FROM cases."Case" c CROSS JOIN (VALUES (1, 'reported', '{}'::jsonb), (2, 'responded', '{}'), (3, 'on_site_arrival', '{}'),
      (4, 'repaired', '{}'), (5, 'visit_ended', '{}'),
      (6, 'callback_attempted', '{"callback": "follow_up", "reached": true, "satisfied": true}'), (7, 'closed', '{}')
    ) s("seq", "type", "data") WHERE c."id" LIKE 'R%'`;
  await prisma.$executeRaw`
    INSERT INTO cases."Clock" ("caseId", "key", "milestone", "status", "startedAt", "dueAt", "metAt", "breachedAt", "pauses", "clauses", "target")
    SELECT c."id", m, m, 'met', c."openedAt", c."openedAt" + interval '1 day', c."openedAt" + interval '8 hours',
      CASE WHEN right(c."id", 2) IN ('00', '20', '40', '60', '80') THEN c."openedAt" + interval '1 day' END, '[]', '{}', '{}'
    FROM cases."Case" c CROSS JOIN unnest(ARRAY['response', 'arrival', 'callback_follow_up']) m WHERE c."id" LIKE 'R%'`;
  await prisma.$executeRawUnsafe('ANALYZE');
}
