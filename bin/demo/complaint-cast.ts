/** The people of the complaint's demonstration; all are invented, and hold duties in its demo policy only. */
import type { CastCustomer, CastMember } from './stage';

export const complaintPolicy = 'demo-quick-complaint';

/** The lot that is complained about. */
export const lot = 'DEMO-LOT-7';

function member(name: string, id: string, role: CastMember['role'], ...duties: string[]): CastMember {
  return {
    name,
    email: `${id}@demo.example`,
    role,
    duties: duties.map((duty) => ({ role: duty, policyId: complaintPolicy })),
  };
}

export const complaintCast = {
  clerk: member('演示投诉专员 Demo complaint desk', 'complaints', 'agent', 'demo_complaint_desk'),
  quality: member('演示质检员 Demo inspector', 'quality', 'engineer', 'demo_quality', 'demo_production'),
  logistics: member('演示物流员 Demo logistics', 'logistics', 'warehouse', 'demo_logistics'),
  service: member('演示客服主任 Demo service head', 'service', 'supervisor', 'demo_service'),
  supervisor: member('演示主管 Demo supervisor', 'supervisor', 'supervisor', 'demo_supervisor'),
  manager: member('演示经理 Demo manager', 'manager', 'approver', 'demo_manager'),
  director: member('演示总经理 Demo director', 'director', 'approver', 'demo_director'),
} satisfies Record<string, CastMember>;

function buyer(name: string, id: string, serialNo: string): CastCustomer {
  return {
    name,
    phone: '+86 000 0000 0001',
    email: `${id}@demo.example`,
    address: '演示路2号 2 Demonstration Road',
    region: 'demo_town',
    class: 'demo',
    asset: { product: 'demo_labels', model: 'LABEL-A', serialNo, lotNo: lot, soldYearsAgo: 0.1 },
  };
}

/** Who complains, and who has goods of the same lot. */
export const complainer = buyer('演示客户甲 Demo buyer A', 'buyer-a', 'DEMO-LABEL-A');
export const otherBuyer = buyer('演示客户乙 Demo buyer B', 'buyer-b', 'DEMO-LABEL-B');
