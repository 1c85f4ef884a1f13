/** Returns and exchanges on the real engines, under the office-supplies policy and the demonstration. */
import type { ReturnInput } from '../../domain/cases/return/opening';
import type { ReturnState } from '../../domain/cases/return/state';
import type { Facts } from '../../domain/policy/rule';
import { text, type TestCase } from '../rig/case-driver';
import { readCase } from '../rig/reading';
import { days, minutes, startRig, type Rig } from '../rig/time-skipping';
import { application, returnable } from '../domain/cases/return-simulator';

let rig: Rig;
beforeAll(async () => void (rig = await startRig('return')));
afterAll(() => rig.close());

async function open(policy: string, facts: Facts): Promise<TestCase> {
  const begun = await rig.cases.begin('return', policy, facts);
  const input: ReturnInput = { ...begun, texts: { reason: text('标签粘不住') }, items: [] };
  return rig.cases.start('return', input);
}

const inShanghai = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
const stateOf = async (caseId: string): Promise<ReturnState> =>
  (await readCase(rig.prisma, caseId)).state as unknown as ReturnState;

/** Under the office-supplies policy, delivered ten days ago. */
async function officeReturn(facts: Facts = {}): Promise<TestCase> {
  const now = await rig.now();
  const dates = { requestDate: inShanghai(now), deliveredOn: inShanghai(now - 10 * days) };
  return open('office-supplies-lubricants', {
    source: 'phone',
    customerWants: 'return',
    resalable: true,
    ...dates,
    ...facts,
  });
}

test('O-3.2-a R-O-FASTEST R-ESC: nobody answers: warned after a minute, broken and escalated after thirty', async () => {
  const goods = await officeReturn({ qualityProblem: true });
  await rig.pass(2 * minutes);
  expect((await readCase(rig.prisma, goods.caseId)).events.map((e) => e.type)).toContain(
    'warned.quality_return_response',
  );
  await rig.pass(29 * minutes);
  const late = await readCase(rig.prisma, goods.caseId);
  expect(late.clocks.quality_return_response).toMatchObject({
    status: 'breached',
    breachedAt: goods.openedAt + 30 * minutes,
  });
  expect(late.escalations['breach:quality_return_response']).toMatchObject({
    role: 'duty_manager',
    people: ['supervisor'],
  });
  await goods.act(rig.people.supervisor, 'acknowledge', { escalation: 'breach:quality_return_response' });
  await goods.act(rig.people.dispatcher, 'respond', {});
  await goods.act(rig.people.dispatcher, 'withdraw', { reason: text('客户不退了') });
});

