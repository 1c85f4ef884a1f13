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
  const missing = [...new Set(hashes)].filter((hash) => !known.has(hash));
  if (missing.length > 0) {
    const rows = await prisma.policyVersion.findMany({
      where: { hash: { in: missing } },
      select: { hash: true, body: true },
    });
    if (known.size > KNOWN_AT_MOST) known.clear();
    for (const { hash, body } of rows) known.set(hash, readTitles(body));
  }
  return new Map(
    hashes.flatMap((hash) => {
      const titles = known.get(hash);
      return titles ? [[hash, titles] as const] : [];
    }),
  );
}
