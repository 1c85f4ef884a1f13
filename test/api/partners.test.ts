/** Partners through the API: costs with their case, the settlement made, printed and confirmed; parts and loaners. */
import { randomUUID } from 'node:crypto';
import { startApiRig, type ApiRig, type Reply } from './api-rig';

let rig: ApiRig;
let caseId: string;
beforeAll(async () => {
  rig = await startApiRig('api-partners');
  caseId = (await rig.openRepair()).body.caseId;
  await rig.settled();
});
afterAll(() => rig?.close());

const as = (role: keyof ApiRig['actors'], method: string, path: string, body?: unknown): Promise<Reply> =>
  rig.call(method, path, { as: rig.actors[role], body });

describe('parts in stock', () => {
  it('N-2.3-5b: have a reorder level, move by slips, and are listed as low from the fall until they are back', async () => {
    const policyId = 'auto-equipment-nanjing';
    const wanted = { policyId, partNo: 'F-1', name: '滤芯', reorderLevel: 5, onHand: 6 };
    expect((await as('engineer', 'POST', '/v1/parts', wanted)).status).toBe(403);
    const { status, body } = await as('warehouse', 'POST', '/v1/parts', wanted);
    expect([status, body]).toMatchObject([201, { ...wanted, lowSince: null }]);
    expect((await as('warehouse', 'POST', '/v1/parts', wanted)).body.code).toBe('already_done');
    const draw = { slipNo: 'L-1', quantity: 2, caseId };
    const draws = `/v1/parts/${body.id}/draws`;
    const drawn = await as('warehouse', 'POST', draws, draw);
    expect([drawn.status, drawn.body]).toMatchObject([200, { onHand: 4, lowSince: expect.any(String) as string }]);
    expect((await as('warehouse', 'POST', draws, draw)).body).toMatchObject({ onHand: 4 });
    const other = await as('warehouse', 'POST', draws, { ...draw, quantity: 1 });
    expect([other.status, other.body.errors[0]?.field]).toEqual([422, 'slipNo']);
    // An engineer learns nothing of a case that is not theirs, not even that there is one.
    const stranger = { slipNo: 'L-3', quantity: 1, caseId };
    const foreign = await as('engineer', 'POST', draws, stranger);
    const unknown = await as('engineer', 'POST', draws, { ...stranger, caseId: 'none' });
    expect([foreign.status, foreign.body.errors]).toEqual([422, unknown.body.errors]);
    expect((await as('engineer', 'POST', draws, { slipNo: 'L-2', quantity: 9 })).body.code).toBe('requirement_missing');
    const wants = { policyId, partNo: 'F-1', quantity: 1 };
    const probes = [caseId, 'none'].map((of) => as('engineer', 'POST', '/v1/parts/requests', { ...wants, caseId: of }));
    const [theirs, nobodys] = await Promise.all(probes);
    expect([theirs!.status, theirs!.body.errors]).toEqual([422, nobodys!.body.errors]);
    expect((await as('agent', 'GET', '/v1/parts?low=true')).body.rows).toMatchObject([{ id: body.id }]);
    const order = { policyId, partNo: 'F-1', quantity: 3 };
    const { id } = (await as('warehouse', 'POST', '/v1/parts/requests', order)).body;
    const asked = async () => (await as('agent', 'GET', '/v1/parts?q=F-1')).body.rows;
    expect(await asked()).toMatchObject([{ onOrder: true }]);
    await as('warehouse', 'POST', `/v1/parts/requests/${id}/cancel`);
    expect(await asked()).toMatchObject([{ onOrder: false }]);
    await as('warehouse', 'POST', '/v1/parts/requests', { ...order, caseId });
    expect(await asked()).toMatchObject([{ onOrder: false }]);
    const anew = (await as('warehouse', 'POST', '/v1/parts/requests', order)).body;
    expect(await asked()).toMatchObject([{ onOrder: true }]);
    const came = { quantity: 3, correct: true };
    expect((await as('warehouse', 'POST', `/v1/parts/requests/${anew.id}/deliveries`, came)).status).toBe(201);
    expect(await asked()).toMatchObject([{ onOrder: false }]);
    expect((await as('agent', 'GET', '/v1/parts?low=true')).body.rows).toEqual([]);
    const raise = (ifMatch?: string): Promise<Reply> =>
      rig.call('PATCH', `/v1/parts/${body.id}`, {
        as: rig.actors.supervisor,
        body: { reorderLevel: 8 },
        ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
      });
    // What was drawn meanwhile is another version as well: the level is decided by what is there.
    const [unnamed, stale] = [await raise(), await raise('"1"')];
    expect([unnamed.status, stale.status, stale.body.code]).toEqual([428, 412, 'stale_version']);
    const raised = await raise(String(stale.body.errors[0]!.allowed));
    expect(raised.body).toMatchObject({ onHand: 7, reorderLevel: 8, lowSince: expect.any(String) as string });
    expect(raised.headers.get('etag')).toBe(`"${raised.body.version}"`);
    const counted = await as('warehouse', 'POST', `/v1/parts/${body.id}/counts`, { slipNo: 'C-1', onHand: 8 });
    expect(counted.body).toMatchObject({ onHand: 8, lowSince: null });
  });
});

