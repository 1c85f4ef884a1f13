/** Which signatures versions of policies have, and which they still lack (S-0-b). */
import { missingSignoffs, signers, type Signer, type ToBeSigned } from '../domain/policy/signoff';
import { compareVersions } from '../domain/policy/versions';
import type { PrismaClient } from '../prisma/generated/client';
import type { LoadedPolicy } from './loader/load';

/** How a version stands. */
export interface Signatures {
  /** As what somebody has still to sign. */
  missing: Signer[];
  /** The department has signed a published version of this policy, with everything that it asks for. */
  signedBefore: boolean;
}

/** Reads the signatures under these versions and under what is published of their policies; answers by hash. */
export async function signaturesOf(
  prisma: PrismaClient,
  policies: readonly LoadedPolicy[],
): Promise<(hash: string) => Signatures> {
  const ids = { in: [...new Set(policies.map(({ policy }) => policy.id))] };
  const signatures = await prisma.policySignoff.findMany({ where: { policyId: ids } });
  const published = await prisma.policyVersion.findMany({
    where: { policyId: ids },
    select: { hash: true, policyId: true, version: true, publishedAt: true, body: true },
  });
  const under = (hash: string, policyId: string): Signer[] =>
    signers.filter((signer) => signatures.some((s) => s.hash === hash && s.policyId === policyId && s.as === signer));
  return (hash) => {
    const { policy } = policies.find((loaded) => loaded.hash === hash)!;
    const versions = published
      .filter(({ policyId }) => policyId === policy.id)
      .sort((a, b) => compareVersions(b.version, a.version) || b.publishedAt.getTime() - a.publishedAt.getTime());
    const asked = ({ body }: { body: unknown }): ToBeSigned => body as ToBeSigned;
    const isSigned = (version: (typeof versions)[number]): boolean =>
      (asked(version).signoff?.by ?? []).length > 0 &&
      missingSignoffs(asked(version), undefined, under(version.hash, policy.id)).length === 0;
    const [inForce] = versions;
    return {
      missing: missingSignoffs(policy, inForce && asked(inForce), under(hash, policy.id)),
      signedBefore: versions.some(isSigned),
    };
  };
}
