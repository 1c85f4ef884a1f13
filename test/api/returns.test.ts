/** Returns as an agent, a warehouse worker, an approver and a supervisor meet them, each with their own account. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { caseView } from '../../api/cases/view';
import { publish } from '../../policies/publish';
import { application } from '../domain/cases/return-simulator';
import { shippedPolicies } from '../rig/shipped-policies';
import { startApiRig, type ApiRig, type Reply } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('returns');
  await publish(rig.prisma, shippedPolicies().loaded);
  await rig.prisma.customer.create({ data: { id: 'other-customer', name: '另一客户' } });
  await rig.prisma.asset.create({
    data: { customerId: 'other-customer', product: 'recorder', model: 'DVR-16', serialNo: 'SN-OTHER' },
  });
}, 60_000);
afterAll(() => rig.close());

const request = {
  ...{ policy: 'office-supplies-lubricants', customerId: 'customer', source: 'phone', product: 'label' },
  ...{ wants: 'return', reason: '标签粘不住', qualityProblem: true },
};

async function open(more: object = {}, as = rig.actors.agent): Promise<Reply> {
  const deliveredOn = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  const body = { ...request, deliveredOn, ...more };
  const reply = await rig.call('POST', '/v1/cases/return', { as, body, headers: { 'idempotency-key': randomUUID() } });
  if (reply.status === 201) rig.opened(reply.body.caseId);
  return reply;
}

const sold = (documentNo: string, more: object = {}) => ({
  ...application.sale,
  documentNo,
  lines: application.sale.lines.map((l) => ({ ...l, serialNo: undefined, ...more })),
});

/** Filled in, approved by both, ordered, come in and inspected. */
async function settling(documentNo: string): Promise<string> {
  const { agent, approver, supervisor, warehouse } = rig.actors;
  const id = (await open()).body.caseId;
  const steps: [string, typeof agent, object][] = [
    ['respond', agent, {}],
    ['fileApplication', agent, { ...application, sale: sold(documentNo) }],
    ['submit', agent, {}],
    ['decideReturn', approver, { decision: 'approved', duty: 'salesperson' }],
    ['decideReturn', supervisor, { decision: 'approved', duty: 'duty_manager' }],
    ['issueOrder', agent, { orderNo: 'TH-1', route: 'send_in' }],
    [
      'receiveGoods',
      warehouse,
      {
        items: [
          { line: 1, received: 4 },
          { line: 2, received: 1 },
        ],
      },
    ],
    ['inspectItem', warehouse, { line: 1, accepted: 4 }],
    ['inspectItem', warehouse, { line: 2, accepted: 1 }],
  ];
  for (const [action, as, payload] of steps) {
    const reply = await rig.act(id, action, as, payload);
    expect([action, reply.status, reply.body.errors]).toEqual([action, 200, undefined]);
  }
  return id;
}

it('R-APPROVE: who decides out of turn is told whose turn it is, by title in both languages and by code for programs', async () => {
  const { agent, supervisor } = rig.actors;
  const id = (await open()).body.caseId;
  await rig.act(id, 'respond', agent);
  await rig.act(id, 'fileApplication', agent, { ...application, sale: sold('S-TURN') });
  await rig.act(id, 'submit', agent);
  const early = { decision: 'approved', duty: 'duty_manager' };
  const inChinese = await rig.act(id, 'decideReturn', supervisor, early);
  expect(inChinese.body.errors[0]).toEqual({
    in: 'body',
    field: 'payload.duty',
    detail: '现由「业务人员」批准',
    allowed: ['salesperson'],
  });
  const inEnglish = await rig.act(id, 'decideReturn', supervisor, early, { headers: { 'accept-language': 'en' } });
  expect(inEnglish.body.errors[0]?.detail).toBe('It is for "Salesperson" to decide now');
});

it('opens under policies that serve returns, and says which these are', async () => {
  const { status, body, headers } = await open();
  expect(status).toBe(201);
  expect(body.caseId).toMatch(/^T\d{4}-\d{6}$/);
  expect(headers.get('location')).toBe(`/v1/cases/${body.caseId}`);
  const other = await open({ policy: 'security-projects-chongqing' });
  expect(other.body.code).toBe('invalid_request');
  expect(other.body.errors[0]).toMatchObject({ field: 'policy', allowed: expect.arrayContaining([request.policy]) });
  expect((await open({}, rig.actors.warehouse)).status).toBe(403);
});

