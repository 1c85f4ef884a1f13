/**
 * What the policy decides of a return: whether the customer may give back or exchange (with fall-through and reasons),
 * and who has to approve. The rules are the policy's decisions; here their answers are read in the words of a case.
 */
import type { CasePolicy } from '../../policy/case-policy';
import type { Facts } from '../../policy/rule';
import { askPolicy, textOf, textsOf, type PolicyDecision } from '../policy-decision';
import { returnFacts, type ReturnFact } from './marks';
import type { Entitlement, Remedy } from './state';

/** What a customer may choose among where the policy decides so. */
const remediesOf: Readonly<Record<string, readonly Remedy[]>> = {
  return: ['return'],
  exchange: ['exchange'],
  substitute: ['exchange'],
  accepted: ['return', 'exchange'],
  accept_on_spot: ['return', 'exchange'],
  return_and_resupply: ['return', 'exchange'],
  warranty_repair: ['warranty_repair'],
  free_service: ['warranty_repair'],
  goodwill_repair: ['warranty_repair'],
  repair_first: ['warranty_repair'],
  warranty_repair_only: ['warranty_repair'],
  paid_repair: ['paid_repair'],
  paid_service: ['paid_repair'],
};

/** Facts of the case that decisions know nothing of. */
const ofTheCase: readonly ReturnFact[] = [
  ...(['keyAccount', 'remedy', 'liable', 'largeItem', 'purchaserSetTime', 'suppliedBy'] as const),
];

function given(facts: Facts): Record<string, unknown> {
  const asked = Object.keys(returnFacts).filter((name) => !ofTheCase.includes(name as ReturnFact));
  const known = asked.filter((name) => facts[name] !== undefined).map((name) => [name, facts[name]]);
  return { ...(Object.fromEntries(known) as Facts), caseType: 'return' };
}

/** The policy's answer on what the customer is entitled to, by what is known now. */
export function entitlementDecision(policy: CasePolicy, facts: Facts): PolicyDecision {
  return askPolicy(policy, 'entitlement', given(facts));
}

/** A decision on the entitlement in the words of a return. */
export function entitlementOf({ answer, clauses }: PolicyDecision): Entitlement {
  const decision = textOf(answer.decision) ?? 'pending';
  const route = [answer.route].flat()[0];
  return {
    decision,
    remedies: remediesOf[decision] ?? [],
    route: textOf(route),
    freightPayer: textOf(answer.freightPayer ?? answer.freightPayerInbound),
    lastDay: textOf(answer.lastDay),
    failed: textsOf(answer.failed),
    askFor: textsOf(answer.askFor),
    clauses,
  };
}

/** The policy roles that have to approve, in their order; none where the policy wants no approval. */
export function approversOf(policy: CasePolicy, facts: Facts): readonly string[] {
  const { required } = askPolicy(policy, 'approval', given(facts)).answer;
  return textsOf(required);
}
