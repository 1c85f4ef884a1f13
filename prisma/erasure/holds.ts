/** Legal holds: what is under one is not erased, neither on request nor by age. */
import { Refusal } from '../../domain/errors';
import type { LegalHold, Prisma, PrismaClient } from '../generated/client';

/** The holds in force on a customer, person or partner, and on their cases. */
export async function holdsOn(
  db: Prisma.TransactionClient,
  subject: 'customer' | 'person' | 'partner',
  subjectId: string,
  caseIds: readonly string[] = [],
): Promise<LegalHold[]> {
  return db.legalHold.findMany({
    where: {
      liftedAt: null,
      OR: [
        { subject, subjectId },
        { subject: 'case', subjectId: { in: [...caseIds] } },
      ],
    },
    orderBy: { placedAt: 'asc' },
  });
}

/** Refuses where a hold is in force, and names it. */
export function insistNotHeld(holds: readonly LegalHold[]): void {
  if (holds.length === 0) return;
  throw new Refusal('requirement_missing', {
    detail: {
      zh: `有未解除的法律保全，不能删除：${holds.map((h) => h.id).join('、')}`,
      en: `A legal hold is in force, nothing is erased: ${holds.map((h) => h.id).join(', ')}`,
    },
    allowed: 'after the hold was lifted',
  });
}

/** On what a hold is placed, why, by whom and when (ISO 8601 UTC). */
export interface HoldRequest {
  subject: 'customer' | 'person' | 'partner' | 'case';
  subjectId: string;
  reason: string;
  by: string;
  at: string;
}

/** Places a hold. Throws `Refusal` where there is no such customer, person, partner or case. */
export async function placeHold(
  prisma: Prisma.TransactionClient,
  { id, subject, subjectId, reason, by, at }: HoldRequest & { id?: string },
): Promise<LegalHold> {
  const where = { where: { id: subjectId } };
  const known = {
    customer: () => prisma.customer.count(where),
    person: () => prisma.person.count(where),
    partner: () => prisma.partner.count(where),
    case: () => prisma.case.count(where),
  };
  if ((await known[subject]()) === 0)
    throw new Refusal('not_found', { detail: { zh: '没有这条记录', en: 'There is no such record' }, field: 'id' });
  return prisma.legalHold.create({ data: { id, subject, subjectId, reason, placedBy: by, placedAt: new Date(at) } });
}

/** Lifts a hold. Throws `Refusal` where there is none, or it was lifted before. */
export async function liftHold(
  prisma: PrismaClient,
  { id, reason, by, at }: Pick<HoldRequest, 'reason' | 'by' | 'at'> & { id: string },
): Promise<LegalHold> {
  const data = { liftedBy: by, liftedAt: new Date(at), liftReason: reason };
  const { count } = await prisma.legalHold.updateMany({ where: { id, liftedAt: null }, data });
  const hold = await prisma.legalHold.findUnique({ where: { id } });
  if (!hold) throw new Refusal('not_found', { detail: { zh: '没有这项保全', en: 'There is no such hold' } });
  if (count === 0) throw new Refusal('already_done', { detail: { zh: '已经解除', en: 'It was lifted before' } });
  return hold;
}

/** The holds, the newest first; those in force, those lifted, or both; `past` is where the list is read on. */
export function listHolds(
  prisma: PrismaClient,
  asked: { inForce?: boolean | undefined; subjectId?: string | undefined; limit?: number; past?: object },
): Promise<LegalHold[]> {
  const { inForce, subjectId, limit, past } = asked;
  const lifted = inForce === undefined ? undefined : inForce ? null : { not: null };
  return prisma.legalHold.findMany({
    where: { subjectId, liftedAt: lifted, ...past },
    orderBy: [{ placedAt: 'desc' }, { id: 'asc' }],
    take: limit,
  });
}
