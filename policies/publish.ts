/** Publishing: a version becomes an immutable row by its hash, which API, archive and auditor read for ever. */
import { blanksOf } from '../domain/policy/blanks';
import type { Prisma, PrismaClient } from '../prisma/generated/client';
import type { LoadedPolicy } from './loader/load';

/**
 * Publishes what is not published yet; answers `id version` of each that is new. The same content twice is one row.
 * A policy that still needs a figure stays a draft (R-MISSING).
 */
export async function publish(prisma: PrismaClient, policies: readonly LoadedPolicy[]): Promise<string[]> {
  const known = new Set((await prisma.policyVersion.findMany({ select: { hash: true } })).map((row) => row.hash));
  const fresh = policies.filter((p) => !known.has(p.hash) && blanksOf(p.policy).length === 0);
  await prisma.policyVersion.createMany({
    data: fresh.map(({ policy, hash, source }) => ({
      hash,
      policyId: policy.id,
      version: policy.version,
      body: source as Prisma.InputJsonObject,
    })),
    skipDuplicates: true,
  });
  return fresh.map(({ policy }) => `${policy.id} ${policy.version}`);
}
