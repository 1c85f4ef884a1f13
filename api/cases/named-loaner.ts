/**
 * A loaner that an action names: one unit is lent to one customer at a time, for the deposit of its model (S-4.5-f). The
 * workflow knows no master data, so this is checked here. A department without a pool names its units as it likes.
 */
import type { Instant } from '../../domain/time/instant';
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

/**
 * A unit that is being given out is nobody else's until its case has recorded it, which takes a moment; longer than this
 * it is held for nothing, because the action came to nothing.
 */
const PROMISED_MS = 60_000;

/**
 * Refuses a unit that the pool does not have, one that is retired or out already, and another deposit than its model has;
 * else promises it to this case, so that of two who give it out at once one is refused. `now` in epoch milliseconds.
 */
export async function promiseNamedLoaner(
  prisma: PrismaClient,
  payload: Readonly<Record<string, unknown>>,
  caseId: string,
  now: Instant,
): Promise<void> {
  const { unitId, depositFen } = payload;
  if (typeof unitId !== 'string') return;
  const unit = await prisma.loanerUnit.findUnique({ where: { id: unitId } });
  if (!unit) {
    if ((await prisma.loanerUnit.count()) === 0) return;
    throw refuse('invalid_request', '没有这台代用机', 'There is no such unit', await otherThan(prisma, unitId));
  }
  if (unit.retiredAt !== null)
    throw refuse('invalid_request', '此代用机已停用', 'This unit is retired', { field: 'unitId' });
  if (depositFen !== unit.depositFen)
    throw refuse('invalid_request', '押金与此代用机的押金不符', 'The deposit is not the one of this unit', {
      field: 'depositFen',
      allowed: { fen: unit.depositFen },
    });
  // One statement: of two at once the second waits for the row, and then finds it promised.
  const promised = await prisma.$executeRaw`
    UPDATE master."LoanerUnit" SET "promisedTo" = ${caseId}, "promisedAt" = ${new Date(now)}
    WHERE "id" = ${unitId}
      AND ("promisedTo" IS NULL OR "promisedTo" = ${caseId} OR "promisedAt" < ${new Date(now - PROMISED_MS)})
      AND NOT EXISTS (SELECT FROM cases."Case" c WHERE c."state" #>> '{loaner,status}' = 'issued'
        AND c."state" #>> '{loaner,unitId}' = ${unitId} AND c."id" <> ${caseId})`;
  if (promised === 0)
    throw refuse('invalid_request', '此代用机已借出', 'This unit is lent already', await otherThan(prisma, unitId));
}

/** The case did not take it: what it was promised is free again. */
export async function releaseLoaner(
  prisma: PrismaClient,
  { unitId }: Readonly<Record<string, unknown>>,
  caseId: string,
): Promise<void> {
  if (typeof unitId !== 'string') return;
  const data = { promisedTo: null, promisedAt: null };
  await prisma.loanerUnit.updateMany({ where: { id: unitId, promisedTo: caseId }, data });
}

async function otherThan(prisma: PrismaClient, unitId: string): Promise<{ field: string; allowed: string[] }> {
  const free = await freeLoaners(prisma);
  return { field: 'unitId', allowed: free.map(({ id }) => id).filter((id) => id !== unitId) };
}