describe('a dealer', () => {
  it('C-DL-3.1-a, C-DL-3.1-b: is settled by the fund, every line with its case, confirmed by a second person', async () => {
    const made = await as('supervisor', 'POST', '/v1/partners', {
      name: '某经销商',
      policyId: 'dealer-agreement',
      signedOn: '2026-01-01',
    });
    expect(made.status).toBe(201);
    const path = `/v1/partners/${made.body.id}`;
    await as('supervisor', 'POST', `${path}/payments`, { reference: 'P1', paidOn: '2026-02-01', fen: 10_000_000 });
    const cost = { reference: 'K1', caseId, kind: 'repair', on: '2026-03-31', fen: 150_000 };
    const entered = await as('dispatcher', 'POST', `${path}/costs`, cost);
    // Within the fund of its quarter as the books are.
    expect([entered.status, entered.body]).toMatchObject([201, { openFen: 0, fundFen: 150_000, missing: [] }]);
    expect((await as('dispatcher', 'POST', `${path}/costs`, cost)).body.code).toBe('already_done');
    expect((await as('dispatcher', 'POST', `${path}/costs`, { ...cost, reference: 'K2', caseId: 'none' })).status).toBe(
      422,
    );
    const wrong = await as('dispatcher', 'POST', `${path}/costs`, {
      ...cost,
      reference: 'K3',
      facts: { noSuchFact: 1 },
    });
    expect([wrong.status, wrong.body.errors[0]!.field]).toEqual([422, 'facts.noSuchFact']);
    const later = { ...cost, reference: 'K4', on: '2026-04-01' };
    expect((await as('dispatcher', 'POST', `${path}/costs`, later)).status).toBe(201);

    const settled = await as('supervisor', 'POST', `${path}/settlement`, { on: '2026-02-15' });
    expect([settled.status, settled.body]).toMatchObject([
      201,
      {
        settleBy: '2026-03-31',
        statement: {
          partnerOwesFen: 50_000,
          fund: { fundFen: 100_000, overrunFen: 50_000 },
          lines: [{ reference: 'K1', caseId }],
        },
      },
    ]);
    expect((await as('supervisor', 'POST', `${path}/settlement`, { on: '2026-03-01' })).body.code).toBe('already_done');
    expect((await as('approver', 'POST', `${path}/settlement/confirm`, { on: '2026-03-31' })).status).toBe(204);
    expect((await as('auditor', 'GET', `${path}/settlement?on=2026-01-01`)).body).toMatchObject({
      made: true,
      confirmed: true,
    });
    for (const [format, magic] of [
      ['pdf', '%PDF'],
      ['xlsx', 'PK'],
    ]) {
      const file = await as('auditor', 'GET', `${path}/settlement?on=2026-01-01&format=${format}`);
      expect([file.status, file.text.slice(0, magic!.length)]).toEqual([200, magic]);
    }
  });

  it('C-DL-5.6: gets a special return by application with list and another person’s approval', async () => {
    const made = await as('supervisor', 'POST', '/v1/partners', {
      name: '又一家',
      policyId: 'dealer-agreement',
      signedOn: '2026-01-01',
    });
    const path = `/v1/partners/${made.body.id}/returns`;
    const bare = await as('agent', 'POST', path, { written: true });
    expect(bare.body).toMatchObject({ decision: 'blocked', missing: ['return_list'] });
    expect((await as('approver', 'POST', `${path}/${bare.body.id}/decide`, { approved: true })).body.code).toBe(
      'requirement_missing',
    );
    const full = await as('agent', 'POST', path, {
      written: true,
      list: [{ model: 'M', quantity: 2, reason: '滞销' }],
    });
    expect(full.body).toMatchObject({ decision: 'pending', waitingFor: 'manufacturer' });
    const granted = await as('approver', 'POST', `${path}/${full.body.id}/decide`, { approved: true });
    expect(granted.body).toMatchObject({ decision: 'granted', clauses: ['C-DL-5.6'] });
    expect((await as('approver', 'POST', `${path}/${full.body.id}/decide`, { approved: false })).body.code).toBe(
      'already_done',
    );
    // C-DL-5.7-b: what was received counts where the list is unclear; more than the agreement lets is not refused.
    expect((await as('agent', 'POST', `${path}/${full.body.id}/sent`)).body).toMatchObject({ decision: 'granted' });
    const came = { quantity: 1, complete: true, listClear: false };
    const much = await as('warehouse', 'POST', `${path}/${full.body.id}/received`, { ...came, refused: 1 });
    expect([much.status, much.body.errors[0]?.field]).toEqual([422, 'refused']);
    const counted = await as('warehouse', 'POST', `${path}/${full.body.id}/received`, came);
    expect(counted.body).toMatchObject({ quantity: 1, counted: 1, refused: 0 });
    expect((await as('warehouse', 'POST', `${path}/${full.body.id}/received`, came)).body.code).toBe('already_done');
    const rows = (await as('auditor', 'GET', path)).body.rows;
    expect(rows).toMatchObject([
      { id: full.body.id, approved: true, received: { counted: 1 }, sentBy: 'agent', receivedBy: 'warehouse' },
      { decision: 'blocked', sentBy: null, receivedBy: null },
    ]);
  });

  it('C-DL-2.4: hands in a report, in time or late, once', async () => {
    const made = await as('supervisor', 'POST', '/v1/partners', {
      name: '第三家',
      policyId: 'dealer-agreement',
      signedOn: '2026-01-01',
    });
    const report = (month: string, receivedOn: string, milestone = 'monthly_repair_report') =>
      as('agent', 'POST', `/v1/partners/${made.body.id}/reports`, { milestone, month, receivedOn });
    expect((await report('2026-02', '2026-03-03')).body).toEqual({ status: 'met', measures: [] });
    expect((await report('2026-03', '2026-04-04')).body).toEqual({ status: 'breached', measures: [] });
    expect((await report('2026-03', '2026-04-04')).body.code).toBe('already_done');
    expect((await report('2026-03', '2026-04-04', 'other')).status).toBe(422);
  });
});

