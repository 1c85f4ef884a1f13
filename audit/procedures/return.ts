/**
 * A return or exchange as the auditor reads it: which marks, facts, money and pauses each action brings, and what about
 * it the product would have refused. Written from the policies' words, not from the product's functions.
 */
import type { Actor } from '../../domain/cases/record';
import { returnKind } from '../../domain/cases/return';
import type { CasePolicy } from '../../domain/policy/case-policy';
import { isSecondEdition, isThirdEdition } from '../../domain/policy/edition';
import type { Clauses } from '../../domain/policy/rule';
import { parseInstant } from '../../domain/time/instant';
import { Request } from '../approvals';
import { given, without, type Acts } from './case-file';
import type { Procedure, Suspicion } from './procedure';
import { ReturnCase, type Sold } from './return-case';

/** Every field that any action's payload may have, after its schema checked it. */
interface Payload {
  salesDocuments: boolean;
  until?: string;
  sale: { lines: Sold[] };
  items: { line: number; quantity: number; reason: string; received: number }[];
  wants?: string;
  discontinued?: boolean;
  suppliedBy?: string;
  accepted: boolean | number;
  refused: number;
  decision: 'approved' | 'refused';
  duty: string;
  onSite: boolean;
  liable?: string;
  line: number;
  amountFen: number;
  deductions: { deduction: string; fen: number }[];
  lines: { line: number; model: string; quantity: number; serialNo?: string; priceFen?: number }[];
  of: string;
  claimedFen: number;
  claim: number;
  entry: number;
  freightPayer?: string;
  fen: number;
  callback: string;
  reached: boolean;
  satisfied?: boolean;
}

