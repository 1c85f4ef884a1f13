/**
 * Requests that enter something beside the cases: under an idempotency key each is done once. The key is noted in the
 * transaction of the work, so one that failed leaves no key, and of two at once the second waits for the first.
 */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../domain/cases/record';
import type { Prisma, PrismaClient } from '../../prisma/generated/client';
import { refuse } from '../http/problem';
import type { RouteKey } from '../roles';
import { fingerprint, idempotencyHeaders, isFirst } from './keys';
import { sha256 } from './texts';

/** The key of requests that may do without: directory records, which a person sees at once when they stand twice. */
export const optionalKey = idempotencyHeaders.partial();

/** The request: what was asked of which route by whom, and its receipt in epoch milliseconds. */
export interface Sent {
  route: RouteKey;
  actor: Pick<Actor, 'id'>;
  call: { headers: { 'idempotency-key'?: string | undefined }; params?: unknown; body?: unknown; now: number };
}

interface Work<T> {
  /** Does it, with an id for the record that it makes: the same on every retry. */
  make: (db: Prisma.TransactionClient, id: string) => Promise<T>;
  /** What was made under that id before; null where it was deleted since. */
  find: (id: string) => Promise<T | null>;
}

/**
 * Does the work of a request once, and answers a retry with what was made. Throws a refusal for a key that was used for
 * another request, or whose record was deleted since.
 */
export async function once<T>(prisma: PrismaClient, { route, actor, call }: Sent, { make, find }: Work<T>): Promise<T> {
  const key = call.headers['idempotency-key'];
  if (key === undefined) return prisma.$transaction((db) => make(db, randomUUID()));
  const { params, body, now } = call;
  const print = fingerprint({ action: route, actorId: actor.id, body: { params, body } });
  const asked = { key, actorId: actor.id, action: route, fingerprint: print };
  const id = sha256(JSON.stringify([actor.id, key, print])).slice(0, 32);
  const made = await prisma.$transaction(async (db) =>
    (await isFirst(db, asked, now)) ? { fresh: await make(db, id) } : undefined,
  );
  if (made) return made.fresh;
  const before = await find(id);
  if (before !== null) return before;
  throw refuse('already_done', '此请求已处理，其记录已删除', 'It was done, and what it made was deleted since');
}