describe('a request that is sent again', () => {
  it('enters nothing twice: partners, changes, audits, returns, orders, shipments, checks; another one under its key is refused', async () => {
    const send = (role: keyof ApiRig['actors'], path: string, body: unknown, key: string) =>
      rig.call('POST', path, { as: rig.actors[role], body, headers: { 'idempotency-key': key } });
    const twice = async (role: keyof ApiRig['actors'], path: string, body: object): Promise<Reply> => {
      const key = randomUUID();
      const [first, again] = await Promise.all([send(role, path, body, key), send(role, path, body, key)]);
      expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
      expect((await send(role, path, body, key)).body).toEqual(first.body);
      const other = await send(role, path, { ...body, unknown: undefined, ...({ on: '2026-02-03' } as object) }, key);
      expect(['key_reused', 'invalid_request']).toContain(other.body.code);
      return first;
    };
    const contract = { name: '两次经销商', policyId: 'dealer-agreement', signedOn: '2026-01-01' };
    const { id } = (await twice('supervisor', '/v1/partners', contract)).body;
    const path = `/v1/partners/${id}`;
    const change = { what: 'repairLead', value: '丁', effectiveOn: '2026-03-10', toldOn: '2026-02-01' };
    await twice('agent', `${path}/changes`, change);
    const audit = { kind: 'random', on: '2026-02-02', inspection: 'failed', findings: [{ text: '未用原厂件' }] };
    const audited = await twice('supervisor', `${path}/audits`, audit);
    await twice('agent', `${path}/returns`, { written: true });
    const order = await twice('warehouse', '/v1/parts/requests', {
      ...{ policyId: 'auto-equipment-nanjing', partNo: 'T-1', quantity: 3 },
    });
    // An order for the stock is expected on some day, also where nobody named one.
    expect(order.body).toMatchObject({ expectedAt: expect.any(String) as string });
    const wrong = { quantity: 1, correct: false, fault: 'damaged' };
    await twice('warehouse', `/v1/parts/requests/${order.body.id}/deliveries`, wrong);
    const { prisma } = rig;
    expect([
      await prisma.partner.count({ where: { name: contract.name } }),
      await prisma.partnerChange.count({ where: { partnerId: id } }),
      await prisma.partnerAudit.count({ where: { partnerId: id } }),
      await prisma.partnerReturn.count({ where: { partnerId: id } }),
      await prisma.partDelivery.count({ where: { requestId: order.body.id } }),
    ]).toEqual([1, 1, 1, 1, 1]);
    expect(
      (
        await rig.call('POST', `${path}/audits`, {
          as: rig.actors.supervisor,
          body: audit,
          headers: { 'idempotency-key': '' },
        })
      ).status,
    ).toBe(422);

    const correction = `${path}/audits/${audited.body.id}/correction`;
    const early = await as('supervisor', 'POST', correction, { on: '2026-02-01', correction: '已改' });
    expect([early.status, early.body.errors[0]?.field]).toEqual([422, 'on']);
    await twice('supervisor', correction, { on: '2026-02-20', correction: '已更换为原厂件' });
    expect((await as('supervisor', 'POST', correction, { on: '2026-02-21', correction: '又改' })).body.code).toBe(
      'already_done',
    );
    const file = await as('auditor', 'GET', path);
    expect(file.body).toMatchObject({ audits: [{ correctedOn: '2026-02-20', correction: '已更换为原厂件' }] });

    // An order that will not come is withdrawn, once.
    const cancel = `/v1/parts/requests/${order.body.id}/cancel`;
    expect((await as('warehouse', 'POST', cancel)).body).toMatchObject({ status: 'cancelled' });
    expect((await as('warehouse', 'POST', cancel)).status).toBe(409);

    // What was known of its people goes once the agreement has ended.
    const erase = { subject: 'partner', id, reason: '来信 7' };
    expect((await as('administrator', 'POST', '/v1/erasures', erase)).body.code).toBe('requirement_missing');
    expect((await as('supervisor', 'POST', `${path}/end`, { endsOn: '2025-01-01' })).status).toBe(422);
    // A wrong end that has not come is taken back; what was there before stands again.
    const endOn = (endsOn: string | null) => as('supervisor', 'POST', `${path}/end`, { endsOn });
    expect((await endOn(null)).status).toBe(409);
    expect((await endOn('2090-12-31')).body).toEqual({ endsOn: '2090-12-31' });
    expect((await endOn('2090-06-30')).body).toEqual({ endsOn: '2090-06-30' });
    expect((await endOn(null)).body).toEqual({ endsOn: '2090-12-31' });
    expect((await endOn('2090-06-30')).body).toEqual({ endsOn: '2090-06-30' });
    expect((await endOn(null)).body).toEqual({ endsOn: '2090-12-31' });
    expect((await endOn(null)).body).toEqual({ endsOn: null });
    // Renewed at an end once, it may be ended there after all.
    const endedOn = new Date('2090-06-30');
    const renewed = { until: new Date('2091-06-30'), term: 'P1Y', priority: true, clauses: [], early: false };
    await prisma.partner.update({ where: { id }, data: { endsOn: renewed.until } });
    await prisma.partnerRenewal.update({ where: { partnerId_endedOn: { partnerId: id, endedOn } }, data: renewed });
    expect((await endOn('2090-06-30')).body).toEqual({ endsOn: '2090-06-30' });
    // What is settled was settled for a time in which the agreement ran.
    const settled = { partnerId: id, policyHash: 'h', statement: {}, carryOutFen: 0, madeAt: new Date(), madeBy: 's' };
    const { id: made } = await prisma.settlement.create({ data: { ...settled, settleBy: new Date('2026-06-30') } });
    const before = await endOn('2026-03-31');
    expect([before.status, before.body.errors[0]]).toMatchObject([422, { field: 'endsOn' }]);
    await prisma.settlement.delete({ where: { id: made } });
    expect((await as('supervisor', 'POST', `${path}/end`, { endsOn: '2026-03-31' })).body).toEqual({
      endsOn: '2026-03-31',
    });
    expect((await as('supervisor', 'POST', `${path}/end`, { endsOn: '2026-03-31' })).status).toBe(200);
    // One that has come is not taken back: what followed from it stands.
    expect((await endOn(null)).status).toBe(409);
    const erased = await as('administrator', 'POST', '/v1/erasures', erase);
    expect([erased.status, erased.body]).toMatchObject([201, { subject: 'partner', subjectId: id }]);
    // No words are entered about it any more, by whichever way.
    const violation = { policyId: 'vehicle-care', kind: 'dealer_violation', partnerId: id, text: '丁' };
    const list = [{ model: 'M', quantity: 1, reason: '丁不要了' }];
    const entered = await Promise.all([
      as('agent', 'POST', `${path}/changes`, change),
      as('supervisor', 'POST', `${path}/audits`, audit),
      as('supervisor', 'POST', correction, { on: '2026-02-21', correction: '丁改' }),
      as('agent', 'POST', `${path}/returns`, { written: true, list }),
      as('agent', 'POST', `${path}/costs/none/complete`, { facts: {}, reason: '丁' }),
    ]);
    expect(entered.map(({ body }) => [body.code, body.errors[0]?.detail])).toEqual(
      entered.map(() => ['already_done', '合作方资料已删除']),
    );
    const filed = await as('agent', 'POST', '/v1/filings', violation);
    expect([filed.status, filed.body.errors[0]?.field]).toEqual([422, 'partnerId']);
    expect((await as('auditor', 'GET', path)).text).not.toMatch(/丁|原厂件|两次经销商/);
  });
});

