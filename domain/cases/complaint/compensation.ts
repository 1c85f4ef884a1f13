/** What may be paid for, up to which amount, and by whose approval. Money is fen. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import type { CompensationLimit } from '../../policy/complaint-rules';
import { approvalGuard, nextApprover, withDecision } from '../approvals';
import type { Actor } from '../record';
import { insist } from '../refuse';
import { decided } from './decided';
import type * as p from './payloads';
import { rulesOf, type ComplaintWork } from './rules';
import { currentProposal, type CompensationLine, type ComplaintState } from './state';

type In<T extends z.ZodType> = z.infer<T>;
type Asked = In<typeof p.propose>['compensation'];

/** The lines with who bears each, by the policy (C-IOT-4.3-2b, C-SEC-1.4). */
export function pricedLines(policy: CasePolicy, asked: Asked): CompensationLine[] {
  const bases = rulesOf(policy).compensation?.bases ?? [];
  return asked.map((line) => ({ ...line, payer: bases.find(({ id }) => id === line.basis)!.payer }));
}

export function totalOf(lines: readonly { amountFen: number }[]): number {
  return lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
}

/** What the customer has accepted so far in this case: limits are of the case, so that nobody splits an amount. */
export function acceptedFen({ proposals }: ComplaintState): number {
  return proposals
    .filter(({ answer, alreadyOwed }) => answer?.accepted && !alreadyOwed)
    .reduce((sum, { totalFen, replaces }) => (replaces ? totalFen : sum + totalFen), 0);
}

/**
 * The limit under which the case's compensation falls with these lines; undefined where nothing is paid.
 * @param replaces they take the place of what the customer accepted before, instead of being added to it
 */
export function limitFor(
  state: ComplaintState,
  policy: CasePolicy,
  asked: Asked,
  replaces: boolean,
): CompensationLimit | undefined {
  if (asked.length === 0) return undefined;
  const total = (replaces ? 0 : acceptedFen(state)) + totalOf(asked);
  return rulesOf(policy).compensation?.limits.find(({ upToFen }) => total <= upToFen);
}

/** Refuses bases that the policy does not have, amounts that are no product, and more than anybody may approve. */
export function compensationGuard(
  state: ComplaintState,
  actor: Actor,
  asked: Asked,
  policy: CasePolicy,
  replaces: boolean,
): void {
  if (asked.length === 0) return;
  const { compensation } = rulesOf(policy);
  insist(
    compensation !== undefined,
    'illegal_transition',
    '此制度没有赔付',
    'This policy knows no compensation',
    'compensation',
  );
  insist(
    actor.role !== 'engineer',
    'forbidden',
    '赔付由中心决定,工程师不得答复',
    'Compensation is for the centre to decide, not for an engineer',
    'compensation',
  );
  for (const [i, line] of asked.entries()) checkLine(line, `compensation.${i}`, compensation.bases);
  const max = Math.max(...compensation.limits.map(({ upToFen }) => upToFen));
  const before = replaces ? 0 : acceptedFen(state);
  insist(
    before + totalOf(asked) <= max,
    'invalid_request',
    '赔付超过制度规定的上限',
    'The compensation is above what the policy allows',
    'compensation',
    { maximumFen: max - before },
  );
}

function checkLine(
  { basis, amountFen, unitFen, quantity }: Asked[number],
  field: string,
  bases: readonly { id: string; perUnit: boolean }[],
): void {
  const rule = bases.find(({ id }) => id === basis);
  insist(
    rule !== undefined,
    'invalid_request',
    `没有赔付项目 ${basis}`,
    `There is no basis ${basis}`,
    `${field}.basis`,
    bases.map(({ id }) => id),
  );
  insist(
    !rule.perUnit || (unitFen !== undefined && quantity !== undefined),
    'invalid_request',
    '须填写单价和数量',
    'This basis needs a price for one and a quantity',
    `${field}.unitFen`,
  );
  const product = unitFen === undefined || quantity === undefined ? amountFen : Math.round(unitFen * quantity);
  insist(
    product === amountFen,
    'invalid_request',
    '金额与单价乘数量不符',
    'The amount is not the price for one times the quantity',
    `${field}.amountFen`,
    { fen: product },
  );
}

/** R-APPROVE. Approved by all, the decision is made and told; refused, another solution has to be found. */
export function decideCompensation(
  work: ComplaintWork,
  { decision, duty, text }: In<typeof p.decideCompensation>,
): void {
  const proposal = currentProposal(work.state)!;
  const approval = withDecision(proposal.approval, { role: duty, by: work.by, decision, at: work.at });
  work.put('proposals', [...work.state.proposals.slice(0, -1), { ...proposal, approval }]);
  const clauses = rulesOf(work.policy).compensation?.clauses ?? [];
  work.event('compensation_decided', { decision, duty, ...(text ? { text: text.id } : {}) }, clauses);
  const next = nextApprover(approval);
  if (next !== undefined) work.notify('compensation_approval_needed', next, { amountFen: proposal.totalFen }, clauses);
  if (approval.status === 'refused') work.mark('compensation_refused', { duty });
  if (approval.status !== 'approved') return;
  work.mark('compensation_approved', { amountFen: proposal.totalFen });
  decided(work);
}

export function decideCompensationGuard(
  state: ComplaintState,
  actor: Actor,
  { duty }: In<typeof p.decideCompensation>,
  policy: CasePolicy,
): void {
  approvalGuard(currentProposal(state)?.approval, state, actor, duty, policy);
}
