/** What the database knows already of the records of a file: to refuse, to skip, or to link to. */
import type { RowProblem, ImportRow } from '../../domain/imports/read-rows';
import type { ImportKind } from '../../domain/imports/columns';
import type { Prisma } from '../../prisma/generated/client';

type Db = Prisma.TransactionClient;

export interface Known {
  /** Customer number → id. */
  customers: ReadonlyMap<string, string>;
  /** `<customer id>/<name>` → id. */
  sites: ReadonlyMap<string, string>;
  serials: ReadonlySet<string>;
  documents: ReadonlySet<string>;
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
    select: { id: true, ref: true },
  });
  const sites = await db.site.findMany({
    where: { customerId: { in: customers.map(({ id }) => id) } },
    select: { id: true, customerId: true, name: true },
  });
  const assets = await db.asset.findMany({
    where: { serialNo: { in: texts('serialNo') } },
    select: { serialNo: true },
  });
  const sales = await db.sale.findMany({
    where: { documentNo: { in: texts('documentNo') } },
    select: { documentNo: true },
  });
  return {
    customers: new Map(customers.map(({ id, ref }) => [ref!, id])),
    sites: new Map(sites.map(({ id, customerId, name }) => [`${customerId}/${name}`, id])),
    serials: new Set(assets.map(({ serialNo }) => serialNo)),
    documents: new Set(sales.map(({ documentNo }) => documentNo)),
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

/** What a row refers to and is not there, or clashes with. */
export function linkProblems(
  kind: ImportKind,
  rows: readonly ImportRow[],
  known: Known,
  policies: readonly string[],
): RowProblem[] {
  const named = new Set(rows.flatMap(({ values }) => (values.name === undefined ? [] : [values.customerRef])));
  return rows.flatMap((one) => {
    const { row, values } = one;
    const problems: RowProblem[] = [];
    const customerId = known.customers.get(String(values.customerRef));
    if ((kind === 'sites' || kind === 'assets') && values.customerRef !== undefined && customerId === undefined)
      problems.push(wrong(row, '客户编号', '没有这个客户', 'There is no such customer'));
    if (kind === 'sales' && customerId === undefined && !named.has(values.customerRef))
      problems.push(wrong(row, '客户名称', '新客户须填名称', 'A new customer needs a name'));
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
