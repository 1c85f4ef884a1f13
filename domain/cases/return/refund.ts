/** The refund: proposed, confirmed by a second person, paid; and settled anew where it turns out wrong. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isSecondEdition, isThirdEdition } from '../../policy/edition';
import { dropCallbacks } from '../callbacks';
import { post, reverseEntry, reverseGuard, unconfirmed } from '../ledger';
import { isConfirmed, isReversed } from '../ledger-rows';
import { insist } from '../refuse';
import type { Actor } from '../record';
import type * as shared from '../shared-payloads';
import { insistWanted } from './closing';
import type { ReturnWork } from './intake';
import type * as p from './payloads';
import { settleIfDone } from './settling';
import { acceptedGoods, refundedFen, takenBack, type ReturnState } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** The price of what was accepted, less what the policy lets be deducted; a second person confirms it. */
export function proposeRefund(work: ReturnWork, { amountFen, deductions }: In<typeof p.proposeRefund>): void {
  const rules = work.policy.returns?.deductions ?? [];
  const clauses = work.policy.returns?.refund?.clauses ?? [];
  const approvedBy = work.state.approval?.decisions.map(({ by }) => by) ?? [];
  const gross = acceptedGoods(work.state).fen;
  const refund = post(work, { type: 'refund', fen: gross, from: 'company', to: 'customer', clauses, approvedBy });
  const less = deductions.map(({ deduction, fen }) =>
    post(work, {
      type: 'deduction',
      fen,
      from: 'customer',
      to: 'company',
      clauses: rules.find((r) => r.id === deduction)!.clauses,
      approvedBy,
    }),
  );
  const entries = [refund, ...less].filter((no) => no !== undefined);
  const paidFen = isSecondEdition(work.policy) ? refundedFen(work.state) : 0;
  work.put('refund', { amountFen, entries, proposedBy: work.by, ...(paidFen > 0 && { paidFen }) });
  work.mark('refund_proposed', { amountFen });
}

export function refundGuard(
  state: ReturnState,
  _actor: Actor,
  { amountFen, deductions }: In<typeof p.proposeRefund>,
  policy: CasePolicy,
): void {
  insist(state.remedy === 'return', 'illegal_transition', '处理方式不是退货', 'The remedy is not a return', 'remedy');
  if (isThirdEdition(policy)) insistWanted(state);
  const pending = state.refund?.entries.some((no) => !isReversed(state.ledger, no));
  insist(!pending, 'already_done', '退款已提出；有误请先冲销', 'A refund is proposed; reverse it where it is wrong');
  const takenBack = unconfirmed(state.ledger).filter(({ reverses }) => reverses !== undefined);
  insist(
    takenBack.length === 0,
    'requirement_missing',
    `冲销须先由另一人复核：${takenBack.map(({ no }) => no).join('、')}`,
    `What was confirmed is paid until another person confirms its reversal: ${takenBack.map(({ no }) => no).join(', ')}`,
    'entry',
    takenBack.map(({ no }) => no),
  );
  const gross = acceptedGoods(state).fen;
  const rules = policy.returns?.deductions ?? [];
  for (const [i, { deduction }] of deductions.entries()) {
    const rule = rules.find((r) => r.id === deduction);
    insist(
      rule !== undefined,
      'invalid_request',
      '制度没有此项扣款',
      'The policy knows no such deduction',
      `deductions.${i}.deduction`,
      rules.map((r) => r.id),
    );
    const most = Math.floor(gross * rule.mostShare);
    const fen = deductions.reduce((sum, d) => sum + (d.deduction === deduction ? d.fen : 0), 0);
    insist(
      fen <= most,
      'invalid_request',
      `此项扣款最多 ${most / 100} 元`,
      `This deduction is at most ${most / 100} yuan`,
      `deductions.${i}.fen`,
      { maximum: most },
    );
  }
  const net = gross - deductions.reduce((sum, d) => sum + d.fen, 0);
  insist(
    amountFen === net,
    'invalid_request',
    amountFen > gross ? '退款高于货款' : '退款须为货款减扣款',
    amountFen > gross ? 'The refund is above the price' : 'The refund is the price less the deductions',
    'amountFen',
    { fen: net },
  );
}

/** O-3.7-b: paid out after a second person confirmed it; of an amended refund, the difference to what was paid before. */
export function payRefund(work: ReturnWork, { slipNo }: In<typeof p.payRefund>): void {
  const refund = work.state.refund!;
  const due = refund.amountFen - refundedFen(work.state);
  work.put('refund', { ...refund, paidAt: work.at, slipNo });
  if (due > 0 || !isSecondEdition(work.policy)) work.mark('refunded', { amountFen: due, slipNo });
  else work.mark('refund_recovered', { amountFen: Math.abs(due), slipNo });
  settleIfDone(work);
}

export function payGuard(state: ReturnState, _actor: Actor, _payload: unknown, policy: CasePolicy): void {
  if (isThirdEdition(policy)) insistWanted(state);
  const { refund, ledger } = state;
  insist(
    refund !== undefined && refund.paidAt === undefined,
    'illegal_transition',
    '没有待付的退款',
    'No refund waits to be paid',
  );
  const open = refund.entries.filter((no) => !isConfirmed(ledger, no) || isReversed(ledger, no));
  insist(
    open.length === 0,
    'requirement_missing',
    `账目须先由另一人复核：${open.join('、')}`,
    `Another person confirms the entries first: ${open.join(', ')}`,
    'entry',
    open,
  );
}

/** A refund that was paid is taken back in a return that goes on: it has to be settled anew. */
export function reverseRefundGuard(
  state: ReturnState,
  actor: Actor,
  payload: In<typeof shared.reverseEntry>,
  policy: CasePolicy,
): void {
  reverseGuard(state, actor, payload);
  const paid = state.refund?.paidAt !== undefined && state.refund.entries.includes(payload.entry);
  insist(
    !paid || state.status !== 'closed' || !isThirdEdition(policy),
    'case_closed',
    '退货已结案：请先重新打开，再冲销已付的退款',
    'The return is closed: open it again, then take the paid refund back',
    'entry',
    ['reopen'],
  );
}

/** A refund that turns out wrong once it was paid is settled anew; the customer is called back after that, not before. */
export function reverse(work: ReturnWork, payload: In<typeof shared.reverseEntry>): void {
  reverseEntry(work, payload);
  if (!isSecondEdition(work.policy) || work.state.status !== 'callback_due' || !takenBack(work.state)) return;
  if (isThirdEdition(work.policy)) dropCallbacks(work, 'refund_taken_back');
  work.put('settledAt', undefined);
  work.status('settling');
}
