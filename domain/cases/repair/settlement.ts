/**
 * What becomes of the money that a customer is charged: collected on the spot and handed to finance, or an invoice first
 * and the money on another visit (S-5.6-d); the invoice or receipt that goes to the customer. That finance has the money
 * is the second step of the ledger: another person confirms the charge's entry. Deadlines are the policy's.
 */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isOwed, milestoneOf } from '../../sla/clock';
import { moneyOwed } from '../ending';
import { confirmEntry, confirmGuard, reverseEntry } from '../ledger';
import { isConfirmed, isReversed } from '../ledger-rows';
import type { Actor } from '../record';
import { insist } from '../refuse';
import type * as shared from '../shared-payloads';
import type { RepairWork } from './intake';
import type * as p from './payloads';
import type { Charge, RepairState } from './state';

type In<T extends z.ZodType> = z.infer<T>;
type Stage = (charge: Charge) => boolean;

/** For each mark of the money, the charges that it still waits for. */
const waitingFor: Readonly<Record<string, Stage>> = {
  invoice_sent: ({ paper, sent }) => paper !== undefined && sent === undefined,
  money_collected: ({ collected }) => collected === undefined,
  money_handed_in: ({ collected, handedIn }) => collected !== undefined && handedIn === undefined,
  money_confirmed: ({ collected }) => collected !== undefined,
};

/** The charges that a mark waits for; what was taken back or is with finance is over, but for its invoice. */
function pending(state: RepairState, mark: keyof typeof waitingFor): Charge[] {
  return chargesOf(state).filter(
    (charge) =>
      !isReversed(state.ledger, charge.entry) &&
      (mark === 'invoice_sent' || !isConfirmed(state.ledger, charge.entry)) &&
      waitingFor[mark]!(charge),
  );
}

/** Whether an action about the money makes sense now. */
export const offered = {
  askForInvoice: (state: RepairState) => uninvoiced(state).length > 0,
  sendInvoice: (state: RepairState) => pending(state, 'invoice_sent').length > 0,
  collectMoney: (state: RepairState) => pending(state, 'money_collected').length > 0,
  handInMoney: (state: RepairState) => pending(state, 'money_handed_in').length > 0,
};

/**
 * A charge was entered at the sign-off; nothing is collected of what the customer remitted before. Paid on the spot it has
 * a mark of its own: it keeps no promise to collect another charge, of which the invoice went first.
 */
export function charge(
  work: RepairWork,
  entry: number | undefined,
  { chargedFen, payment, paper }: Pick<In<typeof p.signOff>, 'chargedFen' | 'payment' | 'paper'>,
): void {
  if (entry === undefined || work.state.quote?.remittedAt !== undefined) return;
  const first = payment === 'invoice_first';
  const wanted = paper ?? (first ? 'invoice' : undefined);
  const collected = first ? undefined : { at: work.at, by: work.by };
  work.put('charges', [...chargesOf(work.state), { entry, fen: chargedFen, first, paper: wanted, collected }]);
  work.mark(first ? 'payment_deferred' : 'paid_on_the_spot', { amountFen: chargedFen });
  if (wanted !== undefined) work.mark('invoice_wanted', { paper: wanted, amountFen: chargedFen });
}

/** S-5.6-c: the customer wants the invoice or receipt after all. */
export function askForInvoice(work: RepairWork, { paper }: In<typeof p.askForInvoice>): void {
  const wanted = uninvoiced(work.state);
  change(work, wanted, (one) => ({ ...one, paper }));
  work.mark('invoice_wanted', { paper, amountFen: sum(wanted) });
}

export function askForInvoiceGuard(state: RepairState): void {
  insist(
    offered.askForInvoice(state),
    'requirement_missing',
    '没有尚未开票的收费',
    'There is no charge without an invoice or receipt',
  );
}

/** S-5.6-c: it goes to the customer. S-5.6-d: where it goes first, the money is collected on another visit. */
export function sendInvoice(work: RepairWork, { invoiceNo, by, trackingNo }: In<typeof p.sendInvoice>): void {
  const going = pending(work.state, 'invoice_sent');
  change(work, going, (one) => ({ ...one, sent: { at: work.at, by: work.by, invoiceNo, trackingNo } }));
  const amountFen = sum(going);
  work.mark('invoice_sent', { invoiceNo, by, amountFen, ...(trackingNo !== undefined && { trackingNo }) });
  const toCollect = pending(work.state, 'money_collected');
  if (toCollect.length > 0) work.mark('collection_due', { amountFen: sum(toCollect) });
}

