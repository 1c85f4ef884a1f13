/** What finance is told: the entries that a second person confirmed, each with what it leaves owed. */
import { Prisma, type LedgerEntry, type PrismaClient } from './generated/client';

/** A confirmed entry, with what `from` owes `to` in its case after it, fen; negative where `to` owes `from`. */
export type BalancedEntry = LedgerEntry & { owedFen: number };

/**
 * Entries by the instant of their confirmation, from the first on and before the second. The balance counts what was
 * confirmed earlier, so that an amended amount shows what remains to be paid beside what was paid.
 */
export function confirmedEntries(
  db: PrismaClient,
  { from, until }: { from?: Date; until?: Date },
): Promise<BalancedEntry[]> {
  return db.$queryRaw<BalancedEntry[]>`
    WITH confirmed AS (
      SELECT *, (CASE WHEN "from" < "to" THEN 1 ELSE -1 END) * sum(CASE WHEN "from" < "to" THEN "fen" ELSE -"fen" END)
        OVER (PARTITION BY "caseId", least("from", "to"), greatest("from", "to") ORDER BY "confirmedAt", "no") AS "owed"
      FROM cases."LedgerEntry"
      WHERE "confirmedAt" < ${until ?? null}::timestamptz OR (${until ?? null}::timestamptz IS NULL AND "confirmedAt" IS NOT NULL)
    )
    SELECT "caseId", "no", "at", "by", "type", "fen", "from", "to", "clauses", "approvedBy", "reverses", "confirmedBy",
      "confirmedAt", "owed"::float8 AS "owedFen"
    FROM confirmed WHERE ${from ?? null}::timestamptz IS NULL OR "confirmedAt" >= ${from ?? null}::timestamptz
    ORDER BY "confirmedAt", "caseId", "no"`;
}

/**
 * Whether an entry `e` of a case `c` is money that finance pays out: a confirmed refund or compensation of a return or
 * complaint that was not taken back.
 */
export const paidToCustomers = Prisma.sql`(c."kind" IN ('return', 'complaint') AND e."type" IN ('refund', 'compensation')
  AND e."to" = 'customer' AND e."confirmedAt" IS NOT NULL
  AND NOT EXISTS (SELECT FROM cases."LedgerEntry" r WHERE r."caseId" = e."caseId" AND r."reverses" = e."no"))`;

/**
 * When such an entry was paid, epoch milliseconds; null until it is. What was paid or carried out before its confirmation
 * was another amount. Of a complaint the mark is asked: an appeal or a new round wants everything carried out anew, but what
 * was paid before it stays paid.
 */
export const paidAt = Prisma.sql`(SELECT p."at"::float8 FROM (
  SELECT (CASE c."kind" WHEN 'return' THEN c."state" #>> '{refund,paidAt}' ELSE c."state" #>> '{done,carried_out}' END)::numeric) AS p("at")
  WHERE p."at" >= extract(epoch FROM e."confirmedAt") * 1000)`;
