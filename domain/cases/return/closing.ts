/** The end of a return: callbacks until the customer is satisfied, closing, withdrawal, silence. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isSecondEdition, isThirdEdition } from '../../policy/edition';
import { formatInstant, type Instant } from '../../time/instant';
import { attempt, dropCallbacks, mandatoryCallbacks } from '../callbacks';
import { abandon, insistOver, oweResponseAgain, shut } from '../ending';
import { unconfirmed } from '../ledger';
import { isReversed } from '../ledger-rows';
import { insist } from '../refuse';
import { recordGaps } from '../requirements';
import type { Actor } from '../record';
import type * as shared from '../shared-payloads';
import { decideEntitlement, type ReturnWork } from './intake';
import { goodsToSendBack, refundedFen, takenBack, type ReturnState } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** Dissatisfied: what was settled is looked at again, and a complaint is opened where the policy says so (O-9.3). */
export function callBack(work: ReturnWork, payload: In<typeof shared.callBack>): void {
  const satisfied = attempt(work, payload);
  if (satisfied === undefined) return;
  if (satisfied) return closeWhenSatisfied(work);
  work.mark('dissatisfied');
  const rule = work.policy.callbacks.find((c) => c.id === payload.callback)!;
  if (!rule.untilSatisfied) return closeWhenSatisfied(work);
  dropCallbacks(work, 'dissatisfied');
  work.put('settledAt', undefined);
  work.status('settling');
}

/** The customer is satisfied with what was done about it, after they were not. */
export function resettle(work: ReturnWork): void {
  work.put('settledAt', work.at);
  work.mark('return_completed');
  work.status('callback_due');
  closeWhenSatisfied(work);
}

export function resettleGuard(state: ReturnState, _actor: Actor, _payload: unknown, policy: CasePolicy): void {
  insist(
    state.done.dissatisfied !== undefined && state.settledAt === undefined,
    'illegal_transition',
    '没有不满意的回访待处理',
    'No dissatisfied callback waits to be dealt with',
  );
  insist(
    !isSecondEdition(policy) || !takenBack(state),
    'requirement_missing',
    '退款已冲销，须重新提出并付出',
    'The refund was taken back: propose and pay another one first',
    'refund',
  );
}

/** Closes when everything is settled and every mandatory callback found the customer satisfied. */
export function closeWhenSatisfied(work: ReturnWork): void {
  if (work.state.settledAt === undefined || goodsToSendBack(work.state)) return;
  if (mandatoryCallbacks(work.state, work.policy).length > 0) return;
  recordGaps(work, 'close', { checklist: [] });
  const satisfied = Object.values(work.state.callbacks).some((c) => c.result === 'satisfied');
  shut(work, satisfied ? 'customer_satisfied' : 'settled');
}

/** Closed by hand, as where the customer is entitled to nothing; what stands open only a supervisor may go over. */
export function close(work: ReturnWork, { reason }: In<typeof shared.reason>): void {
  shut(work, reason.id);
}

export function closeGuard(state: ReturnState, actor: Actor, _payload: unknown, policy: CasePolicy): void {
  const nothingOwed = state.entitlement?.remedies.length === 0 && state.entitlement.askFor.length === 0;
  const over = state.settledAt !== undefined || state.approval?.status === 'refused' || nothingOwed;
  insistOver(state, actor, policy, over);
  insistNothingHere(state, actor, undefined, policy);
}

export function cancel(work: ReturnWork, { reason }: In<typeof shared.reason>): void {
  abandon(work, reason.id);
}

/** The customer wants nothing any more; goods that are here go back first. */
export function withdraw(work: ReturnWork, { reason }: In<typeof shared.reason>): void {
  work.mark('withdrawn', { reason: reason.id });
  if (goodsToSendBack(work.state)) return work.status('settling');
  abandon(work, reason.id);
}

export function withdrawGuard(state: ReturnState, actor: Actor, _payload: unknown, policy: CasePolicy): void {
  const refunded = state.refund?.paidAt !== undefined || refundedFen(state) > 0;
  const done = refunded || state.replacement?.shippedAt !== undefined;
  insist(!done, 'illegal_transition', '已退款或已换货，不能撤回', 'It is refunded or exchanged already');
  insist(state.done.withdrawn === undefined, 'already_done', '客户已撤回', 'The customer withdrew already');
  if (isThirdEdition(policy)) insistRefundOver(state, actor);
}

