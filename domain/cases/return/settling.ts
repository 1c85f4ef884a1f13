/** What the customer gets: the refund, the replacement; and what the maker or dealer is asked to bear. */
import type { z } from 'zod';
import { formatDate } from '../../time/date';
import { dateAt } from '../../calendar/zone';
import type { CasePolicy } from '../../policy/case-policy';
import { isSecondEdition } from '../../policy/edition';
import { isConfirmed, isReversed } from '../ledger-rows';
import { post, reverseEntry, unconfirmed } from '../ledger';
import { insist } from '../refuse';
import type { Actor } from '../record';
import type * as shared from '../shared-payloads';
import { closeWhenSatisfied } from './closing';
import type { ReturnWork } from './intake';
import { once } from './items';
import type * as p from './payloads';
import { acceptedGoods, refundedFen, takenBack, type Replacement, type ReturnItem, type ReturnState } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** O-3.7-c: from here on a replacement is owed. */
export function owesReplacement(work: ReturnWork): void {
  if (work.state.remedy !== 'exchange' || work.state.done.exchange_accepted !== undefined) return;
  work.mark('exchange_accepted');
}

/** Whether everything that the remedy asks for was done. */
function isSettled(state: ReturnState, policy: CasePolicy): boolean {
  const { remedy, goods, refund, replacement } = state;
  const refused = goods.lines.some((l) => (l.refused ?? 0) > 0);
  if (refused && goods.sentBackAt === undefined) return false;
  if (goods.lines.length > 0 && goods.lines.every((l) => l.accepted === 0)) return true;
  if (remedy === 'return') return refund?.paidAt !== undefined && !(isSecondEdition(policy) && takenBack(state));
  return remedy === 'exchange' && replacement?.deliveredAt !== undefined;
}

export function settleIfDone(work: ReturnWork): void {
  if (isSettled(work.state, work.policy)) settle(work);
}

/** The customer has what the remedy is; mandatory callbacks decide whether the case may close. */
export function settle(work: ReturnWork): void {
  if (work.state.settledAt !== undefined) return;
  work.put('settledAt', work.at);
  work.mark('return_completed');
  work.status('callback_due');
  closeWhenSatisfied(work);
}

/** A refund that turns out wrong once it was paid is settled anew; the customer is called back after that. */
export function reverse(work: ReturnWork, payload: In<typeof shared.reverseEntry>): void {
  reverseEntry(work, payload);
  if (!isSecondEdition(work.policy) || work.state.status !== 'callback_due' || !takenBack(work.state)) return;
  work.put('settledAt', undefined);
  work.status('settling');
}

/** The price of what was accepted, less what the policy lets be deducted; a second person confirms it. */
export function proposeRefund(work: ReturnWork, { amountFen, deductions }: In<typeof p.proposeRefund>): void {
  const rules = work.policy.returns?.deductions ?? [];
  const clauses = work.policy.returns?.refund?.clauses ?? [];
  const approvedBy = work.state.approval?.decisions.map(({ by }) => by) ?? [];
  const gross = acceptedGoods(work.state).fen;
  const refund = post(work, { type: 'refund', fen: gross, from: 'company', to: 'customer', clauses, approvedBy });
  const less = deductions.map(({ deduction, fen }) =>
    post(work, {
      type: 'deduction',
      fen,
      from: 'customer',
      to: 'company',
      clauses: rules.find((r) => r.id === deduction)!.clauses,
      approvedBy,
    }),
  );
  const entries = [refund, ...less].filter((no) => no !== undefined);
  const paidFen = isSecondEdition(work.policy) ? refundedFen(work.state) : 0;
  work.put('refund', { amountFen, entries, proposedBy: work.by, ...(paidFen > 0 && { paidFen }) });
  work.mark('refund_proposed', { amountFen });
}

