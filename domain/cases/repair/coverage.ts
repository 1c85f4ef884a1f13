/**
 * Who bears the work: the first coverage rule of the policy whose condition and needs hold (R-FALLTHROUGH). Every need
 * that failed is kept with its clause; one that is unknown and must be shown by the customer is asked for, one that the
 * seller would have to prove is taken as absent (design §3).
 */
import { holds, type CasePolicy, type Clauses, type FactValue, type Facts } from '../../policy/case-policy';

export interface CoverageDecision {
  coverage: string;
  chargeable: boolean;
  clauses: Clauses;
  reasons: readonly { coverage: string; fact: string; held: boolean; clause: string }[];
  /** Facts that have to be asked for before a better coverage can be decided. */
  askFor: readonly string[];
}

/** Decides coverage from the facts known now; undefined where the policy has no coverage rules. */
export function decideCoverage(policy: CasePolicy, facts: Facts): CoverageDecision | undefined {
  const reasons: { coverage: string; fact: string; held: boolean; clause: string }[] = [];
  for (const rule of policy.coverage) {
    if (!holds(rule.when, facts)) continue;
    const checks = rule.needs.map((need) => ({
      need,
      known: facts[need.fact],
      held: holdsNeed(facts[need.fact], need.is, need.whenUnknown),
    }));
    for (const { need, held } of checks)
      if (held !== undefined) reasons.push({ coverage: rule.id, fact: need.fact, held, clause: need.clause });
    if (checks.some((c) => c.held === false)) continue;
    const askFor = checks.filter((c) => c.held === undefined).map((c) => c.need.fact);
    if (askFor.length > 0)
      return { coverage: 'pending_proof', chargeable: true, clauses: rule.clauses, reasons, askFor };
    return { coverage: rule.id, chargeable: rule.chargeable, clauses: rule.clauses, reasons, askFor: [] };
  }
  return undefined;
}

/** Undefined: unknown and to be asked for. An exclusion (`is: false`) that nobody showed is taken as absent. */
function holdsNeed(
  known: FactValue | undefined,
  wanted: FactValue,
  whenUnknown: 'assumeNot' | 'ask',
): boolean | undefined {
  if (known !== undefined) return known === wanted;
  if (whenUnknown === 'ask') return undefined;
  return wanted === false;
}
