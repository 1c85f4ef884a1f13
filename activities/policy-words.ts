/** What a published policy calls its things, for mails. */
import { complaintTitles } from '../messages/complaint-titles';
import { DEFAULT_ZONE } from '../messages/format';
import { hotlineOf } from '../messages/policy-hotline';
import { reasonTitles } from '../messages/reason-titles';
import type { Words } from '../messages/bilingual';
import type { PrismaClient } from '../prisma/generated/client';

export interface PolicyWords {
  /** IANA name of the zone in which its times are read. */
  zone: string;
  /** The number that its customers call; absent where it names none. */
  hotline?: string;
  /** Titles by id: milestones, callbacks, levels, regions, roles, approvals, pauses, alerts by their mark, reasons of decisions. */
  titles: ReadonlyMap<string, Words>;
}

/** Published versions never change, so each is read once. */
const known = new Map<string, PolicyWords>();
const KNOWN_AT_MOST = 500;

/**
 * The words of the versions with these hashes, laid over one another; without hashes, those of the newest version of
 * each policy. The first version found says the zone and the number to call. An unpublished policy has no words, and the default zone.
 */
export async function loadPolicyWords(
  prisma: PrismaClient,
  hashes: readonly string[],
  policyIds: readonly string[],
): Promise<PolicyWords> {
  const wanted = hashes.length > 0 ? hashes : await newestHashes(prisma, policyIds);
  const missing = wanted.filter((hash) => !known.has(hash));
  if (missing.length > 0) {
    const rows = await prisma.policyVersion.findMany({
      where: { hash: { in: missing } },
      select: { hash: true, body: true },
    });
    if (known.size > KNOWN_AT_MOST) known.clear();
    for (const { hash, body } of rows) known.set(hash, read(body));
  }
  const found = wanted.flatMap((hash) => known.get(hash) ?? []);
  return {
    zone: found[0]?.zone ?? DEFAULT_ZONE,
    hotline: found[0]?.hotline,
    titles: new Map(found.toReversed().flatMap(({ titles }) => [...titles])),
  };
}

async function newestHashes(prisma: PrismaClient, policyIds: readonly string[]): Promise<string[]> {
  const rows = await prisma.policyVersion.findMany({
    where: { policyId: { in: [...policyIds] } },
    orderBy: { publishedAt: 'desc' },
    distinct: ['policyId'],
    select: { hash: true },
  });
  return rows.map(({ hash }) => hash);
}

const TITLED = ['products', 'regions', 'levels', 'roles', 'milestones', 'pauses', 'callbacks', 'approvals', 'alerts'];

/** Reads what it finds: versions published by older releases may lack sections. */
function read(body: unknown): PolicyWords {
  const policy = record(body);
  const titles = new Map<string, Words>();
  for (const section of TITLED) {
    for (const item of list(policy[section]).map(record)) {
      const id = item.id ?? item.on ?? item.reason;
      const { zh, en } = record(item.title);
      if (typeof id === 'string' && typeof zh === 'string' && typeof en === 'string') titles.set(id, { zh, en });
    }
  }
  for (const { id, title } of Object.values(complaintTitles(body)).flat()) titles.set(id, title);
  for (const [id, title] of reasonTitles(body)) titles.set(id, title);
  const zone = policy.timeZone ?? policy.zone;
  return { zone: typeof zone === 'string' ? zone : DEFAULT_ZONE, hotline: hotlineOf(body), titles };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