it('lists returns by their kind, and offers each role what it may do', async () => {
  const id = (await open()).body.caseId;
  const list = await rig.call('GET', '/v1/cases?kind=return', { as: rig.actors.agent });
  expect(list.body.rows.map((c) => c.id)).toContain(id);
  const repairs = await rig.call('GET', '/v1/cases?kind=repair', { as: rig.actors.agent });
  expect(repairs.body.rows.map((c) => c.id)).not.toContain(id);
  const offered = async (as: typeof rig.actors.agent) =>
    (await rig.call('GET', `/v1/cases/${id}/actions`, { as })).body.actions.map((a) => a.name);
  expect(await offered(rig.actors.agent)).toEqual(expect.arrayContaining(['fileApplication', 'offer', 'submit']));
  expect(await offered(rig.actors.warehouse)).not.toContain('fileApplication');
});

it('shows what the policy decided and why, with the words of its clauses', async () => {
  const id = (await open()).body.caseId;
  const { text } = await rig.call('GET', `/v1/cases/${id}`, { as: rig.actors.agent });
  const view = JSON.parse(text) as Pick<z.infer<typeof caseView>, 'decisions' | 'clauseTexts'>;
  expect(view.decisions).toMatchObject([{ question: 'entitlement', outcome: { title: { zh: expect.any(String) } } }]);
  const [{ clauses, reasons }] = view.decisions as [(typeof view.decisions)[number]];
  expect(reasons).not.toEqual([]);
  expect(clauses).not.toEqual([]);
  expect(Object.keys(view.clauseTexts)).toEqual(expect.arrayContaining(clauses));
});

