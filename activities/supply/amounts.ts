/**
 * Money that returns, complaints and jobs bring up and that somebody has still to see to: an entry that a second person
 * confirms, a refund or compensation that is paid out, a claim or a job's money that is got in.
 */
import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import type { Policy } from '../../domain/policy/schema';
import type { AmountsSection } from '../../domain/policy/schema-amounts';
import type { ChoreKind } from '../../domain/recurring/chore';
import { formatInstant, type Instant } from '../../domain/time/instant';
import { paidAt, paidToCustomers } from '../../prisma/ledger-queries';
import type { Db } from '../database';
import { datedChore } from './owed';
import type { Found } from './stock';

/** Jobs that ended longer ago were looked at by many passes. */
const jobsLookedBackMs = 35 * 86_400_000;

interface Row {
  key: string;
  caseId: string;
  region: string | null;
  /** Of the ledger, or of a claim; absent for a job. */
  entry: number | null;
  /** Epoch milliseconds. */
  from: number;
  doneAt: number | null;
}

/** Everything that the section `amounts:` of a policy has somebody do. */
export async function amountDuties(
  db: Db,
  policy: Policy,
  zone: CalendarSnapshot['zone'],
  now: Instant,
): Promise<Found[]> {
  const { confirm, pay, collect } = policy.amounts ?? {};
  const found = (kind: ChoreKind, rule: NonNullable<AmountsSection['pay']>, rows: readonly Row[]): Found[] =>
    rows.map(({ key, caseId, region, entry, from, doneAt }) => {
      const owed: Found['owed'] = {
        ...{ key, kind, subject: { caseId, ...(entry !== null && { entry }) } },
        ...(region !== null && { region }),
        ...(doneAt !== null && { doneAt }),
      };
      return { owed, chore: datedChore(policy, zone, rule, from, owed) };
    });
  return [
    ...(confirm ? found('amount_confirm', confirm, await unconfirmed(db, policy.id, confirm.kinds)) : []),
    ...(pay ? found('amount_pay', pay, await unpaid(db, policy.id, pay.kinds)) : []),
    ...(collect
      ? found('amount_collect', collect, [
          ...(collect.kinds.includes('return') ? await claimed(db, policy.id) : []),
          ...(collect.kinds.includes('job') ? await collectedOnJobs(db, policy.id, now) : []),
        ])
      : []),
  ];
}

/** Entries that wait for a second person; what takes back an unconfirmed one needs none. */
function unconfirmed(db: Db, policyId: string, kinds: readonly string[]): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT k."key", e."caseId", c."region", e."no" AS "entry", extract(epoch FROM e."at")::float8 * 1000 AS "from",
      extract(epoch FROM coalesce(e."confirmedAt", r."at"))::float8 * 1000 AS "doneAt"
    FROM cases."LedgerEntry" e
    JOIN cases."Case" c ON c."id" = e."caseId"
    CROSS JOIN LATERAL (SELECT 'amount_confirm/' || e."caseId" || '/' || e."no" AS "key") k
    LEFT JOIN cases."LedgerEntry" r ON r."caseId" = e."caseId" AND r."reverses" = e."no"
    LEFT JOIN cases."LedgerEntry" o ON o."caseId" = e."caseId" AND o."no" = e."reverses"
    WHERE c."policyId" = ${policyId} AND c."kind" = ANY(${[...kinds]}::text[])
      AND (o."no" IS NULL OR o."confirmedAt" IS NOT NULL)
      AND ((e."confirmedAt" IS NULL AND r."no" IS NULL)
        OR EXISTS (SELECT FROM cases."Chore" h WHERE h."key" = k."key" AND h."status" = 'open'))
    ORDER BY e."at", k."key"`;
}

/** Refunds and compensations that were confirmed, until the refund is paid and what was agreed on is carried out. */
function unpaid(db: Db, policyId: string, kinds: readonly string[]): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT k."key", e."caseId", c."region", e."no" AS "entry", extract(epoch FROM e."confirmedAt")::float8 * 1000 AS "from",
      ${paidAt} AS "doneAt"
    FROM cases."LedgerEntry" e
    JOIN cases."Case" c ON c."id" = e."caseId"
    CROSS JOIN LATERAL (SELECT 'amount_pay/' || e."caseId" || '/' || e."no" AS "key") k
    WHERE c."policyId" = ${policyId} AND c."kind" = ANY(${[...kinds]}::text[])
      AND ${paidToCustomers}
      AND (c."closedAt" IS NULL OR EXISTS (SELECT FROM cases."Chore" h WHERE h."key" = k."key" AND h."status" = 'open'))
    ORDER BY e."confirmedAt", k."key"`;
}

/** Claims of returns against maker, dealer or carrier, until what came of them is entered. */
function claimed(db: Db, policyId: string): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT k."key", c."id" AS "caseId", c."region", (s."claim"->>'no')::int AS "entry", (s."claim"->>'at')::float8 AS "from",
      (s."claim" #>> '{settled,at}')::float8 AS "doneAt"
    FROM cases."Case" c
    CROSS JOIN LATERAL jsonb_array_elements(c."state"->'claims') AS s("claim")
    CROSS JOIN LATERAL (SELECT 'amount_collect/' || c."id" || '/' || (s."claim"->>'no') AS "key") k
    WHERE c."policyId" = ${policyId} AND c."kind" = 'return' AND jsonb_typeof(c."state"->'claims') = 'array'
      AND (c."closedAt" IS NULL OR EXISTS (SELECT FROM cases."Chore" h WHERE h."key" = k."key" AND h."status" = 'open'))
    ORDER BY 5, k."key"`;
}

/** Jobs on which money is collected, from the end of the visit: no ledger has it, so the one who hands it in says so. */
function collectedOnJobs(db: Db, policyId: string, now: Instant): Promise<Row[]> {
  const since = formatInstant(now - jobsLookedBackMs);
  return db.$queryRaw<Row[]>`
    SELECT k."key", c."id" AS "caseId", c."region", NULL::int AS "entry",
      (c."state" #>> '{done,visit_ended}')::float8 AS "from", NULL::float8 AS "doneAt"
    FROM cases."Case" c
    CROSS JOIN LATERAL (SELECT 'amount_collect/' || c."id" AS "key") k
    WHERE c."policyId" = ${policyId} AND c."kind" = 'job' AND c."status" <> 'cancelled'
      AND c."state" #>> '{facts,collectPayment}' = 'true' AND c."state" #>> '{done,visit_ended}' IS NOT NULL
      AND (c."closedAt" IS NULL OR c."closedAt" >= ${since}::timestamptz
        OR EXISTS (SELECT FROM cases."Chore" h WHERE h."key" = k."key" AND h."status" = 'open'))
    ORDER BY 5, k."key"`;
}
