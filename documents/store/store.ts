/** Where the bytes of papers and attachments are kept: each under its SHA-256, so what is read proves itself. */
import { createHash } from 'node:crypto';

export interface DocumentStore {
  /** Keeps bytes and answers their SHA-256, 64 hexadecimal digits. The same bytes twice are kept once. */
  put(bytes: Uint8Array): Promise<string>;
  /** What is kept under a hash, whether or not it still is what it was; undefined where there is nothing. */
  get(sha256: string): Promise<Buffer | undefined>;
  /** Erases what is kept under a hash; where there is nothing it does nothing. */
  remove(sha256: string): Promise<void>;
}

/** SHA-256 of bytes, 64 hexadecimal digits. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The name under which a hash is kept: two levels, so that no folder grows beyond some thousands. */
export function nameOf(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('Not a SHA-256 in hexadecimal');
  return `${sha256.slice(0, 2)}/${sha256}`;
}
