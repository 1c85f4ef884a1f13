/** Records as a file in the columns of imports, so that what goes out can come in again elsewhere. */
import { stringify } from 'csv-stringify/sync';
import { importColumns, type ImportColumn, type ImportKind } from '../../domain/imports/columns';
import type { CellValue as Cell } from '../../documents/content';
import type { PrismaClient } from '../../prisma/generated/client';

type Row = Readonly<Record<string, unknown>>;

/** All records of a kind, oldest first: the columns and their rows. */
export async function exportRows(
  prisma: PrismaClient,
  kind: ImportKind,
): Promise<{ columns: readonly ImportColumn[]; rows: Cell[][] }> {
  const columns = importColumns[kind];
  const found = await readers[kind](prisma);
  return { columns, rows: found.map((row) => columns.map(({ field }) => cellOf(valueAt(row, field)))) };
}

/** As CSV with a byte-order mark, by which spreadsheets know UTF-8; what looks like a formula is made a text. */
export function toCsv(columns: readonly ImportColumn[], rows: readonly Cell[][]): Buffer {
  return Buffer.from(stringify([columns.map(({ title }) => title.zh), ...rows], { bom: true, escape_formulas: true }));
}

const byAge = [{ createdAt: 'asc' as const }, { id: 'asc' as const }];

const readers: Readonly<Record<ImportKind, (prisma: PrismaClient) => Promise<Row[]>>> = {
  customers: (prisma) => prisma.customer.findMany({ orderBy: byAge }),
  sites: async (prisma) => {
    const rows = await prisma.site.findMany({ orderBy: byAge, include: { customer: true } });
    return rows.map((site) => ({ ...site, customerRef: site.customer.ref }));
  },
  assets: async (prisma) => {
    const rows = await prisma.asset.findMany({ orderBy: byAge, include: { customer: true, site: true } });
    return rows.map((asset) => ({ ...asset, customerRef: asset.customer.ref, siteName: asset.site?.name }));
  },
  sales: async (prisma) => {
    const rows = await prisma.sale.findMany({ orderBy: byAge, include: { customer: true, asset: true } });
    return rows.map(({ asset, customer, ...sale }) => ({
      ...customer,
      ...asset,
      ...sale,
      customerRef: customer.ref,
      saleDate: sale.soldOn,
    }));
  },
};

function valueAt(row: Row, field: string): unknown {
  return field.split('.').reduce<unknown>((at, key) => (at as Row | null | undefined)?.[key], row);
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'boolean') return value ? '是' : '否';
  return typeof value === 'string' || typeof value === 'number' ? value : Number(value);
}
