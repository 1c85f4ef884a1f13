/** Which customer files are complete, in one query however many sales there are. */
import { formatInstant, parseInstant, type Instant } from '../../domain/time/instant';
import type { Policy } from '../../domain/policy/schema';
import type { Db } from '../recurring/chores';

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
  { id, customerFiles }: Pick<Policy, 'id' | 'customerFiles'>,
  span: { from: string; until: string },
): Promise<FileState[]> {
  const rows = await db.$queryRaw<{ saleId: string; soldOn: string; changedAt: Date; missing: string[] }[]>`
    SELECT s."id" AS "saleId", s."soldOn"::text AS "soldOn",
      greatest(s."updatedAt", c."updatedAt", a."updatedAt") AS "changedAt",
      array(
        SELECT f FROM unnest(${[...(customerFiles?.fields ?? [])]}::text[]) f
        WHERE coalesce(btrim(jsonb_build_object('sale', to_jsonb(s), 'customer', to_jsonb(c), 'asset', to_jsonb(a))
          #>> string_to_array(f, '.')), '') = ''
      ) AS missing
    FROM master."Sale" s
      JOIN master."Customer" c ON c."id" = s."customerId"
      JOIN master."Asset" a ON a."id" = s."assetId"
    WHERE s."policyId" = ${id} AND s."soldOn" BETWEEN ${span.from}::date AND ${span.until}::date
    ORDER BY s."soldOn", s."id"`;
  return rows.map(({ changedAt, ...row }) => ({ ...row, changedAt: parseInstant(formatInstant(changedAt.getTime())) }));
}

/** How many files there are and how many of them are complete, by the policy's fields. */
export async function fileFigures(
  db: Db,
  policy: Pick<Policy, 'id' | 'customerFiles'>,
  span: { from: string; until: string },
): Promise<{ total: number; complete: number }> {
  const states = await fileStates(db, policy, span);
  return { total: states.length, complete: states.filter(({ missing }) => missing.length === 0).length };
}
