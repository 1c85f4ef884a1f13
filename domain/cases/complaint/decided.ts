/** ISO 10002, 8.8: a decision that is made is communicated at once. */
import { isThirdEdition } from '../../policy/edition';
import { holds } from '../../policy/rule';
import { rulesOf, type ComplaintWork } from './rules';
import { currentProposal } from './state';

/** O-6.1-c: made, and told to the customer in the same step. */
export function decided(work: ComplaintWork): void {
  const proposal = currentProposal(work.state)!;
  work.put('proposals', [...work.state.proposals.slice(0, -1), { ...proposal, decidedAt: work.at }]);
  work.facts({ compensated: proposal.totalFen > 0 });
  const said = { solution: proposal.solution.id, ...(proposal.totalFen > 0 && { amountFen: proposal.totalFen }) };
  work.mark('decided', { remedy: proposal.remedy, ...said });
  if (!tellsCustomer(work)) work.notify('complaint_decision', 'customer', said, rulesOf(work.policy).handler.clauses);
  work.status('communicated');
}

/** Whether a notice of the policy tells them, in this case; before the third edition also one that does not hold here. */
function tellsCustomer({ policy, state }: ComplaintWork): boolean {
  return policy.notices.some(
    ({ on, to, when }) =>
      on === 'decided' && to.includes('customer') && (!isThirdEdition(policy) || holds(when, state.facts)),
  );
}
