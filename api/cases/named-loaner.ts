/**
 * A loaner that an action names: one unit is lent to one customer at a time, for the deposit of its model (S-4.5-f). The
 * workflow knows no master data, so this is checked here. A department without a pool names its units as it likes.
 */
import type { PrismaClient } from '../../prisma/generated/client';
import { refuse } from '../http/problem';

/** A unit of the pool that can be given out. */
export interface FreeLoaner {
  id: string;
  serialNo: string;
  model: string;
  depositFen: number;
}

/** The units that no case has out: every one, for a form lends none that it does not offer. */
export async function freeLoaners(prisma: PrismaClient): Promise<FreeLoaner[]> {
  return prisma.$queryRaw<FreeLoaner[]>`
    SELECT u."id", u."serialNo", u."model", u."depositFen" FROM master."LoanerUnit" u
    WHERE u."retiredAt" IS NULL AND NOT EXISTS (
      SELECT FROM cases."Case" c WHERE c."state" #>> '{loaner,status}' = 'issued' AND c."state" #>> '{loaner,unitId}' = u."id")
    ORDER BY u."model", u."serialNo"`;
}

/** Refuses a unit that is retired or out already, and another deposit than its model has. */
export async function checkNamedLoaner(
  prisma: PrismaClient,
  payload: Readonly<Record<string, unknown>>,
  caseId: string,
): Promise<void> {
  const { unitId, depositFen } = payload;
  if (typeof unitId !== 'string') return;
  const unit = await prisma.loanerUnit.findUnique({ where: { id: unitId } });
  if (!unit) return;
  if (unit.retiredAt !== null)
    throw refuse('invalid_request', '此代用机已停用', 'This unit is retired', { field: 'unitId' });
  const [out] = await prisma.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM cases."Case" c
    WHERE c."state" #>> '{loaner,status}' = 'issued' AND c."state" #>> '{loaner,unitId}' = ${unitId} AND c."id" <> ${caseId}
    LIMIT 1`;
  if (out)
    throw refuse('invalid_request', '此代用机已借出', 'This unit is lent already', {
      field: 'unitId',
      allowed: (await freeLoaners(prisma)).map(({ id }) => id),
    });
  if (depositFen !== unit.depositFen)
    throw refuse('invalid_request', '押金与此代用机的押金不符', 'The deposit is not the one of this unit', {
      field: 'depositFen',
      allowed: { fen: unit.depositFen },
    });
}
