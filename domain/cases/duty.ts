/**
 * The duties that an actor carries: policy role × policy × region (design of the roster), written as short words so
 * that a token and a history can hold them: `role` everywhere, `role@policy`, `role@policy/region`; a star stands
 * for the policy where a duty is for one region under every policy.
 */
import type { Actor } from './record';

/** A duty in force, as the roster has it; an absent policy or region means every one. */
export interface DutyScope {
  role: string;
  policyId?: string | null;
  region?: string | null;
}

/** The word under which an actor carries a duty. None of its three names contains `@` or `/`. */
export function dutyWord({ role, policyId, region }: DutyScope): string {
  if (region) return `${role}@${policyId ?? '*'}/${region}`;
  return policyId ? `${role}@${policyId}` : role;
}

/**
 * Whether the actor holds the policy role in a case: everywhere, under its policy, in its region, or both. A duty for
 * one region does not serve a case without one. The pair of `resolveDuties`, which finds the people to call.
 * @param policyId id of the case's service policy
 * @param region the case's region in the words of the policy; absent where the case has none
 */
export function holdsDuty(actor: Pick<Actor, 'duties'>, role: string, policyId: string, region?: string): boolean {
  const serving = [dutyWord({ role }), dutyWord({ role, policyId })];
  if (region !== undefined) serving.push(dutyWord({ role, region }), dutyWord({ role, policyId, region }));
  return serving.some((word) => actor.duties.includes(word));
}
