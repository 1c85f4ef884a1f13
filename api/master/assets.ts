/** Installed or sold units: serial number, sale and warranty facts. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import { fieldWords } from '../../messages/field-words';
import { dateSpan } from '../../messages/format';
import type { Asset, Prisma } from '../../prisma/generated/client';
import { requireOwnCustomer } from '../cases/access';
import { words } from '../cases/titles/event-lines';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
import { PolicyWords } from '../department/words';
import { refuse } from '../http/problem';
import { seesCustomers } from '../roles';
import type { Route } from '../route';
import { withoutDefaults } from './customers';
import { after, page, pageQuery, recordVersion, resourceRoutes } from './resource';

const word = z.string().trim().min(1).max(64);
const date = z.iso.date().nullable().default(null);

const asset = z.strictObject({
  customerId: word,
  siteId: word.nullable().default(null),
  product: word.describe('product family of the policies'),
  model: z.string().trim().min(1).max(100),
  serialNo: z.string().trim().min(1).max(100),
  soldByUs: z.boolean().default(true),
  saleDate: date,
  installedOn: date,
  warrantyMonths: z.int().min(0).max(600).nullable().default(null),
  warrantyFrom: date.describe('where it does not run from the sale, such as after an exchange'),
  exchangedOn: date.describe('the day on which it was handed out in exchange for another unit'),
  replacedBy: word.nullable().default(null).describe('serial number of the unit that the customer has in its stead'),
  lotNo: word.nullable().default(null).describe('lot of its production, by which recalls find its owner'),
  contractUntil: date.describe('last day of the maintenance contract'),
  weightKg: z.number().nonnegative().max(1_000_000).nullable().default(null),
  volumeM3: z.number().nonnegative().max(100_000).nullable().default(null),
  depositFen: z
    .int()
    .nonnegative()
    .max(1_000_000_000)
    .nullable()
    .default(null)
    .describe('deposit for a loaner of this model, fen'),
  attributes: z
    .record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/), z.string().trim().max(200))
    .default({})
    .describe('what the product family wants noted: plate, maintenanceInterval, nextMaintenance (YYYY-MM-DD)'),
});
const assetChange = z.strictObject({ ...withoutDefaults(asset) }).partial();
const assetView = asset
  .extend({
    id: z.string(),
    version: recordVersion,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    titles: z.object({
      product: words,
      site: words.optional().describe('for those who may know the customer'),
      noted: z.array(z.object({ label: words, value: words })).describe('the attributes, in words'),
    }),
  })
  .meta({ id: 'Asset' });
type AssetView = z.infer<typeof assetView>;

type DateColumn = 'saleDate' | 'installedOn' | 'warrantyFrom' | 'exchangedOn' | 'contractUntil';

/** Dates as the driver takes them: midnight UTC of the date; absent fields stay absent. */
function toColumns<T extends Partial<Record<DateColumn, string | null>>>(
  data: T,
): Omit<T, DateColumn> & Partial<Record<DateColumn, Date | null>> {
  const { saleDate, installedOn, warrantyFrom, exchangedOn, contractUntil, ...rest } = data;
  const column = (text: string | null | undefined): Date | null | undefined =>
    typeof text === 'string' ? new Date(`${text}T00:00:00Z`) : text;
  return {
    ...rest,
    saleDate: column(saleDate),
    installedOn: column(installedOn),
    warrantyFrom: column(warrantyFrom),
    exchangedOn: column(exchangedOn),
    contractUntil: column(contractUntil),
  };
}

type Placed = Asset & { site: { name: string } | null };
/** The site of a unit, by name. */
const withSite = { site: { select: { name: true } } } satisfies Prisma.AssetInclude;

/** @param role of the reader; those who change a unit may know its customer */
function toAsset({ site, ...a }: Placed, its: PolicyWords, role?: Actor['role']): AssetView {
  const text = (d: Date | null): string | null => d?.toISOString().slice(0, 10) ?? null;
  const attributes = a.attributes as Record<string, string>;
  return {
    ...a,
    saleDate: text(a.saleDate),
    installedOn: text(a.installedOn),
    warrantyFrom: text(a.warrantyFrom),
    exchangedOn: text(a.exchangedOn),
    contractUntil: text(a.contractUntil),
    weightKg: a.weightKg === null ? null : Number(a.weightKg),
    volumeM3: a.volumeM3 === null ? null : Number(a.volumeM3),
    attributes,
    createdAt: a.createdAt.toISOString(),
    updatedAt: a.updatedAt.toISOString(),
    titles: {
      product: its.product(a.product),
      ...(site && (role === undefined || seesCustomers.includes(role)) && { site: asNamed(site.name) }),
      noted: Object.entries(attributes).map(([name, value]) => ({
        label: fieldWords(name, 'noted') ?? asNamed(name),
        value: dateSpan(value) ?? asNamed(value),
      })),
    },
  };
}

export function assetRoutes({ prisma, policies }: Pick<ApiDeps, 'prisma' | 'policies'>): Route[] {
  const its = new PolicyWords(policies);
  return resourceRoutes(prisma, {
    path: 'assets',
    one: 'asset',
    query: pageQuery.extend({ customerId: z.string().max(64).optional() }),
    create: asset,
    change: assetChange,
    view: assetView,
    list: async ({ q, cursor, limit, customerId }, { role }) => {
      const match =
        q === undefined
          ? {}
          : {
              OR: [
                { serialNo: { contains: q, mode: 'insensitive' as const } },
                { model: { contains: q, mode: 'insensitive' as const } },
              ],
            };
      const rows = await prisma.asset.findMany({
        where: { customerId, ...match, ...after(cursor, 'serialNo') },
        orderBy: [{ serialNo: 'asc' }, { id: 'asc' }],
        take: limit + 1,
        include: withSite,
      });
      const show = (a: Placed): AssetView => toAsset(a, its, role);
      return page(rows, limit, (a) => a.serialNo, show);
    },
    read: async (id, actor) => {
      const found = await prisma.asset.findUnique({ where: { id }, include: withSite });
      if (found) await requireOwnCustomer(prisma, actor, found.customerId);
      return found && toAsset(found, its, actor.role);
    },
    add: async (data, db, id) =>
      toAsset(await db.asset.create({ data: { ...toColumns(data), id }, include: withSite }), its),
    edit: async (id, data, version) => {
      const changed = { where: { id, version }, data: toColumns(data), include: withSite };
      return toAsset(await prisma.asset.update(changed), its);
    },
    remove: async (id, version) => {
      if ((await prisma.case.count({ where: { assetId: id } })) > 0)
        throw refuse('requirement_missing', '已有案件引用，不能删除', 'Cases refer to it, so it cannot be deleted');
      await prisma.asset.delete({ where: { id, version } });
    },
  });
}
