/** Free texts of a request: kept in `master.Text`, passed on as references. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { freeTextFields } from '../../domain/cases/payload';
import type { TextRef } from '../../domain/cases/record';
import type { PrismaClient } from '../../prisma/generated/client';

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** A text to be stored, and the payload field whose place its reference takes. */
export interface NewText {
  field: string;
  ref: TextRef;
  body: string;
}

/**
 * The free texts of a payload. Their ids are derived from what was asked and the field, so that a retry names the same
 * rows and stores nothing twice, and another request under a forgotten key names others.
 */
export function textsOf(
  schema: z.ZodType,
  payload: Readonly<Record<string, unknown>>,
  { actorId, key, fingerprint }: { actorId: string; key: string; fingerprint: string },
): NewText[] {
  return freeTextFields(schema).flatMap((field) => {
    const body = payload[field];
    if (typeof body !== 'string') return [];
    const id = `t-${sha256(JSON.stringify([actorId, key, fingerprint, field])).slice(0, 32)}`;
    return [{ field, body, ref: { id, sha256: sha256(body) } }];
  });
}

/** The payload with references in place of the texts. */
export function withReferences(
  payload: Readonly<Record<string, unknown>>,
  texts: readonly NewText[],
): Record<string, unknown> {
  return { ...payload, ...Object.fromEntries(texts.map((t) => [t.field, t.ref])) };
}

/** Stores texts that are not there yet. `at` in epoch milliseconds. */
export async function storeTexts(
  db: Pick<PrismaClient, 'text'>,
  texts: readonly NewText[],
  of: { caseId: string; authorId: string; at: number; kind: string },
): Promise<void> {
  if (texts.length === 0) return;
  await db.text.createMany({
    data: texts.map(({ ref, body, field }) => ({
      ...ref,
      body,
      caseId: of.caseId,
      kind: `${of.kind}.${field}`,
      authorId: of.authorId,
      createdAt: new Date(of.at),
    })),
    skipDuplicates: true,
  });
}
