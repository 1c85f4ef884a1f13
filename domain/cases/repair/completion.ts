/**
 * The end of the work: completion and test run, sign-off and rating, device back to the customer, callbacks until the
 * customer is satisfied, closing, reopening.
 */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { attempt, dropCallbacks, mandatoryCallbacks } from '../callbacks';
import { abandon, insistOver, oweResponseAgain, shut } from '../ending';
import { post } from '../ledger';
import { isReversed } from '../ledger-rows';
import { insist } from '../refuse';
import { recordGaps } from '../requirements';
import type { Actor } from '../record';
import { decide } from './decisions';
import type { RepairWork } from './intake';
import type * as shared from '../shared-payloads';
import type * as p from './payloads';
import type { FileSheet } from '../visit/payloads';
import { deviceIsHere, workplace, type Quote, type RepairState } from './state';
import { stopWaiting } from './parts';
import { charge, insistSettled } from './settlement';
import { insistOnConsent } from './quoting';

type In<T extends z.ZodType> = z.infer<T>;

export function complete(
  work: RepairWork,
  { resolved, tested, replacedParts, work: done }: In<typeof p.complete>,
): void {
  work.put('outcome', {
    ...work.state.outcome,
    round: (work.state.outcome?.round ?? 0) + 1,
    resolved,
    tested,
    completedAt: work.at,
    signed: undefined,
    signedOffAt: undefined,
  });
  work.facts({ resolved, tested });
  work.event('work_done', { resolved, tested, replacedParts, ...(done ? { work: done.id } : {}) });
  if (replacedParts.length > 0) work.mark('parts_replaced', { count: replacedParts.length });
  if (tested) work.mark('tested');
  if (!resolved) return;
  work.mark('repaired');
  work.status('repaired');
}

export function completeGuard(
  state: RepairState,
  _actor: Actor,
  { resolved, replacedParts }: In<typeof p.complete>,
): void {
  insistOnConsent(state);
  const damaged = state.diagnosis?.parts ?? [];
  const needless = damaged.length === 0 ? [] : replacedParts.filter((part) => !damaged.includes(part));
  insist(
    needless.length === 0,
    'invalid_request',
    '不得更换没有损坏的部件',
    'An undamaged part may not be replaced',
    'replacedParts',
    damaged,
  );
  const waiting = state.parts.waits.some((w) => w.to === undefined);
  insist(
    !waiting || !resolved,
    'illegal_transition',
    '仍在等件,请先记录到件',
    'The case still waits for a part',
    'resolved',
  );
}

export function signOff(
  work: RepairWork,
  { signed, unsignedReason, quality, attitude, chargedFen, payment, paper }: In<typeof p.signOff>,
): void {
  const rating = quality !== undefined && attitude !== undefined ? { quality, attitude } : undefined;
  work.put('outcome', { ...work.state.outcome!, signed, signedOffAt: work.at, rating, chargedFen });
  const { clauses } = work.policy.quote;
  const entry = post(work, { type: 'fee', fen: chargedFen, from: 'customer', to: 'company', clauses });
  work.mark('signed_off', {
    signed,
    chargedFen,
    ...(rating ?? {}),
    ...(unsignedReason ? { unsignedReason: unsignedReason.id } : {}),
  });
  if (discontent(work.state.outcome)) work.mark('signed_off_discontent');
  charge(work, entry, { chargedFen, payment, paper });
  toCallbacks(work);
}

