/** A complaint over the API, as those who take part would: each with their own account. */
import { randomUUID } from 'node:crypto';
import { readCaseFile } from '../../activities/documents/case-file';
import type { Actor } from '../../domain/cases/record';
import { startApiRig, type ApiRig, type Reply } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('api-complaint');
  await rig.prisma.customer.update({ where: { id: 'customer' }, data: { class: 'demo' } });
  await rig.prisma.customer.createMany({
    data: ['second', 'third'].map((id) => ({ id, name: id, email: `${id}@buyers.example`, class: 'demo' })),
  });
});
afterAll(() => rig?.close(), 240_000);

const request = {
  policy: 'demo-quick-complaint',
  customerId: 'customer',
  source: 'call',
  channel: 'phone',
  complaint: '标签贴上去一天就脱胶',
};

async function open(more: object = {}, as: Actor = rig.actors.agent): Promise<Reply> {
  const reply = await rig.call('POST', '/v1/cases/complaint', {
    as,
    body: { ...request, ...more },
    headers: { 'idempotency-key': randomUUID() },
  });
  if (reply.status !== 201) return reply;
  rig.opened(reply.body.caseId);
  // On a slow machine the answer may come before the record.
  while ((await rig.prisma.case.count({ where: { id: reply.body.caseId } })) === 0)
    await new Promise((later) => setTimeout(later, 50));
  return reply;
}

async function done(id: string, action: string, as: Actor, payload: object = {}): Promise<void> {
  const { status, body } = await rig.act(id, action, as, payload);
  expect([action, status, body.errors]).toEqual([action, status === 202 ? 202 : 200, undefined]);
  while (!(await recorded({ caseId: id, seq: body.seq, causeName: action })))
    await new Promise((later) => setTimeout(later, 50));
}

async function recorded(step: { caseId: string; seq?: number; causeName: string }): Promise<boolean> {
  return (await rig.prisma.step.count({ where: step })) > 0;
}

const mailsTo = (address: string, id: string): string[] =>
  rig.mailbox
    .list({ to: address })
    .map((mail) => mail.subject)
    .filter((subject) => subject.includes(id));

