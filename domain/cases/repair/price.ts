/**
 * Another price than the fee table's. Whether one may be asked for, and who approves it, is what the policy's fee decision
 * answers about the amount (S-3.4-b); approved, a quote of that line says it, refused or not decided yet it does not.
 */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { approvalGuard, askApproval, nextApprover, withDecision } from '../approvals';
import { textsOf } from '../policy-decision';
import type { Actor } from '../record';
import { insist } from '../refuse';
import { answerTo, decide } from './decisions';
import type { RepairWork } from './intake';
import { lineAt } from './known';
import type * as p from './payloads';
import { feeOffered } from './quoting';
import type { AskedPrice, RepairState } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** Whether somebody may ask: one price waits at a time. */
export function maySetPrice(state: RepairState): boolean {
  return !waitsForApproval(state);
}

/** Whether a price waits for its approvers. */
export function waitsForApproval({ price }: RepairState): boolean {
  return price?.approval.status === 'asked';
}

/** The price goes to those whom the policy names, the first of them told. */
export function askPrice(work: RepairWork, { fee, quantity, amountFen, reason }: In<typeof p.askPrice>): void {
  const asked = { fee, quantity, amountFen };
  const approval = askApproval(approversOf(work.state, work.policy, asked), work.by, work.at);
  work.put('price', { ...asked, approval });
  decide(work);
  work.mark('price_asked', { ...asked, reason: reason.id });
  tellNext(work, work.state.price!);
}

export function askPriceGuard(
  state: RepairState,
  _actor: Actor,
  { fee, quantity, amountFen }: In<typeof p.askPrice>,
  policy: CasePolicy,
): void {
  insist(maySetPrice(state), 'already_done', '已有一项价格待批准', 'A price waits for approval already');
  feeOffered(state, policy, { fee, quantity }, '');
  insist(
    approversOf(state, policy, { fee, quantity, amountFen }).length > 0,
    'invalid_request',
    '按制度此项不能另定此价格',
    'By the policy this line has no other price that could be approved, or it is the table’s own',
    'amountFen',
  );
}

/** R-APPROVE: all in their order; the first may set another price, which those after approve or refuse. */
export function decidePrice(work: RepairWork, { decision, duty, amountFen, reason }: In<typeof p.decidePrice>): void {
  const price = work.state.price!;
  const approval = withDecision(price.approval, { role: duty, by: work.by, decision, at: work.at });
  const decided = { ...price, amountFen: amountFen ?? price.amountFen, approval };
  work.put('price', decided);
  decide(work);
  const amount = { amountFen: decided.amountFen };
  const said = { decision, role: duty, ...amount, ...(reason && { reason: reason.id }) };
  if (approval.status === 'asked') {
    work.event('approval_decided', said);
    return tellNext(work, decided);
  }
  work.mark('price_decided', said);
  const template = approval.status === 'approved' ? 'price_approved' : 'price_refused';
  work.notify(template, `person:${approval.askedBy}`, amount, clausesOf(work));
}

export function decidePriceGuard(
  state: RepairState,
  actor: Actor,
  { decision, duty, amountFen, reason }: In<typeof p.decidePrice>,
  policy: CasePolicy,
): void {
  approvalGuard(state.price?.approval, state, actor, duty, policy);
  insist(
    amountFen === undefined || (decision === 'approved' && state.price?.approval.decisions.length === 0),
    'invalid_request',
    '只有首位审批人可在批准时另定金额',
    'Only the first approver sets another amount, and approves it',
    'amountFen',
  );
  insist(
    reason !== undefined || (decision === 'approved' && amountFen === undefined),
    'invalid_request',
    '不批准或另定金额须说明原因',
    'A refusal, or another amount, needs its reason',
    'reason',
  );
}

/** The roles that have to approve this price by the policy's fee decision; none where it lets nobody set it. */
function approversOf(
  state: RepairState,
  policy: CasePolicy,
  asked: Pick<AskedPrice, 'fee' | 'quantity' | 'amountFen'>,
): string[] {
  const price: AskedPrice = { ...asked, approval: askApproval([], '', state.openedAt) };
  const { answer } = answerTo({ ...state, price }, policy, 'fee', [lineAt(price, policy.fees)]);
  return answer.decision === 'pending' ? textsOf(answer.required) : [];
}

function tellNext(work: RepairWork, { approval, amountFen }: AskedPrice): void {
  const role = nextApprover(approval)!;
  work.notify('price_approval_needed', role, { role, amountFen }, clausesOf(work));
}

/** The clauses of the fee decision as it stands. */
function clausesOf({ state }: RepairWork): readonly string[] {
  return state.decisions.fee?.clauses ?? [];
}
