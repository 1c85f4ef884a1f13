import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { startApiRig, type ApiRig, type Reply } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('api-actions');
});
afterAll(() => rig?.close());

async function opened(): Promise<string> {
  const reply = await rig.openRepair();
  expect(reply.body).toMatchObject({ recorded: true });
  return reply.body.caseId;
}

describe('taking an action', () => {
  it('answers 200 with the new state once it is recorded', async () => {
    const id = await opened();
    const reply = await rig.act(id, 'assign', rig.actors.dispatcher, { engineerId: 'engineer' });
    expect(reply.body).toMatchObject({ state: 'done', case: { id, engineerId: 'engineer' } });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('etag')).toBe(`"${reply.body.case.seq}"`);
    const timeline = await rig.call('GET', `/v1/cases/${id}/timeline`, { as: rig.actors.auditor });
    expect(timeline.body.steps.map((s) => s.cause.name)).toEqual(expect.arrayContaining(['open', 'assign']));
  });

  it('does a repeated request once, and answers it alike', async () => {
    const id = await opened();
    const key = randomUUID();
    const replies = await Promise.all(
      [1, 2, 3].map(() => rig.act(id, 'respond', rig.actors.agent, { by: 'phone', opinion: '已电话联系' }, { key })),
    );
    expect(replies.map((r) => [r.status, r.body.seq])).toEqual([1, 2, 3].map(() => [200, replies[0]!.body.seq]));
    expect(await rig.prisma.step.count({ where: { caseId: id, causeName: 'respond' } })).toBe(1);
    expect(await rig.prisma.text.count({ where: { caseId: id, kind: 'respond.opinion' } })).toBe(1);
  });

  it('answers a retry as the first time, also where the records have changed since', async () => {
    const id = await opened();
    const key = randomUUID();
    const assign = () => rig.act(id, 'assign', rig.actors.dispatcher, { engineerId: 'engineer' }, { key });
    const { seq } = (await assign()).body;
    await rig.prisma.person.update({ where: { id: 'engineer' }, data: { active: false } });
    const again = await assign();
    const anew = await rig.act(id, 'assign', rig.actors.dispatcher, { engineerId: 'engineer' });
    await rig.prisma.person.update({ where: { id: 'engineer' }, data: { active: true } });
    expect([again.status, again.body.seq, anew.status]).toEqual([200, seq, 422]);
  });

  it('refuses the key for another action, payload or case', async () => {
    const id = await opened();
    const other = await opened();
    const key = randomUUID();
    await rig.act(id, 'note', rig.actors.agent, { text: '一' }, { key });
    const again: Reply[] = [
      await rig.act(id, 'note', rig.actors.agent, { text: '二' }, { key }),
      await rig.act(id, 'respond', rig.actors.agent, {}, { key }),
      await rig.act(other, 'note', rig.actors.agent, { text: '一' }, { key }),
    ];
    expect(again.map((r) => [r.status, r.body.code])).toEqual(again.map(() => [422, 'key_reused']));
  });

  it('forgets the key of a refused action: done later under that key, it is received then', async () => {
    const id = await opened();
    const engineer = rig.actors.engineer;
    await rig.act(id, 'assign', rig.actors.dispatcher, { engineerId: engineer.id });
    const key = randomUUID();
    const diagnose = () => rig.act(id, 'diagnose', engineer, { finding: '硬盘损坏' }, { key });
    const early = await diagnose();
    expect([early.status, early.body.code]).toEqual([409, 'illegal_transition']);
    const refusedAt = Date.now();
    expect(await rig.prisma.requestKey.count({ where: { key } })).toBe(0);

    await rig.act(id, 'arrive', engineer);
    const late = await diagnose();
    expect(late.status).toBe(200);
    const step = await rig.prisma.step.findFirstOrThrow({ where: { caseId: id, causeName: 'diagnose' } });
    expect(step.receivedAt!.getTime()).toBeGreaterThanOrEqual(refusedAt);
    // Done, the key is kept: the same request again is the same receipt.
    expect(await rig.prisma.requestKey.count({ where: { key } })).toBe(1);
    expect((await diagnose()).body.seq).toBe(late.body.seq);
  });

  it('stores the words of each request that uses a forgotten key', async () => {
    const id = await opened();
    const key = randomUUID();
    const reopen = (reason: string) => rig.act(id, 'reopen', rig.actors.dispatcher, { reason }, { key });
    expect((await reopen('第一次')).status).toBe(409);
    expect((await reopen('第二次')).body.code).toBe('illegal_transition');
    const texts = await rig.prisma.text.findMany({ where: { caseId: id, kind: 'reopen.reason' } });
    expect(texts.map((t) => t.body).sort()).toEqual(['第一次', '第二次']);
  });

  it('keeps free text out of the history: the case has a reference, the text is read by its id', async () => {
    const id = await opened();
    await rig.act(id, 'note', rig.actors.agent, { text: '客户要求下午上门' });
    const text = await rig.prisma.text.findFirstOrThrow({ where: { caseId: id, body: '客户要求下午上门' } });
    const read = await rig.call('GET', `/v1/texts/${text.id}`, { as: rig.actors.dispatcher });
    expect(read.body).toMatchObject({ body: '客户要求下午上门', sha256: text.sha256, authorId: 'agent' });
    const denied = await rig.call('GET', `/v1/texts/${text.id}`, { as: rig.people.otherEngineer });
    expect(denied.status).toBe(403);
  });

  it('refuses by the business with 409, the reason and what is possible', async () => {
    const id = await opened();
    const early = await rig.act(id, 'reopen', rig.actors.dispatcher, { reason: '客户再次来电' });
    expect([early.status, early.body.code]).toEqual([409, 'illegal_transition']);
    expect(early.headers.get('content-type')).toContain('application/problem+json');
    expect(early.body.errors[0]!.allowed).toBeDefined();
  });

  it('refuses a stale version, by If-Match or in the body', async () => {
    const id = await opened();
    const seen = await rig.call('GET', `/v1/cases/${id}`, { as: rig.actors.dispatcher });
    await rig.act(id, 'note', rig.actors.agent, { text: '之后' });
    const byHeader = await rig.act(
      id,
      'respond',
      rig.actors.agent,
      {},
      { headers: { 'if-match': seen.headers.get('etag')! } },
    );
    expect([byHeader.status, byHeader.body.code]).toEqual([412, 'stale_version']);
    const byBody = await rig.act(id, 'respond', rig.actors.agent, {}, { body: { expectedSeq: seen.body.seq } });
    expect([byBody.status, byBody.body.code]).toEqual([412, 'stale_version']);
  });

  it('lets engineers see and act on their own cases only', async () => {
    const id = await opened();
    await rig.act(id, 'assign', rig.actors.dispatcher, { engineerId: 'engineer' });
    const other = rig.people.otherEngineer;
    for (const path of ['', '/timeline', '/clocks', '/actions', '/notices', '/escalations']) {
      expect(await rig.call('GET', `/v1/cases/${id}${path}`, { as: rig.actors.engineer })).toMatchObject({
        status: 200,
      });
      expect((await rig.call('GET', `/v1/cases/${id}${path}`, { as: other })).status).toBe(403);
    }
    expect((await rig.act(id, 'accept', other)).status).toBe(403);
    expect((await rig.act(id, 'accept', rig.actors.engineer)).status).toBe(200);
    expect((await rig.call('GET', '/v1/customers/customer', { as: rig.actors.engineer })).status).toBe(200);
    expect((await rig.call('GET', '/v1/customers/customer', { as: other })).status).toBe(403);
  });

  it('offers what the caller may do now, with the schema of each payload', async () => {
    const id = await opened();
    const offered = await rig.call('GET', `/v1/cases/${id}/actions`, { as: rig.actors.dispatcher });
    const assign = offered.body.actions.find((a) => a.name === 'assign');
    expect(assign?.payload).toMatchObject({
      type: 'object',
      required: ['engineerId'],
      properties: { reason: { type: 'string', maxLength: 4000 } },
    });
    expect(offered.body.actions.map((a) => a.name)).not.toContain('accept');
  });

  it('explains each due time', async () => {
    const id = await opened();
    const zh = await rig.call('GET', `/v1/cases/${id}/clocks`, { as: rig.actors.dispatcher });
    expect(rig.logged.filter((l) => l.includes('"level":50'))).toEqual([]);
    const running = zh.body.clocks.filter((c) => c.dueAt);
    expect(running.length).toBeGreaterThan(0);
    for (const clock of running) {
      expect(clock.derivation[0]).toMatch(/^起算：/);
      expect(clock.derivation.join('\n')).toContain('到期：');
    }
    const en = await rig.call('GET', `/v1/cases/${id}/clocks`, {
      as: rig.actors.dispatcher,
      headers: { 'accept-language': 'en' },
    });
    expect(en.body.clocks.find((c) => c.derivation.length > 0)?.derivation[0]).toMatch(/^Start: /);
  });

  it.each([
    ['an occurrence in the future', 'respond', {}, { occurredAt: '2199-01-01T00:00:00+08:00' }, 'time_refused'],
    ['an instant without an offset', 'respond', {}, { occurredAt: '2026-01-01T00:00:00' }, 'invalid_request'],
    ['an unknown field of the payload', 'respond', { colour: 'red' }, {}, 'invalid_request'],
    ['an unknown field of the body', 'respond', {}, { colour: 'red' }, 'invalid_request'],
    ['a missing field', 'assign', {}, {}, 'invalid_request'],
    ['a wrong type', 'assign', { engineerId: 7 }, {}, 'invalid_request'],
    ['NUL in a text', 'note', { text: '一\u0000二' }, {}, 'invalid_request'],
    ['half a surrogate pair in a text', 'note', { text: '一\ud83d' }, {}, 'invalid_request'],
    ['an escape sequence in a text', 'note', { text: '\u001b[2J' }, {}, 'invalid_request'],
    ['words where an identifier stands', 'receiveDevice', { ticketNo: '王先生的' }, {}, 'invalid_request'],
    ['an e-mail where an identifier stands', 'receiveDevice', { ticketNo: 'w@x.example' }, {}, 'invalid_request'],
    ['NUL in an identifier', 'assign', { engineerId: 'a\u0000' }, {}, 'invalid_request'],
  ])('refuses %s before anything happens', async (_name, action, payload, body, code) => {
    const id = await opened();
    const reply = await rig.act(id, action, rig.actors.dispatcher, payload, { body });
    expect([reply.status, reply.body.code]).toEqual([422, code]);
    expect(reply.body.errors.length).toBeGreaterThan(0);
  });

  it.each(['13900001234 王', 'short', 'wang@example.com', 'a'.repeat(65)])('does not take the key %s', async (key) => {
    const id = await opened();
    const reply = await rig.call('POST', `/v1/cases/${id}/actions/respond`, {
      as: rig.actors.agent,
      body: {},
      headers: { 'idempotency-key': encodeURI(key) },
    });
    expect([reply.status, reply.body.errors[0]!.field]).toEqual([422, 'idempotency-key']);
  });

  it('names the field of a broken text, also in a list’s query, and takes line ends', async () => {
    const id = await opened();
    const broken = await rig.act(id, 'note', rig.actors.agent, { text: '\u0000' });
    expect(broken.body.errors.map((e) => e.field)).toEqual(['payload.text']);
    const list = await rig.call('GET', '/v1/cases?text=%00', { as: rig.actors.agent });
    expect([list.status, list.body.errors.map((e) => e.field)]).toEqual([422, ['text']]);
    expect((await rig.act(id, 'note', rig.actors.agent, { text: '一\r\n\t二' })).status).toBe(200);
    const note = await rig.prisma.text.findFirstOrThrow({ where: { caseId: id, kind: 'note.text' } });
    expect(note.body).toBe('一\n\t二');
  });

  it('says that a case or an action does not exist', async () => {
    expect((await rig.act('R2026-999999', 'respond', rig.actors.agent)).status).toBe(404);
    const reply = await rig.act(await opened(), 'levitate', rig.actors.agent);
    expect([reply.status, reply.body.code]).toEqual([404, 'not_found']);
    expect(reply.body.errors[0]!.allowed).toContain('assign');
  });

  it('wants an idempotency key', async () => {
    const id = await opened();
    const reply = await rig.call('POST', `/v1/cases/${id}/actions/respond`, { as: rig.actors.agent, body: {} });
    expect([reply.status, reply.body.errors[0]!.field]).toEqual([422, 'idempotency-key']);
  });

  it('shows administrators and approvers no customer', async () => {
    const id = await opened();
    for (const role of ['administrator', 'approver'] as const) {
      const reply = await rig.call('GET', `/v1/cases/${id}`, { as: rig.actors[role] });
      expect(JSON.stringify(reply.body)).not.toMatch(/王秀英|13900001234|解放碑/);
    }
  });

  it('keeps refusals and what auditors read in the access log, and personal data out of the log lines', async () => {
    const id = await opened();
    await rig.call('GET', `/v1/cases/${id}?colour=red`, { as: rig.actors.agent });
    await rig.call('GET', `/v1/cases/${id}`, { as: rig.actors.auditor });
    const rows = async () =>
      (await rig.prisma.accessLog.findMany({ where: { caseId: id } })).map((r) => [r.actorId, r.status, r.code]);
    expect(await rows()).toContainEqual(['auditor', 200, null]);
    // A refusal is written beside its answer, which may arrive first.
    for (const until = Date.now() + 30_000; (await rows()).length < 2 && Date.now() < until;) await sleep(50);
    expect(await rows()).toContainEqual(['agent', 422, 'invalid_request']);
    const lines = rig.logged.join('');
    expect(lines).toContain('"actorId":"auditor"');
    expect(lines).not.toMatch(/王秀英|13900001234|解放碑|录像机|下午上门|Bearer/);
  });
});
