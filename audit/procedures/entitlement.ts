/**
 * What a policy decides of a return: the remedies to choose among, and who has to approve. The policy's rules are read by
 * the engine that reads them for everybody; which facts are asked and what follows is the auditor's own reading.
 */
import type { Decision } from '../../domain/decision/decide';
import type { CasePolicy } from '../../domain/policy/case-policy';
import type { Facts } from '../../domain/policy/rule';
import { askWithout } from '../answers';

/** What a customer may choose among where the policy decides so; the most first. */
const choices: Readonly<Record<string, readonly string[]>> = {
  ...{ return: ['return'], exchange: ['exchange'], substitute: ['exchange'] },
  ...{ accepted: ['return', 'exchange'], accept_on_spot: ['return', 'exchange'] },
  ...{ return_and_resupply: ['return', 'exchange'], paid_repair: ['paid_repair'], paid_service: ['paid_repair'] },
  ...{ warranty_repair: ['warranty_repair'], free_service: ['warranty_repair'], repair_first: ['warranty_repair'] },
  ...{ goodwill_repair: ['warranty_repair'], warranty_repair_only: ['warranty_repair'] },
};

/** Facts about the case and not about the goods: no rule decides by them. */
const ofTheCase = ['keyAccount', 'remedy', 'liable', 'largeItem', 'purchaserSetTime', 'suppliedBy'];

/** What the customer is entitled to by these facts. */
export function entitled(policy: CasePolicy, facts: Facts): readonly string[] {
  const { decision } = ask(policy, 'entitlement', facts);
  return typeof decision === 'string' ? (choices[decision] ?? []) : [];
}

/** The roles that have to approve, in their order. */
export function approversOf(policy: CasePolicy, facts: Facts): readonly string[] {
  return [ask(policy, 'approval', facts).required ?? []].flat().filter((role) => typeof role === 'string');
}

/** A fact that the policy's decisions do not take counts as not known. */
function ask(policy: CasePolicy, question: 'entitlement' | 'approval', facts: Facts): Decision['answer'] {
  const ofTheGoods = Object.entries(facts).filter(([name]) => !ofTheCase.includes(name));
  return askWithout(policy, question, { ...Object.fromEntries(ofTheGoods), caseType: 'return' }).answer;
}

/** The remedy among those offered that is what the customer asks for; whether a repair is free is not theirs to say. */
export function fitting(offered: readonly string[], wants: unknown): string | undefined {
  return offered.find((r) => r === wants || (wants === 'repair' && r.endsWith('_repair')));
}