const acts: Acts<ReturnCase, Payload> = {
  respond: (c) => {
    c.mark('responded');
    if (c.status === 'received') c.status = 'contacted';
  },
  checkDocuments: (c, payload) => {
    const { salesDocuments, until } = payload;
    const facts = given(without(payload, 'until'));
    c.learn({ ...facts, salesDocuments: salesDocuments ? 'all' : 'missing' });
    c.decide();
    if (salesDocuments) {
      c.resume('documents');
      return c.mark('documents_complete');
    }
    c.pause('documents');
    if (until !== undefined) c.lookAt('documents', until);
    c.mark('documents_asked');
  },
  fileApplication: (c, { sale, items, wants }) => {
    c.sold = sale.lines;
    c.items = items;
    c.learn({ customerWants: wants, reason: items[0]!.reason });
    c.decide();
    c.mark('applied');
    assessed(c);
  },
  assess: (c, payload) => {
    const { discontinued, suppliedBy } = payload;
    if (suppliedBy !== undefined) c.learn({ purchaserSetTime: true, suppliedBy: parseInstant(suppliedBy) });
    c.learn({
      ...given(without(payload, 'discontinued', 'suppliedBy')),
      ...(discontinued === undefined ? {} : { orderedProductStatus: discontinued ? 'discontinued' : undefined }),
    });
    c.decide();
    assessed(c);
  },
  offer: (c) => {
    c.offeredAt = c.at;
    c.mark('remedy_offered');
    c.status = 'waiting_customer';
  },
  answerOffer: (c, { accepted, wants }) => {
    c.offeredAt = undefined;
    if (wants !== undefined) c.learn({ customerWants: wants });
    c.decide();
    if (accepted) c.agree(c.wish ?? c.remedies[0]);
    else c.mark('remedy_declined');
    c.status = 'assessed';
  },
  negotiate: (c) => c.mark('large_item_negotiated'),

  submit: (c) => {
    if (c.remedy === undefined) c.agree(c.wish);
    c.request = new Request(c.approvers(), c.by);
    const { next } = c.request;
    if (next === undefined) return c.approved();
    c.mark('approval_asked');
    c.tell('approval_needed', next);
    c.status = 'waiting_approval';
  },
  decideReturn: (c, { decision, duty, onSite, liable }) => {
    c.request?.decide(c, duty, decision);
    if (onSite && duty === c.policy.returns?.onSite?.role) c.mark('departments_confirmed');
    if (liable !== undefined) c.learn({ liable });
    if (decision === 'refused') {
      c.forgetRemedy();
      c.mark('return_refused');
      c.status = 'assessed';
    } else if (c.request?.next === undefined) c.approved();
    else c.tell('approval_needed', c.request.next);
  },
  planHandling: (c, { liable }) => {
    c.learn({ liable });
    c.mark('handling_planned');
  },
  issueOrder: (c, { freightPayer = 'company' }) => {
    c.orderedAt = c.at;
    c.freightPayer = c.entitlement.freightPayer ?? freightPayer;
    c.mark('return_order_issued');
    c.status = 'waiting_goods';
    if (c.facts.stage === 'acceptance') c.owesReplacement();
  },
  arrangePickUp: (c) => c.mark('pick_up_arranged'),

  receiveGoods: (c, { items }) => {
    c.receivedAt = c.at;
    c.lines = c.items.map(({ line }) => {
      const received = items.find((i) => i.line === line)?.received ?? 0;
      return received === 0 ? { line, received, accepted: 0, refused: 0 } : { line, received };
    });
    const counted = (line: number): number => c.lines.find((l) => l.line === line)!.received;
    if (c.items.some(({ line, quantity }) => counted(line) !== quantity)) c.mark('quantity_differs');
    c.mark('goods_returned');
    c.status = 'inspecting';
  },
  inspectItem: (c, { line, accepted, refused }) => {
    c.lines = c.lines.map((l) => (l.line === line ? { ...l, accepted: Number(accepted), refused, by: c.by } : l));
    if (refused > 0) c.mark('item_refused');
    if (c.lines.some((l) => l.accepted === undefined)) return;
    c.mark('goods_inspected');
    c.status = 'settling';
    if (c.lines.every((l) => l.accepted === 0)) c.mark('goods_refused');
    else c.owesReplacement();
  },
  sendBack: (c) => {
    c.sentBackAt = c.at;
    c.mark('shipped_back');
    if (c.done.withdrawn !== undefined) c.abandon();
    else c.settleIfDone();
  },

  proposeRefund: (c, { deductions }) => {
    const { refund, deductions: rules } = c.policy.returns ?? {};
    const approvedBy = c.request?.people ?? [];
    const clausesOf = (id: string): Clauses => rules?.find((rule) => rule.id === id)?.clauses ?? [];
    const entries = [
      c.post('refund', c.acceptedFen, 'company', 'customer', { clauses: refund?.clauses ?? [], approvedBy }),
      ...deductions.map(({ deduction, fen }) =>
        c.post('deduction', fen, 'customer', 'company', { clauses: clausesOf(deduction), approvedBy }),
      ),
    ];
    const fen = c.acceptedFen - deductions.reduce((sum, d) => sum + d.fen, 0);
    c.refund = {
      entries: entries.filter((no) => no !== undefined),
      fen,
      paid: false,
      before: isSecondEdition(c.policy) ? c.refundedFen : 0,
    };
    c.mark('refund_proposed');
  },
  payRefund: (c) => {
    const more = c.refund!.fen > c.refund!.before || !isSecondEdition(c.policy);
    c.mark(more ? 'refunded' : 'refund_recovered');
    c.refund = { ...c.refund!, paid: true };
    c.settleIfDone();
  },
  shipReplacement: (c, { lines }) => {
    c.replacement = { lines, delivered: false };
    c.mark('replacement_shipped');
    c.mark('shipped_back');
  },
  confirmDelivery: (c) => c.delivered(),
  claimSupplier: (c, { of, claimedFen }) => {
    c.claims = [...c.claims, { of, fen: claimedFen }];
    c.mark('supplier_claimed');
  },
  settleClaim: (c, { claim, fen }) => {
    const clauses = c.policy.returns?.supplier?.clauses ?? [];
    c.post('recovery', fen, c.claims[claim - 1]?.of ?? '', 'company', { clauses });
    c.mark('supplier_settled');
  },

  callBack: (c, payload) => {
    const satisfied = c.attempt(payload);
    if (satisfied === undefined) return;
    if (satisfied) return c.closeIfSatisfied();
    c.mark('dissatisfied');
    if (c.policy.callbacks.find(({ id }) => id === payload.callback)?.untilSatisfied !== true)
      return c.closeIfSatisfied();
    c.dropCallbacks('dissatisfied');
    c.settledAt = undefined;
    c.status = 'settling';
  },
  resettle: (c) => c.completed(),
  withdraw: (c) => {
    c.mark('withdrawn');
    if (c.holdsGoods) c.status = 'settling';
    else c.abandon();
  },
  close: (c) => c.shut(),
  cancel: (c) => c.abandon(),
  reopen: (c) => {
    c.closedAt = undefined;
    c.settledAt = undefined;
    c.status = c.receivedAt === undefined ? 'assessed' : 'settling';
    c.decide();
    c.mark('reopened');
    c.oweResponseAgain();
  },
};

