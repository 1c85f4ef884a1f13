/** Idempotency keys: what was asked first under a key, when, and for an opening the case number that it got. */
import { z } from 'zod';
import { Prisma, type PrismaClient, type RequestKey } from '../../prisma/generated/client';
import { refuse } from '../http/problem';
import { sha256 } from './texts';

/** The header of requests that change a case, or enter what counts. */
export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[A-Za-z0-9._:-]{8,64}$/)
    .describe(
      '8 to 64 letters, digits and . _ : -, such as a UUID; new for each intention, the same on every retry of it',
    ),
});

/** SHA-256 over what was asked, in canonical JSON: the same request gives the same print whatever its key order. */
export function fingerprint(asked: { action: string; caseId?: string; actorId: string; body: unknown }): string {
  return sha256(JSON.stringify(canonical(asked)));
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, canonical(v)]),
  );
}

/** What is asked for under a key. */
export interface Asked {
  key: string;
  actorId: string;
  action: string;
  fingerprint: string;
}

function refuseOther(row: RequestKey, asked: Asked): void {
  if (row.fingerprint === asked.fingerprint) return;
  throw refuse(
    'key_reused',
    '此幂等键已用于另一请求，请为新的请求使用新的键',
    'This idempotency key was used for another request; use a new key for a new request',
    { field: 'idempotency-key' },
  );
}

/** The row of a key that was used before. Refuses a key that was used for another request. */
export async function knownKey(prisma: PrismaClient, asked: Asked): Promise<RequestKey | undefined> {
  const row = await prisma.requestKey.findUnique({
    where: { actorId_key: { actorId: asked.actorId, key: asked.key } },
  });
  if (row) refuseOther(row, asked);
  return row ?? undefined;
}

/**
 * The first receipt of this actor's key, epoch milliseconds: `now` where it is new. Refuses a key that was used for
 * another request.
 */
export async function firstReceipt(
  prisma: PrismaClient,
  asked: Asked & { caseId: string },
  now: number,
): Promise<number> {
  const where = { actorId_key: { actorId: asked.actorId, key: asked.key } };
  await prisma.requestKey.createMany({ data: [{ ...asked, receivedAt: new Date(now) }], skipDuplicates: true });
  const row = await prisma.requestKey.findUniqueOrThrow({ where });
  refuseOther(row, asked);
  return row.receivedAt.getTime();
}

/** Whether the case has recorded what was asked for under a key: it was accepted, and is not to be judged again. */
export async function wasTaken(prisma: PrismaClient, asked: Asked & { caseId: string }): Promise<boolean> {
  const row = await knownKey(prisma, asked);
  if (!row) return false;
  const { caseId, action: causeName, actorId } = asked;
  const { receivedAt } = row;
  return (await prisma.step.count({ where: { caseId, causeType: 'action', causeName, actorId, receivedAt } })) > 0;
}

/**
 * Notes a key in the transaction of its work; false where the same request came before. Refuses a key that was used for
 * another request. `now` in epoch milliseconds.
 */
export async function isFirst(tx: Prisma.TransactionClient, asked: Asked, now: number): Promise<boolean> {
  const data = [{ ...asked, receivedAt: new Date(now) }];
  const { count } = await tx.requestKey.createMany({ data, skipDuplicates: true });
  if (count > 0) return true;
  const { actorId, key } = asked;
  refuseOther(await tx.requestKey.findUniqueOrThrow({ where: { actorId_key: { actorId, key } } }), asked);
  return false;
}

/**
 * Forgets the key of an action that the case refused: done later, the action is received then, not when it was refused.
 * The row of another request, or of another receipt, stays.
 */
export async function forgetReceipt(prisma: PrismaClient, asked: Asked, receivedAt: number): Promise<void> {
  const { actorId, key, fingerprint } = asked;
  await prisma.requestKey.deleteMany({ where: { actorId, key, fingerprint, receivedAt: new Date(receivedAt) } });
}

/** The number of an opening and its first receipt, epoch milliseconds. */
export interface OpeningKey {
  caseId: string;
  receivedAt: number;
}

/**
 * The case number of an opening: the one that the key got first, or the next of its kind and year. Key, number and what
 * `alongside` writes are one transaction, so concurrent retries meet the same number and no number is skipped by them.
 */
export async function openingNumber(
  prisma: PrismaClient,
  asked: Asked,
  number: { kind: string; prefix: string; year: number },
  now: number,
  alongside: (tx: Prisma.TransactionClient, caseId: string) => Promise<void>,
): Promise<OpeningKey> {
  return prisma.$transaction(async (tx) => {
    const where = { actorId_key: { actorId: asked.actorId, key: asked.key } };
    if (!(await isFirst(tx, asked, now))) {
      const row = await tx.requestKey.findUniqueOrThrow({ where });
      if (row.caseId === null) throw new Error('the key of an opening has no case number');
      return { caseId: row.caseId, receivedAt: row.receivedAt.getTime() };
    }
    // One statement: the row lock makes the next number wait for this transaction, so numbers have no gaps.
    const [counter] = await tx.$queryRaw<{ last: number }[]>(Prisma.sql`
      insert into master."CaseCounter" (kind, year, last) values (${number.kind}, ${number.year}, 1)
      on conflict (kind, year) do update set last = "CaseCounter".last + 1 returning last`);
    if (!counter) throw new Error('the counter of case numbers answered nothing');
    const caseId = `${number.prefix}${number.year}-${String(counter.last).padStart(6, '0')}`;
    await tx.requestKey.update({ where, data: { caseId } });
    await alongside(tx, caseId);
    return { caseId, receivedAt: now };
  });
}
