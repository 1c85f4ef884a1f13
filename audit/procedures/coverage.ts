/** Who bears the work, as the policy's coverage rules say in their order; the auditor's own reading of them. */
import { holds, type CasePolicy, type Facts } from '../../domain/policy/case-policy';

/**
 * The first rule whose condition holds and none of whose needs fails. An unknown need that has to be shown leaves the
 * decision open; one that the seller would have to prove counts as absent. Undefined where the policy has no rule.
 */
export function decideCoverage(
  policy: CasePolicy,
  facts: Facts,
): { coverage: string; chargeable: boolean } | undefined {
  for (const rule of policy.coverage) {
    if (!holds(rule.when, facts)) continue;
    const unknown = rule.needs.filter((n) => facts[n.fact] === undefined);
    const fails =
      rule.needs.some((n) => facts[n.fact] !== undefined && facts[n.fact] !== n.is) ||
      unknown.some((n) => n.whenUnknown === 'assumeNot' && n.is !== false);
    if (fails) continue;
    if (unknown.some((n) => n.whenUnknown === 'ask')) return { coverage: 'pending_proof', chargeable: true };
    return { coverage: rule.id, chargeable: rule.chargeable };
  }
  return undefined;
}
