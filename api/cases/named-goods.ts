/**
 * Goods that a return names: a serial number must not be another customer's, and what one sales document sold comes
 * back once, also over several cases. The workflow knows no master data, so this is checked here.
 */
import { comingBack } from '../../domain/cases/return/items';
import type { ReturnItem, ReturnState, SoldLine } from '../../domain/cases/return/state';
import type { PrismaClient } from '../../prisma/generated/client';
import { refuse } from '../http/problem';
import { sectionsOf } from './state';

interface Goods {
  sale?: { documentNo: string; lines: readonly SoldLine[] };
  items?: readonly ReturnItem[];
}

/** Refuses goods that cannot be this customer's to return. `caseId`: the case itself, where it is open already. */
export async function checkNamedGoods(
  prisma: PrismaClient,
  payload: Readonly<Record<string, unknown>>,
  { customerId, caseId }: { customerId: string; caseId?: string },
): Promise<void> {
  if ('lines' in payload) await checkReplacements(prisma, payload.lines, customerId);
  if (!('sale' in payload)) return;
  const { sale, items = [] } = payload as Goods;
  if (sale === undefined) return;
  await checkSerials(prisma, sale.lines, customerId, 'sale.lines');
  const returned = await returnedBefore(prisma, { customerId, documentNo: sale.documentNo, caseId });
  for (const [i, { line, quantity }] of items.entries()) {
    const before = returned.get(line) ?? 0;
    const sold = sale.lines.find((l) => l.line === line)?.quantity ?? 0;
    const left = Math.max(0, sold - before);
    // A line that the document does not have, or has fewer of, is for the case to refuse.
    if (before > 0 && quantity > left)
      throw refuse(
        'invalid_request',
        `此单据第 ${line} 行只剩 ${left} 件可退（其余已在或将在其他案件中退回）`,
        `Of line ${line} of this document ${left} are left to return; the others came back, or are to, in other cases`,
        { field: `items.${i}.quantity`, allowed: { maximum: left } },
      );
  }
}

/** Units handed out in exchange; a quote's lines have no serial numbers. */
async function checkReplacements(prisma: PrismaClient, lines: unknown, customerId: string): Promise<void> {
  if (Array.isArray(lines)) await checkSerials(prisma, lines as readonly { serialNo?: string }[], customerId, 'lines');
}

async function checkSerials(
  prisma: PrismaClient,
  lines: readonly { serialNo?: string }[],
  customerId: string,
  field: string,
): Promise<void> {
  const serials = lines.flatMap((l) => l.serialNo ?? []);
  if (serials.length === 0) return;
  const others = await prisma.asset.findMany({
    where: { serialNo: { in: serials }, customerId: { not: customerId } },
    select: { serialNo: true },
  });
  const [first] = others;
  if (!first) return;
  throw refuse(
    'invalid_request',
    `序列号 ${first.serialNo} 属于其他客户`,
    `The serial number ${first.serialNo} is another customer’s`,
    { field: `${field}.${lines.findIndex((l) => l.serialNo === first.serialNo)}.serialNo` },
  );
}

/** How many of each line came back, or are to come back, in the customer's other returns of the same document. */
async function returnedBefore(
  prisma: PrismaClient,
  { customerId, documentNo, caseId = '' }: { customerId: string; documentNo: string; caseId?: string },
): Promise<ReadonlyMap<number, number>> {
  const others = await prisma.case.findMany({
    where: {
      ...{ kind: 'return', customerId, id: { not: caseId } },
      state: { path: ['sale', 'documentNo'], equals: documentNo },
    },
  });
  const sums = new Map<number, number>();
  for (const other of others)
    for (const [line, quantity] of comingBack(sectionsOf(other) as ReturnState))
      sums.set(line, (sums.get(line) ?? 0) + quantity);
  return sums;
}
