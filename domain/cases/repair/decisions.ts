/**
 * What the policy decides of a repair: who bears the work (component by component where several are named), what it
 * costs whom, what has to be agreed before it starts, and how it is served. Asked anew whenever what is known changes;
 * each answer that differs is an event, and the ones before it stay.
 */
import type { CasePolicy } from '../../policy/case-policy';
import { askPolicy, reasonKey, textOf, textsOf, type CaseQuestion, type PolicyDecision } from '../policy-decision';
import type { Work } from '../work';
import { amountsOf, knownOf, lineAt, ofPrice, ofQuote } from './known';
import { deviceIsHere, type Coverage, type QuoteLine, type RepairDecisions, type RepairState } from './state';

type RepairWork = Work<RepairState>;

/** Who bears the work, by the decisions that policies know. */
const coverages: Readonly<Record<string, Coverage>> = {
  warranty_repair: 'warranty',
  free_service: 'free',
  goodwill_repair: 'paid',
  paid_repair: 'paid',
  paid_service: 'paid',
  paid_parts_free_labour: 'paid',
  pending: 'pending_proof',
  pending_proof: 'pending_proof',
  refused: 'not_accepted',
  not_accepted: 'not_accepted',
};

/** Of several components the most costly word speaks for the case; each keeps its own in the decision. */
const gravest: readonly Coverage[] = ['paid', 'pending_proof', 'warranty', 'free', 'not_accepted'];

/** Who bears the work by an entitlement; undefined where the policy says nothing about it. */
export function coverageOf({ answer }: PolicyDecision): Coverage | undefined {
  if (answer.category === 'contract') return 'contract';
  const decision = textOf(answer.decision);
  if (decision !== undefined) return coverages[decision] ?? 'pending_proof';
  const parts = Object.values((answer.decisionPerComponent ?? {}) as Readonly<Record<string, string>>);
  const each = parts.map((part) => coverages[part] ?? 'pending_proof');
  return gravest.find((coverage) => each.includes(coverage));
}

/** Whether the customer pays, or may have to once what is missing is known. */
export function isChargeable(coverage: Coverage, { answer }: PolicyDecision): boolean {
  return ['paid', 'contract', 'pending_proof'].includes(coverage) && answer.feeCny !== 0;
}

/** Asks the policy everything anew and keeps what changed. A supervisor's goodwill stands. */
export function decide(work: RepairWork): void {
  const before = work.state.facts.coverage;
  const entitlement = askPolicy(work.policy, 'entitlement', knownOf(work.state, work.policy));
  keep(work, entitlement);
  const coverage = work.state.goodwill ? 'goodwill' : coverageOf(entitlement);
  if (coverage !== undefined) work.facts({ coverage, chargeable: isChargeable(coverage, entitlement) });
  for (const question of ['routing', 'fee', 'approval'] as const)
    keep(work, answerTo(work.state, work.policy, question));
  if (coverage !== before && coverage !== undefined && coverage !== 'goodwill') tell(work, coverage, entitlement);
  markWarrantyOver(work);
}

/** S-6.5-b: once for each stay of the device, when it comes or when the policy's answer turns out so later. */
export function markWarrantyOver(work: RepairWork): void {
  const { workshop, decisions, done } = work.state;
  if (!deviceIsHere(work.state) || decisions.entitlement?.answer.warrantyOver !== true) return;
  if ((done.warranty_over_here ?? -Infinity) < workshop.receivedAt!) work.mark('warranty_over_here');
}

/** Marks the decision, so that the policy's notices tell of it: with its reasons, or with what is to be asked. */
function tell(work: RepairWork, coverage: Coverage, { reasons }: PolicyDecision): void {
  // Cases opened before policies decided repairs have no notices of it.
  if (!work.policy.program) return;
  if (coverage === 'pending_proof')
    return work.mark('facts_asked', { askFor: askedFor(work.state.decisions).join(',') });
  const decided = reasons.find(({ outcome }) => outcome === 'decided');
  const told = [...reasons.filter(({ outcome }) => outcome === 'failed'), ...(decided ? [decided] : [])];
  work.mark('entitlement_decided', {
    coverage,
    reasons: told.map((reason) => reasonKey('entitlement', reason)).join(','),
  });
}

/** The lines that the fee is about: those of the quote, or the one for which another price was asked or decided since. */
function linesInQuestion({ quote, price }: RepairState, { fees }: CasePolicy): readonly QuoteLine[] {
  return price && (price.inQuestion ?? !price.quoted) ? [lineAt(price, fees)] : (quote?.lines ?? []);
}

/** The answer to a question that builds on the entitlement, with quote and price as they stand. */
export function answerTo(
  state: RepairState,
  policy: CasePolicy,
  question: Exclude<CaseQuestion, 'entitlement'>,
  lines: readonly QuoteLine[] = linesInQuestion(state, policy),
): PolicyDecision {
  const quote = question === 'approval' ? ofQuote(state.quote, state.facts.chargeable === true) : {};
  const amounts = question === 'fee' ? { ...amountsOf(policy.fees, lines), ...ofPrice(state.price, lines) } : {};
  const declined = question === 'fee' && state.quote?.answer === 'declined' ? { customerConsent: false } : {};
  return askPolicy(policy, question, {
    ...knownOf(state, policy),
    ...decided(state),
    ...quote,
    ...amounts,
    ...declined,
  });
}

/** The entitlement as a fact; goodwill that nobody granted is no more than paid work. */
function decided({ decisions, goodwill }: RepairState): { decision?: string } {
  if (goodwill) return { decision: 'goodwill_repair' };
  const decision = textOf(decisions.entitlement?.answer.decision);
  if (decision === undefined || coverages[decision] === 'pending_proof') return {};
  return { decision: decision === 'goodwill_repair' ? 'paid_repair' : decision };
}

/** Whether the policy would have the company solve it free of charge, if a supervisor grants it (N-2.4-3b). */
export function goodwillOpen({ decisions }: RepairState): boolean {
  return decisions.entitlement?.answer.decision === 'goodwill_repair';
}

/** The facts that have to be found out before the policy can say who bears the work. */
export function askedFor({ entitlement }: RepairDecisions): string[] {
  if (entitlement === undefined) return [];
  const { answer, missing } = entitlement;
  const pending = coverageOf(entitlement) === 'pending_proof';
  return pending ? [...new Set([...textsOf(answer.askFor), ...missing])] : [];
}

function keep(work: RepairWork, decision: PolicyDecision): void {
  const { decisions } = work.state;
  if (JSON.stringify(decision) === JSON.stringify(decisions[decision.question])) return;
  const silent = decision.stage === undefined && Object.keys(decision.answer).length === 0;
  if (silent && decisions[decision.question] === undefined) return;
  work.put('decisions', { ...decisions, [decision.question]: decision });
  const { clauses, ...said } = decision;
  work.event('policy_decided', said, clauses);
}
