/** Whose cases a person may see. Engineers see their own only; the roles beyond stand in `api/roles.ts`. */
import type { Actor } from '../../domain/cases/record';
import type { Case, PrismaClient } from '../../prisma/generated/client';
import { refuse, type ApiError } from '../http/problem';

/** Whether this actor may see the case. */
export function maySee(actor: Actor, of: { engineerId?: string | null }): boolean {
  return actor.role !== 'engineer' || of.engineerId === actor.id;
}

export function notYours(): ApiError {
  return refuse(
    'forbidden',
    '工程师只能查看和处理自己的案件；如刚刚派给您，请稍后重试',
    'Engineers see and act on their own cases only; if this one was just assigned to you, retry in a moment',
  );
}

/** The case as last recorded. Refuses one that does not exist, and an engineer's look at another's. */
export async function visibleCase(prisma: PrismaClient, id: string, actor: Actor): Promise<Case> {
  const found = await prisma.case.findUnique({ where: { id } });
  if (!found) throw refuse('not_found', `没有案件 ${id}`, `There is no case ${id}`);
  if (!maySee(actor, found)) throw notYours();
  return found;
}

/** Refuses an engineer's look at a customer for whom they have no case. */
export async function requireOwnCustomer(prisma: PrismaClient, actor: Actor, customerId: string): Promise<void> {
  if (actor.role !== 'engineer') return;
  if ((await prisma.case.count({ where: { customerId, engineerId: actor.id } })) === 0) throw notYours();
}
