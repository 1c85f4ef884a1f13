/**
 * ISO 10002, 8.7 and 8.8: a solution is proposed, approved where it costs money, and told to the customer in the step in
 * which it is decided (O-6.1-c); the customer accepts it or not.
 */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isSecondEdition } from '../../policy/edition';
import { askApproval, nextApprover } from '../approvals';
import { post, takeBack } from '../ledger';
import type { Actor } from '../record';
import { insist } from '../refuse';
import { compensationGuard, limitFor, pricedLines, totalOf } from './compensation';
import { insistHandler } from './investigation';
import { decided } from './decided';
import type * as p from './payloads';
import { rulesOf, type ComplaintWork } from './rules';
import { currentProposal, type ComplaintState, type Proposal } from './state';

type In<T extends z.ZodType> = z.infer<T>;
/** A solution and what is paid. */
export type Solution = In<typeof p.propose>;

export function propose(work: ComplaintWork, solution: Solution): void {
  offer(work, solution);
}

/**
 * A new proposal takes the place of the one before; without money in it, it is decided at once. What the customer had
 * accepted in an earlier round stays owed beside a handler's new offer; a ruling says what is owed in all.
 * @param level of the ruling whose own solution it is
 */
export function offer(work: ComplaintWork, { solution, remedy, compensation }: Solution, level?: string): void {
  const replaces = level !== undefined && isSecondEdition(work.policy);
  const limit = limitFor(work.state, work.policy, compensation, replaces);
  const lines = pricedLines(work.policy, compensation);
  const proposal: Proposal = {
    no: work.state.proposals.length + 1,
    at: work.at,
    by: work.by,
    solution,
    remedy,
    lines,
    totalFen: totalOf(lines),
    approval: askApproval(limit?.approvers ?? [], work.by, work.at),
    ...(level !== undefined && { level }),
    ...(replaces && { replaces }),
  };
  work.put('proposals', [...work.state.proposals, proposal]);
  work.mark('proposed', { remedy, amountFen: proposal.totalFen });
  work.status('responding');
  const next = nextApprover(proposal.approval);
  if (next === undefined) return decided(work);
  work.mark('compensation_requested', { amountFen: proposal.totalFen });
  work.notify('compensation_approval_needed', next, { amountFen: proposal.totalFen }, limit!.clauses);
}

export function proposeGuard(state: ComplaintState, actor: Actor, payload: Solution, policy: CasePolicy): void {
  insistHandler(state, actor, policy);
  offerGuard(state, actor, payload, policy, false);
}

/** What any solution has to be, the handler's or a reviewer's. */
export function offerGuard(
  state: ComplaintState,
  actor: Actor,
  { remedy, compensation }: Solution,
  policy: CasePolicy,
  replaces: boolean,
): void {
  const pending = currentProposal(state);
  insist(
    pending?.approval.status !== 'asked',
    'illegal_transition',
    '上一方案正在审批',
    'The proposal before waits for approval',
  );
  insist(
    remedy !== 'compensation' || compensation.length > 0,
    'invalid_request',
    '赔付须填写金额',
    'Compensation needs its amounts',
    'compensation',
  );
  compensationGuard(state, actor, compensation, policy, replaces);
}

/** Accepted, it is carried out; if not, another solution is sought, or the customer goes to the next level. */
export function answerDecision(work: ComplaintWork, { accepted, by, text }: In<typeof p.answerDecision>): void {
  const proposal = currentProposal(work.state)!;
  const answer = { accepted, at: work.at, by };
  work.put('proposals', [...work.state.proposals.slice(0, -1), { ...proposal, answer }]);
  work.mark(accepted ? 'accepted' : 'rejected', { by, ...(text ? { text: text.id } : {}) });
  if (!accepted) work.put('round', work.state.round + 1);
  else if (!proposal.alreadyOwed) enter(work, proposal);
  work.status(accepted ? 'carrying_out' : 'responding');
}

/**
 * O-10.4: what the customer accepted is owed to them; a second person confirms it before finance pays. S-8.3: where a
 * ruling amended what they had accepted, that is taken back first, so that the difference is all that is owed anew.
 */
function enter(work: ComplaintWork, { lines, approval, replaces, level }: Proposal): void {
  const bases = rulesOf(work.policy).compensation?.bases ?? [];
  const approvedBy = approval.decisions.map(({ by }) => by);
  const ruling = work.state.reviews.find((review) => review.level === level)?.ruling;
  if (replaces && ruling) takeBack(work, ({ type }) => type === 'compensation', ruling.text.id, approvedBy);
  for (const { basis, payer, amountFen } of lines) {
    const clauses = bases.find(({ id }) => id === basis)?.clauses ?? [];
    post(work, { type: 'compensation', fen: amountFen, from: payer, to: 'customer', clauses, approvedBy });
  }
}
