/**
 * Papers and attachments of cases: their rows are marked in the transaction that erases, their bytes go once it is
 * through, so that an erasure which fails leaves the papers whole.
 */
import type { DocumentStore } from '../../documents/store/store';
import { Refusal } from '../../domain/errors';
import type { Prisma, PrismaClient } from '../generated/client';
import { erasedTable, type ErasedTable } from './proof';

/** Marks the papers and attachments of cases as erased. Refuses where there are some and no store to take them out of. */
export async function erasePapers(
  db: Prisma.TransactionClient,
  caseIds: readonly string[],
  at: Date,
  store: DocumentStore | undefined,
): Promise<ErasedTable[]> {
  const where = { caseId: { in: [...caseIds] }, erasedAt: null };
  const papers = await db.document.findMany({ where, select: { id: true, sha256: true }, orderBy: { id: 'asc' } });
  const attachments = await db.attachment.findMany({
    where,
    select: { id: true, name: true, sha256: true },
    orderBy: { id: 'asc' },
  });
  if (!store && papers.length + attachments.length > 0)
    throw new Refusal('unavailable', {
      detail: {
        zh: '此进程没有文件存储，不能删除案件资料',
        en: 'This process has no document store to erase papers from',
      },
    });
  await db.document.updateMany({ where, data: { erasedAt: at } });
  await db.attachment.updateMany({ where, data: { name: '', erasedAt: at } });
  return [...erasedTable('Document', papers), ...erasedTable('Attachment', attachments)];
}

/**
 * Takes the bytes of erased papers out of the store, but for those that another case, or the makers' archive, keeps too. Repeatable: what could not
 * be removed now goes with the next call.
 */
export async function removeErasedBytes(
  prisma: PrismaClient,
  store: DocumentStore,
  caseIds: readonly string[],
): Promise<void> {
  const where = { caseId: { in: [...caseIds] }, erasedAt: { not: null } };
  const select = { sha256: true } as const;
  const erased = [
    ...(await prisma.document.findMany({ where, select })),
    ...(await prisma.attachment.findMany({ where, select })),
  ].map(({ sha256 }) => sha256);
  const shared = { sha256: { in: erased }, erasedAt: null };
  const kept = new Set(
    [
      ...(await prisma.document.findMany({ where: shared, select })),
      ...(await prisma.attachment.findMany({ where: shared, select })),
      ...(await prisma.makerDocument.findMany({ where: { sha256: { in: erased } }, select })),
    ].map(({ sha256 }) => sha256),
  );
  for (const sha256 of new Set(erased)) if (!kept.has(sha256)) await store.remove(sha256);
}