/** C-IOT-5.1-b: a signature is never forced; without one the reason is recorded. S-5.5-e: not more than was quoted. */
export function signOffGuard(
  state: RepairState,
  _actor: Actor,
  { signed, unsignedReason, chargedFen, payment, paper }: In<typeof p.signOff>,
): void {
  insist(
    state.outcome?.resolved === true && state.outcome.signedOffAt === undefined,
    'illegal_transition',
    '尚未修好,或已签收',
    'The fault is not cleared yet, or it is signed off',
  );
  insist(
    signed || unsignedReason !== undefined,
    'invalid_request',
    '客户未签字须说明原因',
    'Without a signature the reason is needed',
    'unsignedReason',
  );
  insist(
    chargedFen > 0 || (payment === 'on_the_spot' && paper === undefined),
    'invalid_request',
    '没有收费，无需开票或另行收款',
    'Nothing was charged: there is no invoice, and nothing to collect',
    'chargedFen',
  );
  const most = state.quote?.answer === 'accepted' ? state.quote.customerFen - chargedOf(state, state.quote) : 0;
  insist(
    chargedFen <= most,
    'invalid_request',
    '收费不得超过经客户同意的报价',
    'Not more may be charged than the customer agreed to',
    'chargedFen',
    { max: most },
  );
}

/** What was charged under a quote already, as on a visit before, and not taken back. Fen. */
function chargedOf({ ledger }: RepairState, { sentAt }: Quote): number {
  const fees = ledger.entries.filter(
    ({ type, at, reverses }) => type === 'fee' && at >= sentAt && reverses === undefined,
  );
  return fees.reduce((sum, { no, fen }) => sum + (isReversed(ledger, no) ? 0 : fen), 0);
}

/** S-5.4-d, C-IOT-6.2-a: the signed card or record sheet is back; the amount on it reconciles with what was charged. */
export function fileSheet(work: RepairWork, { amountFen }: FileSheet): void {
  work.mark('card_returned', { amountFen });
  if (amountFen !== (work.state.outcome?.chargedFen ?? 0)) work.finding('fileSheet', 'amount_reconciles', []);
}

export function announceReady(work: RepairWork): void {
  if (work.policy.quote.pause) work.resume(work.policy.quote.pause);
  work.mark('ready_told');
  work.status('ready');
}

export function announceReadyGuard(state: RepairState): void {
  insist(deviceIsHere(state), 'illegal_transition', '没有客户设备在店', 'No device of the customer is here');
}

/** S-6.4-b: the customer collects against the ticket. */
export function handBack(work: RepairWork): void {
  work.put('workshop', { ...work.state.workshop, returnedAt: work.at });
  work.mark('handed_back');
  toCallbacks(work);
}

export function handBackGuard(state: RepairState, _actor: Actor, { ticketNo }: In<typeof p.handBack>): void {
  inWorkshop(state);
  insist(
    ticketNo === state.workshop.ticketNo,
    'invalid_request',
    '单据与维修单不符',
    'The ticket is not that of this repair',
    'ticketNo',
  );
}

export function shipBack(work: RepairWork, { trackingNo }: In<typeof p.shipBack>): void {
  work.put('workshop', { ...work.state.workshop, returnedAt: work.at, trackingNo });
  work.mark('shipped_back', { trackingNo });
  toCallbacks(work);
}

export function inWorkshop(state: RepairState): void {
  insist(deviceIsHere(state), 'illegal_transition', '设备不在店', 'The device is not in the workshop');
}

/** The work is over for now: callbacks decide whether the case may close. */
function toCallbacks(work: RepairWork): void {
  work.status(deviceIsHere(work.state) ? 'ready' : 'callback_due');
  closeWhenSatisfied(work);
}

/**
 * One attempt to call the customer. Satisfied ends it; dissatisfied opens the work again until the customer is
 * (C-IOT-6.1-b).
 */
export function callBack(work: RepairWork, payload: In<typeof shared.callBack>): void {
  const satisfied = attempt(work, payload);
  if (satisfied === undefined) return;
  const { untilSatisfied } = work.policy.callbacks.find((c) => c.id === payload.callback)!;
  if (satisfied) closeWhenSatisfied(work);
  else followOn(work, untilSatisfied);
}

/** Where a dissatisfied customer changes nothing of what goes on: the work is not done yet. */
const working = [
  'received',
  'scheduled',
  'dispatched',
  'on_site',
  'in_repair',
  'waiting_customer',
  'waiting_parts',
  'at_factory',
];