export function refundGuard(
  state: ReturnState,
  _actor: Actor,
  { amountFen, deductions }: In<typeof p.proposeRefund>,
  policy: CasePolicy,
): void {
  insist(state.remedy === 'return', 'illegal_transition', '处理方式不是退货', 'The remedy is not a return', 'remedy');
  const pending = state.refund?.entries.some((no) => !isReversed(state.ledger, no));
  insist(!pending, 'already_done', '退款已提出；有误请先冲销', 'A refund is proposed; reverse it where it is wrong');
  const takenBack = unconfirmed(state.ledger).filter(({ reverses }) => reverses !== undefined);
  insist(
    takenBack.length === 0,
    'requirement_missing',
    `冲销须先由另一人复核：${takenBack.map(({ no }) => no).join('、')}`,
    `What was confirmed is paid until another person confirms its reversal: ${takenBack.map(({ no }) => no).join(', ')}`,
    'entry',
    takenBack.map(({ no }) => no),
  );
  const gross = acceptedGoods(state).fen;
  const rules = policy.returns?.deductions ?? [];
  for (const [i, { deduction }] of deductions.entries()) {
    const rule = rules.find((r) => r.id === deduction);
    insist(
      rule !== undefined,
      'invalid_request',
      '制度没有此项扣款',
      'The policy knows no such deduction',
      `deductions.${i}.deduction`,
      rules.map((r) => r.id),
    );
    const most = Math.floor(gross * rule.mostShare);
    const fen = deductions.reduce((sum, d) => sum + (d.deduction === deduction ? d.fen : 0), 0);
    insist(
      fen <= most,
      'invalid_request',
      `此项扣款最多 ${most / 100} 元`,
      `This deduction is at most ${most / 100} yuan`,
      `deductions.${i}.fen`,
      { maximum: most },
    );
  }
  const net = gross - deductions.reduce((sum, d) => sum + d.fen, 0);
  insist(
    amountFen === net,
    'invalid_request',
    amountFen > gross ? '退款高于货款' : '退款须为货款减扣款',
    amountFen > gross ? 'The refund is above the price' : 'The refund is the price less the deductions',
    'amountFen',
    { fen: net },
  );
}

/** O-3.7-b: paid out after a second person confirmed it; of an amended refund, the difference to what was paid before. */
export function payRefund(work: ReturnWork, { slipNo }: In<typeof p.payRefund>): void {
  const refund = work.state.refund!;
  const due = refund.amountFen - refundedFen(work.state);
  work.put('refund', { ...refund, paidAt: work.at, slipNo });
  if (due > 0 || !isSecondEdition(work.policy)) work.mark('refunded', { amountFen: due, slipNo });
  else work.mark('refund_recovered', { amountFen: Math.abs(due), slipNo });
  settleIfDone(work);
}

export function payGuard(state: ReturnState): void {
  const { refund, ledger } = state;
  insist(
    refund !== undefined && refund.paidAt === undefined,
    'illegal_transition',
    '没有待付的退款',
    'No refund waits to be paid',
  );
  const open = refund.entries.filter((no) => !isConfirmed(ledger, no) || isReversed(ledger, no));
  insist(
    open.length === 0,
    'requirement_missing',
    `账目须先由另一人复核：${open.join('、')}`,
    `Another person confirms the entries first: ${open.join(', ')}`,
    'entry',
    open,
  );
}

/** O-2.1, O-3.7-c: what was sold, or another model at the same price where it is not to be had. */
export function shipReplacement(work: ReturnWork, { lines, trackingNo }: In<typeof p.shipReplacement>): void {
  const sold = new Map(work.state.sale?.lines.map((l) => [l.line, l]));
  work.put('replacement', {
    lines: lines.map(({ line, model, quantity, serialNo }) => ({
      ...{ line, model, quantity, serialNo },
      substitute: sold.get(line)?.model !== model,
    })),
    shippedAt: work.at,
    trackingNo,
  });
  work.mark('replacement_shipped', trackingNo === undefined ? {} : { trackingNo });
  work.mark('shipped_back', trackingNo === undefined ? {} : { trackingNo });
}

export function replacementGuard(
  state: ReturnState,
  _actor: Actor,
  { lines }: In<typeof p.shipReplacement>,
  policy: CasePolicy,
): void {
  insist(
    state.remedy === 'exchange',
    'illegal_transition',
    '处理方式不是换货',
    'The remedy is not an exchange',
    'remedy',
  );
  insist(
    state.done.exchange_accepted !== undefined && state.replacement === undefined,
    'illegal_transition',
    '换货尚未受理，或已发出',
    'The exchange is not accepted yet, or the replacement is on its way',
  );
  once(lines, 'lines');
  for (const [i, { line, model, quantity, priceFen }] of lines.entries()) {
    const sold = state.sale?.lines.find((l) => l.line === line);
    const item = state.items.find((one) => one.line === line);
    insist(
      sold !== undefined && item !== undefined,
      'invalid_request',
      '没有此行',
      'There is no such line',
      `lines.${i}.line`,
    );
    const owed = owedOf(state, item);
    insist(
      quantity <= owed,
      'invalid_request',
      `换货数量多于应换(${owed})`,
      `More than is owed (${owed})`,
      `lines.${i}.quantity`,
      { maximum: owed },
    );
    if (model === sold.model) continue;
    const rule = policy.returns?.substitute;
    insist(
      rule !== undefined && priceFen === sold.unitFen,
      'invalid_request',
      '替换型号须由制度允许且价格相等',
      'Another model needs the policy’s leave and the same price',
      `lines.${i}.priceFen`,
      { fen: sold.unitFen, clauses: rule?.clauses },
    );
  }
  if (!isSecondEdition(policy)) return;
  const short = state.items.filter(
    (item) => (lines.find(({ line }) => line === item.line)?.quantity ?? 0) < owedOf(state, item),
  );
  insist(
    short.length === 0,
    'requirement_missing',
    `换货须一次发齐；尚缺第 ${short.map(({ line }) => line).join('、')} 行`,
    `The customer gets everything that is owed at once; missing of line ${short.map(({ line }) => line).join(', ')}`,
    'lines',
    short.map((item) => ({ line: item.line, quantity: owedOf(state, item) })),
  );
}

