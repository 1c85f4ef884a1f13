/** Ends the clock of a care task or survey: kept or late by its due time. */
import type { Prisma, PrismaClient } from '../../prisma/generated/client';

/** @param now epoch milliseconds */
export async function endDuty(
  db: PrismaClient | Prisma.TransactionClient,
  key: string,
  now: number,
  by: string,
  status: 'done' | 'waived' = 'done',
): Promise<void> {
  const at = new Date(now);
  await db.$executeRaw`
    UPDATE cases."Chore" SET "status" = ${status}, "doneAt" = ${at}, "doneBy" = ${by}, "nextAt" = NULL,
      "breachedAt" = CASE WHEN "dueAt" < ${at} THEN "dueAt" END
    WHERE "key" = ${key} AND "status" = 'open'`;
}
