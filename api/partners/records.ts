/** What the routes of partners share: finding a partner with its agreement, dates as columns and texts. */
import { BadGiven } from '../../domain/decision/decide';
import type { Partner } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { ApiError, refuse } from '../http/problem';
import type { SupplierPolicy } from '../../policies/contract';

/** The partner and its agreement. Throws a refusal where either is not there. */
export async function partnerOf(
  { prisma, policies }: ApiDeps,
  id: string,
): Promise<{ partner: Partner; agreement: SupplierPolicy }> {
  const partner = await prisma.partner.findUnique({ where: { id } });
  if (!partner) throw refuse('not_found', '没有这个合作方', 'There is no such partner');
  const agreement = policies.supplier(partner.policyId);
  if (!agreement) throw refuse('requirement_missing', '其协议不再有效', 'Its agreement is not in force any more');
  return { partner, agreement: withParameters(agreement, partner) };
}

/** What the agreement leaves blank is asked with what this partner's copy fills in. */
function withParameters(agreement: SupplierPolicy, { parameters }: Partner): SupplierPolicy {
  const filled = parameters as Record<string, unknown>;
  return { ...agreement, ask: (question, given) => asking(() => agreement.ask(question, { ...filled, ...given })) };
}

/** Facts that an agreement cannot read are the caller's problem. */
export function asking<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw error instanceof BadGiven ? new ApiError('invalid_request', error.asProblems) : error;
  }
}

export const asColumn = (date: string): Date => new Date(`${date}T00:00:00Z`);
export const asDate = (column: Date): string => column.toISOString().slice(0, 10);
