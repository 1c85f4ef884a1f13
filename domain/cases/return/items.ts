/** Whether goods can be what was sold: lines that exist, none twice, not more of them than were sold. */
import { mostFen } from '../payload';
import { insist } from '../refuse';
import type { ReturnItem, ReturnState, SoldLine } from './state';

/** Refuses items that the sales document does not have, has twice, or has fewer of. */
export function checkItems(sale: { lines: readonly SoldLine[] } | undefined, items: readonly ReturnItem[]): void {
  if (items.length === 0 && sale === undefined) return;
  insist(sale !== undefined, 'invalid_request', '列明货品须有销售单据', 'Items need the sales document', 'sale');
  once(sale.lines, 'sale.lines');
  once(items, 'items');
  const serials = sale.lines.flatMap((l) => l.serialNo ?? []);
  insist(
    new Set(serials).size === serials.length,
    'invalid_request',
    '销售单据中序列号重复',
    'A serial number stands twice in the sales document',
    'sale.lines',
  );
  insist(
    sale.lines.reduce((sum, { quantity, unitFen }) => sum + quantity * unitFen, 0) <= mostFen,
    'invalid_request',
    '销售单据金额过大',
    'The goods of one sales document come to too much',
    'sale.lines',
    { maximumFen: mostFen },
  );
  for (const [i, item] of items.entries()) {
    const sold = sale.lines.find((l) => l.line === item.line);
    insist(
      sold !== undefined,
      'invalid_request',
      `销售单据没有第 ${item.line} 行`,
      `The sales document has no line ${item.line}`,
      `items.${i}.line`,
      sale.lines.map((l) => l.line),
    );
    insist(
      item.quantity <= sold.quantity,
      'invalid_request',
      `退货数量多于售出数量(${sold.quantity})`,
      `More is returned than was sold (${sold.quantity})`,
      `items.${i}.quantity`,
      { maximum: sold.quantity },
    );
  }
}

/** Refuses a list that names a line twice. */
export function once(lines: readonly { line: number }[], field: string): void {
  const twice = lines.findIndex(({ line }, i) => lines.findIndex((other) => other.line === line) !== i);
  insist(
    twice < 0,
    'invalid_request',
    `第 ${lines[twice]?.line} 行重复`,
    `Line ${lines[twice]?.line} is named twice`,
    `${field}.${twice}.line`,
  );
}

/**
 * How many of each line of the sales document came back by this return, or are to come back. Goods that never came, were
 * refused, or were exchanged are the customer's and can be returned another time; so are those that were passed to repair.
 */
export function comingBack(state: ReturnState): ReadonlyMap<number, number> {
  const { items, goods, replacement, passedToRepairAt, status } = state;
  const over = ['closed', 'completed', 'cancelled'].includes(status);
  const none = status === 'cancelled' || passedToRepairAt !== undefined || (over && goods.receivedAt === undefined);
  return new Map(
    items.map(({ line, quantity }) => {
      const found = goods.lines.find((l) => l.line === line);
      const replaced = replacement?.lines.find((l) => l.line === line)?.quantity ?? 0;
      const waiting = goods.sentBackAt === undefined ? found?.received : found && 0;
      const here = found?.accepted ?? waiting ?? quantity;
      return [line, none ? 0 : Math.max(0, here - replaced)];
    }),
  );
}