function assessed(c: ReturnCase): void {
  if (['received', 'contacted', 'waiting_customer'].includes(c.status)) c.status = 'assessed';
}

/** A return that knows what about an action cannot have been right. */
class SuspiciousReturn extends ReturnCase {
  suspect(action: string, payload: unknown, { id }: Actor): Suspicion[] {
    return suspicions[action]?.(this, payload as Payload, id) ?? [];
  }
}

type Suspect = (c: ReturnCase, payload: Payload, by: string) => Suspicion[];

const amount = (what: number, expected: number): Suspicion[] => [
  { kind: 'amount_not_allowed', what: String(what), expected },
];
const secondPerson = (what: string): Suspicion[] => [{ kind: 'second_person_missing', what }];

const suspicions: Readonly<Record<string, Suspect>> = {
  fileApplication: (_c, { sale, items }) =>
    items.flatMap(({ line, quantity }) => {
      const sold = sale.lines.find((l) => l.line === line)?.quantity ?? 0;
      return quantity > sold ? amount(quantity, sold) : [];
    }),
  decideReturn: (c, { duty }, by) => [
    ...(c.request?.suspect(by, duty) ?? []),
    ...(c.lines.some((l) => l.by === by) ? secondPerson('inspection') : []),
  ],
  inspectItem: (c, { line, accepted, refused }, by) => {
    const { received } = c.lines.find((l) => l.line === line) ?? { received: 0 };
    const counted = Number(accepted) + refused;
    return [
      ...(c.request?.decided(by) ? secondPerson('approval') : []),
      ...(counted === received ? [] : amount(counted, received)),
    ];
  },
  proposeRefund: (c, { amountFen, deductions }) => {
    const gross = c.acceptedFen;
    const net = gross - deductions.reduce((sum, { fen }) => sum + fen, 0);
    const tooMuch = deductions.flatMap(({ deduction }) => {
      const fen = deductions.reduce((sum, d) => sum + (d.deduction === deduction ? d.fen : 0), 0);
      const share = c.policy.returns?.deductions.find(({ id }) => id === deduction)?.mostShare ?? 0;
      const most = Math.floor(gross * share);
      return fen > most ? amount(fen, most) : [];
    });
    return [...tooMuch, ...(amountFen === net ? [] : amount(amountFen, net))];
  },
  reverseEntry: (c, { entry }) => {
    const paid = c.refund?.paid === true && c.refund.entries.includes(entry);
    return paid && c.status === 'closed' && isThirdEdition(c.policy)
      ? [{ kind: 'action_not_allowed', what: 'refund_paid', expected: 'reopen' }]
      : [];
  },
  payRefund: (c) =>
    (c.refund?.entries ?? []).filter((no) => !c.book.stands(no)).flatMap((no) => secondPerson(`entry ${no}`)),
  shipReplacement: (c, { lines }) =>
    lines.flatMap(({ line, quantity }) => {
      const item = c.items.find((i) => i.line === line)?.quantity ?? 0;
      const owed = c.receivedAt === undefined ? item : (c.lines.find((l) => l.line === line)?.accepted ?? 0);
      return quantity > owed ? amount(quantity, owed) : [];
    }),
  settleClaim: (c, { claim, fen }) => {
    const claimed = c.claims[claim - 1]?.fen ?? 0;
    return fen > claimed ? amount(fen, claimed) : [];
  },
};

/** How the auditor reads returns. */
export const returnProcedure: Procedure = {
  table: returnKind,
  ownJobs: false,
  create: (input: unknown, policy: CasePolicy) => {
    const found = new SuspiciousReturn(policy, acts);
    found.parties = { ...(input as { parties: ReturnCase['parties'] }).parties };
    return found;
  },
};
