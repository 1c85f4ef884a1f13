/** `sanbao policy list --published`: every version that the running system has, and whose signatures stand under it. */
import { signers } from '../../domain/policy/signoff';
import { compareVersions } from '../../domain/policy/versions';
import type { PrismaClient } from '../../prisma/generated/client';

/** Prints a line for each version, by policy, the newest first. */
export async function listPublished(prisma: PrismaClient): Promise<void> {
  const versions = await prisma.policyVersion.findMany({ omit: { body: true } });
  const signatures = await prisma.policySignoff.findMany();
  const people = await prisma.person.findMany({
    where: { id: { in: signatures.map(({ personId }) => personId) } },
    select: { id: true, name: true },
  });
  const sorted = versions.sort(
    (a, b) => (a.policyId < b.policyId ? -1 : a.policyId > b.policyId ? 1 : 0) || compareVersions(b.version, a.version),
  );
  for (const { policyId, version, hash, publishedAt } of sorted) {
    const under = signers.flatMap((signer) => {
      const found = signatures.find((s) => s.policyId === policyId && s.hash === hash && s.as === signer);
      if (!found) return [];
      const name = people.find(({ id }) => id === found.personId)?.name ?? found.personId;
      return [`${signer} ${name} ${found.at.toISOString().slice(0, 10)}`];
    });
    const signed = under.length === 0 ? 'unsigned' : `signed: ${under.join(', ')}`;
    process.stdout.write(`${policyId} ${version} ${hash.slice(0, 12)} ${publishedAt.toISOString()} ${signed}\n`);
  }
}
