/**
 * The state of a return or exchange: what every case has, and a section for each part of the work. JSON; instants are
 * epoch milliseconds, money fen.
 */
import type { Approval } from '../approvals';
import { isReversed, type MoneyParty } from '../ledger-rows';
import type { TextRef } from '../record';
import type { CaseState } from '../state';
import type { Instant } from '../../time/instant';

/** What a customer may get for their goods, the most first. */
export const remedies = ['return', 'exchange', 'warranty_repair', 'paid_repair'] as const;
export type Remedy = (typeof remedies)[number];

/** What a customer asks for; whether a repair is free is not theirs to say. */
export const wishes = ['return', 'exchange', 'repair'] as const;

/** The remedy among those offered that is what the customer asks for. */
export function fitting(offered: readonly Remedy[], wants: unknown): Remedy | undefined {
  return offered.find((r) => r === wants || (wants === 'repair' && (r === 'warranty_repair' || r === 'paid_repair')));
}

/** Why goods come back. */
export const returnReasons = [
  'quality',
  'missing',
  'dirty',
  'wrong_model',
  'wrong_quantity',
  'unsatisfied',
  'not_as_contracted',
  'transport_damage',
  'no_reason',
] as const;
export type ReturnReason = (typeof returnReasons)[number];

/** A line of the sales document. */
export interface SoldLine {
  line: number;
  model: string;
  quantity: number;
  /** What one of them cost the customer. */
  unitFen: number;
  serialNo?: string;
  batchNo?: string;
}

/** Goods that the customer wants to give back: a line of the sale, and how many of it. */
export interface ReturnItem {
  line: number;
  quantity: number;
  reason: ReturnReason;
}

/** What the policy's decision comes to, with its reasons. */
export interface Entitlement {
  /** In the words of the policy: `return`, `accept_on_spot`, `substitute`, `paid_repair`, `pending` … */
  decision: string;
  /** What the customer may choose among. */
  remedies: readonly Remedy[];
  route?: string;
  freightPayer?: string;
  /** Last date on which the customer may ask for it, `YYYY-MM-DD`. */
  lastDay?: string;
  /** Clauses whose conditions did not hold, in the order in which they were tried. */
  failed: readonly string[];
  /** Facts without which it cannot be said. */
  askFor: readonly string[];
  clauses: readonly string[];
}

/** What the warehouse found of one line. */
export interface InspectedLine {
  line: number;
  received: number;
  accepted?: number;
  refused?: number;
  refusal?: string;
  condition?: TextRef;
  /** Not caused by production; only such may be refused where the policy says so. */
  inspectedBy?: string;
  inspectedAt?: Instant;
}

export interface Replacement {
  line: number;
  model: string;
  quantity: number;
  serialNo?: string;
  /** Another model at the same price, where the one that was sold is not to be had. */
  substitute: boolean;
}

/** What we ask of the maker or dealer for goods that are their fault. */
export interface SupplierClaim {
  no: number;
  of: 'maker' | 'dealer';
  claimedFen: number;
  oldGoodsSent: boolean;
  at: Instant;
  settled?: { at: Instant; outcome: 'paid' | 'replaced' | 'refused'; fen: number };
}

export interface ReturnState extends CaseState {
  kind: 'return';
  texts: { reason: TextRef; wish?: TextRef };
  sale?: { documentNo: string; lines: readonly SoldLine[] };
  items: readonly ReturnItem[];
  entitlement?: Entitlement;
  /** The remedy that the customer agreed to, or had asked for and is entitled to. */
  remedy?: Remedy;
  /** When another remedy than the wanted one was offered, and not answered yet. */
  offeredAt?: Instant;
  approval?: Approval;
  onSite?: { by: string; at: Instant };
  /** Cause, plan and liability as the department that reviews them found. */
  plan?: { at: Instant; by: string; cause: TextRef; plan: TextRef; corrective?: TextRef };
  liable?: MoneyParty;
  order?: { orderNo: string; route: string; freightPayer: string; issuedAt: Instant; remindedAt?: Instant };
  goods: {
    receivedAt?: Instant;
    receivedBy?: string;
    /** What came against what was to come, where they differ. */
    differs: readonly { line: number; announced: number; received: number }[];
    lines: readonly InspectedLine[];
    /** Goods that stay the customer's were sent back. */
    sentBackAt?: Instant;
  };
  refund?: {
    amountFen: number;
    entries: readonly number[];
    proposedBy: string;
    paidAt?: Instant;
    slipNo?: string;
    /** What the customer got by proposals that were taken back since. */
    paidFen?: number;
  };
  replacement?: { lines: readonly Replacement[]; shippedAt?: Instant; trackingNo?: string; deliveredAt?: Instant };
  /** The warranty starts anew with an exchange, where the policy says so: `YYYY-MM-DD`. */
  warrantyFrom?: string;
  claims: readonly SupplierClaim[];
  passedToRepairAt?: Instant;
  settledAt?: Instant;
}

/** Whether any part of the refund was taken back: then another one has to be proposed. */
export function takenBack({ refund, ledger }: Pick<ReturnState, 'refund' | 'ledger'>): boolean {
  return refund?.entries.some((no) => isReversed(ledger, no)) ?? false;
}

/** What the customer has got of refunds so far: one that was taken back after it was paid was paid all the same. */
export function refundedFen({ refund }: Pick<ReturnState, 'refund'>): number {
  return refund?.paidAt === undefined ? (refund?.paidFen ?? 0) : refund.amountFen;
}

/** Goods of the customer that are with us and did not become ours. */
export function goodsToSendBack(state: ReturnState): boolean {
  const { receivedAt, sentBackAt, lines } = state.goods;
  if (receivedAt === undefined || sentBackAt !== undefined) return false;
  const ours =
    state.refund?.paidAt !== undefined || refundedFen(state) > 0 || state.replacement?.shippedAt !== undefined;
  return ours ? lines.some((l) => (l.refused ?? 0) > 0) : lines.some((l) => l.received > 0);
}

/** How many of the goods were accepted, and what they had cost. */
export function acceptedGoods(state: ReturnState): { quantity: number; fen: number } {
  const price = new Map(state.sale?.lines.map((l) => [l.line, l.unitFen]));
  return state.goods.lines.reduce(
    (sum, { line, accepted = 0 }) => ({
      quantity: sum.quantity + accepted,
      fen: sum.fen + accepted * (price.get(line) ?? 0),
    }),
    { quantity: 0, fen: 0 },
  );
}

/** The statuses of a return, in the order of the work. */
export const returnStatuses = [
  'received',
  'contacted',
  'assessed',
  'waiting_customer',
  'waiting_approval',
  'authorised',
  'waiting_goods',
  'inspecting',
  'settling',
  'callback_due',
  'closed',
  'completed',
  'cancelled',
] as const;
export type ReturnStatus = (typeof returnStatuses)[number];
