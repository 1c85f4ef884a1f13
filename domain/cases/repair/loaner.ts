/** A loaner, with its deposit, agreement and approvals in order. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { holdsDuty } from '../duty';
import { post } from '../ledger';
import { isReversed } from '../ledger-rows';
import type { Actor } from '../record';
import { insist, insistTurn } from '../refuse';
import type { RepairWork } from './intake';
import type * as p from './payloads';
import type { Loaner, RepairState } from './state';

type In<T extends z.ZodType> = z.infer<T>;

export function requestLoaner(work: RepairWork, { reason }: In<typeof p.requestLoaner>): void {
  const approvers = approversOf(work.policy);
  work.put('loaner', {
    status: approvers.length === 0 ? 'approved' : 'requested',
    approvals: [],
    requestedBy: work.by,
  });
  work.mark('loaner_requested', { reason: reason.id });
  if (approvers[0]) work.notify('loaner_approval_needed', approvers[0], {}, work.policy.loaner.clauses);
}

export function requestLoanerGuard(state: RepairState, _actor: Actor, _payload: unknown, policy: CasePolicy): void {
  insist(policy.loaner.available, 'illegal_transition', '此制度不提供代用机', 'This policy has no loaners');
  insist(
    state.loaner === undefined || state.loaner.status === 'returned' || state.loaner.status === 'refused',
    'already_done',
    '已申请代用机',
    'A loaner was asked for already',
  );
}

function regionOf({ facts }: RepairState): string | undefined {
  return typeof facts.region === 'string' ? facts.region : undefined;
}

function approversOf(policy: CasePolicy): readonly string[] {
  return policy.loaner.approval === undefined ? [] : (policy.approvals[policy.loaner.approval]?.approvers ?? []);
}

/** R-APPROVE: all named approvers, in order; one refusal ends it. */
export function decideLoaner(work: RepairWork, { decision, duty }: In<typeof p.decideLoaner>): void {
  const loaner = work.state.loaner!;
  const approvals: Loaner['approvals'] = [...loaner.approvals, { role: duty, by: work.by, decision, at: work.at }];
  const approvers = approversOf(work.policy);
  const status = decision === 'refused' ? 'refused' : approvals.length === approvers.length ? 'approved' : 'requested';
  work.put('loaner', { ...loaner, approvals, status });
  work.event('loaner_decided', { decision, duty, status }, work.policy.loaner.clauses);
  const next = status === 'requested' ? approvers[approvals.length] : undefined;
  if (next) work.notify('loaner_approval_needed', next, {}, work.policy.loaner.clauses);
}

export function decideLoanerGuard(
  state: RepairState,
  actor: Actor,
  { duty }: In<typeof p.decideLoaner>,
  policy: CasePolicy,
): void {
  const loaner = state.loaner;
  insist(
    loaner?.status === 'requested',
    'illegal_transition',
    '没有待批准的代用机申请',
    'No loaner waits for approval',
  );
  const next = approversOf(policy)[loaner.approvals.length];
  insistTurn(duty, next);
  insist(
    holdsDuty(actor, duty, policy.pins[0]!.id, regionOf(state)),
    'forbidden',
    '您没有此职务',
    'You do not hold this duty',
    'duty',
    actor.duties,
  );
  insist(loaner.requestedBy !== actor.id, 'forbidden', '不能批准自己的申请', 'Nobody approves what they asked for');
  insist(
    !loaner.approvals.some((a) => a.by === actor.id),
    'forbidden',
    '同一人不得以两个职务批准',
    'Nobody approves in two roles',
  );
}

export function issueLoaner(work: RepairWork, { unitId, depositFen }: In<typeof p.issueLoaner>): void {
  const loaner = work.state.loaner!;
  work.put('loaner', { ...loaner, status: 'issued', unitId, depositFen, issuedAt: work.at });
  const approvedBy = loaner.approvals.map(({ by }) => by);
  const { clauses } = work.policy.loaner;
  post(work, { type: 'deposit', fen: depositFen, from: 'customer', to: 'company', clauses, approvedBy });
  work.mark('loaner_issued', { unitId, depositFen });
}

export function issueLoanerGuard(
  state: RepairState,
  _actor: Actor,
  { depositFen, agreementSigned }: In<typeof p.issueLoaner>,
  policy: CasePolicy,
): void {
  insist(
    state.loaner?.status === 'approved',
    'requirement_missing',
    '代用机尚未批准',
    'The loaner is not approved',
    'loaner',
  );
  insist(
    policy.loaner.deposit === 'none' || depositFen > 0,
    'requirement_missing',
    '须先交纳押金',
    'The deposit must be paid first',
    'depositFen',
  );
  insist(
    !policy.loaner.agreement || agreementSigned,
    'requirement_missing',
    '须先签署代用机使用文件',
    'The loaner agreement must be signed first',
    'agreementSigned',
  );
}

export function returnLoaner(work: RepairWork, { complete }: In<typeof p.returnLoaner>): void {
  const { depositFen = 0 } = work.state.loaner!;
  const { ledger } = work.state;
  const deposit = ledger.entries.findLast(({ type, reverses }) => type === 'deposit' && reverses === undefined);
  const fen = deposit && isReversed(ledger, deposit.no) ? 0 : depositFen;
  work.put('loaner', { ...work.state.loaner!, status: 'returned', returnedAt: work.at });
  const { clauses } = work.policy.loaner;
  if (complete) post(work, { type: 'deposit_returned', fen, from: 'company', to: 'customer', clauses });
  work.mark('loaner_returned', { complete });
  if (!complete) work.finding('returnLoaner', 'loaner_complete', work.policy.loaner.clauses);
}

export function returnLoanerGuard(state: RepairState): void {
  insist(state.loaner?.status === 'issued', 'illegal_transition', '客户处没有代用机', 'The customer has no loaner');
}