/** Not satisfied: the case goes back to work, the other callbacks of this completion are pointless. */
function followOn(work: RepairWork, untilSatisfied: boolean): void {
  work.mark('dissatisfied');
  if (!untilSatisfied) return closeWhenSatisfied(work);
  dropCallbacks(work, 'dissatisfied');
  work.facts({ resolved: false, tested: false, remoteOnly: undefined });
  if (!working.includes(work.state.status)) work.status(workplace(work.state));
}

/** Whether the fault is cleared (or the customer declined the work), and the device is back where it belongs. */
function workIsOver(state: RepairState): boolean {
  const declined = state.quote?.answer === 'declined';
  const loanerBack = state.loaner?.status !== 'issued';
  const visitOver = !(state.visit.arrivedAt !== undefined && state.visit.endedAt === undefined);
  const signed =
    state.facts.remoteOnly === true ||
    state.outcome?.signedOffAt !== undefined ||
    state.workshop.returnedAt !== undefined;
  return !deviceIsHere(state) && loanerBack && visitOver && (declined || (state.facts.resolved === true && signed));
}

/** A bad rating, or no signature, is no satisfied customer until somebody asked (C-IOT-5.1-b). */
function discontent(outcome: RepairState['outcome']): boolean {
  const { signed, rating } = outcome ?? {};
  return signed === false || (rating !== undefined && Math.min(rating.quality, rating.attitude) < 3);
}

/** Nothing says that the customer is not satisfied, or a callback after it found that they are. */
function content(state: RepairState): boolean {
  const asked = Object.entries(state.done).some(
    ([mark, at]) => mark.startsWith('called_back.') && at >= (state.outcome?.signedOffAt ?? 0),
  );
  return !discontent(state.outcome) || asked;
}

/** Closes when the work is over and every mandatory callback found the customer satisfied. */
export function closeWhenSatisfied(work: RepairWork): void {
  const owed = mandatoryCallbacks(work.state, work.policy);
  if (!workIsOver(work.state) || owed.length > 0 || !content(work.state)) return;
  recordGaps(work, 'close', { checklist: [] });
  stopWaiting(work);
  shut(
    work,
    Object.values(work.state.callbacks).some((c) => c.result === 'satisfied') ? 'customer_satisfied' : 'signed_off',
  );
}

/** Closed by hand: what still stands open is named, and only a supervisor may go over it. */
export function close(work: RepairWork, { reason }: In<typeof shared.reason>): void {
  stopWaiting(work);
  shut(work, reason.id);
}

export function closeGuard(state: RepairState, actor: Actor, _payload: unknown, policy: CasePolicy): void {
  insistOver(state, actor, policy, workIsOver(state));
  insistNothingOut(state);
}

export function cancel(work: RepairWork, { reason }: In<typeof shared.reason>): void {
  stopWaiting(work);
  abandon(work, reason.id);
}

export function cancelGuard(state: RepairState, _actor: Actor, _payload: unknown, policy: CasePolicy): void {
  insistNothingOut(state);
  insistSettled(state, policy);
}

/** Neither our loaner at the customer nor the customer's device with us. */
function insistNothingOut(state: RepairState): void {
  insist(
    state.loaner?.status !== 'issued',
    'requirement_missing',
    '代用机尚未收回',
    'The loaner is still out',
    'loaner',
  );
  insist(
    !deviceIsHere(state),
    'requirement_missing',
    '客户设备仍在店',
    'The customer’s device is still here',
    'workshop',
  );
}

/** Inside the reopen window: the work goes on, with a new response owed from now. */
export function reopen(work: RepairWork, { reason }: In<typeof shared.reason>): void {
  work.put('closedAt', undefined);
  work.facts({ resolved: false, tested: false, remoteOnly: undefined });
  work.status(workplace(work.state));
  decide(work);
  work.mark('reopened', { reason: reason.id });
  oweResponseAgain(work);
}
