/** Files that go with mails or are kept: calendar files, tables, reports. */
import { createHash } from 'node:crypto';
import type { Prisma, PrismaClient } from '../prisma/generated/client';

export interface NewFile {
  /** Absent: a new id. The same id with the same content is the same file. */
  id?: string;
  /** As people see it, with its ending. */
  name: string;
  /** MIME type. */
  type: string;
  body: Uint8Array;
}

/** Keeps a file and answers its id; one with that id already stays as it is, so a repeated pass keeps it once. */
export async function keepFile(
  db: PrismaClient | Prisma.TransactionClient,
  { id, name, type, body }: NewFile,
): Promise<string> {
  const sha256 = createHash('sha256').update(body).digest('hex');
  const data = { name, type, sha256, size: body.byteLength, body: Uint8Array.from(body) };
  const row = id === undefined ? await db.file.create({ data, select: { id: true } }) : undefined;
  if (row) return row.id;
  await db.file.createMany({ data: { id: id!, ...data }, skipDuplicates: true });
  return id!;
}
