/**
 * What a repair's policy decides, reckoned anew by the auditor: from the facts that it gathered itself, by the policy
 * that the case pinned. It shares the policy's engine with the product, and nothing of how cases use it.
 */
import { dateAt } from '../../domain/calendar/zone';
import type { Decision } from '../../domain/decision/decide';
import type { DecisionProgram } from '../../domain/decision/program';
import type { CasePolicy } from '../../domain/policy/case-policy';
import type { Facts } from '../../domain/policy/rule';
import { formatDate } from '../../domain/time/date';
import type { Instant } from '../../domain/time/instant';
import { askWithout, rulesOf, type Answered } from '../answers';

export const repairQuestions = ['entitlement', 'routing', 'fee', 'approval'] as const;
export type RepairQuestion = (typeof repairQuestions)[number];

/** What the auditor knows of a repair when it asks. */
export interface Asking {
  facts: Facts;
  established: Readonly<Record<string, unknown>>;
  openedAt: Instant;
  repairableHere?: boolean | undefined;
  goodwill: boolean;
  quote?: QuoteSaid | undefined;
  price?: PriceSaid | undefined;
}

/** Another price than the table's, for one line: asked for, and what was said to it, by role. */
export interface PriceSaid {
  fee: string;
  quantity: number;
  fen: number;
  said: Readonly<Record<string, 'approved' | 'refused'>>;
  /** Its line was quoted since; before the third edition, any line. */
  quoted: boolean;
  /** Something was quoted since it was asked for or decided on: the fee is about that. */
  past: boolean;
}

export interface QuoteSaid {
  customerFen: number;
  answer?: 'accepted' | 'declined';
  remitted?: boolean;
  lines: readonly { fee: string; quantity: number; fen: number }[];
}

/** The answers to all questions, and who bears the work by them. */
export interface Decided {
  answers: Readonly<Partial<Record<RepairQuestion, Answered>>>;
  coverage?: string;
  chargeable?: boolean;
}

/** Asks the policy everything; undefined where the case carries no rules to ask. */
export function decideRepair(policy: CasePolicy, asking: Asking): Decided | undefined {
  if (!rulesOf(policy)) return undefined;
  const ask = (question: RepairQuestion, facts: Record<string, unknown>): Answered =>
    askWithout(policy, question, facts);
  const base = basics(policy, asking);
  const entitlement = ask('entitlement', base);
  const coverage = asking.goodwill ? 'goodwill' : bearer(entitlement.answer);
  const chargeable = coverage === undefined ? asking.facts.chargeable === true : pays(coverage, entitlement.answer);
  const given = { ...base, ...decisionFact(entitlement.answer, asking.goodwill) };
  const answers = {
    entitlement,
    routing: ask('routing', given),
    fee: ask('fee', { ...given, ...feeFacts(policy, asking) }),
    approval: ask('approval', { ...given, ...consentFacts(asking, chargeable) }),
  };
  return { answers, ...(coverage !== undefined && { coverage, chargeable }) };
}

/** Whether the policy would solve it free of charge if a supervisor granted it. */
export function wouldBeGoodwill({ answers }: Decided): boolean {
  return answers.entitlement?.answer.decision === 'goodwill_repair';
}

function pays(coverage: string, answer: Decision['answer']): boolean {
  return answer.feeCny !== 0 && (coverage === 'paid' || coverage === 'contract' || coverage === 'pending_proof');
}

/** Free of charge by the policy's own words, refused, or open; the rest is paid. */
function bearer(answer: Decision['answer']): string | undefined {
  if (answer.category === 'contract') return 'contract';
  const one = (decision: unknown): string => {
    if (decision === 'warranty_repair') return 'warranty';
    if (decision === 'free_service') return 'free';
    if (decision === 'refused' || decision === 'not_accepted') return 'not_accepted';
    const paid = ['paid_repair', 'paid_service', 'paid_parts_free_labour', 'goodwill_repair'];
    return paid.includes(String(decision)) ? 'paid' : 'pending_proof';
  };
  if (answer.decision !== undefined) return one(answer.decision);
  const parts = Object.values((answer.decisionPerComponent ?? {}) as Record<string, unknown>).map(one);
  return ['paid', 'pending_proof', 'warranty', 'free', 'not_accepted'].find((coverage) => parts.includes(coverage));
}