test('O-10 S-8.3: from the call to the written result, with a recall, an approved compensation and a second contact', async () => {
  const { agent, warehouse, engineer, supervisor, approver } = rig.actors;
  const { people } = rig;
  const reply = await open({ lots: ['L-2026-07'] });
  expect(reply.body).toMatchObject({ kind: 'complaint' });
  const id = reply.body.caseId;
  expect(id).toMatch(/^C\d{4}-/);

  await done(id, 'acknowledgeReceipt', agent, { channel: 'phone', words: '已收到,马上查' });
  await done(id, 'assess', agent, { severity: 'serious', categories: ['quality', 'packaging'] });
  const own = await rig.call('GET', '/v1/cases?kind=complaint', { as: engineer });
  expect(own.body.rows.map((row) => row.id)).toContain(id);

  await done(id, 'checkBatch', warehouse, { lot: 'L-2026-07', inStock: true });
  await done(id, 'takeTask', engineer, { category: 'quality' });
  await done(id, 'testSample', engineer, { lot: 'L-2026-07', size: 5, similar: true });
  const nobody = await rig.act(id, 'listAffected', agent, { lot: 'L-2026-07', customerIds: ['ghost'] });
  expect([nobody.status, nobody.body.errors[0]?.field]).toEqual([422, 'payload.customerIds']);
  await done(id, 'listAffected', agent, { lot: 'L-2026-07', customerIds: ['second', 'third'], complete: true });
  for (const affectedId of ['customer', 'second', 'third'])
    await done(id, 'settleAffected', warehouse, { lot: 'L-2026-07', affectedId, outcome: 'returned' });
  await done(id, 'answerTask', engineer, { category: 'quality', answer: '胶水配方问题' });
  await done(id, 'answerTask', warehouse, { category: 'packaging', answer: '外箱受潮' });
  const analysis = { analysis: '胶水批次不合格', cause: 'material', liability: 'company', outcome: 'upheld' };
  await done(id, 'conclude', agent, analysis);
  const correctionOwnerId = people.otherEngineer.id;
  await done(id, 'planCorrection', supervisor, { what: '更换胶水供应商', correctionOwnerId, dueOn: '2030-01-31' });

  const solution = { solution: '全部退货并赔付停工损失', remedy: 'compensation' };
  const tooMuch = { ...solution, compensation: [{ basis: 'damage', amountFen: 2_000_001 }] };
  const refused = await rig.act(id, 'propose', agent, tooMuch);
  expect(refused.body).toMatchObject({ code: 'invalid_request', errors: [{ allowed: { maximumFen: 2_000_000 } }] });
  await done(id, 'propose', agent, { ...solution, compensation: [{ basis: 'damage', amountFen: 80_000 }] });
  await done(id, 'decideCompensation', approver, { decision: 'approved', duty: 'demo_manager' });
  await done(id, 'answerDecision', agent, { accepted: true, by: 'phone' });
  expect((await rig.act(id, 'carryOut', agent, { text: '已退货' })).body.code).toBe('requirement_missing');
  await done(id, 'confirmEntry', supervisor, { entry: 1 });
  await done(id, 'carryOut', agent, { text: '已退货,赔付已转财务' });
  expect((await rig.act(id, 'close', agent, { result: '处理完毕' })).body.code).toBe('requirement_missing');
  await done(id, 'callBack', agent, { callback: 'second_contact', reached: false });
  await done(id, 'callBack', agent, { callback: 'second_contact', reached: true, satisfied: true, text: '没有问题了' });
  await done(id, 'close', agent, { result: '经查属胶水批次问题,已退货并赔付。' });

  await rig.settled();
  const papers = await rig.prisma.document.findMany({ where: { caseId: id } });
  expect(new Set(papers.map(({ form }) => form))).toEqual(
    new Set(['complaint_form', 'sample_test', 'callback_record']),
  );
  const { calls, people: called, texts } = (await readCaseFile(rig.prisma, id, { name: { zh: '甲', en: 'A' } }))!;
  expect(calls.map(({ attempts, reached, satisfied }) => [attempts, reached, satisfied])).toEqual([
    [1, false, null],
    [2, true, true],
  ]);
  expect(called.has(calls[1]!.by)).toBe(true);
  expect(texts.get(calls[1]!.text!)).toBe('没有问题了');
  for (const buyer of ['second', 'third']) expect(mailsTo(`${buyer}@buyers.example`, id)).toHaveLength(1);
  const toCustomer = rig.mailbox.list({ to: 'wang.xiuying@example.com' }).filter((mail) => mail.subject.includes(id));
  expect(toCustomer.map((mail) => mail.subject.split(' · ')[0]).sort()).toEqual(
    ['您的投诉已收到', '请退回问题产品', '投诉处理决定', '投诉处理结果'].sort(),
  );
  const view = await rig.call('GET', `/v1/cases/${id}`, { as: rig.actors.auditor });
  expect(view.status).toBe(200);
  expect(view.text).toContain('"status":"closed"');
  const timeline = await rig.call('GET', `/v1/cases/${id}/timeline`, { as: rig.actors.auditor });
  expect(timeline.body.steps.length).toBeGreaterThan(20);

  const owner = people.otherEngineer;
  const owed = await rig.call('GET', '/v1/cases?kind=complaint', { as: owner });
  expect(owed.body.rows.map((row) => row.id)).toContain(id);
  await done(id, 'reportCorrection', owner, { correction: 1, evidence: '已更换供应商' });
});

test('O-10.3-b: whose duty the sample test is sees the complaint from when stock was found, and tests it', async () => {
  const { agent } = rig.actors;
  const policy = 'office-supplies-lubricants';
  await rig.prisma.customer.create({ data: { id: 'label-buyer', name: '标签客户' } });
  const { caseId: id } = (await open({ policy, customerId: 'label-buyer', lots: ['L-9'] })).body;
  const checker = { ...rig.actors.dispatcher, duties: [`after_sales@${policy}`] };
  const tester = { ...rig.people.otherEngineer, duties: [`quality_inspector@${policy}`] };
  const listed = async (as: Actor) =>
    (await rig.call('GET', '/v1/cases?kind=complaint', { as })).body.rows.some((row) => row.id === id);
  const seen = async (as: Actor) => [(await rig.call('GET', `/v1/cases/${id}`, { as })).status, await listed(as)];
  await done(id, 'assess', agent, { severity: 'minor', categories: ['quality'] });
  expect(await seen(tester)).toEqual([403, false]);
  await done(id, 'checkBatch', checker, { lot: 'L-9', inStock: true });
  expect(await seen(tester)).toEqual([200, true]);
  expect(await seen({ ...tester, duties: [] })).toEqual([403, false]);
  await done(id, 'testSample', tester, { lot: 'L-9', size: 3, similar: false });
});