test('O-11.1 O-11.3-c O-11.3-d O-11.4-a O-3.7-b O-9.2: from the application to the refund, each by whom it is for', async () => {
  const { agent, manager, supervisor, warehouse, dispatcher } = rig.people;
  const goods = await officeReturn({ qualityProblem: true });
  await goods.act(agent, 'respond', {});
  await goods.act(agent, 'checkDocuments', { salesDocuments: true });
  await goods.act(agent, 'fileApplication', application);
  await goods.act(agent, 'submit', {});
  await goods.act(manager, 'decideReturn', { decision: 'approved', duty: 'salesperson' });
  await expect(
    goods.act(manager, 'decideReturn', { decision: 'approved', duty: 'duty_manager' }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await goods.act(supervisor, 'decideReturn', { decision: 'approved', duty: 'duty_manager' });
  await goods.act(agent, 'issueOrder', { orderNo: 'TH-1', route: 'send_in' });
  await rig.pass(minutes);
  const items = [
    { line: 1, received: 4 },
    { line: 2, received: 1 },
  ];
  await goods.act(warehouse, 'receiveGoods', { items, trackingNo: 'SF-1' });
  await goods.act(warehouse, 'inspectItem', { line: 1, accepted: 4 });
  await goods.act(warehouse, 'inspectItem', { line: 2, accepted: 1 });
  await goods.act(agent, 'proposeRefund', { amountFen: 58_000 });
  await expect(goods.act(agent, 'payRefund', { slipNo: 'P-1' })).rejects.toMatchObject({ code: 'requirement_missing' });
  await goods.act(supervisor, 'confirmEntry', { entry: 1 });
  await goods.act(dispatcher, 'payRefund', { slipNo: 'P-1' });
  await rig.settled();
  const done = await readCase(rig.prisma, goods.caseId);
  expect(done.clocks.refund).toMatchObject({ status: 'met' });
  expect(done.clocks.return_exchange_completed).toMatchObject({ status: 'met' });
  // O-9.2: called back within the month; until then the case stays open.
  expect(done.status).toBe('callback_due');
  expect(done.clocks.callback_monthly).toMatchObject({ status: 'running' });
  await goods.act(agent, 'callBack', { callback: 'monthly', reached: true, satisfied: true });
  expect((await readCase(rig.prisma, goods.caseId)).status).toBe('closed');
  expect(await rig.prisma.ledgerEntry.findMany({ where: { caseId: goods.caseId } })).toMatchObject([
    {
      ...{ no: 1, type: 'refund', fen: 58_000n, from: 'company', to: 'customer', by: 'agent' },
      ...{ approvedBy: ['manager', 'supervisor'], clauses: ['O-3.7-b'], confirmedBy: 'supervisor' },
    },
  ]);
  await rig.pass(8 * days);
  expect((await goods.handle.result()) as object).toMatchObject({ status: 'completed' });
});

test('goods that never come: reminded after a week, ended after thirty days, the customer told', async () => {
  const { agent, manager, supervisor } = rig.people;
  const goods = await officeReturn();
  await goods.act(agent, 'respond', {});
  await goods.act(agent, 'fileApplication', application);
  await goods.act(agent, 'submit', {});
  await goods.act(manager, 'decideReturn', { decision: 'approved', duty: 'salesperson' });
  await goods.act(supervisor, 'decideReturn', { decision: 'approved', duty: 'duty_manager' });
  await goods.act(agent, 'issueOrder', { orderNo: 'TH-2', route: 'send_in' });
  await rig.pass(7 * days + minutes);
  const reminded = await readCase(rig.prisma, goods.caseId);
  expect(reminded.events.map((e) => e.type)).toContain('goods_reminded');
  expect(reminded.escalations['waiting:goods']).toMatchObject({ status: 'open' });
  await goods.act(supervisor, 'acknowledge', { escalation: 'waiting:goods' });
  await rig.pass(23 * days);
  expect((await goods.handle.result()) as object).toMatchObject({ status: 'cancelled' });
  expect((await readCase(rig.prisma, goods.caseId)).events.map((e) => e.type)).toContain('lapsed');
});

/** Waits for the case that follows another. */
async function following(caseId: string): Promise<{ id: string; kind: string; links: object[] }> {
  for (let tries = 0; tries < 200; tries++) {
    const rows = await rig.prisma.case.findMany();
    const found = rows.find((c) => JSON.stringify((c.state as { links?: object }).links ?? []).includes(`"${caseId}"`));
    if (found) return { id: found.id, kind: found.kind, links: (found.state as { links: object[] }).links };
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`no case follows ${caseId}`);
}

/** A demonstration case in which everything is the demonstration customer's. */
async function demoReturn(facts: Facts): Promise<TestCase> {
  await rig.prisma.customer.upsert({
    where: { id: 'demo-customer' },
    create: {
      id: 'demo-customer',
      name: '演示客户',
      class: 'demo',
      phone: '1',
      address: '演示路',
      email: 'demo@example.com',
    },
    update: {},
  });
  const today = inShanghai(await rig.now());
  const begun = await rig.cases.begin(
    'return',
    'demo-quick-return',
    { ...returnable, source: 'hotline', requestDate: today, saleDate: today, ...facts },
    { parties: { customerId: 'demo-customer', siteId: undefined, assetId: undefined } },
  );
  const input: ReturnInput = { ...begun, texts: { reason: text('想退货') }, items: [] };
  return rig.cases.start('return', input);
}

test('O-9.3: a dissatisfied callback opens a complaint by itself, once, linked to the return', async () => {
  const { agent, manager, supervisor, warehouse } = rig.people;
  const goods = await demoReturn({});
  await goods.act(agent, 'respond', {});
  await goods.act(agent, 'fileApplication', { ...application, items: [application.items[0]] });
  await goods.act(agent, 'submit', {});
  await goods.act(manager, 'decideReturn', { decision: 'approved', duty: 'demo_manager' });
  await goods.act(supervisor, 'decideReturn', { decision: 'approved', duty: 'demo_supervisor' });
  await goods.act(agent, 'issueOrder', { orderNo: 'TH-3', route: 'send_in' });
  await goods.act(warehouse, 'receiveGoods', { items: [{ line: 1, received: 4 }] });
  await goods.act(warehouse, 'inspectItem', { line: 1, accepted: 4 });
  await goods.act(agent, 'proposeRefund', { amountFen: 8_000 });
  await goods.act(supervisor, 'confirmEntry', { entry: 1 });
  await goods.act(agent, 'payRefund', { slipNo: 'P-3' });
  await goods.act(agent, 'callBack', { callback: 'follow_up', reached: true, satisfied: false });
  const complaint = await following(goods.caseId);
  expect(complaint).toMatchObject({ kind: 'complaint', links: [{ caseId: goods.caseId, relation: 'about' }] });
  rig.cases.alsoStarted(complaint.id);
  // The complaint is there a moment before its notice is marked.
  await rig.settled();
  const notice = await rig.prisma.notice.findFirstOrThrow({ where: { caseId: goods.caseId, template: 'open_case' } });
  expect(notice).toMatchObject({ to: 'kind:complaint', status: 'sent', reason: complaint.id });
  expect(await stateOf(goods.caseId)).toMatchObject({ status: 'settling' });
  await goods.act(agent, 'resettle', {});
  await goods.act(agent, 'callBack', { callback: 'follow_up', reached: true, satisfied: true });
});

test('a repair that follows a return is a case of its own', async () => {
  const { agent, dispatcher } = rig.people;
  const goods = await demoReturn({ customerWants: 'repair', qualityProblem: true });
  await goods.act(agent, 'fileApplication', { ...application, wants: 'repair' });
  await goods.act(agent, 'submit', {});
  const repair = await following(goods.caseId);
  expect(repair).toMatchObject({ kind: 'repair' });
  rig.cases.alsoStarted(repair.id);
  await rig.settled();
  await goods.act(dispatcher, 'callBack', { callback: 'follow_up', reached: true, satisfied: true });
});
