import { setTimeout as sleep } from 'node:timers/promises';
import { openMailer } from '../../activities/mailer';
import { resend } from '../../activities/notifications';
import { mailSetting } from '../rig/time-skipping';
import { startApiRig, type ApiRig, type Reply } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('api-master');
});
afterAll(() => rig?.close());

/** A change overwrites whatever is there, but where a test is about versions. */
const as = (role: keyof ApiRig['actors'], method: string, path: string, body?: unknown): Promise<Reply> =>
  rig.call(method, path, {
    as: rig.actors[role],
    body,
    ...(method === 'PATCH' && { headers: { 'if-match': '*' } }),
  });

describe('master data', () => {
  it('are added, changed field by field, listed, and deleted while nothing refers to them', async () => {
    const customer = await as('agent', 'POST', '/v1/customers', {
      name: '陈记餐馆',
      phone: '023-6300 1234',
      class: 'key',
    });
    expect(customer.status).toBe(201);
    const id = customer.body.id;
    const changed = await as('agent', 'PATCH', `/v1/customers/${id}`, { region: 'suburban' });
    expect(changed.body).toMatchObject({ name: '陈记餐馆', class: 'key', region: 'suburban' });
    const found = await as('agent', 'GET', `/v1/customers?q=${encodeURIComponent('陈记')}`);
    expect(found.body.rows.map((c) => c.id)).toEqual([id]);
    const asset = await as('agent', 'POST', '/v1/assets', {
      customerId: id,
      product: 'recorder',
      model: 'M',
      serialNo: 'SN-2',
      saleDate: '2026-02-28',
      warrantyMonths: 12,
      weightKg: 2.5,
    });
    expect(asset.body).toMatchObject({ saleDate: '2026-02-28', weightKg: 2.5, contractUntil: null });
    expect((await as('supervisor', 'DELETE', `/v1/customers/${id}`)).body.code).toBe('requirement_missing');
    expect((await as('supervisor', 'DELETE', `/v1/assets/${asset.body.id}`)).status).toBe(204);
    expect((await as('supervisor', 'DELETE', `/v1/customers/${id}`)).status).toBe(204);
    expect((await as('agent', 'GET', `/v1/customers/${id}`)).status).toBe(404);
  });

  it('keep what a case refers to', async () => {
    await rig.openRepair();
    const reply = await as('supervisor', 'DELETE', '/v1/customers/customer');
    expect([reply.status, reply.body.code]).toEqual([409, 'requirement_missing']);
  });

  it('refuse a serial number twice, and an owner who does not exist', async () => {
    const again = await as('agent', 'POST', '/v1/assets', {
      customerId: 'customer',
      product: 'recorder',
      model: 'M',
      serialNo: 'SN-0001',
    });
    expect([again.status, again.body.code]).toEqual([409, 'already_done']);
    const nobody = await as('agent', 'POST', '/v1/assets', {
      customerId: 'nobody',
      product: 'recorder',
      model: 'M',
      serialNo: 'SN-3',
    });
    expect(nobody.status).toBe(409);
  });

  it('are changed by one of several who read the same version; the others are told', async () => {
    const read = await as('agent', 'POST', '/v1/customers', { name: '冲突客户' });
    const [path, etag] = [`/v1/customers/${read.body.id}`, read.headers.get('etag')!];
    expect([read.body.version, etag]).toEqual([1, '"1"']);
    const change = (ifMatch: string, wishes: string): Promise<Reply> =>
      rig.call('PATCH', path, { as: rig.actors.agent, body: { wishes }, headers: { 'if-match': ifMatch } });
    const replies = await Promise.all(['甲', '乙', '丙', '丁'].map((wishes) => change(etag, wishes)));
    expect(replies.map((r) => r.status).sort()).toEqual([200, 412, 412, 412]);
    const won = replies.find((r) => r.status === 200)!;
    const lost = replies.find((r) => r.status === 412)!;
    expect([won.body.version, won.headers.get('etag')]).toEqual([2, '"2"']);
    expect([lost.body.code, lost.body.errors]).toMatchObject([
      'stale_version',
      [{ field: 'if-match', allowed: '"2"' }],
    ]);
    expect((await as('agent', 'GET', path)).body.wishes).toBe(won.body.wishes);

    // Written past the API, as an import does, it has another version too; with * the last one wins, on purpose.
    await rig.prisma.customer.update({ where: { id: read.body.id }, data: { key: true } });
    expect((await change('"2"', '戊')).body.code).toBe('stale_version');
    const unnamed = await rig.call('PATCH', path, { as: rig.actors.agent, body: { wishes: '己' } });
    expect([unnamed.status, unnamed.body.code, unnamed.body.errors[0]!.field]).toEqual([
      428,
      'version_required',
      'if-match',
    ]);
    expect((await as('agent', 'PATCH', path, { wishes: '己' })).body).toMatchObject({ version: 4, key: true });
    const stale = { as: rig.actors.supervisor, headers: { 'if-match': '"3"' } };
    expect((await rig.call('DELETE', path, stale)).body.code).toBe('stale_version');
    expect((await rig.call('DELETE', path, { ...stale, headers: { 'if-match': '"4"' } })).status).toBe(204);
    expect((await change('"4"', '庚')).body.code).toBe('not_found');
    expect((await change('3', '辛')).status).toBe(422);
  });

  it.each([
    ['people/engineer', { dayMinutes: 300 }],
    ['sites/site', { travelMin: 20 }],
    ['assets/asset', { lotNo: 'L-1' }],
  ])('refuse a stale change of %s', async (path, body) => {
    const editor = path.startsWith('people') ? rig.actors.administrator : rig.actors.agent;
    const etag = (await rig.call('GET', `/v1/${path}`, { as: editor })).headers.get('etag')!;
    const change = { as: editor, body, headers: { 'if-match': etag } };
    expect((await rig.call('PATCH', `/v1/${path}`, change)).body).toMatchObject(body);
    expect((await rig.call('PATCH', `/v1/${path}`, change)).body.code).toBe('stale_version');
  });

  it('page through customers exactly once', async () => {
    for (let n = 0; n < 7; n++) await as('agent', 'POST', '/v1/customers', { name: n < 4 ? '同名' : `客户${n}` });
    const ids: string[] = [];
    let next: string | null = null;
    do {
      const page: Reply = await as('agent', 'GET', `/v1/customers?limit=2${next === null ? '' : `&cursor=${next}`}`);
      ids.push(...page.body.rows.map((c) => c.id));
      next = page.body.next;
    } while (next !== null);
    expect(ids).toHaveLength(await rig.prisma.customer.count());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('show colleagues’ phones and e-mails to those only who reach them', async () => {
    const hidden = await as('agent', 'GET', '/v1/people/engineer');
    expect(hidden.body).toMatchObject({ name: '李工', email: null, phone: null });
    const shown = await as('dispatcher', 'GET', '/v1/people/engineer');
    expect(shown.body.email).toBe('engineer@dept.example');
  });

  it('give an engineer a calendar and a day’s work of their own; an unknown calendar is refused', async () => {
    const added = await as('administrator', 'POST', '/v1/people', {
      name: '孙工',
      role: 'engineer',
      calendar: '24x7',
      dayMinutes: 240,
    });
    expect(added.body).toMatchObject({ calendar: '24x7', dayMinutes: 240 });
    const path = `/v1/people/${added.body.id}`;
    const back = await as('administrator', 'PATCH', path, { calendar: null });
    expect(back.body).toMatchObject({ calendar: null, dayMinutes: 240 });
    const unknown = await as('administrator', 'PATCH', path, { calendar: 'moon' });
    expect([unknown.status, unknown.body.errors[0]!.field]).toEqual([422, 'calendar']);
    expect(unknown.body.errors[0]!.allowed).toContain('CN-WORK');
    const tooShort = await as('administrator', 'PATCH', path, { dayMinutes: 10 });
    expect([tooShort.status, tooShort.body.errors[0]!.field]).toEqual([422, 'dayMinutes']);
  });

  it('keep the roster, deputies being real people', async () => {
    const duty = await as('administrator', 'POST', '/v1/duties', {
      personId: 'secondSupervisor',
      role: 'duty_manager',
      from: '2026-01-01T00:00:00+08:00',
      deputyId: 'supervisor',
    });
    expect(duty.body).toMatchObject({ from: '2025-12-31T16:00:00.000Z', until: null, policyId: null });
    const away = await as('administrator', 'PATCH', `/v1/duties/${duty.body.id}`, { awayFrom: '2026-01-05T00:00:00Z' });
    expect(away.body).toMatchObject({ deputyId: 'supervisor', awayFrom: '2026-01-05T00:00:00.000Z', version: 2 });
    const stale = { as: rig.actors.administrator, body: {}, headers: { 'if-match': '"1"' } };
    expect((await rig.call('PATCH', `/v1/duties/${duty.body.id}`, stale)).body.code).toBe('stale_version');
    const nobody = await as('administrator', 'POST', '/v1/duties', {
      personId: 'supervisor',
      role: 'duty_manager',
      from: '2026-01-01T00:00:00Z',
      deputyId: 'nobody',
    });
    expect([nobody.status, nobody.body.errors[0]!.field]).toEqual([422, 'deputyId']);
  });

  it('keep the roster to duties that a policy in force calls somebody by', async () => {
    const given = { personId: 'supervisor', role: 'duty_manager', from: '2026-01-01T00:00:00Z' };
    const typo = await as('administrator', 'POST', '/v1/duties', { ...given, role: 'duty_manger' });
    expect([typo.status, typo.body.errors[0]!.field]).toEqual([422, 'role']);
    expect(typo.body.errors[0]!.allowed).toContain('duty_manager');
    const nowhere = await as('administrator', 'POST', '/v1/duties', { ...given, policyId: 'moon' });
    expect([nowhere.status, nowhere.body.errors[0]!.field]).toEqual([422, 'policyId']);
    const held = await as('administrator', 'POST', '/v1/duties', { ...given, policyId: 'office-supplies-lubricants' });
    expect(held.status).toBe(201);
    const elsewhere = await as('administrator', 'PATCH', `/v1/duties/${held.body.id}`, {
      policyId: 'electronics-send-in',
    });
    expect([elsewhere.status, elsewhere.body.errors[0]!.field]).toEqual([422, 'role']);
  });
});

describe('operation', () => {
  it('clears an alarm once, naming who did', async () => {
    await rig.prisma.alarm.create({ data: { key: 'a1', kind: 'unrecorded', detail: {}, raisedAt: new Date() } });
    expect((await as('supervisor', 'GET', '/v1/alarms')).body.alarms).toMatchObject([{ key: 'a1', clearedAt: null }]);
    expect((await as('administrator', 'POST', '/v1/alarms/clear', { key: 'a1' })).status).toBe(204);
    expect((await as('administrator', 'POST', '/v1/alarms/clear', { key: 'a1' })).status).toBe(204);
    expect((await as('auditor', 'GET', '/v1/alarms?cleared=true')).body.alarms).toMatchObject([
      { clearedBy: 'administrator' },
    ]);
    expect((await as('administrator', 'POST', '/v1/alarms/clear', { key: 'a2' })).status).toBe(404);
  });

  it('S-0-b: writer, reviewer and approver sign a version by its hash, each once and nobody twice', async () => {
    const path = '/v1/policies/security-projects-chongqing/signoffs';
    const body = { version: '1.1', hash: 'a'.repeat(64) };
    const sign = (role: 'administrator' | 'supervisor' | 'approver' | 'engineer', by: string) =>
      as(role, 'POST', path, { ...body, as: by });
    // Nobody signs what is neither published nor proposed.
    const nowhere = await as('administrator', 'POST', '/v1/policies/no-such/signoffs', { ...body, as: 'writer' });
    expect([nowhere.status, nowhere.body.errors?.[0]?.field]).toEqual([404, 'id']);
    const unknown = await sign('administrator', 'writer');
    expect([unknown.status, unknown.body.errors?.[0]?.field]).toEqual([422, 'hash']);
    const policyId = 'security-projects-chongqing';
    await rig.prisma.policyProposal.create({ data: { policyId, ...body, body: {} } });
    const proposed = JSON.parse((await as('engineer', 'GET', path)).text) as { proposed: object[] };
    expect(proposed.proposed).toMatchObject([body]);
    const wrong = await as('administrator', 'POST', path, { ...body, hash: 'b'.repeat(64), as: 'writer' });
    expect([wrong.status, wrong.body.errors[0]?.field]).toEqual([422, 'hash']);
    const other = await as('administrator', 'POST', path, { ...body, version: '9.9', as: 'writer' });
    expect([other.status, other.body.errors[0]?.field]).toEqual([422, 'version']);
    // A signature under another policy, by mistake, is none.
    const mistaken = await as('administrator', 'POST', '/v1/policies/demo-quick-repair/signoffs', {
      ...{ ...body, as: 'writer' },
    });
    expect([mistaken.status, mistaken.body.errors?.[0]?.field]).toEqual([422, 'hash']);
    const first = await sign('administrator', 'writer');
    expect([first.status, first.body]).toMatchObject([201, { as: 'writer', by: 'administrator', ...body }]);
    expect((await sign('administrator', 'writer')).body).toEqual(first.body);
    expect((await sign('administrator', 'reviewer')).body.code).toBe('forbidden');
    expect((await sign('supervisor', 'writer')).body.code).toBe('already_done');
    expect((await sign('supervisor', 'approver')).body.code).toBe('forbidden');
    expect((await sign('engineer', 'reviewer')).status).toBe(403);
    expect((await sign('supervisor', 'reviewer')).status).toBe(201);
    expect((await sign('approver', 'approver')).status).toBe(201);
    const { signoffs } = JSON.parse((await as('engineer', 'GET', path)).text) as { signoffs: { as: string }[] };
    expect(signoffs.map((s) => s.as).toSorted()).toEqual(['approver', 'reviewer', 'writer']);
    // They stand under other content than what is in force, which ships unsigned.
    const found = await as('engineer', 'GET', '/v1/policies/security-projects-chongqing');
    expect(JSON.parse(found.text)).toMatchObject({ signoffs: [] });
  });

  it('lists the policies, and names those that exist where one does not', async () => {
    const list = await as('engineer', 'GET', '/v1/policies');
    expect(list.body.policies.length).toBeGreaterThan(1);
    // N-1-a: whoever answers for the company reads the number that customers call.
    expect(list.body.policies.find((policy) => policy.id === 'auto-equipment-nanjing')!.hotline).toBe('025-52625050');
    const id = list.body.policies[0]!.id;
    expect((await as('engineer', 'GET', `/v1/policies/${id}`)).body.cases.repair.milestones.length).toBeGreaterThan(0);
    expect((await as('engineer', 'GET', '/v1/policies/none')).body.errors[0]!.allowed).toContain(id);
  });

  it('N-2.5-A-a asks a policy what it would decide, with reasons, and keeps nothing', async () => {
    const path = '/v1/policies/auto-equipment-nanjing/decide';
    const given = { saleDate: '2026-03-01', requestDate: '2026-03-09', customerWants: 'return', soldByUs: true };
    const asked = await as('agent', 'POST', path, { question: 'entitlement', given });
    expect(asked.status).toBe(200);
    expect(asked.body).toMatchObject({
      answer: { decision: 'pending', failed: ['N-2.5-A-a'] },
      reasons: expect.arrayContaining([
        expect.objectContaining({ outcome: 'failed', clauses: ['N-2.5-A-a'], rule: 'return' }),
      ]) as unknown,
      missing: expect.arrayContaining(['qualityProblem']) as unknown,
    });
    const wrong = await as('agent', 'POST', path, { question: 'entitlement', given: { ...given, weightKg: -1 } });
    expect([wrong.status, wrong.body.errors[0]!.field]).toEqual([422, 'given.weightKg']);
    expect((await as('agent', 'POST', path, { question: 'price', given })).status).toBe(422);
    const none = await as('agent', 'POST', '/v1/policies/none/decide', { question: 'fee', given: {} });
    expect([none.status, none.body.errors[0]!.allowed]).toEqual([404, expect.arrayContaining(['dealer-agreement'])]);
  });

  it('lists escalations, and the caller’s own', async () => {
    await rig.prisma.escalation.create({
      data: {
        caseId: 'R2026-000001',
        key: 'breach:response',
        cause: 'breach',
        subject: 'response',
        ladder: 'l',
        level: 1,
        role: 'r',
        status: 'open',
        raisedAt: new Date(),
        people: ['supervisor'],
        clauses: [],
      },
    });
    expect((await as('supervisor', 'GET', '/v1/escalations?list=mine')).body.escalations).toHaveLength(1);
    expect((await as('approver', 'GET', '/v1/escalations?list=mine')).body.escalations).toHaveLength(0);
  });

  it('sends a refused mail again, once, to the corrected address', async () => {
    const mailer = openMailer({ smtpUrl: rig.mailbox.smtpUrl, sender: '三包售后 <service@dept.example>' });
    rig.deps.resendNotice = async (key) => {
      const deps = { prisma: rig.prisma, mailer, mail: mailSetting, log: rig.deps.log };
      return (await resend(deps, { key, at: new Date().toISOString() })) ?? { result: 'nobody' };
    };
    try {
      rig.mailbox.refuse([{ recipient: /wrong@/, kind: 'permanent' }]);
      await as('agent', 'PATCH', '/v1/customers/customer', { email: 'wrong@example.com' });
      const opened = await rig.openRepair();
      expect(opened.status).toBe(201);
      const { caseId } = opened.body;
      const about = { caseId, template: 'case_received' };
      const refused = () => rig.prisma.notice.findFirstOrThrow({ where: about });
      for (let tries = 0; tries < 100 && (await refused()).status === 'pending'; tries++) await sleep(100);
      const { key, status } = await refused();
      expect(status).toBe('refused');
      await as('agent', 'PATCH', '/v1/customers/customer', { email: 'right@example.com' });
      const sent = await as('supervisor', 'POST', '/v1/notices/resend', { key });
      expect([sent.status, JSON.parse(sent.text)]).toEqual([200, { result: 'sent' }]);
      // Other mails of the case may have waited for the address as well.
      const again = rig.mailbox.list({ to: 'right@example.com' }).filter(({ subject }) => subject.includes('已受理'));
      expect(again).toHaveLength(1);
      expect((await as('supervisor', 'POST', '/v1/notices/resend', { key })).body.code).toBe('already_done');
      expect((await as('supervisor', 'POST', '/v1/notices/resend', { key: 'none' })).body.code).toBe('not_found');
    } finally {
      rig.mailbox.refuse([]);
      mailer.close();
    }
  });
});
