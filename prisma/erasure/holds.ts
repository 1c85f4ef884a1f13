/** Legal holds: what is under one is not erased, neither on request nor by age. */
import { Refusal } from '../../domain/errors';
import type { LegalHold, Prisma } from '../generated/client';

/** The holds in force on a customer or person, and on their cases. */
export async function holdsOn(
  db: Prisma.TransactionClient,
  subject: 'customer' | 'person',
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
