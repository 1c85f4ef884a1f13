/** Whether goods can be what was sold: lines that exist, none twice, not more of them than were sold. */
import { insist } from '../refuse';
import type { ReturnItem, SoldLine } from './state';

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
