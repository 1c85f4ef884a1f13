/**
 * What a policy decides of a return: the remedies to choose among, and who has to approve. The policy's rules are read by
 * the engine that reads them for everybody; which facts are asked and what follows is the auditor's own reading.
 */
import type { CasePolicy } from '../../domain/policy/case-policy';
import type { Facts } from '../../domain/policy/rule';
import { askWithout, type Answered } from '../answers';

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

/** What a customer is entitled to, in the words of a return. */
export interface Entitlement {
  readonly [part: string]: string | undefined | readonly string[];
  decision: string;
  remedies: readonly string[];
  route: string | undefined;
  freightPayer: string | undefined;
  lastDay: string | undefined;
}

/** Before anything is decided. */
export const nothing: Entitlement = {
  ...{ decision: 'pending', remedies: [], route: undefined, freightPayer: undefined, lastDay: undefined },
};

/** What the customer is entitled to by these facts. */
export function entitlementOf(policy: CasePolicy, facts: Facts): Entitlement {
  const { answer, clauses } = ask(policy, 'entitlement', facts);
  const decision = word(answer.decision) ?? 'pending';
  return {
    decision,
    remedies: choices[decision] ?? [],
    route: word([answer.route].flat()[0]),
    freightPayer: word(answer.freightPayer ?? answer.freightPayerInbound),
    lastDay: word(answer.lastDay),
    failed: wordsIn(answer.failed),
    askFor: wordsIn(answer.askFor),
    clauses,
  };
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function wordsIn(value: unknown): readonly string[] {
  return [value ?? []].flat().filter((one) => typeof one === 'string');
}

/** The roles that have to approve, in their order. */
export function approversOf(policy: CasePolicy, facts: Facts): readonly string[] {
  return wordsIn(ask(policy, 'approval', facts).answer.required);
}

/** A fact that the policy's decisions do not take counts as not known. */
function ask(policy: CasePolicy, question: 'entitlement' | 'approval', facts: Facts): Answered {
  const ofTheGoods = Object.entries(facts).filter(([name]) => !ofTheCase.includes(name));
  return askWithout(policy, question, { ...Object.fromEntries(ofTheGoods), caseType: 'return' });
}

/** The remedy among those offered that is what the customer asks for; whether a repair is free is not theirs to say. */
export function fitting(offered: readonly string[], wants: unknown): string | undefined {
  return offered.find((r) => r === wants || (wants === 'repair' && r.endsWith('_repair')));
}
