/** Whether a policy has anything to do with a mark: a promise, an alert, a notice, a paper, or something required. */
import type { CasePolicy } from './case-policy';

/** Whether anything in the policy of a case hangs on this mark. */
export function refersTo(policy: CasePolicy, mark: string): boolean {
  const { milestones, alerts, notices, documents = [], requirements } = policy;
  return (
    milestones.some(({ from, to, cancelledBy = [] }) => [...from, ...to, ...cancelledBy].includes(mark)) ||
    [...alerts, ...notices, ...documents].some(({ on }) => on === mark) ||
    requirements.some((rule) => rule.mark === mark)
  );
}
