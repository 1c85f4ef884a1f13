/** What costs between principal and partner are, and who bears each by the agreement. */
import type { Question } from '../decision/program';
import { ask, fenOf, textOf, yuan, type Agreement } from './agreement';

/** What a cost is for. */
export const costKinds = ['repair', 'part', 'return', 'freight', 'training'] as const;
export type CostKind = (typeof costKinds)[number];

/** A cost as it was entered. */
export interface Cost {
  id: string;
  /** The partner's own number of it. */
  reference: string;
  kind: CostKind;
  /** Date, YYYY-MM-DD. */
  on: string;
  /** Whole fen. */
  fen: number;
  /** The case that it came from. */
  caseId?: string;
  /** Number of the return card that proves it. */
  cardNo?: string;
  /** Facts of the catalogue by which it is decided. */
  facts: Readonly<Record<string, unknown>>;
}

/** Who bears a cost, in whole fen; together the cost. */
export interface Shares {
  principalFen: number;
  partnerFen: number;
  userFen: number;
  /** Drawn on the partner's repair fund. */
  fundFen: number;
  /** Not decided: facts are missing. */
  openFen: number;
}

interface Asked {
  question: Question;
  amount?: string;
  given?: Record<string, unknown>;
  /** The fund is there for it, also where the agreement names nobody who bears it. */
  ofFund?: true;
}

/** How a cost is asked about: the question, and the fact that holds its amount. */
const asked: Readonly<Record<CostKind, Asked>> = {
  repair: { question: 'fee', amount: 'actualRepairCostCny', ofFund: true },
  part: { question: 'parts', amount: 'newPartCny' },
  // A return has three amounts, each with a payer of its own.
  return: { question: 'fee' },
  freight: { question: 'fee', amount: 'freightCny' },
  training: { question: 'fee', amount: 'travelActualCny', given: { work: 'training' } },
};

/** What is asked about costs. */
export const costQuestions: readonly Question[] = [...new Set(Object.values(asked).map(({ question }) => question))];

/**
 * Facts that a cost says by itself: its date, its amount, what it is for, and the fund; the decision of a return follows
 * from what the cost tells.
 */
export const givenByCost: readonly string[] = [
  ...Object.values(asked).flatMap(({ amount, given = {} }) => [...(amount ? [amount] : []), ...Object.keys(given)]),
  ...['claimDate', 'requestDate', 'requestTime', 'decision', 'drawnCny', 'quarterLimitCny'],
  ...['quarterPaymentsCny', 'fundBalanceCny', 'carriedInCny', 'goodsPaymentDueCny', 'quarter'],
];

/** The facts that hold the amounts of a return, each by the first of its names that is known; together its cost. */
export const returnAmounts = [
  ['inboundFreightCny', 'returnFreightCny'],
  ['outboundFreightCny'],
  ['refurbishPartsCny', 'partsCostCny'],
] as const;

/** What a return cost by its facts, in whole fen. */
export function returnFen(facts: Readonly<Record<string, unknown>>): number {
  return returnAmounts.reduce((sum, names) => {
    const amount = names.map((name) => facts[name]).find((value) => typeof value === 'number') ?? 0;
    return sum + Math.round(amount * 100);
  }, 0);
}

/** The fund of the period as it stands before a cost. */
export interface FundSoFar {
  availableFen: number;
  spentFen: number;
}

const nobody: Shares = { principalFen: 0, partnerFen: 0, userFen: 0, fundFen: 0, openFen: 0 };

/** What the parties are called in answers. */
const principals = ['company', 'manufacturer', 'maker'];
const users = ['user', 'customer'];

/**
 * Asks who bears a cost. With a fund, a repair that the agreement charges to nobody else is drawn on it, and parts are
 * within the limit as far as the fund still reaches (R-DL-FUND). Any other cost without a payer stays open.
 */
export function bear(
  agreement: Agreement,
  cost: Cost,
  fund?: FundSoFar,
): Shares & { clauses: readonly string[]; missing: readonly string[] } {
  const { question, amount, given, ofFund } = asked[cost.kind];
  const { answer, clauses, missing } = ask(agreement, question, {
    claimDate: cost.on,
    ...given,
    ...(amount !== undefined && { [amount]: yuan(cost.fen) }),
    ...(fund && question === 'parts' && { drawnCny: yuan(fund.spentFen), quarterLimitCny: yuan(fund.availableFen) }),
    ...cost.facts,
  });
  const shares = sharesOf(answer, cost.fen, { hasFund: fund !== undefined, ofFund: ofFund ?? false });
  return { ...shares, clauses, missing: shares.openFen > 0 ? missing : [] };
}

function sharesOf(
  answer: Readonly<Record<string, unknown>>,
  fen: number,
  { hasFund, ofFund }: { hasFund: boolean; ofFund: boolean },
): Shares {
  const supplied = fenOf(answer, 'suppliedInLimitCny');
  if (supplied !== undefined)
    return { ...nobody, fundFen: supplied, partnerFen: fenOf(answer, 'chargedToDealerCny') ?? fen - supplied };
  const partner = fenOf(answer, 'dealerTotal');
  if (partner !== undefined) {
    // An agreement that charges more than was entered speaks of other costs: nobody is made to bear the difference.
    if (partner > fen) return { ...nobody, openFen: fen };
    const fundFen = hasFund ? (fenOf(answer, 'deduction') ?? 0) : 0;
    return { ...nobody, fundFen, partnerFen: partner - fundFen, principalFen: fen - partner };
  }
  const payer = textOf(answer, 'payer');
  if (payer === undefined) return hasFund && ofFund ? { ...nobody, fundFen: fen } : { ...nobody, openFen: fen };
  if (principals.includes(payer)) return { ...nobody, principalFen: fen };
  return users.includes(payer) ? { ...nobody, userFen: fen } : { ...nobody, partnerFen: fen };
}
