/** A small service department: the people, roster, customer and asset that tests act with. */
import type { Actor, SystemRole } from '../../domain/cases/record';
import type { PrismaClient } from '../../prisma/generated/client';

export interface Department {
  dispatcher: Actor;
  agent: Actor;
  engineer: Actor;
  otherEngineer: Actor;
  warehouse: Actor;
  supervisor: Actor;
  secondSupervisor: Actor;
  manager: Actor;
  deputyGm: Actor;
  leader: Actor;
  finance: Actor;
  auditor: Actor;
  customerId: string;
  siteId: string;
  assetId: string;
}

/** Names and addresses that must never appear in a history, a search attribute or a log. */
export const personalData = [
  '王秀英',
  '13900001234',
  'wang.xiuying@example.com',
  '解放碑步行街88号',
  '李工',
  '录像机不录像了',
];

/** Which policy roles each person holds, in every policy. */
const duties: Record<string, readonly string[]> = {
  supervisor: [
    'service_manager',
    'department_supervisor',
    'service_centre_manager',
    'service_centre',
    'demo_supervisor',
    'duty_manager',
  ],
  secondSupervisor: ['demo_service'],
  agent: ['return_officer', 'demo_complaint_desk'],
  engineer: ['demo_quality'],
  warehouse: ['demo_logistics'],
  manager: ['customer_centre_manager', 'demo_manager', 'salesperson'],
  finance: ['finance'],
  deputyGm: ['deputy_gm_logistics', 'responsible_departments', 'demo_departments'],
  leader: ['company_leadership', 'head_office', 'customer_service_department', 'demo_director'],
  dispatcher: [
    'service_specialist',
    'service_assistant',
    'info_clerk',
    'project_lead',
    'service_agent',
    'sales_department',
    'purchasing',
    'demo_dispatcher',
  ],
};

const roles: Record<string, SystemRole> = {
  dispatcher: 'dispatcher',
  agent: 'agent',
  engineer: 'engineer',
  otherEngineer: 'engineer',
  warehouse: 'warehouse',
  supervisor: 'supervisor',
  secondSupervisor: 'supervisor',
  manager: 'approver',
  deputyGm: 'approver',
  leader: 'approver',
  finance: 'approver',
  auditor: 'auditor',
};

/** Fills `master`, and answers the actors as the API would pass them. */
export async function hireDepartment(prisma: PrismaClient): Promise<Department> {
  const actors: Record<string, Actor> = {};
  for (const [key, role] of Object.entries(roles)) {
    const held = duties[key] ?? [];
    const person = await prisma.person.create({
      data: {
        id: key,
        name: key === 'engineer' ? '李工' : key,
        role,
        email: `${key.toLowerCase()}@dept.example`,
        duties: { create: held.map((duty) => ({ role: duty, from: new Date('2020-01-01T00:00:00Z') })) },
      },
    });
    actors[key] = { id: person.id, role, duties: held };
  }
  const customer = await prisma.customer.create({
    data: {
      id: 'customer',
      name: '王秀英',
      phone: '13900001234',
      email: 'wang.xiuying@example.com',
      address: '解放碑步行街88号',
      region: 'main_nine_districts',
    },
  });
  const site = await prisma.site.create({
    data: {
      id: 'site',
      customerId: customer.id,
      name: '总店',
      address: '解放碑步行街88号',
      region: 'main_nine_districts',
    },
  });
  const asset = await prisma.asset.create({
    data: {
      id: 'asset',
      customerId: customer.id,
      siteId: site.id,
      product: 'recorder',
      model: 'DVR-16',
      serialNo: 'SN-0001',
      saleDate: new Date('2026-06-01'),
    },
  });
  return { ...actors, customerId: customer.id, siteId: site.id, assetId: asset.id } as unknown as Department;
}