describe('bad input: a clear problem, nothing changed', () => {
  const filed = async (sale: object, items: object[] = application.items): Promise<Reply> => {
    const id = (await open()).body.caseId;
    const before = (await rig.call('GET', `/v1/cases/${id}`, { as: rig.actors.agent })).body.seq;
    const reply = await rig.act(id, 'fileApplication', rig.actors.agent, { ...application, sale, items });
    const after = (await rig.call('GET', `/v1/cases/${id}`, { as: rig.actors.agent })).body.seq;
    if (reply.status !== 200) expect(after).toBe(before);
    return reply;
  };

  it('more returned than sold, an item twice', async () => {
    const more = await filed(sold('XS-10'), [{ line: 1, quantity: 11, reason: 'quality' }]);
    expect(more.body.code).toBe('invalid_request');
    expect(more.body.errors[0]).toMatchObject({ field: 'payload.items.0.quantity', allowed: { maximum: 10 } });
    const [item] = application.items;
    expect((await filed(sold('XS-11'), [item!, item!])).body.errors[0]!.field).toBe('payload.items.1.line');
  });

  it('a serial that belongs to another customer', async () => {
    const reply = await filed(sold('XS-12', { serialNo: 'SN-OTHER' }));
    expect(reply.body.code).toBe('invalid_request');
    expect(reply.body.errors[0]!.field).toBe('payload.sale.lines.0.serialNo');
  });

  it('the same goods in two cases', async () => {
    expect((await filed(sold('XS-13'), [{ line: 1, quantity: 7, reason: 'quality' }])).status).toBe(200);
    const again = await filed(sold('XS-13'), [{ line: 1, quantity: 4, reason: 'quality' }]);
    expect(again.body.errors[0]).toMatchObject({ field: 'payload.items.0.quantity', allowed: { maximum: 3 } });
    expect((await filed(sold('XS-13'), [{ line: 1, quantity: 3, reason: 'quality' }])).status).toBe(200);
  });

  it('but goods of a return that was refused and closed are still the customer’s to return', async () => {
    const { agent, approver } = rig.actors;
    const first = (await open()).body.caseId;
    const refusal = { decision: 'refused', duty: 'salesperson', reason: '数量不符' };
    const steps: [string, typeof agent, object][] = [
      ['respond', agent, {}],
      ['fileApplication', agent, { ...application, sale: sold('XS-16') }],
      ['submit', agent, {}],
      ['decideReturn', approver, refusal],
    ];
    for (const [action, as, payload] of steps) expect((await rig.act(first, action, as, payload)).status).toBe(200);
    const all = [{ line: 1, quantity: 10, reason: 'quality' }];
    expect((await filed(sold('XS-16'), all)).body.errors[0]).toMatchObject({ allowed: { maximum: 6 } });
    expect((await rig.act(first, 'close', rig.actors.dispatcher, { reason: '客户知悉' })).status).toBe(200);
    expect((await filed(sold('XS-16'), all)).status).toBe(200);
  });

  it('R-APPROVE O-11.3-c: approved twice in two roles, by who asked, and inspected by who approved', async () => {
    const { agent, approver, supervisor } = rig.actors;
    const both = { ...approver, duties: [...approver.duties, 'duty_manager'] };
    const id = (await open()).body.caseId;
    await rig.act(id, 'respond', agent);
    await rig.act(id, 'fileApplication', agent, { ...application, sale: sold('XS-17') });
    await rig.act(id, 'submit', agent);
    const decide = (as: typeof agent, duty: string) => rig.act(id, 'decideReturn', as, { decision: 'approved', duty });
    const asked = { ...agent, role: 'approver', duties: ['salesperson'] } as const;
    expect((await decide(asked, 'salesperson')).body.code).toBe('forbidden');
    expect((await decide(both, 'salesperson')).status).toBe(200);
    expect((await decide(both, 'duty_manager')).body.code).toBe('forbidden');
    expect((await decide(supervisor, 'duty_manager')).status).toBe(200);
    await rig.act(id, 'issueOrder', agent, { orderNo: 'TH-2', route: 'send_in' });
    await rig.act(id, 'receiveGoods', rig.actors.warehouse, { items: [{ line: 1, received: 4 }] });
    const { seq } = (await rig.call('GET', `/v1/cases/${id}`, { as: agent })).body;
    const own = await rig.act(id, 'inspectItem', { ...approver, role: 'warehouse' }, { line: 1, accepted: 4 });
    expect(own.body.code).toBe('forbidden');
    expect((await rig.call('GET', `/v1/cases/${id}`, { as: agent })).body.seq).toBe(seq);
  });

  it('a refund above the price; paid before another person confirmed it; confirmed by who entered it', async () => {
    const { agent, supervisor } = rig.actors;
    const id = await settling('XS-14');
    const above = await rig.act(id, 'proposeRefund', agent, { amountFen: 58_001 });
    expect(above.body.code).toBe('invalid_request');
    expect(above.body.errors[0]).toMatchObject({ field: 'payload.amountFen', allowed: { fen: 58_000 } });
    await rig.act(id, 'proposeRefund', supervisor, { amountFen: 58_000 });
    expect((await rig.act(id, 'payRefund', agent, { slipNo: 'P-1' })).body.code).toBe('requirement_missing');
    expect((await rig.act(id, 'confirmEntry', supervisor, { entry: 1 })).body.code).toBe('forbidden');
  });
});

it('shows the ledger, and exports for finance what was confirmed, without names', async () => {
  const { agent, supervisor, auditor } = rig.actors;
  const id = await settling('XS-15');
  await rig.act(id, 'proposeRefund', agent, { amountFen: 58_000 });
  const csv = () => rig.call('GET', '/v1/ledger.csv', { as: auditor });
  expect((await csv()).text).not.toContain(id);
  await rig.act(id, 'confirmEntry', supervisor, { entry: 1 });
  const { body } = await rig.call('GET', `/v1/cases/${id}/ledger`, { as: agent });
  expect((body as unknown as { entries: object[] }).entries).toMatchObject([
    { no: 1, fen: 58_000, confirmedBy: 'supervisor', titles: { type: { zh: '退款' }, to: { zh: '客户' } } },
  ]);
  const file = await csv();
  expect(file.headers.get('content-type')).toContain('text/csv');
  expect(file.text).toContain(`"${id}","1","refund","580.00","company","customer","O-3.7-b","manager supervisor"`);
  expect(file.text).not.toContain('王秀英');
  expect((await rig.call('GET', '/v1/ledger.csv', { as: agent })).status).toBe(403);
});