/** The entitlement as later questions take it: nothing while it is open, paid where goodwill was not granted. */
function decisionFact({ decision }: Decision['answer'], goodwill: boolean): Record<string, unknown> {
  if (goodwill) return { decision: 'goodwill_repair' };
  if (decision === undefined || bearer({ decision }) === 'pending_proof') return {};
  return { decision: decision === 'goodwill_repair' ? 'paid_repair' : decision };
}

/** The facts of a repair in the names that decisions use. */
const asTheyAre = [
  ...['level', 'region', 'channel', 'source', 'kind', 'work', 'product', 'weightKg', 'volumeM3', 'largeItem'],
  ...['outOfTown', 'travelTime', 'soldByUs', 'inWarranty', 'humanDamage', 'qualityProblem', 'severe'],
  ...['functionalFault', 'partNeeded', 'specialAgreement', 'keyAccount', 'purchaseDate', 'warrantyMonths'],
];

/** By program the names of facts that are asked under their own names: a repair is asked about all of them many times. */
const ownNames = new WeakMap<DecisionProgram, readonly string[]>();

function ownNamesIn(program: DecisionProgram): readonly string[] {
  let names = ownNames.get(program);
  if (!names) ownNames.set(program, (names = [...new Set([...asTheyAre, ...Object.keys(program.facts)])]));
  return names;
}

function basics(policy: CasePolicy, { facts, established, openedAt, repairableHere }: Asking): Record<string, unknown> {
  const program = rulesOf(policy)!;
  const zone = policy.calendars[program.calendar]!.zone;
  const { proofShown: proof, customerRejectsExplanation: rejects } = facts;
  const papers =
    proof === undefined
      ? {}
      : { salesDocuments: proof ? 'all' : 'missing', warrantyCertificate: proof, proof: proof ? ['invoice'] : [] };
  const found: Record<string, unknown> = {
    caseType: 'repair',
    customerWants: 'repair',
    requestDate: formatDate(dateAt(zone, openedAt)),
    repairableHere,
    ...papers,
    customerAcceptsExplanation: rejects === undefined ? undefined : !rejects,
    maintenanceContractActive: facts.contractActive,
    partClaimableFromManufacturer: facts.partClaimable,
    thirdPartyDisassembly: facts.excluded,
  };
  for (const name of ownNamesIn(program))
    if (facts[name] !== undefined || Object.hasOwn(found, name)) found[name] = facts[name];
  Object.assign(found, established);
  const known: Record<string, unknown> = {};
  for (const name in found) if (found[name] !== undefined) known[name] = found[name];
  return known;
}

/** Whether a price was asked for this line and no other. */
export function isAbout({ fee, quantity }: PriceSaid, line: { fee: string; quantity: number }): boolean {
  return line.fee === fee && line.quantity === quantity;
}

function feeFacts({ fees }: CasePolicy, { quote, price }: Asking): Record<string, unknown> {
  const found: Record<string, number> = {};
  const lines = price && !price.past ? [price] : (quote?.lines ?? []);
  for (const { fee, quantity, fen } of lines) {
    const line = fees.find(({ id }) => id === fee);
    if (line?.fact === undefined || line.payer !== 'customer') continue;
    const counted = ['visit', 'point', 'pointYear'].includes(line.basis);
    const hundredths = Math.round((found[line.fact] ?? 0) * 100) + (counted ? Math.round(quantity * 100) : fen);
    found[line.fact] = hundredths / 100;
  }
  const asked = price && lines.some((line) => isAbout(price, line)) ? price : undefined;
  return {
    ...found,
    ...(asked && { amountCny: asked.fen / 100 }),
    ...(asked && Object.keys(asked.said).length > 0 && { approvals: asked.said }),
    ...(quote?.answer === 'declined' && { customerConsent: false }),
  };
}

function consentFacts({ quote }: Asking, chargeable: boolean): Record<string, unknown> {
  if (!quote) return chargeable ? { quoteSent: false } : {};
  const { answer, customerFen, remitted = false } = quote;
  return {
    quoteSent: true,
    remittanceSlip: customerFen === 0 || remitted,
    ...(answer && { customerConsent: answer === 'accepted' }),
  };
}
