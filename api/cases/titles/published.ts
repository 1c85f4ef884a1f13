/** The titles of the policy versions that a case pinned, read once each: published versions never change. */
import type { PolicyPin } from '../../../domain/policy/case-policy';
import { layOver, readTitles, type PolicyTitles } from '../../../messages/policy-titles';
import type { PrismaClient } from '../../../prisma/generated/client';

const known = new Map<string, PolicyTitles>();
const KNOWN_AT_MOST = 500;

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
  const wanted = new Set(cases.flatMap(hashesOf));
  const missing = [...wanted].filter((hash) => !known.has(hash));
  if (missing.length > 0) {
    const rows = await prisma.policyVersion.findMany({
      where: { hash: { in: missing } },
      select: { hash: true, body: true },
    });
    if (known.size > KNOWN_AT_MOST) known.clear();
    for (const { hash, body } of rows) known.set(hash, readTitles(body));
  }
  return new Map(cases.map((c) => [c, layOver(hashesOf(c).flatMap((hash) => known.get(hash) ?? []))]));
}