export function sendInvoiceGuard(state: RepairState, _actor: Actor, sent: In<typeof p.sendInvoice>): void {
  insist(offered.sendInvoice(state), 'requirement_missing', '没有待寄的发票或收据', 'No invoice or receipt is wanted');
  insist(
    sent.by !== 'post' || sent.trackingNo !== undefined,
    'invalid_request',
    '邮寄须填写快递单号',
    'A posted invoice has its tracking number',
    'trackingNo',
  );
}

/** S-5.6-d: the representative went again and the customer paid. */
export function collectMoney(work: RepairWork): void {
  const due = pending(work.state, 'money_collected');
  change(work, due, (one) => ({ ...one, collected: { at: work.at, by: work.by } }));
  work.mark('money_collected', { amountFen: sum(due) });
}

export function collectMoneyGuard(state: RepairState): void {
  const due = pending(state, 'money_collected');
  insist(due.length > 0, 'requirement_missing', '没有待收的费用', 'There is nothing to collect');
  insist(
    due.every(({ sent }) => sent !== undefined),
    'requirement_missing',
    '须先开具发票再收款',
    'The invoice goes first',
    'invoice',
  );
}

/** S-5.6-b: handed to finance; an amount that differs from what was collected is recorded. */
export function handInMoney(work: RepairWork, { amountFen }: In<typeof p.handInMoney>): void {
  const held = pending(work.state, 'money_handed_in');
  change(work, held, (one) => ({ ...one, handedIn: { at: work.at, by: work.by } }));
  work.mark('money_handed_in', { amountFen });
  if (amountFen !== sum(held)) work.finding('handInMoney', 'amount_reconciles', []);
}

export function handInMoneyGuard(state: RepairState): void {
  insist(offered.handInMoney(state), 'requirement_missing', '没有待上交的款项', 'No money waits to be handed in');
}

/** Another person confirms an entry; of a charge, that finance has the money (S-5.6-b). */
export function confirm(work: RepairWork, payload: In<typeof shared.confirmEntry>): void {
  confirmEntry(work, payload);
  const charged = chargesOf(work.state).some(({ entry }) => entry === payload.entry);
  if (charged && pending(work.state, 'money_confirmed').length === 0) work.mark('money_confirmed');
}

/** Money that nobody collected is not with finance, and whoever carried it does not confirm that it is. */
export function confirmMoneyGuard(
  state: RepairState,
  actor: Actor,
  payload: In<typeof shared.confirmEntry>,
  policy: CasePolicy,
): void {
  confirmGuard(state, actor, payload, policy);
  const found = chargesOf(state).find(({ entry }) => entry === payload.entry);
  if (!found) return;
  insist(found.collected !== undefined, 'requirement_missing', '该笔尚未收款', 'It is not collected yet', 'entry');
  const carried = [found.collected.by, found.handedIn?.by].includes(actor.id);
  insist(!carried, 'forbidden', '须由另一人确认', 'Another person confirms that the money is there', 'entry');
}

/** What was charged is taken back: nobody waits for its money or its invoice any more. */
export function reverse(work: RepairWork, payload: In<typeof shared.reverseEntry>): void {
  reverseEntry(work, payload);
  if (!chargesOf(work.state).some(({ entry }) => entry === payload.entry)) return;
  for (const clock of Object.values(work.state.clocks)) {
    const marks = milestoneOf(work.policy, clock.milestone).to.filter((mark) => mark in waitingFor);
    if (marks.length > 0 && isOwed(clock) && marks.every((mark) => pending(work.state, mark).length === 0))
      work.stop(clock.key, 'cancelled', 'charge_reversed');
  }
}

/** A case is not given up while its money or its invoice is owed by the policy. */
export function insistSettled(state: RepairState, policy: CasePolicy): void {
  const [open] = moneyOwed(state, policy);
  insist(
    open === undefined,
    'requirement_missing',
    '款项或发票尚未了结',
    'Money or an invoice is still outstanding',
    'charges',
    open?.key,
  );
}

/** None in a case that was recorded before charges were followed. */
function chargesOf({ charges = [] }: RepairState): readonly Charge[] {
  return charges;
}

function uninvoiced(state: RepairState): Charge[] {
  return chargesOf(state).filter(({ entry, paper }) => paper === undefined && !isReversed(state.ledger, entry));
}

function change(work: RepairWork, which: readonly Charge[], to: (charge: Charge) => Charge): void {
  const changed = chargesOf(work.state).map((one) => (which.includes(one) ? to(one) : one));
  work.put('charges', changed);
}

function sum(charges: readonly Charge[]): number {
  return charges.reduce((total, { fen }) => total + fen, 0);
}
