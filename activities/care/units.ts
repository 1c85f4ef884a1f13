/** The units under a policy, customer by customer in pages, with what their dates count from. */
import type { CareUnit } from '../../domain/care/tasks';
import type { Policy } from '../../domain/policy/schema';
import { DAY_MS, parseDate, type LocalDate } from '../../domain/time/date';
import { Prisma, type PrismaClient } from '../../prisma/generated/client';

/** Customers read at once: a page stays some megabytes, and each page may cost the database a look through all sales. */
const customersAPage = 5000;

interface UnitRow {
  id: string;
  customerId: string;
  siteId: string | null;
  region: string | null;
  product: string;
  saleDate: Date | null;
  installedOn: Date | null;
  warrantyFrom: Date | null;
  warrantyMonths: number | null;
  contractUntil: Date | null;
  nextMaintenance: string | null;
  lastRepairAt: Date | null;
}

/** The units under a policy: sold under it, or of one of its products where nothing says under which they were sold. */
export function underPolicy(policy: Pick<Policy, 'id' | 'products'>): Prisma.Sql {
  const products = policy.products.map(({ id }) => id);
  return Prisma.sql`(s."policyId" = ${policy.id} OR (s."policyId" IS NULL AND a."product" = ANY(${products}::text[])))`;
}

/** Pages of customers with their units. A repair counts that was opened or ended up to `at`, ISO 8601. */
export async function* customersUnder(
  prisma: PrismaClient,
  policy: Pick<Policy, 'id' | 'products'>,
  at: string,
  dateOf: (instant: Date) => LocalDate,
): AsyncGenerator<ReadonlyMap<string, CareUnit[]>> {
  for (let after = ''; ;) {
    const page = await prisma.$queryRaw<{ customerId: string }[]>`
      SELECT DISTINCT a."customerId" FROM master."Asset" a LEFT JOIN master."Sale" s ON s."assetId" = a."id"
      WHERE a."customerId" > ${after} AND ${underPolicy(policy)} ORDER BY 1 LIMIT ${customersAPage}`;
    const last = page.at(-1)?.customerId;
    if (last === undefined) return;
    const rows = await prisma.$queryRaw<UnitRow[]>`
      SELECT a."id", a."customerId", a."siteId", coalesce(p."region", c."region") AS "region", a."product", a."saleDate",
        a."installedOn", a."warrantyFrom", a."warrantyMonths", a."contractUntil",
        a."attributes"->>'nextMaintenance' AS "nextMaintenance", r."lastRepairAt"
      FROM master."Asset" a
      JOIN master."Customer" c ON c."id" = a."customerId" AND c."id" > ${after} AND c."id" <= ${last}
      LEFT JOIN master."Site" p ON p."id" = a."siteId"
      LEFT JOIN master."Sale" s ON s."assetId" = a."id"
      LEFT JOIN (
        SELECT "assetId", greatest(max("openedAt"), max("closedAt") FILTER (WHERE "closedAt" <= ${at}::timestamptz)) AS "lastRepairAt"
        FROM cases."Case"
        WHERE "kind" = 'repair' AND "openedAt" <= ${at}::timestamptz AND "customerId" > ${after} AND "customerId" <= ${last}
        GROUP BY "assetId"
      ) r ON r."assetId" = a."id"
      WHERE a."customerId" > ${after} AND a."customerId" <= ${last} AND ${underPolicy(policy)}
      ORDER BY a."customerId", a."id"`;
    const customers = new Map<string, CareUnit[]>();
    for (const row of rows) {
      const units = customers.get(row.customerId) ?? [];
      units.push(unitOf(row, dateOf));
      customers.set(row.customerId, units);
    }
    yield customers;
    after = last;
  }
}

function unitOf(row: UnitRow, dateOf: (instant: Date) => LocalDate): CareUnit {
  const date = (value: Date | null): LocalDate | undefined => (value ? value.getTime() / DAY_MS : undefined);
  return {
    assetId: row.id,
    siteId: row.siteId ?? undefined,
    region: row.region ?? undefined,
    product: row.product,
    soldOn: date(row.saleDate),
    installedOn: date(row.installedOn),
    warrantyFrom: date(row.warrantyFrom),
    warrantyMonths: row.warrantyMonths ?? undefined,
    contractUntil: date(row.contractUntil),
    nextMaintenanceOn: maintenanceDate(row.nextMaintenance),
    lastRepairOn: row.lastRepairAt ? dateOf(row.lastRepairAt) : undefined,
  };
}

/** People write it; what is no date is as good as none. */
function maintenanceDate(text: string | null): LocalDate | undefined {
  try {
    return text === null ? undefined : parseDate(text);
  } catch {
    return undefined;
  }
}
