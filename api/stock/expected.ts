/** What suppliers say of a date reaches the case that waits for the part. */
import { repairKind } from '../../domain/cases/repair';
import type { Actor } from '../../domain/cases/record';
import { act } from '../cases/act';
import type { ApiDeps } from '../deps';
import { ApiError } from '../http/problem';

export interface Telling {
  actor: Actor;
  /** Names this telling: repeated, it is told once. */
  key: string;
  requestId: string;
  /** Receipt of the request, epoch milliseconds. */
  now: number;
}

/** A case that does not wait (any more), or knows the date, has nothing to be told. */
const fine = new Set(['illegal_transition', 'already_done', 'case_closed']);

/**
 * Tells a repair that waits for parts the latest date of its open requests: from then on its warning goes by it. Throws
 * `unavailable` where the case cannot be told now.
 */
export async function tellExpected(deps: ApiDeps, caseId: string, telling: Telling): Promise<void> {
  const { prisma } = deps;
  const found = await prisma.case.findUnique({ where: { id: caseId }, select: { kind: true, status: true } });
  if (found?.kind !== 'repair' || found.status !== 'waiting_parts') return;
  const { _max } = await prisma.partRequest.aggregate({
    where: { caseId, receivedAt: null, status: { not: 'cancelled' } },
    _max: { expectedAt: true },
  });
  if (_max.expectedAt === null) return;
  const payload = { expectedAt: _max.expectedAt.toISOString() };
  try {
    await act(deps, repairKind, { caseId, action: 'expectParts', payload, ...telling });
  } catch (error) {
    if (!(error instanceof ApiError) || !fine.has(error.code)) throw error;
  }
}
