/**
 * Another price than the fee table's. Whether one may be asked for, and who approves it, is what the policy's fee decision
 * answers about the amount (S-3.4-b); approved, a quote of that line says it, refused or not decided yet it does not.
 */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isThirdEdition } from '../../policy/edition';
import { approvalGuard, askApproval, nextApprover, withDecision, type Approval } from '../approvals';
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
type Asked = Pick<AskedPrice, 'fee' | 'quantity' | 'amountFen'>;

/** Whether somebody may ask: one price waits at a time. */
export function maySetPrice(state: RepairState): boolean {
  return !waitsForApproval(state);
}

/** Whether a price waits for its approvers. */
export function waitsForApproval({ price }: RepairState): boolean {
  return price?.approval.status === 'asked';
}

/** A price that was approved, and that the customer was not quoted yet. */
function unquoted({ price }: RepairState): AskedPrice | undefined {
  return price?.approval.status === 'approved' && price.quoted !== true ? price : undefined;
}

function lineOf({ fee, quantity, amountFen }: AskedPrice): Asked {
  return { fee, quantity, amountFen };
}

/** The price goes to those whom the policy names, the first of them told. One that it replaces is named. */
export function askPrice(
  work: RepairWork,
  { fee, quantity, amountFen, reason, replaces }: In<typeof p.askPrice>,
): void {
  const given = unquoted(work.state);
  if (replaces && given) work.event('price_replaced', { ...lineOf(given) });
  const asked = { fee, quantity, amountFen };
  const approval = askApproval(approversOf(work.state, work.policy, asked), work.by, work.at);
  putInQuestion(work, { ...asked, approval });
  work.mark('price_asked', { ...asked, reason: reason.id });
  tellNext(work, work.state.price!);
}

export function askPriceGuard(
  state: RepairState,
  _actor: Actor,
  { fee, quantity, amountFen, replaces }: In<typeof p.askPrice>,
  policy: CasePolicy,
): void {
  insist(maySetPrice(state), 'already_done', '已有一项价格待批准', 'A price waits for approval already');
  const given = unquoted(state);
  insist(
    replaces === true || given === undefined || !isThirdEdition(policy),
    'already_done',
    '已批准的价格尚未报价：请先报价；不再需要的，注明以新的申请代替',
    'An approved price was not quoted yet: quote it first, or say that this one replaces it',
    'replaces',
    given && lineOf(given),
  );
  feeOffered(state, policy, { fee, quantity }, '');
  insistOnApprovers(state, policy, { fee, quantity, amountFen });
}

/** R-APPROVE: all in their order; the first may set another price, which those after approve or refuse. */
export function decidePrice(work: RepairWork, { decision, duty, amountFen, reason }: In<typeof p.decidePrice>): void {
  const price = work.state.price!;
  const asked = isThirdEdition(work.policy) ? setAnew(work, price, duty, amountFen) : price.approval;
  const approval = withDecision(asked, { role: duty, by: work.by, decision, at: work.at });
  const decided = { ...price, amountFen: amountFen ?? price.amountFen, approval };
  putInQuestion(work, decided);
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
  const { price } = state;
  if (price && amountFen !== undefined && amountFen !== price.amountFen && isThirdEdition(policy))
    insistOnApprovers(state, policy, { ...price, amountFen });
}

/**
 * The approval of a price that its first approver set: it begins anew with the approvers whom the policy names for that
 * amount. Whoever set it has approved it, in whichever place their role stands.
 */
function setAnew(work: RepairWork, price: AskedPrice, duty: string, amountFen = price.amountFen): Approval {
  if (amountFen === price.amountFen) return price.approval;
  const others = approversOf(work.state, work.policy, { ...price, amountFen }).filter((role) => role !== duty);
  return { ...price.approval, approvers: [duty, ...others] };
}

/** Keeps the price, and asks the policy about it. */
function putInQuestion(work: RepairWork, price: AskedPrice): void {
  work.put('price', isThirdEdition(work.policy) ? { ...price, inQuestion: true } : price);
  decide(work);
}

/** Refuses a price that the policy has nobody approve. */
function insistOnApprovers(state: RepairState, policy: CasePolicy, asked: Asked): void {
  insist(
    approversOf(state, policy, asked).length > 0,
    'invalid_request',
    '按制度此项不能另定此价格',
    'By the policy this line has no other price that could be approved, or it is the table’s own',
    'amountFen',
  );
}

/** The roles that have to approve this price by the policy's fee decision; none where it lets nobody set it. */
function approversOf(state: RepairState, policy: CasePolicy, { fee, quantity, amountFen }: Asked): string[] {
  const price: AskedPrice = { fee, quantity, amountFen, approval: askApproval([], '', state.openedAt) };
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
