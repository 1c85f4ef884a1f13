/** A small department: eight engineers, two hundred customers under three policies, their units and sales. */
import type { Actor } from '../../domain/cases/record';
import type { PrismaClient } from '../../prisma/generated/client';
import type { Department } from '../rig/people';
import { wall } from './agenda';

export const security = 'security-projects-chongqing';
export const vehicles = 'vehicle-care';
export const office = 'office-supplies-lubricants';
export const policyIds = [security, vehicles, office];

/** Engineers by policy; with the two whom every test department has they are eight. */
export const engineers = {
  [security]: ['engineer', 'zhou', 'wu', 'zheng', 'feng'],
  [vehicles]: ['otherEngineer', 'chen'],
  [office]: ['chu'],
} as const;

const names: Record<string, string> = {
  zhou: '周工',
  wu: '吴工',
  zheng: '郑工',
  feng: '冯工',
  chen: '陈工',
  chu: '褚工',
};

/** Roles of the three policies that the test department does not have yet. */
const duties: readonly (readonly [person: keyof Department, roles: readonly string[]])[] = [
  ['dispatcher', ['after_sales']],
  ['agent', ['workshop_office', 'account_owner', 'complaint_desk', 'recorder', 'service_agent', 'information_clerk']],
  ['supervisor', ['superior', 'sales_department']],
  ['manager', ['service_department']],
  ['deputyGm', ['quality_inspection']],
  ['leader', ['company_manager', 'general_manager']],
  ['engineer', ['service_representative']],
  ['warehouse', ['main_warehouse', 'delivery_department']],
];

/** Hires who is missing; the actors learn their new duties. */
export async function hire(prisma: PrismaClient, people: Department): Promise<Record<string, Actor>> {
  const everybody = Object.values(engineers).flat();
  for (const id of everybody.filter((one) => names[one]))
    await prisma.person.create({ data: { id, name: names[id]!, role: 'engineer', email: `${id}@dept.example` } });
  await prisma.person.updateMany({ where: { id: { in: [...engineers[security]] } }, data: { regions: regions } });
  await prisma.person.updateMany({
    where: { id: { in: [...engineers[vehicles], ...engineers[office]] } },
    data: { regions: ['elsewhere'] },
  });
  for (const [person, roles] of duties) {
    const actor = people[person] as Actor & { duties: string[] };
    for (const role of roles) {
      await prisma.duty.create({ data: { personId: actor.id, role, from: new Date('2020-01-01T00:00:00Z') } });
      actor.duties.push(role);
    }
  }
  return Object.fromEntries(everybody.map((id) => [id, { id, role: 'engineer', duties: [] } satisfies Actor]));
}

const regions = ['main_nine_districts', 'outside'];
const products = {
  [security]: ['recorder', 'camera', 'monitoring_host', 'project'],
  [vehicles]: ['vehicle'],
  [office]: ['label', 'office_supplies', 'lubricant'],
} as const;
const counts = { [security]: 80, [vehicles]: 60, [office]: 60 } as const;

export interface Unit {
  policy: string;
  customerId: string;
  assetId: string;
  siteId: string;
  product: string;
  /** Date of the sale, days since 1970. */
  soldOn: number;
}

/** Enters the customers with a unit and its sale each; `first` is the first date of the month that is played. */
export async function enrol(prisma: PrismaClient, first: number): Promise<Unit[]> {
  const units: Unit[] = [];
  const day = (date: number): Date => new Date(`${wall.text(date)}T00:00:00Z`);
  for (const policy of policyIds) {
    const many = counts[policy as keyof typeof counts];
    const rows = Array.from({ length: many }, (_, n) => {
      const kinds = products[policy as keyof typeof products];
      const id = `${policy.slice(0, 3)}-${String(n + 1).padStart(3, '0')}`;
      // Sold over the last year; of the vehicles every tenth in the month itself.
      const soldOn =
        policy === vehicles && n % 10 === 0 ? first + 2 + (n % 25) : first - 350 + Math.floor((n * 349) / many);
      return { id, n, soldOn, product: kinds[n % kinds.length]!, region: regions[n % 4 === 3 ? 1 : 0]! };
    });
    await prisma.customer.createMany({
      data: rows.map(({ id, n, region }) => ({
        id,
        name: `顾客${id}`,
        phone: `1380000${String(n).padStart(4, '0')}`,
        email: `${id}@customer.example`,
        address: `测试路${n}号`,
        region,
        key: n % 20 === 0,
        wishes: n % 3 === 0 ? null : '定期提醒',
      })),
    });
    await prisma.site.createMany({
      data: rows.map(({ id, n, region }) => ({ id, customerId: id, name: '门店', address: `测试路${n}号`, region })),
    });
    await prisma.asset.createMany({
      data: rows.map(({ id, n, soldOn, product }) => ({
        id,
        customerId: id,
        siteId: id,
        product,
        model: `M-${product}`,
        serialNo: `SN-${id}`,
        saleDate: day(soldOn),
        installedOn: day(soldOn),
        warrantyMonths: 24,
        attributes:
          policy === vehicles
            ? { plate: `渝A${1000 + n}`, maintenanceInterval: 'P6M', nextMaintenance: wall.text(first + 7 + (n % 60)) }
            : {},
      })),
    });
    await prisma.sale.createMany({
      data: rows.map(({ id, soldOn }) => ({
        documentNo: `D-${id}`,
        policyId: policy,
        customerId: id,
        assetId: id,
        soldOn: day(soldOn),
      })),
    });
    units.push(
      ...rows.map(({ id, product, soldOn }) => ({ policy, customerId: id, assetId: id, siteId: id, product, soldOn })),
    );
  }
  return units;
}
