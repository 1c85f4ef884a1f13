/**
 * Returns and complaints under fire: clicks that come five times, workers killed in the middle, runs that continue as new.
 * Money is entered once, approvals count once, everybody who has goods of a lot is told once.
 */
import type { ComplaintInput } from '../../domain/cases/complaint/opening';
import type { CaseInput } from '../../domain/cases/opening';
import type { RepairInput } from '../../domain/cases/repair/opening';
import type { ReturnInput } from '../../domain/cases/return/opening';
import type { Actor } from '../../domain/cases/record';
import type { Facts } from '../../domain/policy/rule';
import { application, returnable } from '../domain/cases/return-simulator';
import { text, type TestCase } from '../rig/case-driver';
import { nothingLost } from './nothing-lost';
import { startFaultRig, until, windows, type FaultRig } from './rig';

let rig: FaultRig;
beforeAll(async () => void (rig = await startFaultRig('money')));
afterAll(() => rig.close());

const says = text('说明');

/** Under its demonstration policy with windows of an hour and no time to reopen. */
async function begin(kind: 'return' | 'complaint', facts: Facts): Promise<CaseInput> {
  const begun = await rig.cases.begin(kind, `demo-quick-${kind}`, facts, { actor: rig.people.agent });
  const { policy } = windows({})(begun as unknown as RepairInput);
  return { ...begun, policy: { ...policy, reopenWindowMs: 500 } };
}

async function openReturn(): Promise<TestCase> {
  const input = await begin('return', { ...returnable, source: 'hotline' });
  const opening: ReturnInput = { ...input, texts: { reason: text('买多了') }, items: [] };
  return rig.cases.start('return', opening);
}

/** The same request five times at once, under one key: one answer. */
async function clicked(found: TestCase, actor: Actor, action: string, payload: object): Promise<void> {
  const clicks = Array.from({ length: 5 }, () => found.act(actor, action, payload, { key: `click-${action}` }));
  const answers = await Promise.all(clicks);
  expect([action, new Set(answers.map((a) => JSON.stringify(a))).size]).toEqual([action, 1]);
}

async function renewed(found: TestCase): Promise<void> {
  const { runId } = await found.handle.describe();
  await found.handle.signal('renew');
  await until('the next run', async () => (await found.handle.describe()).runId !== runId);
}

async function killedWorkers(): Promise<void> {
  await rig.workers.kill();
  await rig.workers.start();
}

/** Over all runs: no step is missing, none is there twice. */
async function stepsInOrder(caseId: string): Promise<void> {
  const steps = await rig.prisma.step.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
  expect(steps.map(({ seq }) => seq)).toEqual(steps.map((_, index) => index + 1));
}

const entriesOf = (caseId: string) => rig.prisma.ledgerEntry.findMany({ where: { caseId }, orderBy: { no: 'asc' } });

test('O-3.7-b R-APPROVE: a refund is approved, entered, confirmed and paid once', async () => {
  const { agent, manager, supervisor, warehouse } = rig.people;
  const goods = await openReturn();
  await goods.act(agent, 'fileApplication', { ...application, items: [application.items[0]] });
  await clicked(goods, agent, 'submit', {});
  await clicked(goods, manager, 'decideReturn', { decision: 'approved', duty: 'demo_manager' });
  await renewed(goods);
  await clicked(goods, manager, 'decideReturn', { decision: 'approved', duty: 'demo_manager' });
  await goods.act(supervisor, 'decideReturn', { decision: 'approved', duty: 'demo_supervisor' });
  await goods.act(agent, 'issueOrder', { orderNo: 'TH-1', route: 'send_in' });
  await goods.act(warehouse, 'receiveGoods', { items: [{ line: 1, received: 4 }] });
  await goods.act(warehouse, 'inspectItem', { line: 1, accepted: 4 });
  await clicked(goods, agent, 'proposeRefund', { amountFen: 8_000 });
  await killedWorkers();
  await clicked(goods, supervisor, 'confirmEntry', { entry: 1 });
  await clicked(goods, agent, 'payRefund', { slipNo: 'P-1' });
  await renewed(goods);
  await clicked(goods, agent, 'payRefund', { slipNo: 'P-1' });
  await goods.act(agent, 'callBack', { callback: 'follow_up', reached: true, satisfied: true });
  expect(await goods.handle.result()).toMatchObject({ status: 'completed' });
  expect(await entriesOf(goods.caseId)).toMatchObject([{ type: 'refund', fen: 8_000n, confirmedBy: 'supervisor' }]);
  await stepsInOrder(goods.caseId);
  expect(await rig.prisma.notice.findMany({ where: { caseId: goods.caseId, template: 'refunded' } })).toMatchObject([
    { status: 'sent' },
  ]);
});

