/** The price: quoted from the policy's fees, answered by the customer, remitted; no chargeable work before. */
import type { z } from 'zod';
import type { CasePolicy, FeeLine } from '../../policy/case-policy';
import { isThirdEdition } from '../../policy/edition';
import { feesThatApply, isCounted } from '../../policy/fees';
import { milestoneOf } from '../../sla/clock';
import { mostFen } from '../payload';
import type { Actor } from '../record';
import { insist } from '../refuse';
import { answerTo, decide } from './decisions';
import type { RepairWork } from './intake';
import { isAskedFor, lineAt } from './known';
import type * as p from './payloads';
import { deviceIsHere, workplace, type AskedPrice, type Quote, type QuoteLine, type RepairState } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/**
 * Lines come from the policy's fee table: its price where it has one, the given amount where the basis is actual use, the
 * approved one where another price was asked for the line.
 */
export function quote(work: RepairWork, { lines }: In<typeof p.quote>): void {
  const priced = linesAsPriced(work.state, work.policy, lines);
  const sent: Quote = { lines: priced, customerFen: customerShare(priced), sentAt: work.at };
  work.put('quote', sent);
  if (work.state.price) work.put('price', onceQuoted(work.state.price, priced, work.policy));
  decide(work);
  work.mark('quote_sent', { customerFen: sent.customerFen });
  if (work.policy.quote.pause) work.pause(work.policy.quote.pause);
  work.status('waiting_customer');
}

/** Another price waits for a quote of its own line, whatever else is quoted before (S-3.4-b). */
function onceQuoted(price: AskedPrice, lines: readonly QuoteLine[], policy: CasePolicy): AskedPrice {
  if (!isThirdEdition(policy)) return { ...price, quoted: true };
  const quoted = lines.some((line) => isAskedFor(price, line));
  return { ...price, ...(quoted && { quoted }), inQuestion: false };
}

function linesAsPriced({ price }: RepairState, { fees }: CasePolicy, lines: In<typeof p.quote>['lines']): QuoteLine[] {
  return lines.map((line) => {
    if (price?.approval.status === 'approved' && isAskedFor(price, line)) return lineAt(price, fees);
    const fee = fees.find((f) => f.id === line.fee)!;
    const unitFen = fee.basis === 'waived' ? 0 : (fee.fen ?? line.unitFen!);
    const totalFen = Math.round(unitFen * line.quantity);
    return { fee: fee.id, quantity: line.quantity, unitFen, totalFen, payer: fee.payer };
  });
}

function customerShare(lines: readonly QuoteLine[]): number {
  return lines.filter((l) => l.payer === 'customer').reduce((sum, l) => sum + l.totalFen, 0);
}

/** The customer is quoted no more for an item than the policy's fee decision comes to for these amounts (S-5.5-e). */
function insistOnFee(state: RepairState, policy: CasePolicy, lines: readonly QuoteLine[]): void {
  const itemOf = ({ fee }: QuoteLine): string => policy.fees.find(({ id }) => id === fee)!.item!;
  const { answer, clauses } = answerTo(state, policy, 'fee', lines);
  const decided = (answer.lines ?? {}) as Readonly<Record<string, unknown>>;
  for (const [i, line] of lines.entries()) {
    const item = itemOf(line);
    const yuan = decided[item];
    if (typeof yuan !== 'number') continue;
    const fen = Math.round(yuan * 100);
    insist(
      customerShare(lines.filter((other) => itemOf(other) === item)) <= fen,
      'invalid_request',
      `按制度此项客户最多付 ${yuan} 元(${clauses.join('、')})`,
      `By the policy the customer pays at most ${yuan} yuan for this (${clauses.join(', ')})`,
      `lines.${i}`,
      { fen },
    );
  }
}

/** The line of the fee table that applies to the case; `place` is where the request names it. */
export function feeOffered(
  state: RepairState,
  policy: CasePolicy,
  line: Pick<QuoteLine, 'fee' | 'quantity'>,
  place: string,
): FeeLine {
  const offered = feesThatApply(policy.fees, state.facts);
  const fee = offered.find((f) => f.id === line.fee);
  insist(
    fee !== undefined,
    'invalid_request',
    `收费表中没有可用的 ${line.fee}`,
    `The fee table has no ${line.fee} for this case`,
    `${place}fee`,
    offered.map((f) => f.id),
  );
  insist(
    !isCounted(fee) || Number.isInteger(line.quantity),
    'invalid_request',
    '按次或按点收费，数量必须是整数',
    'Visits and points are counted: the quantity must be a whole number',
    `${place}quantity`,
    { multipleOf: 1 },
  );
  return fee;
}