/** Who withdrew gets their goods back, and nothing for them. */
export function insistWanted({ done }: ReturnState): void {
  insist(
    done.withdrawn === undefined,
    'illegal_transition',
    '客户已撤回，只须退还货品',
    'The customer withdrew: their goods go back, nothing else',
  );
}

/** Neither our customer's goods with us, nor an exchange or refund half done. */
export function insistNothingHere(state: ReturnState, actor: Actor, _payload: unknown, policy: CasePolicy): void {
  insist(
    !goodsToSendBack(state),
    'requirement_missing',
    '客户货品仍在本公司',
    'The customer’s goods are still here',
    'goods',
  );
  if (isThirdEdition(policy)) return insistRefundOver(state, actor);
  const owed = state.refund !== undefined && state.refund.paidAt === undefined && state.remedy === 'return';
  insist(!owed, 'requirement_missing', '退款尚未付出', 'The refund is not paid yet', 'refund');
}

/**
 * O-3.7-b: no refund is half done: proposed and neither paid nor taken back, paid and taken back, or taken back without
 * another person's word. Else the case would end while somebody owes what no ledger asks for any more. That a refund which
 * was taken back is not to be paid again is a supervisor's to say.
 */
function insistRefundOver(state: ReturnState, { role }: Actor): void {
  const { refund, ledger } = state;
  const waiting = unconfirmed(ledger).flatMap(({ no, reverses }) => (reverses === undefined ? [] : [no]));
  insist(
    waiting.length === 0,
    'requirement_missing',
    `冲销须先由另一人复核：${waiting.join('、')}`,
    `Another person confirms the reversal first: ${waiting.join(', ')}`,
    'entry',
    waiting,
  );
  insist(
    refundedFen(state) === 0 || !takenBack(state) || role === 'supervisor',
    'requirement_missing',
    '已付的退款被冲销，须先重新提出并结清；不再退款的由主管说明原因结案',
    'A refund that was paid is taken back: propose another one and settle it first, or a supervisor ends it with the reason',
    'refund',
  );
  const proposed = refund?.paidAt === undefined && refund?.entries.some((no) => !isReversed(ledger, no));
  insist(
    !proposed,
    'requirement_missing',
    '退款已提出，尚未付出；须先付出或冲销',
    'A refund is proposed and not paid: pay it or reverse it first',
    'refund',
  );
}

export function reopen(work: ReturnWork, { reason }: In<typeof shared.reason>): void {
  work.put('closedAt', undefined);
  work.put('settledAt', undefined);
  work.status(work.state.goods.receivedAt === undefined ? 'assessed' : 'settling');
  decideEntitlement(work);
  work.mark('reopened', { reason: reason.id });
  oweResponseAgain(work);
}

/** When the case ends by itself: neither goods nor an answer came within the policy's time. */
export function lapseInstant(state: ReturnState, policy: CasePolicy): { at: Instant; remindAt: Instant } | undefined {
  const rule = policy.returns?.lapse;
  const since =
    state.status === 'waiting_goods'
      ? state.order?.issuedAt
      : state.status === 'waiting_customer'
        ? state.offeredAt
        : undefined;
  if (!rule || since === undefined) return undefined;
  return { at: since + rule.afterMs, remindAt: since + rule.remindMs };
}

/** The customer is reminded once before the case lapses. */
export function remindOfLapse(work: ReturnWork): void {
  const { order } = work.state;
  const { at } = lapseInstant(work.state, work.policy)!;
  if (order) work.put('order', { ...order, remindedAt: work.at });
  work.put('lookAgain', { ...work.state.lookAgain, lapse: { at: work.at, times: 1 } });
  work.mark('goods_reminded');
  work.notify('goods_reminder', 'customer', { lapsesAt: formatInstant(at) }, work.policy.returns!.lapse.clauses);
}

/** Nobody sent anything and nobody answered: the case ends, and the customer is told. */
export function lapse(work: ReturnWork): void {
  work.mark('lapsed');
  work.notify('return_lapsed', 'customer', {}, work.policy.returns!.lapse.clauses);
  abandon(work, 'lapsed');
}
