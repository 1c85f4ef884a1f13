/** Customers and their sites. A customer with a case is not deleted: the case refers to it for good. */
import { z } from 'zod';
import type { Customer, PrismaClient, Site } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { requireOwnCustomer } from '../cases/access';
import { words } from '../cases/titles/event-lines';
import { PolicyWords } from '../department/words';
import { refuse } from '../http/problem';
import type { Route } from '../route';
import { after, page, pageQuery, recordVersion, resourceRoutes } from './resource';

const name = z.string().trim().min(1).max(200);
const phone = z
  .string()
  .regex(/^\+?[0-9() -]{3,30}$/)
  .nullable();
const address = z.string().trim().min(1).max(500);
const region = z.string().trim().min(1).max(64).nullable();

const customer = z.strictObject({
  name,
  phone: phone.default(null),
  email: z.email().max(254).nullable().default(null),
  address: address.nullable().default(null),
  region: region.default(null),
  class: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .default('ordinary')
    .describe('customer class of the policies; `demo`: invented, for demonstration policies only'),
  language: z.enum(['zh', 'en']).default('zh'),
  key: z.boolean().default(false).describe('key customer'),
  ref: z.string().trim().min(1).max(64).nullable().default(null).describe('number in the company’s own books'),
  wishes: z.string().trim().min(1).max(500).nullable().default(null),
});
const customerChange = z.strictObject({ ...withoutDefaults(customer) }).partial();
const titles = z.object({ region: words.optional() });
const customerView = customer
  .extend({
    id: z.string(),
    version: recordVersion,
    erasedAt: z.iso.datetime().nullable().describe('when the personal data were erased'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    titles,
  })
  .meta({ id: 'Customer' });

const site = z.strictObject({
  customerId: z.string().min(1).max(64),
  name,
  address,
  contact: z.string().trim().min(1).max(100).nullable().default(null),
  phone: phone.default(null),
  region: region.default(null),
  outOfTown: z.boolean().default(false),
  travelMin: z.int().min(0).max(10_000).nullable().default(null).describe('usual travel time in minutes'),
});
const siteChange = z.strictObject({ ...withoutDefaults(site.omit({ customerId: true })) }).partial();
const siteView = site
  .extend({
    id: z.string(),
    version: recordVersion,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    titles,
  })
  .meta({ id: 'Site' });

/** The fields of a schema without their defaults: a change must not reset what it does not name. */
export function withoutDefaults<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
): { [K in keyof S]: S[K] extends z.ZodDefault<infer T> ? T : S[K] } {
  const fields = Object.entries(schema.shape).map(([field, type]) => [
    field,
    type instanceof z.ZodDefault ? type.unwrap() : type,
  ]);
  return Object.fromEntries(fields) as { [K in keyof S]: S[K] extends z.ZodDefault<infer T> ? T : S[K] };
}

function toCustomer(c: Customer, its: PolicyWords): z.infer<typeof customerView> {
  return {
    ...c,
    language: c.language === 'en' ? 'en' : 'zh',
    erasedAt: c.erasedAt?.toISOString() ?? null,
    createdAt: c.createdAt.toISOString(),
    updatedAt: c.updatedAt.toISOString(),
    titles: titlesOf(c, its),
  };
}

function toSite(s: Site, its: PolicyWords): z.infer<typeof siteView> {
  const [createdAt, updatedAt] = [s.createdAt.toISOString(), s.updatedAt.toISOString()];
  return { ...s, createdAt, updatedAt, titles: titlesOf(s, its) };
}

const titlesOf = ({ region: code }: Customer | Site, its: PolicyWords): z.infer<typeof titles> =>
  code === null ? {} : { region: its.region(code) };

async function requireUnused(
  prisma: PrismaClient,
  where: { customerId: string } | { siteId: string } | { assetId: string },
): Promise<void> {
  if ((await prisma.case.count({ where })) === 0) return;
  throw refuse('requirement_missing', '已有案件引用，不能删除', 'Cases refer to it, so it cannot be deleted');
}

export function customerRoutes({ prisma, policies }: Pick<ApiDeps, 'prisma' | 'policies'>): Route[] {
  const its = new PolicyWords(policies);
  const showCustomer = (c: Customer): z.infer<typeof customerView> => toCustomer(c, its);
  const showSite = (s: Site): z.infer<typeof siteView> => toSite(s, its);
  return [
    ...resourceRoutes(prisma, {
      path: 'customers',
      one: 'customer',
      query: pageQuery,
      create: customer,
      change: customerChange,
      view: customerView,
      list: async ({ q, cursor, limit }) => {
        const match =
          q === undefined
            ? {}
            : { OR: [{ name: { contains: q, mode: 'insensitive' as const } }, { phone: { contains: q } }] };
        const rows = await prisma.customer.findMany({
          where: { ...match, ...after(cursor, 'name') },
          orderBy: [{ name: 'asc' }, { id: 'asc' }],
          take: limit + 1,
        });
        return page(rows, limit, (c) => c.name, showCustomer);
      },
      read: async (id, actor) => {
        await requireOwnCustomer(prisma, actor, id);
        const found = await prisma.customer.findUnique({ where: { id } });
        return found && showCustomer(found);
      },
      add: async (data, db, id) => showCustomer(await db.customer.create({ data: { ...data, id } })),
      // One that was erased stays erased.
      edit: async (id, data, version) =>
        showCustomer(await prisma.customer.update({ where: { id, version, erasedAt: null }, data })),
      remove: async (id, version) => {
        await requireUnused(prisma, { customerId: id });
        await prisma.customer.delete({ where: { id, version } });
      },
    }),
    ...resourceRoutes(prisma, {
      path: 'sites',
      one: 'site',
      query: pageQuery.extend({ customerId: z.string().max(64).optional() }),
      create: site,
      change: siteChange,
      view: siteView,
      list: async ({ q, cursor, limit, customerId }) => {
        const match =
          q === undefined
            ? {}
            : { OR: [{ name: { contains: q, mode: 'insensitive' as const } }, { address: { contains: q } }] };
        const rows = await prisma.site.findMany({
          where: { customerId, ...match, ...after(cursor, 'name') },
          orderBy: [{ name: 'asc' }, { id: 'asc' }],
          take: limit + 1,
        });
        return page(rows, limit, (s) => s.name, showSite);
      },
      read: async (id, actor) => {
        const found = await prisma.site.findUnique({ where: { id } });
        if (found) await requireOwnCustomer(prisma, actor, found.customerId);
        return found && showSite(found);
      },
      add: async (data, db, id) => showSite(await db.site.create({ data: { ...data, id } })),
      edit: async (id, data, version) => showSite(await prisma.site.update({ where: { id, version }, data })),
      remove: async (id, version) => {
        await requireUnused(prisma, { siteId: id });
        await prisma.site.delete({ where: { id, version } });
      },
    }),
  ];
}
