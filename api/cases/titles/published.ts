/** The titles of the policy versions that a case pinned. */
import type { PolicyPin } from '../../../domain/policy/case-policy';
import { layOver, type PolicyTitles } from '../../../messages/policy-titles';
import type { PrismaClient } from '../../../prisma/generated/client';
import { publishedTitles } from '../../../prisma/published-titles';

/** A case, or one that is about to be opened, with what it pins: `state` is that of the read model. */
export interface Pinning {
  policyHash: string;
  state: unknown;
}

/** The hashes that a case pinned, the service policy's first: its zone is the case's. */
function hashesOf(found: Pinning): string[] {
  const { pins = [] } = found.state as { pins?: readonly PolicyPin[] };
  return [...new Set([found.policyHash, ...pins.map((p) => p.hash)])];
}

/** The titles for each of these cases. A version that was not published has none: codes are shown then. */
export async function titlesOfCases<C extends Pinning>(
  prisma: PrismaClient,
  cases: readonly C[],
): Promise<ReadonlyMap<C, PolicyTitles>> {
  const titles = await publishedTitles(prisma, cases.flatMap(hashesOf));
  return new Map(cases.map((c) => [c, layOver(hashesOf(c).flatMap((hash) => titles.get(hash) ?? []))]));
}