export function quoteGuard(state: RepairState, _actor: Actor, { lines }: In<typeof p.quote>, policy: CasePolicy): void {
  for (const [i, line] of lines.entries()) {
    const fee = feeOffered(state, policy, line, `lines.${i}.`);
    insist(
      state.price?.approval.status !== 'asked' || state.price.fee !== line.fee,
      'requirement_missing',
      '此项另定的价格尚待批准',
      'The price that was asked for this line waits for approval',
      `lines.${i}.fee`,
    );
    const priced = fee.fen !== undefined || fee.basis === 'waived';
    insist(
      priced || line.unitFen !== undefined,
      'invalid_request',
      '此项须填写金额',
      'This line needs its amount',
      `lines.${i}.unitFen`,
    );
    insist(
      !priced || line.unitFen === undefined || line.unitFen === (fee.fen ?? 0),
      'invalid_request',
      '此项价格由收费表规定',
      'The fee table sets this price',
      `lines.${i}.unitFen`,
      { fen: fee.fen ?? 0 },
    );
    const damaged = state.diagnosis?.parts ?? [];
    insist(
      line.partNo === undefined || damaged.length === 0 || damaged.includes(line.partNo),
      'invalid_request',
      '不得更换没有损坏的部件',
      'An undamaged part may not be replaced',
      `lines.${i}.partNo`,
      damaged,
    );
  }
  const priced = linesAsPriced(state, policy, lines);
  insist(
    priced.reduce((sum, { totalFen }) => sum + totalFen, 0) <= mostFen,
    'invalid_request',
    '报价合计过大',
    'The lines come to too much',
    'lines',
    { maximumFen: mostFen },
  );
  insistOnFee(state, policy, priced);
}

/** C-IOT-4.1: of a refusal the reason is kept. */
export function answerQuote(work: RepairWork, { accepted, by, reason }: In<typeof p.answerQuote>): void {
  work.put('quote', {
    ...work.state.quote!,
    answer: accepted ? 'accepted' : 'declined',
    answeredAt: work.at,
    answeredBy: by,
  });
  decide(work);
  work.mark(accepted ? 'consented' : 'declined', { by, ...(reason && { reason: reason.id }) });
  if (accepted && owesRemittance(work.state)) return;
  endQuoteWait(work, accepted);
}

export function answerGuard(state: RepairState): void {
  insist(
    state.quote !== undefined && state.quote.answer === undefined,
    'illegal_transition',
    '没有待答复的报价',
    'No quote waits for an answer',
  );
}

export function remit(work: RepairWork, { amountFen, slipNo }: In<typeof p.remit>): void {
  work.put('quote', { ...work.state.quote!, remittedFen: amountFen, remittedAt: work.at });
  decide(work);
  work.mark('remittance_received', { amountFen, slipNo });
  endQuoteWait(work, true);
}

export function remitGuard(state: RepairState, _actor: Actor, { amountFen }: In<typeof p.remit>): void {
  insist(
    state.quote?.answer === 'accepted' && state.quote.remittedAt === undefined,
    'illegal_transition',
    '没有待付款的报价',
    'No accepted quote waits for payment',
  );
  insist(
    amountFen === state.quote.customerFen,
    'invalid_request',
    '金额与报价不符',
    'The amount differs from the quote',
    'amountFen',
    { fen: state.quote.customerFen },
  );
}

function endQuoteWait(work: RepairWork, accepted: boolean): void {
  if (work.policy.quote.pause) work.resume(work.policy.quote.pause);
  if (accepted) return work.status(workplace(work.state));
  for (const clock of Object.values(work.state.clocks)) {
    const { to } = milestoneOf(work.policy, clock.milestone);
    if (to.some((mark) => pointlessOnceDeclined.includes(mark))) work.stop(clock.key, 'cancelled', 'declined');
  }
  work.status(deviceIsHere(work.state) ? 'ready' : 'callback_due');
}

/** Once the customer declined the price nobody comes and nothing is repaired, unless it is quoted anew. */
const pointlessOnceDeclined = ['assigned', 'on_site_arrival', 'repaired'];

/** The policy has the work wait for the remittance slip of an accepted quote (E-3.2-c). */
function owesRemittance({ decisions }: RepairState): boolean {
  return decisions.approval?.answer.waitingFor === 'remittance_slip';
}

/** No chargeable work before the policy lets it start: the quote, the customer's consent, the remittance slip where it says so. */
export function insistOnConsent(state: RepairState): void {
  const { approval } = state.decisions;
  if (state.facts.chargeable !== true || approval?.answer.repairMayStart === true) return;
  const clauses = approval?.clauses.join('、') ?? '';
  insist(
    !owesRemittance(state),
    'requirement_missing',
    `须先收到汇款底单(${clauses})`,
    `The remittance slip must be received first (${clauses})`,
    'remittance',
  );
  insist(
    false,
    'requirement_missing',
    `收费维修须先报价并经客户同意(${clauses})`,
    `Chargeable work needs a quote and the customer’s consent first (${clauses})`,
    'quote',
  );
}
