/**
 * Approvals of a request, for any kind of case (R-APPROVE): all who are named must approve, in the order named; one
 * refusal ends it; nobody approves what they asked for, or in two roles.
 */
import type { CasePolicy } from '../policy/case-policy';
import type { Instant } from '../time/instant';
import { holdsDuty } from './duty';
import type { Actor } from './record';
import { insist, insistTurn } from './refuse';
import type { CaseState } from './state';

export interface ApprovalDecision {
  /** The policy role in which it was decided. */
  role: string;
  by: string;
  decision: 'approved' | 'refused';
  at: Instant;
}

export interface Approval {
  /** Policy roles, in the order in which they decide. */
  approvers: readonly string[];
  askedBy: string;
  askedAt: Instant;
  decisions: readonly ApprovalDecision[];
  status: 'asked' | 'approved' | 'refused';
}

/** A request for approval; where nobody has to approve it is approved. */
export function askApproval(approvers: readonly string[], askedBy: string, askedAt: Instant): Approval {
  return { approvers, askedBy, askedAt, decisions: [], status: approvers.length === 0 ? 'approved' : 'asked' };
}

/** The role that decides next; undefined where nothing is left to decide. */
export function nextApprover({ approvers, decisions, status }: Approval): string | undefined {
  return status === 'asked' ? approvers[decisions.length] : undefined;
}

/** The request with one more decision; `approvalGuard` has checked that it may be taken. */
export function withDecision(approval: Approval, made: ApprovalDecision): Approval {
  const decisions = [...approval.decisions, made];
  const approved = decisions.length === approval.approvers.length ? 'approved' : 'asked';
  return { ...approval, decisions, status: made.decision === 'refused' ? 'refused' : approved };
}

/** Refuses a decision out of order, by somebody without the duty, by the one who asked, or by one person twice. */
export function approvalGuard(
  approval: Approval | undefined,
  state: CaseState,
  actor: Actor,
  duty: string,
  policy: CasePolicy,
): asserts approval is Approval {
  insist(approval?.status === 'asked', 'illegal_transition', '没有待批准的申请', 'Nothing waits for approval');
  const next = nextApprover(approval)!;
  insistTurn(duty, next);
  const region = typeof state.facts.region === 'string' ? state.facts.region : undefined;
  insist(
    holdsDuty(actor, duty, policy.pins[0]!.id, region),
    'forbidden',
    '您没有此职务',
    'You do not hold this duty',
    'duty',
    actor.duties,
  );
  insist(approval.askedBy !== actor.id, 'forbidden', '不能批准自己的申请', 'Nobody approves what they asked for');
  insist(
    !approval.decisions.some(({ by }) => by === actor.id),
    'forbidden',
    '同一人不得以两个职务批准',
    'Nobody approves in two roles',
  );
}
