/**
 * The settlement of a period between principal and partner: every cost with who bears it and why, the repair fund with
 * what was carried in and goes on, and what each side owes. Goods payments are never set off against it (C-DL-3.1-c).
 */
import { ask, fenOf, textOf, yuan, type Agreement } from './agreement';
import { bear, type Cost, type Shares } from './costs';
import type { PeriodCost } from './periods';

/** How an agreement settles; the section `partners.settlement` of its policy. */
export interface SettlementRules {
  /** The milestone by which the agreement names the date of settlement. */
  milestone: string;
  /** Whether the partner has a repair fund of a share of its payments. */
  fund: boolean;
  /** What the principal bears is paid against a return card. */
  card: boolean;
}

/** A payment for goods that the partner made. */
export interface Payment {
  id: string;
  on: string;
  fen: number;
}

/** A line of the statement. */
export interface SettlementLine extends Cost, Shares {
  /** The period of its date, where it was left open or not known there and is settled now. */
  earlier?: string;
  clauses: readonly string[];
  /** Why it is not settled yet; absent where it is. */
  open?: 'card_missing' | 'facts_missing';
  missing: readonly string[];
}

/** The repair fund of the period, whole fen. */
export interface Fund {
  paymentsFen: number;
  fundFen: number;
  carriedInFen: number;
  spentFen: number;
  /** Beyond the fund and what was carried in: the partner pays it within the period. */
  overrunFen: number;
  carryOutFen: number;
  clauses: readonly string[];
}

export interface Statement {
  /** The date by which it is settled, YYYY-MM-DD. */
  settleBy: string;
  lines: readonly SettlementLine[];
  fund?: Fund;
  /** What the principal owes the partner, and the partner the principal; whole fen. */
  principalOwesFen: number;
  partnerOwesFen: number;
  clauses: readonly string[];
}

/** The date of settlement of a cost or payment of that date; undefined where the agreement does not say. */
export function settleBy(agreement: Agreement, { milestone }: SettlementRules, on: string): string | undefined {
  return textOf(ask(agreement, 'deadline', { milestone, costDate: on }).answer, 'settleBy');
}

/** Makes the statement of the costs and payments of one period. Costs are taken in the order of their dates. */
export function settle(
  agreement: Agreement,
  rules: SettlementRules,
  period: { settleBy: string; costs: readonly PeriodCost[]; payments: readonly Payment[]; carriedInFen: number },
): Statement {
  const base = rules.fund ? fundBefore(agreement, period) : undefined;
  let spentFen = 0;
  const lines = inOrder(period.costs).map((cost) => {
    const { missing, clauses, ...shares } = bear(
      agreement,
      cost,
      base && { availableFen: base.availableFen, spentFen },
    );
    spentFen += shares.fundFen;
    // What only the fund bears stands on the fund's own clauses.
    const cited = clauses.length === 0 && shares.fundFen > 0 ? base!.clauses : clauses;
    return { ...cost, ...shares, clauses: cited, missing, ...openness(shares, cost, rules) };
  });
  const settled = lines.filter(({ open }) => open === undefined);
  const fund = base && fundAfter(agreement, period, spentFen);
  const sum = (field: 'principalFen' | 'partnerFen'): number => settled.reduce((total, line) => total + line[field], 0);
  return {
    settleBy: period.settleBy,
    lines,
    ...(fund && { fund }),
    principalOwesFen: sum('principalFen'),
    partnerOwesFen: sum('partnerFen') + (fund?.overrunFen ?? 0),
    clauses: [...new Set([...lines.flatMap(({ clauses }) => clauses), ...(fund?.clauses ?? [])])],
  };
}

/** What a cost waits for before it can be settled, whatever the fund holds; undefined where nothing. */
export function opensAs(
  agreement: Agreement,
  rules: SettlementRules,
  cost: Cost,
): { open: NonNullable<SettlementLine['open']>; missing: readonly string[] } | undefined {
  const borne = bear(agreement, cost, rules.fund ? emptyFund : undefined);
  const { open } = openness(borne, cost, rules);
  return open && { open, missing: borne.missing };
}

const emptyFund = { availableFen: 0, spentFen: 0 };

/** C-AG-5-b: what the principal bears is settled against the card. */
function openness(
  { openFen, principalFen }: Shares,
  { cardNo }: Cost,
  { card }: SettlementRules,
): Pick<SettlementLine, 'open'> {
  if (openFen > 0) return { open: 'facts_missing' };
  return card && principalFen > 0 && cardNo === undefined ? { open: 'card_missing' } : {};
}

function inOrder(costs: readonly PeriodCost[]): PeriodCost[] {
  return [...costs].sort((a, b) => compare(a.on, b.on) || compare(a.reference, b.reference));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Period = Parameters<typeof settle>[2];

function paymentsOf({ payments }: Period): number {
  return payments.reduce((total, { fen }) => total + fen, 0);
}

function fundBefore(agreement: Agreement, period: Period): { availableFen: number; clauses: readonly string[] } {
  const { answer, clauses } = ask(agreement, 'fee', { quarterPaymentsCny: yuan(paymentsOf(period)) });
  return { availableFen: (fenOf(answer, 'fund') ?? 0) + period.carriedInFen, clauses };
}

function fundAfter(agreement: Agreement, period: Period, spentFen: number): Fund {
  const paymentsFen = paymentsOf(period);
  const { answer, clauses } = ask(agreement, 'fee', {
    quarterPaymentsCny: yuan(paymentsFen),
    carriedInCny: yuan(period.carriedInFen),
    actualRepairCostCny: yuan(spentFen),
  });
  return {
    paymentsFen,
    fundFen: fenOf(answer, 'fund') ?? 0,
    carriedInFen: period.carriedInFen,
    spentFen,
    overrunFen: fenOf(answer, 'dealerPays') ?? 0,
    carryOutFen: fenOf(answer, 'carryOut') ?? 0,
    clauses,
  };
}
