/** Who has goods of a lot, as far as records tell. */
import type { PrismaClient } from '../prisma/generated/client';

/** Ids of the customers who have units of the lot, gave goods of it back, or complained about it; in a fixed order. */
export async function findOwners(prisma: PrismaClient, lot: string): Promise<string[]> {
  const found = await prisma.$queryRaw<{ customerId: string }[]>`
    SELECT "customerId" FROM master."Asset" WHERE "lotNo" = ${lot} AND "replacedBy" IS NULL
    UNION
    SELECT c."customerId" FROM cases."Case" c, jsonb_array_elements(coalesce(c."state"->'sale'->'lines', '[]')) AS sold
    WHERE c."kind" = 'return' AND sold->>'batchNo' = ${lot}
    UNION
    SELECT "customerId" FROM cases."Case"
    WHERE "kind" = 'complaint' AND "state"->'form'->'lots' @> to_jsonb(${lot}::text)
    ORDER BY 1`;
  return found.map(({ customerId }) => customerId);
}
