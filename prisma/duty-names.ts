/**
 * What a recurring duty is about, as people say it: the case, the customer or partner, the part, the month. Read when it is
 * shown, so that no name is kept beside a duty and an erased person is named no more.
 */
import { renewalOffer } from '../messages/duties';
import { fileGap } from '../messages/file-words';
import { blankFields } from './file-queries';
import { Prisma } from './generated/client';
import type { Db } from './plan-queries';

/** A duty by its case and its names; either may be missing. */
export interface DutyName {
  caseId?: string;
  /** Whose file is to be completed. */
  customerId?: string;
  /** Chinese first where both languages are known; empty where nothing but its kind is. */
  about: string;
}

interface Row {
  key: string;
  caseId: string | null;
  /** Of a file that is still to be completed: whose it is, and the fields that it lacks now. */
  customerId: string | null;
  missing: string[] | null;
  parts: (string | null)[];
  /** What a renewal is offered for, in years, and whether with priority. */
  years: string | null;
  priority: boolean;
}

/** Whose names the reader may know. */
export interface MayKnow {
  customers: boolean;
  partners: boolean;
}

/** The fields that the policy wants in a file. */
const wanted = Prisma.sql`ARRAY(SELECT jsonb_array_elements_text(b."body" #> '{customerFiles,fields}'))`;

/** By business key, for those that exist. One query, however many there are. */
export async function dutyNames(
  db: Db,
  keys: readonly string[],
  { customers, partners }: MayKnow,
): Promise<ReadonlyMap<string, DutyName>> {
  if (keys.length === 0) return new Map();
  const rows = await db.$queryRaw<Row[]>`
    SELECT d."key", coalesce(d."subject"->>'caseId', t."visitedCaseId", v."caseId") AS "caseId",
      ARRAY[CASE WHEN ${partners} THEN p."name" END, CASE WHEN ${customers} THEN c."name" END, n."title",
        nullif(concat_ws(' ', d."subject"->>'partNo', i."name"), ''), d."subject"->>'serialNo', d."subject"->>'unitId',
        d."subject"->>'month', d."subject"->>'settleBy', d."subject"->>'date',
        d."subject"->>'endsOn'] AS "parts",
      substring(d."subject"->>'term' from 'P([0-9]+)Y') AS "years",
      coalesce((d."subject"->>'priority')::boolean, false) AS "priority",
      CASE WHEN ${customers} AND d."kind" = 'customer_file' THEN c."id" END AS "customerId",
      CASE WHEN d."kind" = 'customer_file' AND d."status" = 'open' THEN ${blankFields(wanted)} END AS "missing"
    FROM cases."Chore" d
    LEFT JOIN master."Partner" p ON p."id" = d."subject"->>'partnerId'
    LEFT JOIN master."Part" i ON i."policyId" = d."policyId" AND i."partNo" = d."subject"->>'partNo'
    LEFT JOIN master."Sale" s ON s."id" = d."subject"->>'saleId'
    LEFT JOIN master."Asset" a ON a."id" = s."assetId"
    LEFT JOIN master."CareTask" t ON t."id" = coalesce(d."subject"->>'task', d."subject"->>'callback')
    LEFT JOIN master."Survey" v ON v."id" = d."subject"->>'survey'
    LEFT JOIN master."Customer" c ON c."id" = coalesce(s."customerId", t."customerId", v."customerId")
    LEFT JOIN LATERAL (
      SELECT "body" FROM master."PolicyVersion" WHERE "policyId" = d."policyId" ORDER BY "publishedAt" DESC LIMIT 1
    ) b ON true
    LEFT JOIN LATERAL (
      SELECT concat_ws(' ', x #>> '{title,zh}', x #>> '{title,en}') AS "title"
      FROM (
        SELECT * FROM jsonb_array_elements(b."body" #> '{reports,reports}') r WHERE r->>'id' = d."subject"->>'report'
        UNION ALL
        SELECT * FROM jsonb_array_elements(b."body" -> 'milestones') m WHERE m->>'id' = d."subject"->>'milestone'
        UNION ALL
        SELECT * FROM jsonb_array_elements(b."body" -> 'filings') f WHERE f->>'id' = d."subject"->>'filing'
        UNION ALL
        SELECT * FROM jsonb_array_elements(b."body" #> '{care,rules}') k WHERE k->>'id' = t."ruleId"
      ) AS found(x)
      LIMIT 1) n ON true
    WHERE d."key" = ANY(${[...keys]}::text[])`;
  return new Map(
    rows.map(({ key, caseId, customerId, missing, parts, years, priority }) => {
      const offer = years === null ? null : renewalOffer(years, priority);
      const about = [...parts, offer, fileGap(missing ?? [])].filter((part) => part !== null).join(' · ');
      return [key, { ...(caseId !== null && { caseId }), ...(customerId !== null && { customerId }), about }];
    }),
  );
}