describe('parts and loaners', () => {
  it('C-M1-3.3: counts wrong shipments, and the right one ends the request', async () => {
    const asked = await as('warehouse', 'POST', '/v1/parts/requests', {
      policyId: 'vehicle-care',
      caseId,
      partNo: 'M-1',
      quantity: 1,
      oldPartDue: true,
    });
    const path = `/v1/parts/requests/${asked.body.id}`;
    const expectIn = (ms: number): Promise<Reply> =>
      as('warehouse', 'POST', `${path}/expect`, { expectedAt: new Date(Date.now() + ms).toISOString() });
    const over = await expectIn(-86_400_000);
    expect([over.status, over.body.errors[0]?.field]).toEqual([422, 'expectedAt']);
    expect((await expectIn(86_400_000)).status).toBe(200);
    const wrong = await as('warehouse', 'POST', `${path}/deliveries`, {
      quantity: 1,
      correct: false,
      fault: 'wrong_part',
    });
    expect(wrong.body).toMatchObject({ status: 'requested', receivedAt: null });
    expect((await as('warehouse', 'POST', `${path}/deliveries`, { quantity: 1, correct: true })).body).toMatchObject({
      status: 'received',
    });
    expect((await as('warehouse', 'POST', `${path}/deliveries`, { quantity: 1, correct: true })).body.code).toBe(
      'already_done',
    );
    expect((await as('warehouse', 'POST', `${path}/old-part`, { cardNo: 'F-1' })).body).toMatchObject({
      oldPartCard: 'F-1',
    });
    const figures = await as(
      'auditor',
      'GET',
      '/v1/parts/accuracy?policyId=vehicle-care&from=2000-01-01T00:00:00Z&until=2100-01-01T00:00:00Z',
    );
    expect(figures.body).toEqual({ shipped: 2, correct: 1, faults: { wrong_part: 1 }, kpi: 'parts_accuracy' });
  });

  it('R-CAP: the date that a supplier names reaches the repair that waits, once each; one beyond the cap is told at once', async () => {
    const policy = 'demo-quick-repair';
    const { id: customerId } = await rig.prisma.customer.create({
      data: { name: '演示', phone: '000', class: 'demo' },
    });
    const opened = await rig.openRepair({ policy, customerId, siteId: undefined, assetId: undefined });
    const id = opened.body.caseId;
    const { dispatcher, engineer, warehouse } = rig.actors;
    await rig.act(id, 'respond', dispatcher);
    await rig.act(id, 'assess', dispatcher, { soldByUs: true, inWarranty: true, proofShown: true });
    await rig.act(id, 'assign', dispatcher, { engineerId: engineer.id });
    for (const action of ['accept', 'depart', 'arrive']) await rig.act(id, action, engineer);
    await rig.act(id, 'diagnose', engineer, { finding: '电源损坏', partNeeded: true });
    const waiting = await rig.act(id, 'waitForParts', engineer, { items: [{ partNo: 'PSU', quantity: 1 }] });
    expect(waiting.status).toBe(200);
    const inDays = (n: number): string => new Date(Math.floor(Date.now() / 1000) * 1000 + n * 86_400_000).toISOString();
    const known = async (): Promise<unknown> => (await rig.prisma.case.findUniqueOrThrow({ where: { id } })).state;
    const dates = [inDays(1), inDays(2), inDays(9)];
    const body = { policyId: policy, caseId: id, partNo: 'PSU', quantity: 1, expectedAt: dates[0] };
    const { id: request } = (await rig.call('POST', '/v1/parts/requests', { as: engineer, body })).body;
    expect(await known()).toMatchObject({ parts: { expectedAt: Date.parse(dates[0]!) } });
    const expectOn = (expectedAt: string | undefined): Promise<Reply> =>
      rig.call('POST', `/v1/parts/requests/${request}/expect`, { as: warehouse, body: { expectedAt } });
    expect((await expectOn(dates[1])).status).toBe(200);
    expect((await expectOn(dates[1])).status).toBe(200);
    expect(await known()).toMatchObject({ parts: { expectedAt: Date.parse(dates[1]!) } });
    expect(await rig.prisma.notice.count({ where: { caseId: id, template: 'parts_late' } })).toBe(0);
    expect((await expectOn(dates[2])).status).toBe(200);
    expect(await rig.prisma.notice.count({ where: { caseId: id, template: 'parts_late' } })).toBe(1);
    const steps = await rig.prisma.step.count({ where: { caseId: id, causeName: 'expectParts' } });
    expect(steps).toBe(3);
  });

  it('S-4.5-f: are offered with their deposits; one that is out, or another deposit, is refused and nothing is lent', async () => {
    const [spare, lent] = await Promise.all(
      ['L-8', 'L-9'].map(async (serialNo) => {
        const unit = { serialNo, product: 'recorder', model: 'DVR-4', depositFen: 30_000 };
        return (await as('warehouse', 'POST', '/v1/loaners', unit)).body.id;
      }),
    );
    const { id: other } = await rig.prisma.case.findFirstOrThrow({ where: { id: { not: caseId } } });
    const borrowed = (await rig.prisma.case.findUniqueOrThrow({ where: { id: other } })).state as object;
    const loaner = { status: 'issued', unitId: lent };
    await rig.prisma.case.update({ where: { id: other }, data: { state: { ...borrowed, loaner } } });
    const { manager, deputyGm } = rig.people;
    const id = (await rig.openRepair({ channel: 'carry_in' })).body.caseId;
    const carriedIn: [string, typeof manager, object][] = [
      ['respond', rig.actors.dispatcher, {}],
      ['requestLoaner', rig.actors.dispatcher, { reason: '逾期' }],
      ['decideLoaner', manager, { decision: 'approved', duty: 'customer_centre_manager' }],
      ['decideLoaner', deputyGm, { decision: 'approved', duty: 'deputy_gm_logistics' }],
    ];
    for (const [action, by, payload] of carriedIn)
      expect([action, (await rig.act(id, action, by, payload)).status]).toEqual([action, 200]);
    const offered = await rig.call('GET', `/v1/cases/${id}/actions`, { as: rig.actors.warehouse });
    const forms = offered.body.actions as unknown as { name: string; fields: Record<string, { values?: object[] }> }[];
    expect(forms.find(({ name }) => name === 'issueLoaner')!.fields.unitId!.values).toEqual([
      { value: spare, title: { zh: 'DVR-4 · L-8 · 押金 ¥300.00', en: 'DVR-4 · L-8 · deposit ¥300.00' } },
    ]);
    const issue = async (payload: object) => {
      const { status, body } = await rig.act(id, 'issueLoaner', rig.actors.warehouse, {
        agreementSigned: true,
        ...payload,
      });
      return [status, body.errors?.[0]];
    };
    const taken = { field: 'payload.unitId', allowed: [spare] };
    expect(await issue({ unitId: lent, depositFen: 30_000 })).toMatchObject([422, taken]);
    const deposit = { field: 'payload.depositFen', allowed: { fen: 30_000 } };
    expect(await issue({ unitId: spare, depositFen: 20_000 })).toMatchObject([422, deposit]);
    expect(await issue({ unitId: 'L-404', depositFen: 30_000 })).toMatchObject([422, taken]);
    // Of two who give it out at once, before either is recorded, one is refused.
    const promised = await rig.prisma.loanerUnit.update({
      where: { id: spare! },
      data: { promisedTo: other, promisedAt: new Date() },
    });
    expect(await issue({ unitId: spare, depositFen: 30_000 })).toMatchObject([
      422,
      { field: 'payload.unitId', allowed: [] },
    ]);
    // What came to nothing holds it no longer.
    const past = new Date(promised.promisedAt!.getTime() - 120_000);
    await rig.prisma.loanerUnit.update({ where: { id: spare! }, data: { promisedAt: past } });
    const unsigned = await issue({ unitId: spare, depositFen: 30_000, agreementSigned: false });
    expect(unsigned[0]).toBe(409);
    const released = await rig.prisma.loanerUnit.findUniqueOrThrow({ where: { id: spare! } });
    expect(released.promisedTo).toBeNull();
    const body = { agreementSigned: true, unitId: spare, depositFen: 30_000 };
    const keys = [randomUUID(), randomUUID()];
    const once = (key: string) => rig.act(id, 'issueLoaner', rig.actors.warehouse, body, { key });
    const both = await Promise.all(keys.map(once));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    // A retry is answered as the first time, whatever became of the unit since, and promises it to nobody.
    await rig.prisma.loanerUnit.update({ where: { id: spare! }, data: { retiredAt: new Date(), promisedTo: other } });
    const [taken200, refused409] = both[0]!.status === 200 ? keys : [...keys].reverse();
    expect((await once(taken200!)).status).toBe(200);
    expect((await once(refused409!)).status).toBe(422);
    expect((await rig.prisma.loanerUnit.findUniqueOrThrow({ where: { id: spare! } })).promisedTo).toBe(other);
  });

  it('show who has which loaner since when, as the cases say', async () => {
    const unit = await as('warehouse', 'POST', '/v1/loaners', {
      serialNo: 'L-1',
      product: 'recorder',
      model: 'M',
      depositFen: 50_000,
    });
    const checks = `/v1/loaners/${unit.body.id}/checks`;
    const nowhere = await as('warehouse', 'POST', checks, { condition: 'worn', caseId: 'none' });
    expect([nowhere.status, nowhere.body.errors[0]?.field]).toEqual([422, 'caseId']);
    await as('warehouse', 'POST', checks, { condition: 'worn', caseId });
    const { state } = await rig.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
    const loaner = { status: 'issued', unitId: unit.body.id, issuedAt: 1_767_225_600_000, depositFen: 50_000 };
    await rig.prisma.case.update({ where: { id: caseId }, data: { state: { ...(state as object), loaner } } });
    expect((await as('agent', 'GET', '/v1/loaners?q=L-1')).body.rows).toMatchObject([
      {
        serialNo: 'L-1',
        condition: 'worn',
        holders: [{ caseId, since: '2026-01-01T00:00:00.000Z', depositFen: 50_000 }],
      },
    ]);
  });
});