test('S-8.3: no appeal to a level where everybody had a part in the decision; the next one is named', async () => {
  const { agent, supervisor } = rig.actors;
  const { caseId: id } = (await open()).body;
  await done(id, 'acknowledgeReceipt', agent, {});
  await done(id, 'assess', agent, { severity: 'minor', categories: ['attitude'] });
  await done(id, 'answerTask', supervisor, { category: 'attitude', answer: '属实' });
  await done(id, 'conclude', agent, { analysis: '属实', cause: 'service', liability: 'company', outcome: 'upheld' });
  await done(id, 'propose', agent, { solution: '道歉', remedy: 'apology' });
  const refused = await rig.act(id, 'appeal', agent, { text: '不服' });
  expect(refused.body).toMatchObject({
    code: 'requirement_missing',
    errors: [{ field: 'payload.level', allowed: ['director'], detail: expect.stringContaining('未经手') as string }],
  });
  await done(id, 'appeal', agent, { text: '不服', level: 'director' });
  await done(id, 'rule', rig.people.leader, { outcome: 'confirmed', text: '维持' });
});

test('S-8.3 O-10.4: an amended ruling after finance was told: reversed, confirmed in order, and the file says what is owed in all', async () => {
  const { agent, supervisor, approver } = rig.actors;
  const { leader, secondSupervisor } = rig.people;
  const { caseId: id } = (await open()).body;
  await done(id, 'acknowledgeReceipt', agent, {});
  await done(id, 'assess', agent, { severity: 'minor', categories: ['attitude'] });
  await done(id, 'answerTask', secondSupervisor, { category: 'attitude', answer: '属实' });
  await done(id, 'conclude', agent, { analysis: '属实', cause: 'service', liability: 'company', outcome: 'upheld' });
  const pay = (amountFen: number) => ({
    ...{ solution: '赔付', remedy: 'compensation', compensation: [{ basis: 'damage', amountFen }] },
  });
  await done(id, 'propose', agent, pay(5_000));
  await done(id, 'answerDecision', agent, { accepted: true, by: 'phone' });
  await done(id, 'confirmEntry', supervisor, { entry: 1 });
  await done(id, 'appeal', agent, { text: '不够', level: 'director' });
  await done(id, 'rule', leader, { outcome: 'amended', text: '改判', ...pay(8_000) });
  await done(id, 'answerDecision', agent, { accepted: true, by: 'phone' });

  const offered = await rig.call('GET', `/v1/cases/${id}/actions`, { as: supervisor });
  const entries = (
    offered.body.actions as unknown as { name: string; fields: Record<string, { values: object[] }> }[]
  ).find(({ name }) => name === 'confirmEntry')!.fields.entry!.values;
  expect(entries).toMatchObject([
    { value: '2', title: { zh: expect.stringContaining('冲销第 1 笔') } },
    { value: '3' },
  ]);
  const money = await rig.call('GET', '/v1/money', { as: supervisor });
  const waiting = (money.body.rows as unknown as { caseId: string; no: number; waits: string[] }[]).filter(
    ({ caseId }) => caseId === id,
  );
  expect(waiting.map(({ no, waits }) => [no, waits])).toEqual([
    [2, ['to_confirm']],
    [3, ['to_confirm']],
  ]);
  const early = await rig.act(id, 'confirmEntry', supervisor, { entry: 3 });
  expect(early.body).toMatchObject({ code: 'requirement_missing', errors: [{ field: 'payload.entry', allowed: [2] }] });
  const ledger = async () =>
    (await rig.call('GET', `/v1/cases/${id}/ledger`, { as: agent })).body as unknown as {
      entries: { no: number; reverses: number | null }[];
      owed: { from: string; to: string; fen: number; confirmedFen: number }[];
    };
  expect((await ledger()).owed).toMatchObject([{ from: 'company', to: 'customer', fen: 8_000, confirmedFen: 5_000 }]);
  for (const entry of [2, 3]) await done(id, 'confirmEntry', supervisor, { entry });
  const { entries: all, owed } = await ledger();
  expect(all.map(({ no, reverses }) => [no, reverses])).toEqual([
    [1, null],
    [2, 1],
    [3, null],
  ]);
  expect(owed).toMatchObject([{ fen: 8_000, confirmedFen: 8_000 }]);

  const csv = await rig.call('GET', '/v1/ledger.csv', { as: approver });
  const rows = csv.text.split('\r\n').filter((row) => row.includes(id));
  expect(rows.map((row) => row.split('","').slice(3, 6))).toEqual([
    ['50.00', 'company', 'customer'],
    ['50.00', 'customer', 'company'],
    ['80.00', 'company', 'customer'],
  ]);
  expect(rows.map((row) => row.split('","').at(-1))).toEqual(['50.00"', '0.00"', '80.00"']);
});

