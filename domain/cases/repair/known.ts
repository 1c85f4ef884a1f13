/**
 * What a repair knows, in the names of the facts that a policy's decisions ask for: facts established word for word,
 * else what the case's own record says. What is not known is left out.
 */
import { dateAt } from '../../calendar/zone';
import { programOf } from '../../decision/older-program';
import type { CasePolicy, FeeLine } from '../../policy/case-policy';
import { isCounted } from '../../policy/fees';
import type { Facts } from '../../policy/rule';
import { formatDate } from '../../time/date';
import { decisionCalendar } from '../policy-decision';
import type { AskedPrice, Quote, QuoteLine, RepairState } from './state';

/** Facts that are called the same on both sides. */
const sameName = [
  ...['level', 'region', 'channel', 'source', 'kind', 'work', 'product', 'weightKg', 'volumeM3', 'largeItem'],
  ...['outOfTown', 'travelTime', 'soldByUs', 'inWarranty', 'humanDamage', 'qualityProblem', 'severe'],
  ...['functionalFault', 'partNeeded', 'specialAgreement', 'keyAccount', 'purchaseDate', 'warrantyMonths'],
] as const;

/** What is known of a repair. A repair asks for a repair: who wants to give back or exchange opens a case of that kind. */
export function knownOf(state: RepairState, policy: CasePolicy): Record<string, unknown> {
  const { facts, established, diagnosis } = state;
  const { zone } = decisionCalendar(policy);
  return known({
    caseType: 'repair',
    customerWants: 'repair',
    requestDate: formatDate(dateAt(zone, state.openedAt)),
    ...Object.fromEntries(sameName.map((name) => [name, facts[name]])),
    repairableHere: diagnosis?.repairableHere,
    ...inOtherWords(facts),
    ...ofOlderRules(facts, policy),
    ...established,
  });
}

/** Facts of a case that sum up several of the policy's, or go by another name there. */
function inOtherWords(facts: Facts): Record<string, unknown> {
  const { proofShown, customerRejectsExplanation, contractActive, partClaimable, excluded } = facts;
  return {
    ...(proofShown !== undefined && {
      salesDocuments: proofShown ? 'all' : 'missing',
      warrantyCertificate: proofShown,
      proof: proofShown ? ['invoice'] : [],
    }),
    ...(customerRejectsExplanation !== undefined && { customerAcceptsExplanation: !customerRejectsExplanation }),
    maintenanceContractActive: contractActive,
    partClaimableFromManufacturer: partClaimable,
    thirdPartyDisassembly: excluded,
  };
}

/** Cases opened before policies decided repairs name the case's own facts in their rules. */
function ofOlderRules(facts: Facts, policy: CasePolicy): Record<string, unknown> {
  return Object.fromEntries(Object.keys(programOf(policy)?.facts ?? {}).map((name) => [name, facts[name]]));
}

/** What a quote says: that it was sent, what the customer is to pay, whether they consented and paid. */
export function ofQuote(quote: Quote | undefined, chargeable: boolean): Record<string, unknown> {
  if (!quote) return chargeable ? { quoteSent: false } : {};
  return known({
    quoteSent: true,
    customerConsent: quote.answer === undefined ? undefined : quote.answer === 'accepted',
    remittanceSlip: quote.customerFen === 0 || quote.remittedAt !== undefined,
  });
}

/** Amounts in yuan, and how many visits or points, under the facts that the fee table names for its lines. */
export function amountsOf(fees: readonly FeeLine[], lines: readonly QuoteLine[]): Record<string, number> {
  const amounts: Record<string, number> = {};
  for (const line of lines) {
    const fee = fees.find(({ id }) => id === line.fee)!;
    const { fact } = fee;
    if (fact === undefined || line.payer !== 'customer') continue;
    const hundredths = isCounted(fee) ? Math.round(line.quantity * 100) : line.totalFen;
    const sum = Math.round((amounts[fact] ?? 0) * 100) + hundredths;
    amounts[fact] = sum / 100;
  }
  return amounts;
}

/** The line of the fee table for which another price was asked, at that price. */
export function lineAt({ fee, quantity, amountFen }: AskedPrice, fees: readonly FeeLine[]): QuoteLine {
  const { payer } = fees.find(({ id }) => id === fee)!;
  return { fee, quantity, unitFen: Math.round(amountFen / quantity), totalFen: amountFen, payer };
}

/** Whether another price was asked for exactly this line. */
export function isAskedFor(price: AskedPrice, { fee, quantity }: Pick<QuoteLine, 'fee' | 'quantity'>): boolean {
  return price.fee === fee && price.quantity === quantity;
}

/** The price that was asked for one of these lines, in yuan, and what its approvers said so far. */
export function ofPrice(price: AskedPrice | undefined, lines: readonly QuoteLine[]): Record<string, unknown> {
  if (!price || !lines.some((line) => isAskedFor(price, line))) return {};
  const said = price.approval.decisions.map(({ role, decision }) => [role, decision]);
  return {
    amountCny: price.amountFen / 100,
    ...(said.length > 0 && { approvals: Object.fromEntries(said) as object }),
  };
}

function known(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