describe('filings', () => {
  const nanjing = { policyId: 'auto-equipment-nanjing', kind: 'training', product: 'workshop_equipment' };
  const manager = { id: 'supervisor', role: 'supervisor', duties: ['service_manager'] } as const;
  const filed = (body: object, by: keyof ApiRig['actors'] = 'engineer', key: string = randomUUID()) =>
    rig.call('POST', '/v1/filings', {
      as: rig.actors[by],
      body: { text: '请求', ...body },
      headers: { 'idempotency-key': key },
    });

  it('N-2.3-4b: a technician asks for product training, the service manager decides, and nobody on their own request', async () => {
    const asked = await filed({ ...nanjing, text: '希望参加举升机培训' });
    expect([asked.status, asked.body]).toMatchObject([201, { filedBy: 'engineer', decision: null }]);
    const key = `filing/${asked.body.id}`;
    const owed = { key, kind: 'filing', policyId: nanjing.policyId, owner: 'role:service_manager', subject: {} };
    const at = new Date();
    await rig.prisma.chore.create({ data: { ...owed, createdAt: at, dueAt: at, ladder: [], clauses: [] } });
    // It is decided, not ticked off.
    const ticked = await as('dispatcher', 'POST', '/v1/chores/done', { key });
    expect(ticked.body).toMatchObject({ code: 'requirement_missing', errors: [{ field: 'key' }] });
    const keyless = { as: rig.actors.engineer, body: { ...nanjing, text: '无键' }, headers: { 'idempotency-key': '' } };
    expect((await rig.call('POST', '/v1/filings', keyless)).body.errors[0]?.field).toBe('idempotency-key');
    const path = `/v1/filings/${asked.body.id}/decide`;
    const yes = { approved: true, answer: '安排下月厂家培训' };
    expect((await as('engineer', 'POST', path, yes)).status).toBe(403);
    expect((await as('approver', 'POST', path, yes)).body.code).toBe('forbidden');
    const granted = await rig.call('POST', path, { as: manager, body: yes });
    expect([granted.status, granted.body]).toMatchObject([200, { decision: 'approved', decidedBy: 'supervisor' }]);
    expect((await rig.call('POST', path, { as: manager, body: yes })).body.code).toBe('already_done');
    const own = await filed(nanjing, 'supervisor');
    expect((await rig.call('POST', `/v1/filings/${own.body.id}/decide`, { as: manager, body: yes })).status).toBe(403);
  });

  it('S-7.7: conduct names the one concerned and the rule, who does not read it; handling settles all about them', async () => {
    const conduct = {
      policyId: 'security-projects-chongqing',
      kind: 'conduct',
      personId: 'engineer',
      ground: 'taking',
    };
    for (const [body, field] of [
      [{ ...conduct, ground: null }, 'ground'],
      [{ ...conduct, ground: 'lateness' }, 'ground'],
      [{ ...conduct, personId: null }, 'personId'],
      [{ ...conduct, personId: 'nobody' }, 'personId'],
      [{ ...conduct, partnerId: 'p' }, 'partnerId'],
      [{ ...conduct, kind: 'training' }, 'kind'],
      [{ ...conduct, caseId: 'none' }, 'caseId'],
    ] as const)
      expect([(await filed(body, 'dispatcher')).body.errors[0]?.field, body]).toEqual([field, body]);
    const three = [];
    for (const on of ['2026-03-01', '2026-03-02', '2026-03-03'])
      three.push(await filed({ ...conduct, occurredOn: on, caseId }, 'dispatcher'));
    const list = async (by: keyof ApiRig['actors'], query = '') =>
      ((await as(by, 'GET', `/v1/filings?kind=conduct${query}`)).body as unknown as { filings: object[] }).filings;
    // Sent again, the third is no fourth.
    const again = await filed({ ...conduct, occurredOn: '2026-03-04', caseId }, 'dispatcher', 'filed-twice');
    expect((await filed({ ...conduct, occurredOn: '2026-03-04', caseId }, 'dispatcher', 'filed-twice')).body).toEqual(
      again.body,
    );
    const another = await filed({ ...conduct, occurredOn: '2026-03-05', caseId }, 'dispatcher', 'filed-twice');
    expect([another.status, another.body.code]).toEqual([422, 'key_reused']);
    expect(await list('dispatcher')).toHaveLength(4);
    expect(await list('auditor')).toHaveLength(4);
    expect(await list('supervisor')).toHaveLength(4);
    expect([await list('engineer'), await list('agent')]).toEqual([[], []]);
    const leader = { ...rig.actors.approver, duties: ['customer_centre_manager'] };
    expect((await filed(conduct, 'approver')).status).toBe(201);
    const path = `/v1/filings/${three[1]!.body.id}/decide`;
    expect((await rig.call('POST', path, { as: leader, body: { approved: true, answer: '公司已处理' } })).status).toBe(
      200,
    );
    // What the decider filed waits for another one.
    expect(await list('supervisor')).toMatchObject([{ filedBy: leader.id }]);
    expect(await list('supervisor', '&list=decided')).toHaveLength(4);
  });

  it('C-M1-6.3: a dealer’s violation names the partner', async () => {
    const { body } = await as('supervisor', 'POST', '/v1/partners', {
      ...{ name: '违规一家', policyId: 'dealer-agreement', signedOn: '2026-01-01' },
    });
    const about = { policyId: 'vehicle-care', kind: 'dealer_violation', partnerId: body.id };
    expect((await filed(about, 'agent')).status).toBe(201);
    expect((await filed({ ...about, partnerId: 'none' }, 'agent')).body.errors[0]?.field).toBe('partnerId');
  });
});

