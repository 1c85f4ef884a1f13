/** Who does what under the policies that ship: roles of the sources, whom they are given to, and what they may do. */
import { ReturnSimulator } from '../domain/cases/return-simulator';
import { Complaint, complaintUnder, staff } from '../domain/cases/complaint-simulator';
import { people, reason, Simulator } from '../domain/cases/simulator';
import { sendIn } from '../domain/cases/policies';
import { repairStatuses } from '../../domain/cases/repair/state';
import { careTasks } from '../../domain/care/tasks';
import { parseDate } from '../../domain/time/date';
import { shipped } from '../rig/shipped-policies';
import { caseUnder, repairUnder } from './shipped';

const { agent, dispatcher, engineer } = people;
const holder = (duty: string, role: 'dispatcher' | 'engineer' | 'supervisor' = 'dispatcher') => ({
  id: duty,
  role,
  duties: [duty],
});

test('C-REG-3: the department is above the centre; branches take requests and decide nothing', () => {
  const policy = repairUnder('appliance-service-centre');
  const system = Object.fromEntries(
    shipped('appliance-service-centre').policy.roles.map((role) => [role.id, role.system]),
  );
  expect(system).toMatchObject({ service_department: 'supervisor', branch: 'agent' });
  const sim = new Simulator(policy);
  sim.until(sim.clock('response').dueAt!);
  const at = () => sim.escalation('breach:response').people;
  expect(at()).toEqual(['section_head']);
  expect(sim.until(sim.escalation('breach:response').nextAt!) && at()).toEqual(['service_department']);
  const branch = { id: 'branch', role: 'agent' as const, duties: ['branch'] };
  expect(sim.refusal(branch, 'assign', { engineerId: engineer.id })).toBe('forbidden');
  expect(sim.refusal(branch, 'respond')).toBeUndefined();
});

test('E-m2: the agent takes it down, the project lead names the technician, who alone does the work', () => {
  const sim = new Simulator(sendIn, { facts: { channel: 'on_site', inWarranty: true, purchaseDate: '2026-01-15' } });
  expect(sim.told).toContain('case_received → customer');
  sim.act(agent, 'passToLead');
  expect(sim.told).toContain('case_handed_over → role:project_lead');
  expect(sim.refusal(agent, 'assign', { engineerId: engineer.id })).toBe('forbidden');
  sim.act({ ...dispatcher, duties: ['project_lead'] }, 'assign', { engineerId: engineer.id });
  expect(sim.refusal(people.otherEngineer, 'arrive')).toBe('forbidden');
  expect(sim.refusal(engineer, 'arrive')).toBeUndefined();
});

test('N-1-c N-1-a: the service assistant has the complaints of the hotline, under the service manager', () => {
  const nanjing = complaintUnder('auto-equipment-nanjing');
  const sim = new Complaint({ policy: nanjing });
  sim.act(staff.clerk, 'assess', { severity: 'minor', categories: ['dispute'] });
  sim.act(holder('service_manager', 'supervisor'), 'answerTask', { category: 'dispute', answer: reason });
  const conclusion = { analysis: reason, cause: 'service', liability: 'company', outcome: 'upheld' };
  expect(sim.refusal(staff.dispatcher, 'conclude', conclusion)).toBe('forbidden');
  expect(sim.refusal(holder('service_assistant'), 'conclude', conclusion)).toBeUndefined();
});

test('C-M1-5.3: a complaint about a product goes to quality inspection, with a time of its own', () => {
  const sim = new Complaint({ policy: complaintUnder('vehicle-care') });
  sim.act(staff.clerk, 'assess', { severity: 'minor', categories: ['product'] });
  expect(sim.state.tasks.product).toMatchObject({ owner: 'quality_inspection' });
  expect(sim.clock('task_product')).toMatchObject({ status: 'running' });
});

test('C-M2-2: the solution that was found is told to the customer at once', () => {
  const sim = new Complaint({ policy: complaintUnder('vehicle-care') });
  sim.act(staff.clerk, 'assess', { severity: 'minor', categories: ['service'] });
  sim.act(staff.supervisor, 'answerTask', { category: 'service', answer: reason });
  const handler = holder('after_sales');
  sim.act(handler, 'conclude', { analysis: reason, cause: 'service', liability: 'company', outcome: 'upheld' });
  const before = sim.told.filter((one) => one.endsWith('→ customer')).length;
  sim.act(handler, 'propose', { solution: reason, remedy: 'apology' });
  expect(sim.told.filter((one) => one.endsWith('→ customer')).length).toBeGreaterThan(before);
});

test('O-3.2-b: every return and exchange is told to the one person who has them', () => {
  const policy = caseUnder('office-supplies-lubricants', 'return');
  for (const customerWants of ['return', 'exchange']) {
    const sim = new ReturnSimulator({ policy, facts: { source: 'phone', customerWants } });
    expect(sim.told).toContain('return_received → role:return_officer');
  }
});

test('O-3.4-a: the visits to a customer belong to the person named for them', () => {
  const { policy } = shipped('office-supplies-lubricants');
  const soldOn = parseDate('2026-01-10');
  const zone = { zone: 'Asia/Shanghai', transitions: [[0, 480]] as [number, number][] };
  const window = { since: soldOn, until: soldOn + 100 };
  const visits = careTasks(policy, 'customer', [{ assetId: 'a', product: 'none', soldOn }], window, zone).filter(
    ({ kind }) => kind === 'visit',
  );
  expect(visits.map(({ owner, clauses }) => [owner, clauses])).toEqual([['account_owner', ['O-3.4-a', 'O-7.2']]]);
});

test('O-3.3: an attendant goes along as an engineer and has the visits on site', () => {
  const { policy } = shipped('office-supplies-lubricants');
  expect(policy.roles.find(({ id }) => id === 'site_attendant')).toMatchObject({ system: 'engineer' });
  expect(policy.channels.map(({ id }) => id)).toContain('on_site');
});

test('N-2.7: the statuses of a repair, in the order of the work', () => {
  expect(repairStatuses).toEqual([
    'received',
    'contacted',
    'assessed',
    'scheduled',
    'dispatched',
    'on_site',
    'in_repair',
    'waiting_customer',
    'waiting_parts',
    'at_factory',
    'repaired',
    'ready',
    'callback_due',
    'closed',
    'completed',
    'cancelled',
  ]);
});
