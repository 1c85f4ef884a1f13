/** What the database knows already of the records of a file: to refuse, to skip, or to link to. */
import type { RowProblem, ImportRow } from '../../domain/imports/read-rows';
import type { ImportKind } from '../../domain/imports/columns';
import type { Prisma } from '../../prisma/generated/client';

type Db = Prisma.TransactionClient;

export interface Known {
  /** Customer number → id. */
  customers: ReadonlyMap<string, string>;
  /** Customer number → name. */
  names: ReadonlyMap<string, string>;
  /** `<customer id>/<name>` → id. */
  sites: ReadonlyMap<string, string>;
  /** Serial number → id of whose unit it is. */
  serials: ReadonlyMap<string, string>;
  /** Number of a sales document → serial number of what was sold. */
  documents: ReadonlyMap<string, string>;
}

/** Reads everything that the rows name, in a few queries however many rows there are. */
export async function readKnown(db: Db, rows: readonly ImportRow[]): Promise<Known> {
  const texts = (...fields: string[]): string[] => [
    ...new Set(
      rows.flatMap(({ values }) =>
        fields.flatMap((field) => (typeof values[field] === 'string' ? [values[field]] : [])),
      ),
    ),
  ];
  const customers = await db.customer.findMany({
    where: { ref: { in: texts('ref', 'customerRef') } },
    select: { id: true, ref: true, name: true },
  });
  const sites = await db.site.findMany({
    where: { customerId: { in: customers.map(({ id }) => id) } },
    select: { id: true, customerId: true, name: true },
  });
  const assets = await db.asset.findMany({
    where: { serialNo: { in: texts('serialNo') } },
    select: { serialNo: true, customerId: true },
  });
  const sales = await db.sale.findMany({
    where: { documentNo: { in: texts('documentNo') } },
    select: { documentNo: true, asset: { select: { serialNo: true } } },
  });
  return {
    customers: new Map(customers.map(({ id, ref }) => [ref!, id])),
    names: new Map(customers.map(({ ref, name }) => [ref!, name])),
    sites: new Map(sites.map(({ id, customerId, name }) => [`${customerId}/${name}`, id])),
    serials: new Map(assets.map(({ serialNo, customerId }) => [serialNo, customerId])),
    documents: new Map(sales.map(({ documentNo, asset }) => [documentNo, asset.serialNo])),
  };
}

/** Whether a record of that row stands already. */
export function stands(kind: ImportKind, { values }: ImportRow, known: Known): boolean {
  const customerId = known.customers.get(String(values.customerRef));
  switch (kind) {
    case 'customers':
      return known.customers.has(String(values.ref));
    case 'sites':
      return customerId !== undefined && known.sites.has(`${customerId}/${String(values.name)}`);
    case 'assets':
      return known.serials.has(String(values.serialNo));
    case 'sales':
      return known.documents.has(String(values.documentNo));
  }
}

const wrong = (row: number, column: string, zh: string, en: string, allowed?: unknown): RowProblem => ({
  row,
  column,
  problem: { detail: { zh, en }, ...(allowed !== undefined && { allowed }) },
});

/** What is wrong with rows that stand already: told each, or, where they are skipped, only of those that stand otherwise. */
export function standingProblems(
  kind: ImportKind,
  rows: readonly ImportRow[],
  known: Known,
  existing: 'refuse' | 'skip',
): RowProblem[] {
  return rows
    .filter((row) => stands(kind, row, known))
    .flatMap((one) => {
      const other = standsOtherwise(kind, one, known);
      if (other) return [other];
      const detail = { zh: '记录已存在', en: 'The record stands already' };
      return existing === 'skip' ? [] : [{ row: one.row, problem: { detail, allowed: { existing: 'skip' } } }];
    });
}

/** The same number, and another customer's unit or another unit's document: skipped it would be lost without a word. */
function standsOtherwise(kind: ImportKind, { row, values }: ImportRow, known: Known): RowProblem | undefined {
  const { customers, serials, documents } = known;
  const named = values.customerRef !== undefined;
  if (kind === 'assets' && named && serials.get(String(values.serialNo)) !== customers.get(String(values.customerRef)))
    return wrong(row, '序列号', '此序列号已登记在另一客户名下', 'This serial number is another customer’s');
  if (kind === 'sales' && documents.get(String(values.documentNo)) !== String(values.serialNo))
    return wrong(row, '销售单号', '此销售单号已用于另一台设备', 'This sales document is of another unit');
  return undefined;
}

/** What a row refers to and is not there, or clashes with. */
export function linkProblems(
  kind: ImportKind,
  rows: readonly ImportRow[],
  known: Known,
  policies: readonly string[],
): RowProblem[] {
  const named = new Set(rows.flatMap(({ values }) => (values.name === undefined ? [] : [values.customerRef])));
  const first = new Map<unknown, ImportRow>();
  return rows.flatMap((one) => {
    const { row, values } = one;
    const problems: RowProblem[] = [];
    const customerId = known.customers.get(String(values.customerRef));
    if ((kind === 'sites' || kind === 'assets') && values.customerRef !== undefined && customerId === undefined)
      problems.push(wrong(row, '客户编号', '没有这个客户', 'There is no such customer'));
    if (kind === 'sales' && customerId === undefined && !named.has(values.customerRef))
      problems.push(wrong(row, '客户名称', '新客户须填名称', 'A new customer needs a name'));
    if (kind === 'sales') problems.push(...namedOtherwise(one, known, first));
    if (kind === 'sales' && values.policyId !== undefined && !policies.includes(String(values.policyId)))
      problems.push(wrong(row, '服务制度', '没有这个制度', 'There is no such policy', policies));
    if (
      values.siteName !== undefined &&
      customerId !== undefined &&
      !known.sites.has(`${customerId}/${String(values.siteName)}`)
    )
      problems.push(wrong(row, '地点名称', '客户没有这个地点', 'The customer has no such site'));
    if (kind === 'sales' && known.serials.has(String(values.serialNo)) && !stands(kind, one, known))
      problems.push(wrong(row, '序列号', '此序列号已登记', 'This serial number is registered'));
    return problems;
  });
}

/** A sale for a customer whom the books, or an earlier row of the file, know by another name: one of the two is a slip. */
function namedOtherwise({ row, values }: ImportRow, known: Known, first: Map<unknown, ImportRow>): RowProblem[] {
  const { customerRef, name } = values;
  if (customerRef === undefined || name === undefined) return [];
  const inBooks = known.names.get(String(customerRef));
  if (inBooks !== undefined && inBooks !== name)
    return [wrong(row, '客户名称', '此编号的客户另有其名', 'The customer of this number has another name', inBooks)];
  const before = first.get(customerRef);
  if (before === undefined) first.set(customerRef, { row, values });
  else if (before.values.name !== name)
    return [wrong(row, '客户名称', `与第 ${before.row} 行的名称不同`, `Not the name in row ${before.row}`)];
  return [];
}
