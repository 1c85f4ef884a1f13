/** The policy's rules for complaints, as a complaint's functions read them. */
import type { CasePolicy } from '../../policy/case-policy';
import type { ComplaintCategory, ComplaintRules, ReviewLevel } from '../../policy/complaint-rules';
import { insist } from '../refuse';
import type { Work } from '../work';
import type { ComplaintState } from './state';

export type ComplaintWork = Work<ComplaintState>;

/** Throws where the policy has none: the API opens no complaint under such a policy. */
export function rulesOf(policy: CasePolicy): ComplaintRules {
  if (!policy.complaints) throw new RangeError(`the policy ${policy.pins[0]?.id} has no rules for complaints`);
  return policy.complaints;
}

/** The category of that id, or a refusal with those that the policy has. */
export function categoryOf(policy: CasePolicy, id: string, field: string): ComplaintCategory {
  const { categories } = rulesOf(policy);
  const found = categories.find((c) => c.id === id);
  const ids = categories.map((c) => c.id);
  insist(found !== undefined, 'invalid_request', `没有类别 ${id}`, `There is no category ${id}`, field, ids);
  return found;
}

/** The levels that the customer can still turn to: those above the last one that looked at it. */
export function levelsLeft(policy: CasePolicy, { reviews }: ComplaintState): readonly ReviewLevel[] {
  const { levels } = rulesOf(policy);
  const last = reviews.at(-1)?.level;
  return levels.slice(last === undefined ? 0 : levels.findIndex(({ id }) => id === last) + 1);
}

/** The region of the case, in the words of the policy. */
export function regionOf({ facts }: Pick<ComplaintState, 'facts'>): string | undefined {
  return typeof facts.region === 'string' ? facts.region : undefined;
}