test('O-10.3-c: a recall finds, lists and tells each owner once, though the worker is killed; compensation is owed once', async () => {
  const { agent, engineer, leader, manager, warehouse, customerId } = rig.people;
  for (const id of ['owner-1', 'owner-2']) {
    await rig.prisma.customer.create({ data: { id, name: id, email: `${id}@buyers.example` } });
    await rig.prisma.asset.create({
      data: { customerId: id, product: 'demo_labels', model: 'A', serialNo: id, lotNo: 'L-1' },
    });
  }
  const input: ComplaintInput = {
    ...(await begin('complaint', { complaintSource: 'call', complaintChannel: 'phone', phoneKnown: true })),
    texts: { complaint: text('标签脱胶') },
    form: { source: 'call', channel: 'phone', recorder: agent.id, lots: ['L-1'] },
    danger: [],
    preserveScene: false,
  };
  const complaint = await rig.cases.start('complaint', input);
  await complaint.act(agent, 'assess', { severity: 'serious', categories: ['quality'] });
  await complaint.act(warehouse, 'checkBatch', { lot: 'L-1', inStock: true });
  await complaint.act(engineer, 'testSample', { lot: 'L-1', size: 5, similar: true });
  await killedWorkers();
  // What the killed worker was doing is tried again when its time is over.
  await until(
    'both owners have a mail',
    () => ['owner-1', 'owner-2'].every((id) => rig.mail.list({ to: `${id}@buyers.example` }).length > 0),
    150,
  );
  await renewed(complaint);
  await complaint.act(agent, 'listAffected', { lot: 'L-1', complete: true });
  for (const affectedId of [customerId, 'owner-1', 'owner-2'])
    await complaint.act(warehouse, 'settleAffected', { lot: 'L-1', affectedId, outcome: 'returned' });
  await complaint.act(engineer, 'answerTask', { category: 'quality', answer: says });
  const conclusion = { analysis: says, cause: 'production', liability: 'company', outcome: 'upheld' };
  await complaint.act(agent, 'conclude', conclusion);
  const compensation = [{ basis: 'damage', amountFen: 50_000 }];
  await complaint.act(agent, 'propose', { solution: says, remedy: 'compensation', compensation });
  await clicked(complaint, manager, 'decideCompensation', { decision: 'approved', duty: 'demo_manager' });
  await clicked(complaint, agent, 'answerDecision', { accepted: true, by: 'phone' });
  await complaint.act(leader, 'confirmEntry', { entry: 1 });
  await complaint.act(agent, 'carryOut', { text: says });
  await complaint.act(agent, 'callBack', { callback: 'second_contact', reached: true, satisfied: true });
  await complaint.act(agent, 'close', { result: says });
  expect(await complaint.handle.result()).toMatchObject({ status: 'completed' });
  expect(await entriesOf(complaint.caseId)).toMatchObject([{ type: 'compensation', fen: 50_000n }]);
  await stepsInOrder(complaint.caseId);
  const told = await rig.prisma.notice.findMany({ where: { caseId: complaint.caseId, template: 'recall_notice' } });
  expect(told.map((n) => n.to).sort()).toEqual(['customer:owner-1', 'customer:owner-2']);
});

test('a merge whose worker is killed reaches the case that goes on, once', async () => {
  const { dispatcher } = rig.people;
  const [first, second] = [await openReturn(), await openReturn()];
  await clicked(first, dispatcher, 'merge', { into: second.caseId, reason: says });
  await killedWorkers();
  expect(await first.handle.result()).toMatchObject({ status: 'cancelled' });
  const clock = await rig.prisma.clock.findUniqueOrThrow({
    where: { caseId_key: { caseId: second.caseId, key: 'response' } },
  });
  expect(clock.startedAt?.getTime()).toBe(first.openedAt);
  expect(await rig.prisma.step.count({ where: { caseId: second.caseId, causeName: 'absorb' } })).toBe(1);
  await second.act(dispatcher, 'cancel', { reason: says });
  await second.handle.result();
  // A mail that the killed worker had handed over, but not yet marked, comes once more.
  for (const { caseId } of [first, second]) await nothingLost(rig, caseId, { repeats: 1 });
});