describe('long lists', () => {
  /** Reads a list two rows at a time; ends where nothing follows. */
  async function all<T>(path: string, field: string): Promise<T[]> {
    const rows: T[] = [];
    for (let cursor = ''; ;) {
      const { status, body } = await as('supervisor', 'GET', `${path}&limit=2${cursor}`);
      expect(status).toBe(200);
      const answer = body as unknown as Record<string, T[]> & { next: string | null };
      expect(answer[field]!.length).toBeLessThanOrEqual(2);
      rows.push(...answer[field]!);
      if (answer.next === null) return rows;
      cursor = `&cursor=${answer.next}`;
    }
  }
  const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minute));
  const numbers = [1, 2, 3, 4, 5];
  // Two stand at the same time, so that the id decides.
  const minutes = [0, 1, 1, 2, 3];

  it('duties are read on without a gap, the open ones upwards, the done ones downwards', async () => {
    const of = { kind: 'report', policyId: 'long-list', owner: 'role:x', subject: {}, ladder: [], clauses: [] };
    const data = numbers.map((n, i) => ({ ...of, key: `report/${n}`, createdAt: at(0), dueAt: at(minutes[i]!) }));
    await rig.prisma.chore.createMany({ data });
    const keys = async (list: string): Promise<string[]> =>
      (await all<{ key: string }>(`/v1/chores?policyId=long-list&list=${list}`, 'chores')).map(({ key }) => key);
    expect(await keys('open')).toEqual(['report/1', 'report/2', 'report/3', 'report/4', 'report/5']);
    await rig.prisma.chore.updateMany({ where: { policyId: 'long-list' }, data: { status: 'done' } });
    expect(await keys('done')).toEqual(['report/5', 'report/4', 'report/2', 'report/3', 'report/1']);
  });

  it('filings are read on without a gap, the newest first', async () => {
    const of = { policyId: 'long-list', kind: 'x', text: 'x', filedBy: 'agent' };
    const data = numbers.map((n, i) => ({ ...of, id: `long-${n}`, filedAt: at(minutes[i]!) }));
    await rig.prisma.filing.createMany({ data });
    const found = await all<{ id: string }>('/v1/filings?policyId=long-list', 'filings');
    expect(found.map(({ id }) => id)).toEqual(['long-5', 'long-4', 'long-2', 'long-3', 'long-1']);
  });

  it('S-5.6: money is read on without a gap; a cursor of another list is refused', async () => {
    const of = { caseId, by: 'agent', type: 'fee', fen: 100, from: 'customer', to: 'company' };
    const data = numbers.map((n, i) => ({ ...of, no: 100 + n, at: at(minutes[i]!), clauses: [], approvedBy: [] }));
    await rig.prisma.ledgerEntry.createMany({ data });
    const nos = async (list: string): Promise<number[]> =>
      (await all<{ no: number }>(`/v1/money?list=${list}`, 'rows')).map(({ no }) => no).filter((no) => no > 100);
    expect(await nos('open')).toEqual([101, 102, 103, 104, 105]);
    const confirmed = { confirmedBy: 'supervisor', confirmedAt: at(9) };
    await rig.prisma.ledgerEntry.updateMany({ where: { caseId, no: { gt: 100 } }, data: confirmed });
    expect(await nos('settled')).toEqual([105, 104, 102, 103, 101]);
    const other = Buffer.from(JSON.stringify([at(0).toISOString(), 'no-number'])).toString('base64url');
    const refused = await as('supervisor', 'GET', `/v1/money?cursor=${other}`);
    expect([refused.status, refused.body.errors[0]?.field]).toEqual([422, 'cursor']);
  });
});
