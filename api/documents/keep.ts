/** An upload on its way into the store: what the sender did not mean to show taken out, kept by the hash of what is left. */
import { clean } from '../../documents/attachments/clean';
import { endingOf, Unreadable, type AttachmentType } from '../../documents/attachments/types';
import type { DocumentStore } from '../../documents/store/store';
import { refuse } from '../http/problem';

/** Cleans and keeps bytes; answers hash and size of what is kept. @throws ApiError `malformed` where they are broken */
export async function keepClean(
  store: DocumentStore,
  bytes: Buffer,
  type: AttachmentType,
): Promise<{ sha256: string; size: number }> {
  const kept = await clean(bytes, type).catch((error: unknown) => {
    throw error instanceof Unreadable ? refuse('malformed', error.zh, error.en, { in: 'file' }) : error;
  });
  return { sha256: await store.put(kept), size: kept.length };
}

/** The name with the ending of its type, whatever the sender wrote. */
export function keptName(name: string, type: AttachmentType): string {
  return `${name.replace(/\.(jpe?g|png|webp|pdf)$/i, '')}.${endingOf(type)}`;
}
