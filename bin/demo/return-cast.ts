/** The people of the return's demonstration; all are invented, and hold duties in its demo policy only. */
import type { CastCustomer, CastMember } from './stage';

export const returnPolicy = 'demo-quick-return';

function member(name: string, id: string, role: CastMember['role'], ...duties: string[]): CastMember {
  return {
    name,
    email: `${id}@demo.example`,
    role,
    duties: duties.map((duty) => ({ role: duty, policyId: returnPolicy })),
  };
}

export const returnCast = {
  agent: member('演示客服 Demo agent', 'agent', 'agent', 'demo_agent'),
  dispatcher: member('演示调度 Demo dispatcher', 'dispatcher', 'dispatcher', 'demo_dispatcher'),
  warehouse: member('演示仓库 Demo warehouse', 'warehouse', 'warehouse', 'demo_warehouse'),
  supervisor: member('演示主管 Demo supervisor', 'supervisor', 'supervisor', 'demo_supervisor'),
  manager: member('演示经理 Demo manager', 'manager', 'approver', 'demo_manager'),
} satisfies Record<string, CastMember>;

export const returner: CastCustomer = {
  name: '演示退货客户 Demo returner',
  phone: '+86 000 0000 0003',
  email: 'returner@demo.example',
  address: '演示路3号 3 Demonstration Road',
  region: 'demo_town',
  class: 'demo',
  asset: { product: 'demo_device', model: 'DEMO-1', serialNo: 'DEMO-0003', soldYearsAgo: 0.01 },
};
