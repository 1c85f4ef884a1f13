/**
 * Retention: texts, mails and papers of cases that ended longer ago than their policy keeps them are erased, but for those
 * under a legal hold. Histories hold no personal data and stay.
 */
import type { DocumentStore } from '../../documents/store/store';
import type { PrismaClient } from '../generated/client';
import { eraseMails, eraseTexts } from './case-records';
import { erasePapers, removeErasedBytes } from './papers';
import { prove } from './proof';

/** So many cases a transaction: a pass over many years is many short ones. */
const batch = 200;

export interface RetentionRequest {
  policyId: string;
  /** Erased of cases closed before these instants; absent: kept. */
  textsBefore?: Date;
  mailsBefore?: Date;
  papersBefore?: Date;
  /** ISO 8601 UTC. */
  at: string;
}

/** The bytes of papers that were erased so lately are looked for again: a pass may have been broken off before them. */
const againMs = 30 * 86_400_000;

/**
 * Erases what is old enough; answers how many cases it concerned. Repeated, it finds nothing. Throws `Refusal` where there
 * are papers to erase and no store.
 */
export async function retain(
  prisma: PrismaClient,
  request: RetentionRequest,
  store?: DocumentStore,
): Promise<{ cases: number }> {
  let cases = 0;
  if (store) await removeErasedBytes(prisma, store, await lately(prisma, request));
  for (;;) {
    const ids = await nextCases(prisma, request);
    if (ids.length === 0) return { cases };
    await eraseBatch(prisma, request, ids, store);
    if (store) await removeErasedBytes(prisma, store, ids);
    cases += ids.length;
  }
}

/** Cases whose papers went by age within the last month. */
async function lately(prisma: PrismaClient, { policyId, at }: RetentionRequest): Promise<string[]> {
  const since = new Date(Date.parse(at) - againMs);
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM cases."Case" c WHERE c."policyId" = ${policyId}
      AND (EXISTS (SELECT FROM master."Document" d WHERE d."caseId" = c."id" AND d."erasedAt" >= ${since})
        OR EXISTS (SELECT FROM master."Attachment" a WHERE a."caseId" = c."id" AND a."erasedAt" >= ${since}))
    ORDER BY c."id"`;
  return rows.map(({ id }) => id);
}

/** Closed cases that still have something to erase, and no hold. */
async function nextCases(
  prisma: PrismaClient,
  { policyId, textsBefore, mailsBefore, papersBefore }: RetentionRequest,
): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM cases."Case" c
    WHERE c."policyId" = ${policyId}
      AND (
        (c."closedAt" < ${textsBefore ?? null}::timestamptz
          AND EXISTS (SELECT FROM master."Text" t WHERE t."caseId" = c."id" AND t."erasedAt" IS NULL))
        OR (c."closedAt" < ${mailsBefore ?? null}::timestamptz
          AND EXISTS (SELECT FROM cases."Notice" n JOIN master."Mail" m ON m."noticeKey" = n."key"
            WHERE n."caseId" = c."id" AND m."erasedAt" IS NULL))
        OR (c."closedAt" < ${papersBefore ?? null}::timestamptz
          AND (EXISTS (SELECT FROM master."Document" d WHERE d."caseId" = c."id" AND d."erasedAt" IS NULL)
            OR EXISTS (SELECT FROM master."Attachment" a WHERE a."caseId" = c."id" AND a."erasedAt" IS NULL))))
      AND NOT EXISTS (SELECT FROM master."LegalHold" h WHERE h."liftedAt" IS NULL
        AND ((h."subject" = 'case' AND h."subjectId" = c."id") OR (h."subject" = 'customer' AND h."subjectId" = c."customerId")))
    ORDER BY c."closedAt", c."id" LIMIT ${batch}`;
  return rows.map(({ id }) => id);
}

async function eraseBatch(
  prisma: PrismaClient,
  { policyId, textsBefore, mailsBefore, papersBefore, at }: RetentionRequest,
  ids: readonly string[],
  store: DocumentStore | undefined,
): Promise<void> {
  await prisma.$transaction(
    async (db) => {
      const rows = await db.case.findMany({
        where: { id: { in: [...ids] } },
        select: { id: true, closedAt: true },
        orderBy: { id: 'asc' },
      });
      const before = (limit: Date | undefined): string[] =>
        limit === undefined ? [] : rows.filter((c) => c.closedAt !== null && c.closedAt < limit).map((c) => c.id);
      const what = [
        ...(await eraseTexts(db, before(textsBefore), new Date(at))),
        ...(await eraseMails(db, before(mailsBefore), new Date(at))),
        ...(await erasePapers(db, before(papersBefore), new Date(at), store)),
      ];
      await prove(db, { subject: 'retention', subjectId: policyId, reason: 'age', by: 'system', at, what });
    },
    { timeout: 60_000 },
  );
}
