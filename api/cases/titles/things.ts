/** The things that forms of a case name beside people: units of the loaner pool, and the unit that the case is about. */
import type { AnyAction } from '../../../domain/cases/kind';
import type { CaseState } from '../../../domain/cases/state';
import type { PrismaClient } from '../../../prisma/generated/client';
import { freeLoaners } from '../named-loaner';
import type { FormContext } from './choices';

/** Read only for the actions whose forms name them. */
export async function thingsOf(
  prisma: PrismaClient,
  { parties }: CaseState,
  actions: readonly AnyAction[],
): Promise<Pick<FormContext, 'loaners' | 'unit'>> {
  const lends = actions.some(({ name }) => name === 'issueLoaner');
  const counts = actions.some(({ name }) => name === 'checkGoods') && parties.assetId !== undefined;
  const [loaners, unit] = await Promise.all([
    lends ? freeLoaners(prisma) : [],
    counts ? prisma.asset.findUnique({ where: { id: parties.assetId! }, select: { model: true } }) : null,
  ]);
  return { loaners, ...(unit && { unit }) };
}
