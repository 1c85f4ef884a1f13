import type { FeeLine } from './case-policy';
import { holds, type Facts } from './rule';

/**
 * The lines of a fee table that apply to a case: of several lines for one item, the first whose condition holds, so
 * that parts which are free in warranty cannot be charged at cost as well. Lines without an item stand for themselves.
 */
export function feesThatApply(fees: readonly FeeLine[], facts: Facts): FeeLine[] {
  const holding = fees.filter(({ when }) => holds(when, facts));
  return holding.filter(
    (line, index) => line.item === undefined || holding.findIndex(({ item }) => item === line.item) === index,
  );
}

/** Whether a line is priced by how many visits or points there are, of which there is no half. */
export function isCounted({ basis }: FeeLine): boolean {
  return basis === 'visit' || basis === 'point' || basis === 'pointYear';
}