describe('whom it is about (S-8.3-b)', () => {
  test('hears nothing, reads nothing, decides nothing, and may give their side', async () => {
    const { people, actors } = rig;
    const { caseId: id } = (await open({ concernedIds: [people.warehouse.id], lots: ['L-9'] })).body;
    await done(id, 'assess', actors.agent, { severity: 'minor', categories: ['packaging', 'attitude'] });
    await rig.settled();
    expect(mailsTo('warehouse@dept.example', id)).toEqual([]);
    const look = await rig.call('GET', `/v1/cases/${id}`, {
      as: actors.warehouse,
      headers: { 'accept-language': 'en' },
    });
    expect([look.status, look.body.detail]).toEqual([403, expect.stringContaining('about you')]);
    const list = await rig.call('GET', '/v1/cases?kind=complaint', { as: actors.warehouse });
    expect(list.body.rows.map((row) => row.id)).not.toContain(id);
    expect(
      (await rig.act(id, 'answerTask', actors.warehouse, { category: 'packaging', answer: '不怪我' })).status,
    ).toBe(403);
    expect((await rig.act(id, 'addStatement', actors.warehouse, { text: '当时外箱已受潮' })).status).toBe(200);
  });

  test('does not see it in the list of escalations, others do', async () => {
    const { actors } = rig;
    const { caseId: id } = (await open({ concernedIds: [actors.dispatcher.id], urgent: true })).body;
    await rig.settled();
    const listed = async (as: typeof actors.dispatcher) =>
      (await rig.call('GET', '/v1/escalations?limit=500', { as })).body.escalations as { caseId: string }[];
    expect((await listed(actors.auditor)).map(({ caseId }) => caseId)).toContain(id);
    expect((await listed(actors.dispatcher)).map(({ caseId }) => caseId)).not.toContain(id);
  });

  test('the only person on a ladder: a clear problem, and nothing is opened or changed', async () => {
    const before = await rig.prisma.case.count();
    const only = await open({ concernedIds: [rig.people.leader.id] });
    expect([only.status, only.body.errors[0]]).toEqual([
      409,
      expect.objectContaining({ field: 'concernedIds', allowed: { roles: ['demo_director'] } }),
    ]);
    expect(await rig.prisma.case.count()).toBe(before);
    const { caseId: id } = (await open()).body;
    const later = await rig.act(id, 'nameConcerned', rig.actors.supervisor, {
      concernedIds: [rig.people.leader.id],
      reason: '客户补充',
    });
    expect([later.status, later.body.errors[0]?.field]).toEqual([409, 'payload.concernedIds']);
  });

  test('unknown people, oneself, a case that is not there, names that the policy does not have', async () => {
    const field = async (more: object) => {
      const reply = await open(more);
      return [reply.status, reply.body.errors[0]?.field];
    };
    expect(await field({ concernedIds: ['ghost'] })).toEqual([422, 'concernedIds']);
    expect(await field({ concernedIds: [rig.actors.agent.id] })).toEqual([403, 'concernedIds']);
    expect(await field({ aboutCase: 'R2026-999999' })).toEqual([422, 'aboutCase']);
    expect(await field({ source: 'telepathy' })).toEqual([422, 'source']);
    expect(await field({ channel: 'fax' })).toEqual([422, 'channel']);
    expect(await field({ addressedTo: 'emperor' })).toEqual([422, 'addressedTo']);
  });
});

test('N-2.4-4a: safety at the call is with leadership at once, by mail', async () => {
  const { caseId: id } = (await open({ safety: true, preserveScene: true })).body;
  await rig.settled();
  expect(mailsTo('leader@dept.example', id)).toHaveLength(1);
});
