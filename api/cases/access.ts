/** Whose cases a person may see. Engineers see their own only; the roles beyond stand in `api/roles.ts`. */
import { holdsDuty } from '../../domain/cases/duty';
import type { Actor } from '../../domain/cases/record';
import { Prisma, type Case, type PrismaClient } from '../../prisma/generated/client';
import { refuse, type ApiError } from '../http/problem';

/** What of a case says who may see it: its row, or this much of it. */
export interface Seen {
  engineerId?: string | null;
  policyId?: string;
  region?: string | null;
  /** The sections of its state. */
  state?: unknown;
}

/** The columns that `maySee` reads. */
export const seenColumns = { engineerId: true, policyId: true, region: true, state: true } as const;

/** Whether this actor may see the case: nobody whom it is about; engineers those that they work on. */
export function maySee(actor: Actor, of: Seen): boolean {
  return !isAbout(actor, of) && mayWorkOn(actor, of);
}

/** Whether this actor may try actions in it: the case itself decides about everything but an engineer's own work. */
export function mayWorkOn(actor: Actor, of: Seen): boolean {
  return actor.role !== 'engineer' || of.engineerId === actor.id || hasShare(actor, of) || isAbout(actor, of);
}

/** A complaint about this person: they may give their side, and read nothing of it. */
function isAbout(actor: Actor, { state }: Seen): boolean {
  const { parties } = (state ?? {}) as { parties?: { barred?: readonly string[] } };
  return parties?.barred?.includes(actor.id) ?? false;
}

interface Shares {
  tasks?: Record<string, { owner: string; personId?: string }>;
  lots?: Record<string, { tester?: string }>;
  corrections?: readonly { ownerId: string }[];
}

/** A share of the case is theirs or their department's, a sample is for them to test, or they owe a corrective action. */
function hasShare(actor: Actor, { state, policyId, region }: Seen): boolean {
  const { tasks = {}, lots = {}, corrections = [] } = (state ?? {}) as Shares;
  const theirs = (role?: string): boolean =>
    role !== undefined && policyId !== undefined && holdsDuty(actor, role, policyId, region ?? undefined);
  const task = Object.values(tasks).some(({ owner, personId }) => personId === actor.id || theirs(owner));
  const sample = Object.values(lots).some(({ tester }) => theirs(tester));
  return task || sample || corrections.some(({ ownerId }) => ownerId === actor.id);
}

/** `maySee` for a list of cases, whose table is `c`. */
export function seenBy(actor: Actor): Prisma.Sql[] {
  const about = Prisma.sql`not coalesce(jsonb_exists(c.state->'parties'->'barred', ${actor.id}), false)`;
  if (actor.role !== 'engineer') return [about];
  const share = Prisma.sql`exists (
    select 1 from (
      select value->>'owner' as owner, value->>'personId' as person from jsonb_each(coalesce(c.state->'tasks', '{}'::jsonb))
      union all select value->>'tester', null from jsonb_each(coalesce(c.state->'lots', '{}'::jsonb))) o
    where o.person = ${actor.id}
      or array[o.owner, o.owner || '@' || c."policyId", o.owner || '@*/' || c.region,
        o.owner || '@' || c."policyId" || '/' || c.region] && ${[...actor.duties]}::text[])`;
  const correction = Prisma.sql`
    coalesce(c.state->'corrections', '[]'::jsonb) @> jsonb_build_array(jsonb_build_object('ownerId', ${actor.id}::text))`;
  return [about, Prisma.sql`(c."engineerId" = ${actor.id} or ${share} or ${correction})`];
}

export function notYours(): ApiError {
  return refuse(
    'forbidden',
    '工程师只能查看和处理自己的案件；如刚刚派给您，请稍后重试',
    'Engineers see and act on their own cases only; if this one was just assigned to you, retry in a moment',
  );
}

/** Whom a complaint is about knows of it, and may answer. */
function aboutYou(): ApiError {
  return refuse(
    'forbidden',
    '投诉涉及您本人，只能提交陈述',
    'The complaint is about you: you may give your side, and nothing else',
  );
}

/** The case as last recorded. Refuses one that does not exist, and the look of somebody who may not see it. */
export async function visibleCase(prisma: PrismaClient, id: string, actor: Actor): Promise<Case> {
  const found = await prisma.case.findUnique({ where: { id } });
  if (!found) throw refuse('not_found', `没有案件 ${id}`, `There is no case ${id}`);
  if (isAbout(actor, found)) throw aboutYou();
  if (!mayWorkOn(actor, found)) throw notYours();
  return found;
}

/** Refuses what names a case that does not exist or that the actor may not see, in the same words: nobody tries out numbers. */
export async function insistCase(prisma: PrismaClient, id: string, actor: Actor): Promise<void> {
  const found = await prisma.case.findUnique({ where: { id }, select: seenColumns });
  if (!found || !maySee(actor, found))
    throw refuse('invalid_request', '没有这个案件', 'There is no such case', { field: 'caseId' });
}

/** Refuses an engineer's look at a customer for whom they have no case. */
export async function requireOwnCustomer(prisma: PrismaClient, actor: Actor, customerId: string): Promise<void> {
  if (actor.role !== 'engineer') return;
  if ((await prisma.case.count({ where: { customerId, engineerId: actor.id } })) === 0) throw notYours();
}
