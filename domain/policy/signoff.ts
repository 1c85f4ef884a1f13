/**
 * Who has to sign a version of a policy before it is published (S-0-b). What is signed is the content, by its hash: a version
 * that is changed afterwards is unsigned.
 */
import { z } from 'zod';
import { origin } from './schema-parts';

/** As what somebody signs, in the order of the work. */
export const signers = ['writer', 'reviewer', 'approver'] as const;
export type Signer = (typeof signers)[number];

export const signoffSection = z.strictObject({
  /** Different persons, one for each. */
  by: z.array(z.enum(signers)).min(1),
  ...origin,
});

/** What of a policy's content says who signs it; of a version that is in force, as it was published. */
export interface ToBeSigned {
  signoff?: { by: readonly Signer[] } | undefined;
}

/**
 * The signatures that a new version still lacks: those that it asks for itself, and those that the version in force does, so
 * that nobody frees a policy of its signatures without them.
 */
export function missingSignoffs(
  next: ToBeSigned,
  inForce: ToBeSigned | undefined,
  signed: readonly Signer[],
): Signer[] {
  const needed = new Set([...(next.signoff?.by ?? []), ...(inForce?.signoff?.by ?? [])]);
  return signers.filter((signer) => needed.has(signer) && !signed.includes(signer));
}
