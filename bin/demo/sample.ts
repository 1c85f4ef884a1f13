/** Sample data on request: a small department with customers and units for each shipped policy of a real service. */
import type { ApiClient } from './api-client';
import { enrol, giveAccount, hire, type CastCustomer, type CastMember } from './stage';

const security = 'security-projects-chongqing';
const equipment = 'auto-equipment-nanjing';
const electronics = 'electronics-send-in';
const visits = 'iot-home-visit';

const duties = (...held: [policyId: string, ...roles: string[]][]): CastMember['duties'] =>
  held.flatMap(([policyId, ...roles]) => roles.map((role) => ({ role, policyId })));

/** One person for each system role, with the policy roles that go with it. */
const staff: readonly CastMember[] = [
  {
    name: '样例客服 Sample agent',
    email: 'agent@sample.example',
    role: 'agent',
    duties: duties([equipment, 'sales_department'], [electronics, 'service_agent']),
  },
  {
    name: '样例调度 Sample dispatcher',
    email: 'dispatcher@sample.example',
    role: 'dispatcher',
    duties: duties(
      [security, 'service_specialist'],
      [equipment, 'service_assistant'],
      [electronics, 'project_lead'],
      [visits, 'info_clerk'],
    ),
  },
  {
    name: '样例工程师甲 Sample engineer A',
    email: 'engineer.a@sample.example',
    role: 'engineer',
    regions: ['main_nine_districts', 'nanjing'],
    duties: duties([security, 'service_representative'], [equipment, 'technician'], [visits, 'service_engineer']),
  },
  {
    name: '样例工程师乙 Sample engineer B',
    email: 'engineer.b@sample.example',
    role: 'engineer',
    regions: ['outside', 'east_china'],
    duties: duties([equipment, 'bench_technician'], [electronics, 'technician']),
  },
  {
    name: '样例库管 Sample warehouse',
    email: 'warehouse@sample.example',
    role: 'warehouse',
    duties: duties([security, 'main_warehouse'], [equipment, 'purchasing'], [electronics, 'logistics']),
  },
  {
    name: '样例主管 Sample supervisor',
    email: 'supervisor@sample.example',
    role: 'supervisor',
    duties: duties(
      [security, 'department_supervisor'],
      [equipment, 'service_manager'],
      [electronics, 'service_centre_manager'],
      [visits, 'service_centre'],
    ),
  },
  {
    name: '样例经理 Sample manager',
    email: 'manager@sample.example',
    role: 'approver',
    duties: duties(
      [security, 'customer_centre_manager'],
      [equipment, 'customer_service_department'],
      [electronics, 'company_lead'],
    ),
  },
  {
    name: '样例副总 Sample deputy GM',
    email: 'deputy.gm@sample.example',
    role: 'approver',
    duties: duties([security, 'deputy_gm_logistics'], [equipment, 'company_leadership']),
  },
  {
    name: '样例财务 Sample finance',
    email: 'finance@sample.example',
    role: 'approver',
    duties: duties([security, 'finance']),
  },
  {
    name: '样例审计 Sample auditor',
    email: 'auditor@sample.example',
    role: 'auditor',
    duties: duties([visits, 'head_office']),
  },
];

const customers: readonly CastCustomer[] = [
  {
    name: '样例商场 Sample mall',
    phone: '+86 000 0000 0001',
    email: 'mall@sample.example',
    address: '样例路1号 1 Sample Road',
    region: 'main_nine_districts',
    asset: { product: 'recorder', model: 'DVR-16', serialNo: 'SAMPLE-DVR-1', soldYearsAgo: 0.5 },
  },
  {
    name: '样例小区 Sample estate',
    phone: '+86 000 0000 0002',
    email: 'estate@sample.example',
    address: '样例路2号 2 Sample Road',
    region: 'outside',
    asset: { product: 'camera', model: 'IPC-4', serialNo: 'SAMPLE-IPC-1', soldYearsAgo: 3 },
  },
  {
    name: '样例汽修厂 Sample car workshop',
    phone: '+86 000 0000 0003',
    email: 'workshop@sample.example',
    address: '样例路3号 3 Sample Road',
    region: 'nanjing',
    asset: { product: 'workshop_equipment', model: 'LIFT-2', serialNo: 'SAMPLE-LIFT-1', soldYearsAgo: 1.5 },
  },
  {
    name: '样例个人 Sample person',
    phone: '+86 000 0000 0004',
    email: 'person@sample.example',
    address: '样例路4号 4 Sample Road',
    asset: { product: 'electronic_device', model: 'TAB-10', serialNo: 'SAMPLE-TAB-1', soldYearsAgo: 0.3 },
  },
];

/**
 * Adds what is missing of the sample, and prints the accounts. `admin` is an administrator. People who have an account
 * keep their password; the dispatcher gets a new one at each run, for customers are added by a dispatcher.
 */
export async function loadSample(api: ApiClient, admin: ApiClient, say: (line: string) => void): Promise<void> {
  let desk: ApiClient | undefined;
  for (const member of staff) {
    const person = await hire(admin, member);
    const fresh = person.accountId === undefined || member.role === 'dispatcher';
    const password = fresh ? await giveAccount(admin, person) : undefined;
    say(`${member.role.padEnd(11)} ${member.email.padEnd(28)} ${password ?? '(password as before)'}`);
    if (member.role === 'dispatcher' && password) desk = await api.signIn(member.email, password);
  }
  if (!desk) throw new Error('The sample has no dispatcher, who is to add its customers.');
  for (const customer of customers) {
    await enrol(desk, customer);
    say(`${customer.asset.product.padEnd(20)} ${customer.asset.serialNo.padEnd(16)} ${customer.name}`);
  }
  say('The sample is there. Open a first case at the page of the API, or with the README’s requests.');
}
