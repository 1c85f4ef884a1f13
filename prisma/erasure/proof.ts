/**
 * Proofs of erasure: one row each, chained by SHA-256, written in the transaction that erases. A proof tells who, when and
 * which tables, with the hash of what was there: whoever holds a copy can be shown that it was erased, and nobody can
 * read it back.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/policy/canonical';
import type { Erasure, Prisma } from '../generated/client';

/** What was erased of a table. */
export interface ErasedTable {
  table: string;
  rows: number;
  /** Of the erased values in canonical JSON, in the order of their keys. */
  sha256: string;
}

/** The chain value before the first proof. */
const genesis = '0'.repeat(64);
/** One proof after the other: any number, the same in every process. */
const lockKey = 7_311_904;

/** The entry of a table; none where there was nothing. */
export function erasedTable(table: string, rows: readonly object[]): ErasedTable[] {
  if (rows.length === 0) return [];
  const plain: unknown = JSON.parse(JSON.stringify(rows));
  return [{ table, rows: rows.length, sha256: sha256(canonicalJson(plain)) }];
}

/** Adds the proof of what a transaction erased. `at`: ISO 8601 UTC. */
export async function prove(
  db: Prisma.TransactionClient,
  entry: {
    subject: 'customer' | 'person' | 'partner' | 'retention';
    subjectId: string;
    reason: string;
    by: string;
    at: string;
    what: readonly ErasedTable[];
  },
): Promise<Erasure> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(${lockKey})`;
  const last = await db.erasure.findFirst({ orderBy: { n: 'desc' } });
  const row = {
    ...entry,
    n: (last?.n ?? 0) + 1,
    at: new Date(entry.at),
    what: entry.what as unknown as Prisma.InputJsonArray,
    previous: last?.chain ?? genesis,
  };
  return db.erasure.create({ data: { ...row, chain: chainOf(row) } });
}

/** The chain value that a proof should have. */
export function chainOf(proof: Omit<Erasure, 'chain' | 'what'> & { what: unknown }): string {
  const { n, subject, subjectId, reason, by, at, what, previous } = proof;
  return sha256(canonicalJson({ n, subject, subjectId, reason, by, at: at.toISOString(), what, previous }));
}

/** The numbers of the proofs at which the chain does not hold: changed, or one before it is missing. */
export function brokenProofs(proofs: readonly Erasure[]): number[] {
  let previous = genesis;
  return proofs.flatMap((proof, index) => {
    const holds = proof.n === index + 1 && proof.previous === previous && chainOf(proof) === proof.chain;
    previous = proof.chain;
    return holds ? [] : [proof.n];
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
