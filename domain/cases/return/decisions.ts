/**
 * What the policy decides of a return: whether the customer may give back or exchange (with fall-through and reasons),
 * and who has to approve. The rules are the policy's decisions; here their answers are read in the words of a case.
 */
import { BadGiven, decide, type Decision } from '../../decision/decide';
import type { CasePolicy, Facts } from '../../policy/case-policy';
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
const ofTheCase: readonly ReturnFact[] = ['keyAccount', 'remedy', 'liable', 'largeItem'];

function given(facts: Facts): Record<string, unknown> {
  const asked = Object.keys(returnFacts).filter((name) => !ofTheCase.includes(name as ReturnFact));
  const known = asked.filter((name) => facts[name] !== undefined).map((name) => [name, facts[name]]);
  return { ...(Object.fromEntries(known) as Facts), caseType: 'return' };
}

/** A fact that the policy's decisions do not take counts as not known: a case never ends on a question. */
function ask(policy: CasePolicy, question: 'entitlement' | 'approval', facts: Facts): Decision {
  const known = given(facts);
  try {
    return decide(policy.program!, question, known, policy.calendars);
  } catch (error) {
    if (!(error instanceof BadGiven)) throw error;
    const refused = error.problems.map(({ field }) => field);
    const taken = Object.fromEntries(Object.entries(known).filter(([name]) => !refused.includes(name)));
    return decide(policy.program!, question, taken, policy.calendars);
  }
}

/** What the customer is entitled to by what is known now. */
export function entitlementOf(policy: CasePolicy, facts: Facts): Entitlement {
  const { answer, reasons } = ask(policy, 'entitlement', facts);
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
    clauses: [...new Set(reasons.filter((r) => r.outcome === 'decided').flatMap((r) => r.clauses))],
  };
}

/** The policy roles that have to approve, in their order; none where the policy wants no approval. */
export function approversOf(policy: CasePolicy, facts: Facts): readonly string[] {
  const { required } = ask(policy, 'approval', facts).answer;
  return textsOf(required);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textsOf(value: unknown): string[] {
  return [value ?? []].flat().filter((entry): entry is string => typeof entry === 'string');
}
