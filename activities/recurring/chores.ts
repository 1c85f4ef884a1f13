/** Chores in the database: opened, done, and chased, each in one statement over however many there are. */
import type { ChoreLevel, NewChore } from '../../domain/recurring/chore';
import { formatInstant } from '../../domain/time/instant';
import type { Prisma, PrismaClient } from '../../prisma/generated/client';
import { databaseFailure, type Db } from '../database';
import type { ChaseOutcome, PassRequest } from './contract';
import { settleSheets } from './sheets';
import { oweNotices, type NewNotice } from './owed-notices';

/** Opens chores that do not stand yet; those that do stay as they are. Answers how many are new. */
export async function openChores(db: Db, chores: readonly NewChore[]): Promise<number> {
  if (chores.length === 0) return 0;
  const { count } = await db.chore.createMany({
    data: chores.map(({ createdAt, warnAt, dueAt, ladder, clauses, subject, ...chore }) => ({
      ...chore,
      subject,
      createdAt: new Date(createdAt),
      warnAt: warnAt === undefined ? null : new Date(warnAt),
      dueAt: new Date(dueAt),
      ladder: ladder as unknown as Prisma.InputJsonArray,
      clauses: [...clauses],
    })),
    skipDuplicates: true,
  });
  return count;
}

/**
 * The duty was done at an instant, ISO 8601: it is chased no more. Late is what was due before, however late somebody
 * looked. Answers false where there is no such open chore.
 * @param by id of the person who did it; absent where the system did
 */
export async function finishChore(db: Db, key: string, at: string, by?: string): Promise<boolean> {
  const done = await db.$executeRaw`
    UPDATE cases."Chore" SET "status" = 'done', "doneAt" = ${at}::timestamptz, "doneBy" = ${by ?? null}, "nextAt" = NULL,
      "breachedAt" = CASE WHEN "dueAt" < ${at}::timestamptz THEN "dueAt" END
    WHERE "key" = ${key} AND "status" = 'open'`;
  return done > 0;
}

/** Many duties were done at an instant by the system, such as notices that were sent; see `finishChore`. */
export async function finishChores(db: Db, keys: readonly string[], at: string): Promise<number> {
  if (keys.length === 0) return 0;
  return db.$executeRaw`
    UPDATE cases."Chore" SET "status" = 'done', "doneAt" = ${at}::timestamptz, "nextAt" = NULL,
      "breachedAt" = CASE WHEN "dueAt" < ${at}::timestamptz THEN "dueAt" END
    WHERE "key" = ANY(${[...keys]}::text[]) AND "status" = 'open'`;
}

/** The duty fell away, such as a call for an asset that was sold: it is neither kept nor broken. */
export async function waiveChores(db: Db, keys: readonly string[], at: string): Promise<number> {
  const { count } = await db.chore.updateMany({
    where: { key: { in: [...keys] }, status: 'open' },
    data: { status: 'waived', doneAt: new Date(at), nextAt: null },
  });
  return count;
}

interface Chased {
  key: string;
  kind: string;
  policyId: string;
  region: string | null;
  owner: string;
  dueAt: Date;
  level: number;
  ladder: ChoreLevel[];
  clauses: string[];
}

/** At the top of a ladder it is told again after twice as long each time, at most after a day. */
const longestRepeatMs = 24 * 3_600_000;

/**
 * One pass over all chores as of an instant: those close to their due time are warned of, those past it are breached and
 * told to the first level, those that nobody answered climb. Everything in one transaction, so a pass that is repeated
 * finds nothing left to do.
 * @throws ApplicationFailure `DatabaseUnavailable`.
 */
export async function chaseChores(prisma: PrismaClient, { at }: PassRequest): Promise<ChaseOutcome> {
  const batch = `chase/${at}`;
  try {
    return await prisma.$transaction(
      async (db) => {
        await settleSheets(db);
        const breached = await db.$queryRaw<Chased[]>`
          UPDATE cases."Chore" SET "breachedAt" = "dueAt", "level" = 1,
            "nextAt" = ${at}::timestamptz + ("ladder"->0->>'climbAfterMs')::bigint * interval '1 millisecond'
          WHERE "status" = 'open' AND "breachedAt" IS NULL AND "dueAt" < ${at}::timestamptz
          RETURNING "key", "kind", "policyId", "region", "owner", "dueAt", "level", "ladder", "clauses"`;
        const climbed = await db.$queryRaw<Chased[]>`
          UPDATE cases."Chore" SET "level" = "level" + 1,
            "nextAt" = ${at}::timestamptz + least(${longestRepeatMs}::numeric,
              (("ladder"->least("level", jsonb_array_length("ladder") - 1)->>'climbAfterMs')::numeric
                * power(2, least(20, greatest(0, "level" + 1 - jsonb_array_length("ladder")))))) * interval '1 millisecond'
          WHERE "status" = 'open' AND "nextAt" <= ${at}::timestamptz AND "acknowledgedAt" IS NULL
          RETURNING "key", "kind", "policyId", "region", "owner", "dueAt", "level", "ladder", "clauses"`;
        const warned = await db.$queryRaw<Chased[]>`
          UPDATE cases."Chore" SET "warnedAt" = ${at}::timestamptz
          WHERE "status" = 'open' AND "warnedAt" IS NULL AND "breachedAt" IS NULL AND "warnAt" <= ${at}::timestamptz
          RETURNING "key", "kind", "policyId", "region", "owner", "dueAt", "level", "ladder", "clauses"`;
        const about = { batch, at };
        await oweNotices(db, [
          ...toldOf('chore_warning', warned, (c) => [c.owner], about),
          ...toldOf('chore_late', breached, (c) => [c.owner, levelOf(c)], about),
          ...toldOf('chore_climbed', climbed, (c) => [levelOf(c)], about),
        ]);
        return { warned: warned.length, breached: breached.length, climbed: climbed.length, batch };
      },
      { timeout: 30_000 },
    );
  } catch (error) {
    throw databaseFailure(error);
  }
}

/** Whom the present level tells; above the top it is the top again. */
function levelOf({ level, ladder, owner }: Chased): string {
  return ladder[Math.min(level, ladder.length) - 1]?.to ?? owner;
}

/** One mail lists at most so many; it says how many there are. */
const linesAMail = 40;

/** One notice for everybody told, policy and region, with a line for each chore: a bad day makes no flood. */
function toldOf(
  template: string,
  chores: readonly Chased[],
  whom: (chore: Chased) => string[],
  { batch, at }: { batch: string; at: string },
): NewNotice[] {
  const groups = new Map<string, { to: string; chores: Chased[] }>();
  for (const chore of chores) {
    for (const to of new Set(whom(chore))) {
      const group = `${to}/${chore.policyId}/${chore.region ?? ''}`;
      const found = groups.get(group) ?? { to, chores: [] };
      found.chores.push(chore);
      groups.set(group, found);
    }
  }
  return [...groups].map(([group, { to, chores: told }]): NewNotice => ({
    key: `${batch}/${template}/${group}`,
    batch,
    template,
    to,
    policyId: told[0]!.policyId,
    region: told[0]!.region ?? undefined,
    params: { count: told.length },
    entries: told
      .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.key < b.key ? -1 : 1))
      .slice(0, linesAMail)
      .map((c) => ({ chore: c.key, subject: c.kind, level: c.level, at: formatInstant(c.dueAt.getTime()) })),
    clauses: [...new Set(told.flatMap((c) => c.clauses))],
    at,
  }));
}
