/** Which customer files are complete, in one query however many sales there are. */
import { formatInstant, parseInstant, type Instant } from '../../domain/time/instant';
import type { Policy } from '../../domain/policy/schema';
import { blankFields } from '../../prisma/file-queries';
import { Prisma } from '../../prisma/generated/client';
import type { Db } from '../database';

export interface FileState {
  saleId: string;
  /** Local date of the sale, YYYY-MM-DD. */
  soldOn: string;
  /** The last change of sale, customer or unit. */
  changedAt: Instant;
  /** Fields that are blank, as the policy names them. */
  missing: string[];
}

/** Every file of a policy of sales between two dates (both included), with what is missing. */
export async function fileStates(
  db: Db,
  policy: Pick<Policy, 'id' | 'customerFiles'>,
  span: { from: string; until: string },
): Promise<FileState[]> {
  const rows = await db.$queryRaw<{ saleId: string; soldOn: string; changedAt: Date; missing: string[] }[]>`
    SELECT f."saleId", f."soldOn"::text AS "soldOn", f."changedAt", f."missing" FROM (${filesSoldUntil(policy, span.until)}) f
    WHERE f."soldOn" >= ${span.from}::date ORDER BY f."soldOn", f."saleId"`;
  return rows.map(({ changedAt, ...row }) => ({ ...row, changedAt: parseInstant(formatInstant(changedAt.getTime())) }));
}

/** Selects the files of sales up to a date: `saleId`, `soldOn`, `enteredAt`, `changedAt`, and the `missing` fields. */
function filesSoldUntil({ id, customerFiles }: Pick<Policy, 'id' | 'customerFiles'>, until: string): Prisma.Sql {
  return Prisma.sql`
    SELECT s."id" AS "saleId", s."soldOn", s."createdAt" AS "enteredAt",
      greatest(s."updatedAt", c."updatedAt", a."updatedAt") AS "changedAt",
      ${blankFields(Prisma.sql`${[...(customerFiles?.fields ?? [])]}::text[]`)} AS "missing"
    FROM master."Sale" s
      JOIN master."Customer" c ON c."id" = s."customerId"
      JOIN master."Asset" a ON a."id" = s."assetId"
    WHERE s."policyId" = ${id} AND s."soldOn" <= ${until}::date`;
}

/**
 * How many files there were and how many of them were complete, as of an instant: sales that were entered before it, up
 * to a date. A file that is complete now was so unless it was still asked for then, so that a past period keeps its
 * figures however files are filled in later.
 */
export async function fileFigures(
  db: Db,
  policy: Pick<Policy, 'id' | 'customerFiles'>,
  { until, before }: { until: string; before: Date },
): Promise<{ total: number; complete: number }> {
  const [row] = await db.$queryRaw<{ total: number; complete: number }[]>`
    SELECT count(*)::int AS "total",
      (count(*) FILTER (WHERE cardinality(f."missing") = 0 AND (h."key" IS NULL OR h."doneAt" < ${before})))::int AS "complete"
    FROM (${filesSoldUntil(policy, until)}) f
    LEFT JOIN cases."Chore" h ON h."key" = 'customer_file/' || f."saleId"
    WHERE f."enteredAt" < ${before}`;
  return row!;
}
