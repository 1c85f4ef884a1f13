/** Takes a checked file in: every row or none, in one transaction. */
import { randomUUID } from 'node:crypto';
import type { CellValue } from '../../domain/imports/cells';
import type { ImportKind } from '../../domain/imports/columns';
import type { ImportRow } from '../../domain/imports/read-rows';
import type { Prisma } from '../../prisma/generated/client';
import type { Known } from './known';

type Db = Prisma.TransactionClient;
type Values = ImportRow['values'];

/** One statement takes so many rows: PostgreSQL has a limit of parameters. */
const CHUNK = 1000;

export async function takeIn(
  db: Db,
  kind: ImportKind,
  rows: readonly ImportRow[],
  known: Known,
  importId: string,
): Promise<void> {
  const all = rows.map(({ values }) => values);
  switch (kind) {
    case 'customers':
      return inChunks(all.map(customerOf), (data) => db.customer.createMany({ data }));
    case 'sites':
      return inChunks(
        all.map((values) => siteOf(values, known)),
        (data) => db.site.createMany({ data }),
      );
    case 'assets':
      return inChunks(
        all.map((values) => assetOf(values, known.customers.get(String(values.customerRef))!, known)),
        (data) => db.asset.createMany({ data }),
      );
    case 'sales':
      return takeSales(db, all, known, importId);
  }
}

async function inChunks<T>(rows: readonly T[], write: (chunk: T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) await write(rows.slice(from, from + CHUNK));
}

/** Customers first, each once, then units, then the sales between them. */
async function takeSales(db: Db, all: readonly Values[], known: Known, importId: string): Promise<void> {
  const customers = new Map(known.customers);
  const fresh: Prisma.CustomerCreateManyInput[] = [];
  for (const values of all) {
    const ref = String(values.customerRef);
    if (customers.has(ref) || values.name === undefined) continue;
    const id = randomUUID();
    customers.set(ref, id);
    fresh.push({ ...customerOf(values), id, ref });
  }
  const sold = all.map((values) => {
    const customerId = customers.get(String(values.customerRef))!;
    return { values, customerId, asset: { ...assetOf(values, customerId, known), id: randomUUID(), soldByUs: true } };
  });
  await inChunks(fresh, (data) => db.customer.createMany({ data }));
  await inChunks(
    sold.map(({ asset }) => asset),
    (data) => db.asset.createMany({ data }),
  );
  await inChunks(sold, (chunk) =>
    db.sale.createMany({
      data: chunk.map(({ values, customerId, asset }) => ({
        documentNo: String(values.documentNo),
        policyId: String(values.policyId),
        soldOn: dateOf(values.saleDate)!,
        customerId,
        assetId: asset.id,
        importId,
      })),
    }),
  );
}

const textOf = (value: CellValue | undefined): string | null => (value === undefined ? null : String(value));
const numberOf = (value: CellValue | undefined): number | null => (value === undefined ? null : Number(value));
const dateOf = (value: CellValue | undefined): Date | undefined =>
  value === undefined ? undefined : new Date(`${String(value)}T00:00:00Z`);

function customerOf(v: Values): Prisma.CustomerCreateManyInput {
  return {
    ref: textOf(v.ref ?? v.customerRef),
    name: String(v.name),
    phone: textOf(v.phone),
    email: textOf(v.email),
    address: textOf(v.address),
    region: textOf(v.region),
    class: textOf(v.class) ?? undefined,
    language: textOf(v.language) ?? undefined,
    key: v.key === true,
    wishes: textOf(v.wishes),
  };
}

function siteOf(v: Values, { customers }: Known): Prisma.SiteCreateManyInput {
  return {
    customerId: customers.get(String(v.customerRef))!,
    name: String(v.name),
    address: String(v.address),
    contact: textOf(v.contact),
    phone: textOf(v.phone),
    region: textOf(v.region),
    outOfTown: v.outOfTown === true,
    travelMin: numberOf(v.travelMin),
  };
}

function assetOf(v: Values, customerId: string, { sites }: Known): Prisma.AssetCreateManyInput {
  const attributes = Object.entries(v).flatMap(([field, value]) =>
    field.startsWith('attributes.') ? [[field.slice('attributes.'.length), value] as const] : [],
  );
  return {
    customerId,
    siteId: v.siteName === undefined ? null : sites.get(`${customerId}/${String(v.siteName)}`),
    product: String(v.product),
    model: String(v.model),
    serialNo: String(v.serialNo),
    lotNo: textOf(v.lotNo),
    soldByUs: v.soldByUs !== false,
    saleDate: dateOf(v.saleDate),
    installedOn: dateOf(v.installedOn),
    warrantyFrom: dateOf(v.warrantyFrom),
    contractUntil: dateOf(v.contractUntil),
    warrantyMonths: numberOf(v.warrantyMonths),
    weightKg: numberOf(v.weightKg),
    volumeM3: numberOf(v.volumeM3),
    attributes: Object.fromEntries(attributes),
  };
}
