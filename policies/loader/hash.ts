import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/policy/canonical';

/**
 * The content hash that cases pin a policy by: SHA-256, in hex, of the file's content as canonical JSON. Comments,
 * layout and the order of keys do not change it; every value does, and so does the order of lists.
 */
export function policyHash(source: unknown): string {
  return createHash('sha256').update(canonicalJson(source)).digest('hex');
}
