/** Goods in against the list, item by item, and goods that stay the customer's back out. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { abandon } from '../ending';
import { insist } from '../refuse';
import type { Actor } from '../record';
import type { ReturnWork } from './intake';
import { once } from './items';
import type * as p from './payloads';
import { owesReplacement } from './replacement';
import { settleIfDone } from './settling';
import { goodsToSendBack, type InspectedLine, type ReturnState } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** The goods came: counted against the list; what differs is recorded, and the count received stands (C-DL-5.7-b). */
export function receiveGoods(work: ReturnWork, { items, trackingNo }: In<typeof p.receiveGoods>): void {
  const lines = work.state.items.map(({ line }): InspectedLine => {
    const received = items.find((i) => i.line === line)?.received ?? 0;
    return received === 0 ? { line, received, accepted: 0, refused: 0 } : { line, received };
  });
  const differs = work.state.items.flatMap(({ line, quantity }) => {
    const received = lines.find((l) => l.line === line)!.received;
    return received === quantity ? [] : [{ line, announced: quantity, received }];
  });
  work.put('goods', { ...work.state.goods, receivedAt: work.at, receivedBy: work.by, differs, lines });
  if (differs.length > 0) work.mark('quantity_differs', { lines: differs.map((d) => d.line).join(' ') });
  work.mark('goods_returned', trackingNo === undefined ? {} : { trackingNo });
  work.status('inspecting');
}

export function receiveGuard(state: ReturnState, _actor: Actor, { items }: In<typeof p.receiveGoods>): void {
  insist(state.goods.receivedAt === undefined, 'already_done', '货品已收', 'The goods came in already');
  once(items, 'items');
  const unknown = items.findIndex((i) => !state.items.some((item) => item.line === i.line));
  insist(
    unknown < 0,
    'invalid_request',
    '退货单上没有此行',
    'The return order has no such line',
    `items.${unknown}.line`,
    state.items.map((item) => item.line),
  );
  const sold = (line: number): number => state.sale?.lines.find((l) => l.line === line)?.quantity ?? 0;
  const over = items.findIndex((i) => i.received > sold(i.line));
  insist(
    over < 0,
    'invalid_request',
    '收到的多于售出的',
    'More came than was sold',
    `items.${over}.received`,
    over < 0 ? undefined : { maximum: sold(items[over]!.line) },
  );
  insist(
    items.some((i) => i.received > 0),
    'invalid_request',
    '没有收到任何货品',
    'Nothing came',
    'items',
  );
}

/** O-11.4-a: every item is inspected; accepted, refused for a reason that the policy allows, or in part. */
export function inspectItem(
  work: ReturnWork,
  { line, accepted, refused, refusal, condition }: In<typeof p.inspectItem>,
): void {
  const { goods } = work.state;
  const found = { accepted, refused, refusal, condition, inspectedBy: work.by, inspectedAt: work.at };
  work.put('goods', { ...goods, lines: goods.lines.map((l) => (l.line === line ? { ...l, ...found } : l)) });
  work.event('item_inspected', { line, accepted, refused, ...(condition ? { condition: condition.id } : {}) });
  if (refused > 0) work.mark('item_refused', { line, refused, refusal: refusal! });
  const { lines } = work.state.goods;
  if (lines.some((l) => l.accepted === undefined)) return;
  work.mark('goods_inspected');
  work.status('settling');
  if (lines.every((l) => (l.accepted ?? 0) === 0)) work.mark('goods_refused');
  else owesReplacement(work);
}

export function inspectGuard(
  state: ReturnState,
  actor: Actor,
  { line, accepted, refused, refusal, explained }: In<typeof p.inspectItem>,
  policy: CasePolicy,
): void {
  const found = state.goods.lines.find((l) => l.line === line);
  const open = state.goods.lines.filter((l) => l.accepted === undefined).map((l) => l.line);
  insist(found !== undefined, 'invalid_request', '没有此行', 'There is no such line', 'line', open);
  insist(found.accepted === undefined, 'already_done', '此行已验', 'This line is inspected already', 'line', open);
  insist(
    accepted + refused === found.received,
    'invalid_request',
    `合格数与拒收数之和须为实收数(${found.received})`,
    `Accepted and refused together are what came (${found.received})`,
    'accepted',
    { received: found.received },
  );
  insist(
    !state.approval?.decisions.some(({ by }) => by === actor.id),
    'forbidden',
    '审批人不得验货',
    'Whoever approved the return does not inspect the goods',
  );
  if (refused > 0) mayRefuse(refusal, explained, policy);
}

/** O-11.4-c (R-O-GOODSIN): only for a reason that the policy names, and after the customer was told why. */
function mayRefuse(refusal: string | undefined, explained: boolean, policy: CasePolicy): void {
  const reasons = policy.returns?.refusals ?? [];
  const rule = reasons.find((r) => r.reason === refusal);
  insist(
    refusal !== undefined,
    'invalid_request',
    '拒收须填写理由',
    'Goods are refused for a reason: which one?',
    'refusal',
    reasons.map((r) => r.reason),
  );
  insist(
    rule !== undefined,
    'invalid_request',
    '制度不允许以此理由拒收',
    'The policy does not let goods be refused for this reason',
    'refusal',
    reasons.map((r) => r.reason),
  );
  insist(
    explained,
    'requirement_missing',
    `拒收须先向客户讲明情况(${rule.clauses.join('、')})`,
    `The customer is told first why goods are refused (${rule.clauses.join(', ')})`,
    'explained',
  );
}

/** Refused goods, or all of them where nothing came of the return, go back to the customer. */
export function sendBack(work: ReturnWork, { trackingNo }: In<typeof p.sendBack>): void {
  work.put('goods', { ...work.state.goods, sentBackAt: work.at });
  work.mark('shipped_back', { trackingNo });
  if (work.state.done.withdrawn !== undefined) abandon(work, 'withdrawn');
  else settleIfDone(work);
}

export function sendBackGuard(state: ReturnState): void {
  const refused = state.goods.lines.some((l) => (l.refused ?? 0) > 0);
  insist(
    goodsToSendBack(state) && (refused || state.done.withdrawn !== undefined || state.approval?.status === 'refused'),
    'illegal_transition',
    '没有须退还客户的货品',
    'No goods have to go back to the customer',
  );
}
