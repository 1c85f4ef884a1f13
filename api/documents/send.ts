/** Kept bytes as an answer: proved by their hash before they leave, and of no use to a browser but to be saved. */
import type { DocumentStore } from '../../documents/store/store';
import { hashOf } from '../../documents/store/store';
import type { ApiDeps } from '../deps';
import { ApiError } from '../http/problem';
import type { Answer } from '../route';

/** The document store. Refuses where this process has none. */
export function storeOf({ documents }: ApiDeps): DocumentStore {
  if (!documents) throw new ApiError('unavailable', [], 60);
  return documents;
}

/**
 * The bytes with this hash as a download. Throws (500, told in the log) where the store lost them or has others: what
 * cannot be proved is not handed out.
 */
export async function download(
  store: DocumentStore,
  { sha256, name, type }: { sha256: string; name: string; type: string },
): Promise<Answer> {
  const bytes = await store.get(sha256);
  if (!bytes || hashOf(bytes) !== sha256)
    throw new Error(`The document store has ${bytes ? 'other bytes' : 'nothing'} under ${sha256}`);
  return {
    status: 200,
    body: bytes,
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${asciiOf(name)}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
      'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
      ETag: `"${sha256}"`,
    },
  };
}

/** For clients that do not know `filename*`: letters, digits and what cannot end the header. */
function asciiOf(name: string): string {
  return name.replace(/[^A-Za-z0-9._ -]/g, '_');
}
