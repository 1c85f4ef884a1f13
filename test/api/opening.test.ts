import { randomUUID } from 'node:crypto';
import { numberYear } from '../../api/cases/open';
import { repairRequest, startApiRig, type ApiRig } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('api-opening');
});
afterAll(() => rig?.close());

describe('POST /v1/cases/repair', () => {
  it('opens a case under the next number of the year, and the reader finds it', async () => {
    const opened = await rig.openRepair();
    expect(opened.body).toMatchObject({ kind: 'repair', recorded: true, policy: { id: repairRequest.policy } });
    expect(opened.status).toBe(201);
    expect(opened.body.caseId).toMatch(/^R\d{4}-\d{6}$/);
    expect(opened.headers.get('location')).toBe(`/v1/cases/${opened.body.caseId}`);
    const read = await rig.call('GET', `/v1/cases/${opened.body.caseId}`, { as: rig.actors.dispatcher });
    expect(read.body).toMatchObject({ id: opened.body.caseId, customer: { name: '王秀英' } });
    const next = await rig.openRepair();
    expect(Number(next.body.caseId.slice(-6))).toBe(Number(opened.body.caseId.slice(-6)) + 1);
  });

  it('answers a retry with the same number, and stores nothing twice', async () => {
    const key = randomUUID();
    const first = await rig.openRepair({}, key);
    const again = await rig.openRepair({}, key);
    expect(again.status).toBe(201);
    expect(again.body).toEqual({ ...first.body, recorded: true });
    const texts = await rig.prisma.text.findMany({ where: { caseId: first.body.caseId } });
    expect(texts.map((t) => t.body)).toEqual([repairRequest.fault]);
  });

  it('gives twenty simultaneous retries one number, and skips none', async () => {
    const before = await rig.prisma.caseCounter.findFirstOrThrow();
    const key = randomUUID();
    const replies = await Promise.all(Array.from({ length: 20 }, () => rig.openRepair({}, key)));
    expect(new Set(replies.map((r) => r.status))).toEqual(new Set([201]));
    expect(new Set(replies.map((r) => r.body.caseId)).size).toBe(1);
    const after = await rig.prisma.caseCounter.findFirstOrThrow();
    expect(after.last).toBe(before.last + 1);
  });

  it('refuses the key for another body, also where only a text differs', async () => {
    const key = randomUUID();
    await rig.openRepair({}, key);
    const other = await rig.openRepair({ fault: '画面全黑' }, key);
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('key_reused');
  });

  it('keeps keys of different people apart', async () => {
    const key = randomUUID();
    const mine = await rig.openRepair({}, key);
    const theirs = await rig.call('POST', '/v1/cases/repair', {
      as: rig.actors.agent,
      body: repairRequest,
      headers: { 'idempotency-key': key },
    });
    expect(theirs.status).toBe(201);
    expect(theirs.body.caseId).not.toBe(mine.body.caseId);
  });

  it('numbers by the year in the zone of the policy: in China New Year comes at 16:00 UTC', () => {
    const policy = rig.deps.policies.forCase(repairRequest.policy, 'repair')!;
    expect(numberYear(policy, Date.parse('2026-12-31T15:59:59.999Z'))).toBe(2026);
    expect(numberYear(policy, Date.parse('2026-12-31T16:00:00Z'))).toBe(2027);
  });

  it.each([
    ['an unknown policy', { policy: 'no-such' }, 'policy'],
    ['an unknown level', { level: 'no-such' }, 'level'],
    ['an unknown region', { region: 'no-such' }, 'region'],
    ['an unknown source', { source: 'no-such' }, 'source'],
    ['an unknown customer', { customerId: 'no-such' }, 'customerId'],
    ['a site of somebody else', { siteId: 'no-such' }, 'siteId'],
    ['an unknown asset', { assetId: 'no-such' }, 'assetId'],
    ['an unknown channel', { channel: 'telepathy' }, 'channel'],
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['an empty fault', { fault: '  ' }, 'fault'],
    ['a fault beyond the limit', { fault: '坏'.repeat(4001) }, 'fault'],
    ['a date that does not exist', { purchaseDate: '2026-02-30' }, 'purchaseDate'],
    ['a purchase in the future', { purchaseDate: '2999-01-01' }, 'purchaseDate'],
    ['a negative weight', { weightKg: -1 }, 'weightKg'],
    ['NUL in a text', { fault: '坏\u0000' }, 'fault'],
    ['half a surrogate pair', { wish: '\udc00' }, 'wish'],
    ['a tracking number that is none', { trackingNo: '顺丰，王先生' }, 'trackingNo'],
    ['accessories as a list', { accessories: ['电源'] }, 'accessories'],
    ['a demonstration policy for a real customer', { policy: 'demo-quick-repair' }, 'policy'],
  ])('refuses %s, names the field, and uses no number', async (_name, change, field) => {
    const before = await rig.prisma.caseCounter.findFirstOrThrow();
    const reply = await rig.openRepair(change);
    expect(reply.status).toBe(422);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.body.code).toBe('invalid_request');
    expect(reply.body.errors.map((e) => e.field)).toContain(field);
    expect(await rig.prisma.caseCounter.findFirstOrThrow()).toEqual(before);
  });

  it('keeps demo customers and demonstration policies to each other', async () => {
    const { id } = await rig.prisma.customer.create({ data: { name: '演示', phone: '000', class: 'demo' } });
    const customer = { customerId: id, siteId: undefined, assetId: undefined };
    const real = await rig.openRepair(customer);
    expect([real.status, real.body.errors.map((e) => e.field)]).toEqual([422, expect.arrayContaining(['policy'])]);
    expect((await rig.openRepair({ ...customer, policy: 'demo-quick-repair' })).status).toBe(201);
  });

  it('keeps what came with the device as a text, and a reference to it in the case', async () => {
    const { body } = await rig.openRepair({ accessories: '电源\n遥控器（王秀英）' });
    const text = await rig.prisma.text.findFirstOrThrow({ where: { caseId: body.caseId, kind: 'repair.accessories' } });
    expect(text.body).toBe('电源\n遥控器（王秀英）');
    const { state } = await rig.prisma.case.findUniqueOrThrow({ where: { id: body.caseId } });
    expect(state).toMatchObject({ workshop: { accessories: { id: text.id, sha256: text.sha256 } } });
  });

  it('says what is wrong in Chinese by default and in English on request', async () => {
    const zh = await rig.openRepair({ policy: 'no-such' });
    expect(zh.body.title).toBe('请求内容不正确');
    const en = await rig.call('POST', '/v1/cases/repair', {
      as: rig.actors.dispatcher,
      body: { ...repairRequest, channel: 'telepathy' },
      headers: { 'idempotency-key': randomUUID(), 'accept-language': 'en-GB,en;q=0.9' },
    });
    expect(en.body.title).toBe('The request is not valid');
    expect(en.body.errors[0]).toMatchObject({
      field: 'channel',
      allowed: ['on_site', 'carry_in', 'send_in', 'remote'],
    });
    expect(en.body.errors[0]!.detail).toMatch(/expected one of/);
  });
});
