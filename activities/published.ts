/** Published versions of policies: a report of a past period, and an answered survey, go by the rules of their time. */
import { ApplicationFailure } from '@temporalio/common';
import { buildZone } from '../calendars/zone';
import type { ZoneSnapshot } from '../domain/calendar/snapshot';
import { policySchema, type Policy } from '../domain/policy/schema';
import type { PrismaClient } from '../prisma/generated/client';

export interface PublishedPolicy {
  policy: Policy;
  hash: string;
}

/** Published versions never change, so each is read once. */
const known = new Map<string, PublishedPolicy>();

/**
 * The newest version of a policy that was published by an instant, ISO 8601; for a time before the first, the first.
 * @throws ApplicationFailure `UnknownPolicy`, not retried, where none was published.
 */
export async function publishedPolicy(prisma: PrismaClient, policyId: string, at: string): Promise<PublishedPolicy> {
  const row =
    (await prisma.policyVersion.findFirst({
      where: { policyId, publishedAt: { lte: at } },
      orderBy: { publishedAt: 'desc' },
      select: { hash: true },
    })) ??
    (await prisma.policyVersion.findFirst({
      where: { policyId },
      orderBy: { publishedAt: 'asc' },
      select: { hash: true },
    }));
  if (!row) throw ApplicationFailure.nonRetryable(`No version of the policy ${policyId} is published`, 'UnknownPolicy');
  const found = known.get(row.hash);
  if (found) return found;
  const { body } = await prisma.policyVersion.findUniqueOrThrow({ where: { hash: row.hash }, select: { body: true } });
  const read = { policy: policySchema.parse(body), hash: row.hash };
  known.set(row.hash, read);
  return read;
}

/** The policies published by an instant, ISO 8601, that may be laid over a service policy, such as rules for visits. */
export async function overlays(prisma: PrismaClient, at: string): Promise<Policy[]> {
  const rows = await prisma.$queryRaw<{ policyId: string }[]>`
    SELECT DISTINCT "policyId" FROM master."PolicyVersion"
    WHERE "body"->>'layer' = 'visit' AND "publishedAt" <= ${at}::timestamptz ORDER BY 1`;
  return Promise.all(rows.map(async ({ policyId }) => (await publishedPolicy(prisma, policyId, at)).policy));
}

const zones = new Map<string, ZoneSnapshot>();

/** The offsets of a policy's zone for the years in which its units may have been sold or be cared for. */
export function zoneOf({ timeZone }: Pick<Policy, 'timeZone'>): ZoneSnapshot {
  const found = zones.get(timeZone) ?? buildZone(timeZone, 2000, 2060);
  zones.set(timeZone, found);
  return found;
}
