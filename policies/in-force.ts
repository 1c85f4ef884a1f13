/**
 * What is published and in force for new cases: of each policy, calendar and statutory table the highest version, and of
 * one version the newest row. A row that this software cannot use never takes the system down: the version before it
 * stays in force, and what is wrong is told.
 */
import { compareVersions } from '../domain/policy/versions';
import type { PrismaClient } from '../prisma/generated/client';
import { readCalendar, type CalendarDefinition, type StatutoryTable } from '../calendars/build';
import type { CalendarSet } from './loader/calendars';
import { knownNames } from './loader/known';
import { describeProblem, readPublished, type LoadedPolicy, type LoadResult } from './loader/load';

/** A published row that cannot be used, and why. */
export interface Unusable {
  hash: string;
  /** `id version`. */
  name: string;
  problems: string[];
}

export interface InForce {
  /** Those for new cases, by id. */
  policies: LoadedPolicy[];
  /** Every version that can still be used, for cases that pinned it. */
  all: LoadedPolicy[];
  calendars: CalendarSet;
  unusable: Unusable[];
  /** Changes whenever something is published. */
  stamp: string;
}

/**
 * Reads what is in force. What was in force `before` in this process is not read and checked again: rows are immutable,
 * and checking takes some milliseconds of each version that was ever published, in which an API would serve nobody.
 */
export async function readInForce(prisma: PrismaClient, before?: InForce): Promise<InForce> {
  const stamp = await publishedStamp(prisma);
  const unusable: Unusable[] = [];
  const calendars = await readCalendars(prisma, unusable);
  const known = knownNames(calendars);
  const checked =
    before && sameNames(before.calendars, calendars)
      ? new Map(before.all.map((l) => [l.hash, l]))
      : new Map<string, LoadedPolicy>();
  const rows = await prisma.policyVersion.findMany({ omit: { body: true } });
  const unread = await prisma.policyVersion.findMany({
    where: { hash: { in: rows.map((row) => row.hash).filter((hash) => !checked.has(hash)) } },
    select: { hash: true, body: true },
  });
  const bodies = new Map(unread.map(({ hash, body }) => [hash, body]));
  const all: LoadedPolicy[] = [];
  const policies: LoadedPolicy[] = [];
  for (const versions of byId(rows, (row) => row.policyId)) {
    let current: LoadedPolicy | undefined;
    for (const row of versions.sort(newestFirst)) {
      const name = `${row.policyId} ${row.version}`;
      const loaded = checked.get(row.hash);
      const result: LoadResult = loaded ? { ok: true, loaded } : readPublished(bodies.get(row.hash), name, known);
      if (result.ok && result.loaded.hash === row.hash) {
        all.push(result.loaded);
        current ??= result.loaded;
        continue;
      }
      const problems = result.ok ? ['its content is not what its hash says'] : result.problems.map(describeProblem);
      unusable.push({ hash: row.hash, name, problems });
    }
    if (current) policies.push(current);
  }
  return { policies, all, calendars, unusable, stamp };
}

/** Policies refer to calendars by name only. */
function sameNames(before: CalendarSet, after: CalendarSet): boolean {
  const names = ({ calendars }: CalendarSet): string => [...calendars.keys()].sort().join(' ');
  return names(before) === names(after);
}

/** Cheap to ask for: tells whether anything was published since. */
export async function publishedStamp(prisma: PrismaClient): Promise<string> {
  const [row] = await prisma.$queryRaw<{ stamp: string }[]>`
    SELECT concat_ws('/', (SELECT count(*) FROM master."PolicyVersion"), (SELECT max("publishedAt") FROM master."PolicyVersion"),
      (SELECT count(*) FROM master."CalendarVersion"), (SELECT max("publishedAt") FROM master."CalendarVersion")) AS stamp`;
  return row!.stamp;
}

async function readCalendars(prisma: PrismaClient, unusable: Unusable[]): Promise<CalendarSet> {
  const calendars = new Map<string, CalendarDefinition>();
  const tables = new Map<string, StatutoryTable>();
  const rows = await prisma.calendarVersion.findMany();
  for (const versions of byId(rows, (row) => `${row.kind} ${row.calendarId}`)) {
    for (const row of versions.sort(newestFirst)) {
      const name = `${row.calendarId} ${row.version}`;
      try {
        const read = readCalendar(row.body, name);
        if (read.kind === 'calendar') calendars.set(row.calendarId, read.definition);
        else tables.set(row.calendarId, read.definition);
        break;
      } catch (error) {
        const problems = [error instanceof Error ? error.message : String(error)];
        unusable.push({ hash: row.hash, name, problems });
      }
    }
  }
  return { calendars, tables };
}

interface Versioned {
  version: string;
  publishedAt: Date;
}

function newestFirst(a: Versioned, b: Versioned): number {
  return compareVersions(b.version, a.version) || b.publishedAt.getTime() - a.publishedAt.getTime();
}

function byId<R>(rows: readonly R[], idOf: (row: R) => string): R[][] {
  const groups = new Map<string, R[]>();
  for (const row of rows) groups.set(idOf(row), [...(groups.get(idOf(row)) ?? []), row]);
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
