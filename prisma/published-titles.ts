/** The titles of published policy versions, read once each a process: a published version never changes. */
import { readTitles, type PolicyTitles } from '../messages/policy-titles';
import type { PrismaClient } from './generated/client';

const known = new Map<string, PolicyTitles>();
const KNOWN_AT_MOST = 500;

/** By hash, for those that are published. One query at most. */
export async function publishedTitles(
  prisma: PrismaClient,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, PolicyTitles>> {
  const found = new Map<string, PolicyTitles>();
  const missing = new Set<string>();
  for (const hash of hashes) {
    const titles = known.get(hash);
    if (titles) found.set(hash, titles);
    else missing.add(hash);
  }
  if (missing.size === 0) return found;
  const rows = await prisma.policyVersion.findMany({
    where: { hash: { in: [...missing] } },
    select: { hash: true, body: true },
  });
  // What is asked for now was taken before: a full memory forgets it only afterwards.
  if (known.size > KNOWN_AT_MOST) known.clear();
  for (const { hash, body } of rows) {
    const titles = readTitles(body);
    known.set(hash, titles);
    found.set(hash, titles);
  }
  return found;
}
