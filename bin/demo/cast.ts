/** The people of the demonstration. All are invented, are called so, and hold duties in the demo policy only. */
import type { CastCustomer, CastMember } from './stage';

export const demoPolicy = 'demo-quick-repair';

const duty = (role: string): CastMember['duties'] => [{ role, policyId: demoPolicy }];

export const cast = {
  dispatcher: {
    name: '演示调度 Demo dispatcher',
    email: 'dispatcher@demo.example',
    role: 'dispatcher',
    duties: duty('demo_dispatcher'),
  },
  engineer: {
    name: '演示工程师 Demo engineer',
    email: 'engineer@demo.example',
    role: 'engineer',
    duties: duty('demo_engineer'),
  },
  supervisor: {
    name: '演示主管 Demo supervisor',
    email: 'supervisor@demo.example',
    role: 'supervisor',
    duties: duty('demo_supervisor'),
  },
  manager: {
    name: '演示经理 Demo manager',
    email: 'manager@demo.example',
    role: 'approver',
    duties: duty('demo_manager'),
  },
} satisfies Record<string, CastMember>;

export const demoCustomer: CastCustomer = {
  name: '演示客户 Demo customer',
  phone: '+86 000 0000 0000',
  email: 'customer@demo.example',
  address: '演示路1号 1 Demonstration Road',
  region: 'demo_town',
  class: 'demo',
  asset: { product: 'demo_device', model: 'DEMO-1', serialNo: 'DEMO-0001', soldYearsAgo: 0.5 },
};
