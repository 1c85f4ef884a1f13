/**
 * Whether two cases may be merged: what a case's workflow cannot know of the other one. Promises pass on by their names
 * in the policy, so both have to be under the same one.
 */
import type { Case, PrismaClient } from '../../prisma/generated/client';
import { refuse } from '../http/problem';

const over = ['closed', 'completed', 'cancelled'];

/** Refuses a merge into a case that is not there, is over, or is another matter. */
export async function checkMerge(
  prisma: PrismaClient,
  duplicate: Case,
  { into }: Readonly<Record<string, unknown>>,
  actorId: string,
): Promise<void> {
  if (typeof into !== 'string') return;
  const refused = (zh: string, en: string, allowed?: unknown): never => {
    throw refuse('invalid_request', zh, en, { field: 'into', ...(allowed !== undefined && { allowed }) });
  };
  const other = await prisma.case.findUnique({ where: { id: into } });
  if (!other || other.customerId !== duplicate.customerId)
    return refused('该客户没有这个案件', 'The customer has no such case');
  if (other.kind !== duplicate.kind)
    refused('两案类型不同', 'The two cases are of different kinds', { kind: duplicate.kind });
  if (other.policyId !== duplicate.policyId)
    refused('两案适用的制度不同', 'The two cases are under different policies', { policy: duplicate.policyId });
  if (over.includes(other.status)) refused(`案件 ${into} 已结束`, `The case ${into} is over`);
  if (barredIn(other).includes(actorId)) refused('另一案涉及您本人', 'The other case is about you');
  const unknown = barredIn(duplicate).filter((id) => !barredIn(other).includes(id));
  if (unknown.length > 0)
    refused('请先在另一案登记被投诉人', 'Name whom it is about in the other case first', { concernedIds: unknown });
}

function barredIn({ state }: Case): readonly string[] {
  return ((state ?? {}) as { parties?: { barred?: readonly string[] } }).parties?.barred ?? [];
}