it('tells one customer’s whole story, cases with their links and money', async () => {
  const { body, status } = await rig.call('GET', '/v1/customers/customer/story', { as: rig.actors.agent });
  expect(status).toBe(200);
  const story = body as unknown as { cases: { id: string; moneyFen: object }[]; steps: { caseId: string }[] };
  expect(story.cases.some((c) => JSON.stringify(c.moneyFen) === '{"refund":58000}')).toBe(true);
  expect(new Set(story.steps.map((s) => s.caseId)).size).toBeGreaterThan(3);
  expect((await rig.call('GET', '/v1/customers/nobody/story', { as: rig.actors.agent })).status).toBe(404);
});

describe('duplicates', () => {
  const merge = (id: string, into: string, as = rig.actors.dispatcher): Promise<Reply> =>
    rig.act(id, 'merge', as, { into, reason: '同一批货' });

  it('are merged: each tells of the other, the case that goes on is bound by the earlier call', async () => {
    const [first, second] = [(await open()).body.caseId, (await open()).body.caseId];
    expect((await merge(first, second)).status).toBe(200);
    await rig.settled();
    const links = async (id: string) => {
      const { body } = await rig.call('GET', `/v1/cases/${id}`, { as: rig.actors.auditor });
      return body as unknown as { status: string; links: object[] };
    };
    expect(await links(first)).toMatchObject({ status: 'cancelled' });
    expect((await links(first)).links).toContainEqual(
      expect.objectContaining({ caseId: second, relation: 'duplicate', direction: 'to' }),
    );
    expect((await links(second)).links).toContainEqual(
      expect.objectContaining({ caseId: first, relation: 'absorbed', direction: 'to' }),
    );
    const response = (caseId: string) =>
      rig.prisma.clock.findUniqueOrThrow({ where: { caseId_key: { caseId, key: 'quality_return_response' } } });
    expect(await response(first)).toMatchObject({ status: 'cancelled', stoppedBecause: 'merged' });
    expect((await response(second)).startedAt).toEqual((await response(first)).startedAt);
    const absorbed = await rig.prisma.step.findFirstOrThrow({ where: { caseId: second, causeName: 'absorb' } });
    expect(absorbed.actorId).toBe(rig.actors.dispatcher.id);
  });

  it('are refused where the other is not there, is over, of another customer, kind or policy; and by hand', async () => {
    const id = (await open()).body.caseId;
    const over = (await open()).body.caseId;
    await rig.act(over, 'withdraw', rig.actors.agent, { reason: '不退了' });
    const others = (await open({ customerId: 'other-customer' })).body.caseId;
    const repair = (await rig.openRepair()).body.caseId;
    const nanjing = (await open({ policy: 'auto-equipment-nanjing', product: 'workshop_equipment', source: 'hotline' }))
      .body;
    expect(nanjing.caseId).toMatch(/^T/);
    for (const into of [id, 'T2000-000001', over, others, repair, nanjing.caseId]) {
      const { status, body } = await merge(id, into);
      expect([into, status, body.errors[0]!.field]).toEqual([into, 422, 'payload.into']);
    }
    const byHand = await rig.act(id, 'absorb', rig.actors.dispatcher, { duplicate: over });
    expect([byHand.status, byHand.body.code]).toEqual([403, 'forbidden']);
    expect(await rig.prisma.step.count({ where: { caseId: id, causeType: 'action' } })).toBe(0);
  });
});

it('refuses a replacement with the serial number of another customer', async () => {
  const id = (await open({ wants: 'exchange' })).body.caseId;
  const lines = [{ line: 1, model: 'A-100', quantity: 1, serialNo: 'SN-OTHER' }];
  const reply = await rig.act(id, 'shipReplacement', rig.actors.warehouse, { lines });
  expect([reply.status, reply.body.errors[0]!.field]).toEqual([422, 'payload.lines.0.serialNo']);
});
