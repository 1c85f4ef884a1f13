/** Reads a case's papers and attachments as the auditor compares them: each row with the hash of its bytes. */
import type { FoundFile, FoundFiles } from '../../audit/kept-files';
import { hashOf, type DocumentStore } from '../../documents/store/store';
import type { PrismaClient } from '../../prisma/generated/client';

/** The rows of a case, and what the store has under their hashes. */
export async function filesOf(prisma: PrismaClient, store: DocumentStore, caseId: string): Promise<FoundFiles> {
  const select = { id: true, sha256: true, erasedAt: true } as const;
  const [documents, attachments] = await Promise.all([
    prisma.document.findMany({ where: { caseId }, select: { ...select, late: true } }),
    prisma.attachment.findMany({ where: { caseId }, select }),
  ]);
  return { document: await withBytes(store, documents), attachment: await withBytes(store, attachments) };
}

/** One after the other: a case's photographs together may be large. */
async function withBytes(
  store: DocumentStore,
  rows: readonly { id: string; sha256: string; erasedAt: Date | null; late?: boolean }[],
): Promise<Map<string, FoundFile>> {
  const found = new Map<string, FoundFile>();
  for (const { id, sha256, erasedAt, late } of rows) {
    const bytes = await store.get(sha256);
    found.set(id, { sha256, bytes: bytes && hashOf(bytes), erased: erasedAt !== null, late });
  }
  return found;
}