/** How many of an item are to be replaced: those accepted, or all of them where nothing came in yet. */
function owedOf({ goods }: ReturnState, { line, quantity }: ReturnItem): number {
  return goods.receivedAt === undefined ? quantity : (goods.lines.find((l) => l.line === line)?.accepted ?? 0);
}

/** N-2.5-B-5: the customer has the replacement; its warranty runs from that date where the policy says so. */
export function confirmDelivery(work: ReturnWork): void {
  work.put('replacement', { ...work.state.replacement!, deliveredAt: work.at });
  work.mark('replacement_delivered');
  const restart = work.policy.returns?.warrantyRestart;
  if (restart) {
    const from = localDate(work);
    work.put('warrantyFrom', from);
    work.facts({ exchangedOn: from });
    work.mark('warranty_restarted', { date: from });
  }
  for (const line of work.state.replacement!.lines) recordExchange(work, line);
  settleIfDone(work);
}

/** Master data know the new unit from now on: later cases of it are decided by its own dates. */
function recordExchange(work: ReturnWork, { line, model, serialNo }: Replacement): void {
  const { items, sale, parties, warrantyFrom } = work.state;
  const sold = sale?.lines.find((l) => l.line === line);
  const replacesId = items.length === 1 ? parties.assetId : undefined;
  if (sold?.serialNo === undefined && replacesId === undefined) return;
  work.notify(
    'unit_exchanged',
    'unit',
    {
      ...{ model, serialNo: serialNo ?? null, replaces: sold?.serialNo ?? null, replacesId: replacesId ?? null },
      ...{ exchangedOn: localDate(work), warrantyFrom: warrantyFrom ?? null },
    },
    work.policy.returns?.warrantyRestart?.clauses,
  );
}

/** The date of the step in the zone of the policy, `YYYY-MM-DD`. */
function localDate(work: ReturnWork): string {
  const { zone } = Object.values(work.policy.calendars)[0]!;
  return formatDate(dateAt(zone, work.at));
}

export function deliveryGuard(state: ReturnState): void {
  insist(
    state.replacement?.shippedAt !== undefined && state.replacement.deliveredAt === undefined,
    'illegal_transition',
    '没有在途的换货',
    'No replacement is on its way',
  );
}

/** N-2.3-5a, C-AG-6, C-DL-5: the maker or dealer bears what is their fault. */
export function claimSupplier(work: ReturnWork, { of, claimedFen, oldGoodsSent }: In<typeof p.claimSupplier>): void {
  const no = work.state.claims.length + 1;
  work.put('claims', [...work.state.claims, { no, of, claimedFen, oldGoodsSent, at: work.at }]);
  work.mark('supplier_claimed', { claim: no, payer: of, amountFen: claimedFen });
}

export function claimGuard(state: ReturnState, _actor: Actor, { of }: In<typeof p.claimSupplier>): void {
  insist(
    state.liable === of,
    'requirement_missing',
    '须先认定其责任',
    'They are not found liable',
    'of',
    state.liable === undefined ? [] : [state.liable],
  );
}

/** What was recovered is entered; a claim that was refused stays with the company. */
export function settleClaim(work: ReturnWork, { claim, outcome, fen }: In<typeof p.settleClaim>): void {
  const settled = { at: work.at, outcome, fen };
  work.put(
    'claims',
    work.state.claims.map((c) => (c.no === claim ? { ...c, settled } : c)),
  );
  const { of } = work.state.claims.find((c) => c.no === claim)!;
  const clauses = work.policy.returns?.supplier?.clauses ?? [];
  post(work, { type: 'recovery', fen, from: of, to: 'company', clauses });
  work.mark('supplier_settled', { claim, outcome, amountFen: fen });
}

export function settleClaimGuard(
  state: ReturnState,
  _actor: Actor,
  { claim, outcome, fen }: In<typeof p.settleClaim>,
): void {
  const found = state.claims.find((c) => c.no === claim);
  const open = state.claims.filter((c) => c.settled === undefined).map((c) => c.no);
  insist(
    found !== undefined && open.includes(claim),
    'not_found',
    '没有此项索赔',
    'There is no such open claim',
    'claim',
    open,
  );
  insist(
    fen <= found.claimedFen && (outcome === 'paid') === fen > 0,
    'invalid_request',
    '金额与结果不符，或高于索赔额',
    'The amount does not fit the outcome, or is above the claim',
    'fen',
    { maximum: found.claimedFen },
  );
}
