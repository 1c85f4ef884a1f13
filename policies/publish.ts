/**
 * Publishing: a version becomes an immutable row by its hash, which API, archive and auditor read for ever. New cases
 * use the highest version of a policy; open cases keep theirs (R-PIN).
 */
import { blanksOf } from '../domain/policy/blanks';
import type { Signer } from '../domain/policy/signoff';
import { compareVersions } from '../domain/policy/versions';
import type { Prisma, PrismaClient } from '../prisma/generated/client';
import { signaturesOf } from './signatures';
import type { CalendarSet } from './loader/calendars';
import { policyHash } from './loader/hash';
import type { LoadedPolicy } from './loader/load';

/** A version that cannot be published; the message says what to do. */
export class NotPublishable extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(reasons.join('\n'));
    this.name = 'NotPublishable';
  }
}

/** What came of publishing what ships with the software. */
export interface Published {
  /** `id version` of each that is new. */
  fresh: string[];
  /** Policies that wait for figures, and for which. */
  blank: { id: string; parameters: string[] }[];
  /** Versions of a policy that the department signs: they wait for their signatures. */
  unsigned: { id: string; version: string; hash: string; missing: Signer[] }[];
}

/**
 * Publishes what is not published yet. The same content twice is one row; a policy with blanks waits for its figures. What
 * ships is in force unsigned (R-S-SIGN), until a department has signed a version of it: from then on nothing unsigned
 * takes its place.
 */
export async function publish(prisma: PrismaClient, policies: readonly LoadedPolicy[]): Promise<Published> {
  const known = new Set((await prisma.policyVersion.findMany({ select: { hash: true } })).map((row) => row.hash));
  const blank = policies
    .map((loaded) => ({ id: loaded.policy.id, parameters: [...blanksOf(loaded.policy)] }))
    .filter(({ parameters }) => parameters.length > 0);
  const whole = policies.filter((p) => !known.has(p.hash) && blanksOf(p.policy).length === 0);
  const signatures = await signaturesOf(prisma, whole);
  const unsigned = whole.flatMap(({ policy: { id, version }, hash }) => {
    const { missing, signedBefore } = signatures(hash);
    return signedBefore && missing.length > 0 ? [{ id, version, hash, missing }] : [];
  });
  const fresh = whole.filter(({ hash }) => !unsigned.some((waiting) => waiting.hash === hash));
  await propose(
    prisma,
    whole.filter((loaded) => !fresh.includes(loaded)),
  );
  await prisma.policyVersion.createMany({ data: fresh.map(rowOf), skipDuplicates: true });
  return { fresh: fresh.map(({ policy }) => `${policy.id} ${policy.version}`), blank, unsigned };
}

/**
 * Publishes versions that a policy writer made, all or none; answers `id version` of each that was not published yet. One that
 * lacks nothing but signatures is kept as a proposal: from then on it can be signed.
 * @throws NotPublishable where figures are blank, signatures are missing, or a version is not above the one in force.
 */
export async function publishNew(prisma: PrismaClient, policies: readonly LoadedPolicy[]): Promise<string[]> {
  const rows = await prisma.policyVersion.findMany({ select: { hash: true, policyId: true, version: true } });
  const fresh = policies.filter(({ hash }) => !rows.some((row) => row.hash === hash));
  const signatures = await signaturesOf(prisma, fresh);
  const looked = fresh.map((loaded) => {
    const { policy, file, hash } = loaded;
    const { missing } = signatures(hash);
    const inForce = rows
      .filter((row) => row.policyId === policy.id)
      .map((row) => row.version)
      .sort(compareVersions)
      .at(-1);
    const blanks = blanksOf(policy);
    const wrong = [
      ...(blanks.length > 0 ? [`${file}: parameters without a figure: ${blanks.join(', ')}; give each a value`] : []),
      ...(inForce !== undefined && compareVersions(policy.version, inForce) <= 0
        ? [`${file}: version ${policy.version} is not above ${inForce}, which is in force; raise the version`]
        : []),
    ];
    const unsigned =
      missing.length > 0
        ? [
            `${file}: version ${policy.version} is not signed by its ${missing.join(', ')}; each signs ${hash} at POST /v1/policies/${policy.id}/signoffs`,
          ]
        : [];
    return { loaded, wrong, unsigned };
  });
  await propose(
    prisma,
    looked.flatMap(({ loaded, wrong, unsigned }) => (wrong.length === 0 && unsigned.length > 0 ? [loaded] : [])),
  );
  const reasons = looked.flatMap(({ wrong, unsigned }) => [...wrong, ...unsigned]);
  if (reasons.length > 0) throw new NotPublishable(reasons);
  await prisma.policyVersion.createMany({ data: fresh.map(rowOf), skipDuplicates: true });
  return fresh.map(({ policy }) => `${policy.id} ${policy.version}`);
}

/** Keeps versions that wait for their signatures: what is signed is known, and does not change. */
async function propose(prisma: PrismaClient, policies: readonly LoadedPolicy[]): Promise<void> {
  await prisma.policyProposal.createMany({ data: policies.map(rowOf), skipDuplicates: true });
}

function rowOf({ policy, hash, source }: LoadedPolicy): Prisma.PolicyVersionCreateManyInput {
  return { hash, policyId: policy.id, version: policy.version, body: source as Prisma.InputJsonObject };
}

/**
 * What speaks against publishing these over those in force, one line each: a version that is not above, with other
 * content, would never be used.
 */
export function notAbove(inForce: CalendarSet, set: CalendarSet): string[] {
  const wrong = <D extends { id: string; version: string }>(
    before: ReadonlyMap<string, D>,
    after: ReadonlyMap<string, D>,
  ): string[] =>
    [...after.values()].flatMap((definition) => {
      const known = before.get(definition.id);
      if (!known || policyHash(known) === policyHash(definition)) return [];
      if (compareVersions(definition.version, known.version) > 0) return [];
      return [`${definition.id}: version ${definition.version} is not above ${known.version}, which is in force`];
    });
  return [...wrong(inForce.calendars, set.calendars), ...wrong(inForce.tables, set.tables)];
}

/** Publishes calendars and tables that are not published yet; answers `id version` of each that is new. */
export async function publishCalendars(prisma: PrismaClient, { calendars, tables }: CalendarSet): Promise<string[]> {
  const rows = [
    ...[...calendars.values()].map((definition) => ({ kind: 'calendar', definition })),
    ...[...tables.values()].map((definition) => ({ kind: 'statutory', definition })),
  ].map(({ kind, definition }) => ({
    hash: policyHash(definition),
    calendarId: definition.id,
    kind,
    version: definition.version,
    body: definition,
  }));
  const known = new Set((await prisma.calendarVersion.findMany({ select: { hash: true } })).map((row) => row.hash));
  const fresh = rows.filter(({ hash }) => !known.has(hash));
  await prisma.calendarVersion.createMany({ data: fresh, skipDuplicates: true });
  return fresh.map(({ calendarId, version }) => `${calendarId} ${version}`);
}
