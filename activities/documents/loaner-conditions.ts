/** In which condition a loaner went out and came back: what was noted about it, by when, near which of the two. */
import type { Loaner } from '../../domain/cases/repair/state';

/** A condition that somebody noted; `caseId` where it was noted for a case. `at` in epoch milliseconds. */
export interface NotedCondition {
  at: number;
  caseId: string | null;
  condition: string;
}

/**
 * The conditions that the agreement of this case names (S-4.5-f). One that was noted for the case belongs to the hand-out
 * or the return, whichever is nearer, so a note a little before or after counts; where nothing was noted at the hand-out,
 * the unit went out as it was seen last. A unit that is still out has not come back in any condition.
 * @param checks of the unit, oldest first
 */
export function loanerConditions(
  checks: readonly NotedCondition[],
  { issuedAt, returnedAt, status }: Pick<Loaner, 'issuedAt' | 'returnedAt' | 'status'>,
  caseId: string,
): { issued?: string; returned?: string } {
  if (issuedAt === undefined) return {};
  const back = status === 'returned' ? returnedAt : undefined;
  const isReturn = ({ at }: NotedCondition): boolean =>
    back !== undefined && at > issuedAt && at - issuedAt > Math.abs(back - at);
  const own = checks.filter((check) => check.caseId === caseId);
  const before = checks.filter(({ at }) => at <= issuedAt).at(-1);
  const noted = own.find((check) => check.at > issuedAt && !isReturn(check));
  const issued = before?.caseId === caseId ? before : (noted ?? before);
  const returned = own.find(isReturn);
  return { ...(issued && { issued: issued.condition }), ...(returned && { returned: returned.condition }) };
}
