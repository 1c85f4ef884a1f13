/** What the customer gets in exchange: owed, sent complete, delivered; its warranty runs anew. */
import type { z } from 'zod';
import { dateAt } from '../../calendar/zone';
import type { CasePolicy } from '../../policy/case-policy';
import { isSecondEdition, isThirdEdition } from '../../policy/edition';
import { formatDate } from '../../time/date';
import { insist } from '../refuse';
import type { Actor } from '../record';
import { insistWanted } from './closing';
import type { ReturnWork } from './intake';
import { once } from './items';
import type * as p from './payloads';
import { settleIfDone } from './settling';
import type { Replacement, ReturnItem, ReturnState } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** O-3.7-c: from here on a replacement is owed. */
export function owesReplacement(work: ReturnWork): void {
  if (work.state.remedy !== 'exchange' || work.state.done.exchange_accepted !== undefined) return;
  work.mark('exchange_accepted');
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
  if (isThirdEdition(policy)) insistWanted(state);
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
