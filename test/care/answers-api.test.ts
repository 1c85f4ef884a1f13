/** Surveys by link and by record, care queues with attempts, through the API: O-9.3, O-12.1-b, O-12.1-e. */
import { publish } from '../../policies/publish';
import { startApiRig, type ApiRig } from '../api/api-rig';
import { shippedPolicies } from '../rig/shipped-policies';

let rig: ApiRig;
let hash: string;
const tokens = { good: 'a'.repeat(64), bad: 'b'.repeat(64), old: 'c'.repeat(64), phone: 'd'.repeat(64) };
beforeAll(async () => {
  rig = await startApiRig('care-api');
  const { loaded } = shippedPolicies();
  await publish(rig.prisma, loaded);
  hash = loaded.find((l) => l.policy.id === 'office-supplies-lubricants')!.hash;
  await rig.prisma.customer.update({ where: { id: 'customer' }, data: { language: 'zh' } });
  const now = Date.now();
  for (const [id, token] of Object.entries(tokens)) {
    await rig.prisma.survey.create({
      data: {
        id: `survey/${id}`,
        policyId: 'office-supplies-lubricants',
        policyHash: hash,
        surveyId: 'satisfaction',
        customerId: 'customer',
        keyCustomer: false,
        token,
        sentAt: new Date(now - 86_400_000),
        dueAt: new Date(now + 6 * 86_400_000),
        expiresAt: new Date(now + (id === 'old' ? -1000 : 29 * 86_400_000)),
      },
    });
    await rig.prisma.chore.create({
      data: {
        key: `survey/${id}`,
        kind: 'survey_return',
        policyId: 'office-supplies-lubricants',
        owner: 'role:after_sales',
        subject: {},
        createdAt: new Date(now),
        dueAt: new Date(now + 13 * 86_400_000),
        ladder: [],
      },
    });
  }
});
afterAll(() => rig?.close());

const get = (token: string, more = ''): Promise<Response> => fetch(`${rig.url}/s/${token}${more}`);
const send = (token: string, form: Record<string, string>): Promise<Response> =>
  fetch(`${rig.url}/s/${token}`, { method: 'POST', body: new URLSearchParams(form) });
const fine = { quality: '5', delivery: '4', service: '5', remarks: '很好' };
const chore = (key: string) => rig.prisma.chore.findUnique({ where: { key } });

describe('a survey’s link', () => {
  test('shows the questions in the customer’s language, or the one asked for, and needs no script', async () => {
    const page = await get(tokens.good);
    expect([page.status, page.headers.get('referrer-policy'), page.headers.get('cache-control')]).toEqual([
      200,
      'no-referrer',
      'no-store',
    ]);
    const html = await page.text();
    expect(html).toContain('产品质量');
    expect(html).toContain('办公用品与油品售后服务承诺');
    expect(html).toMatch(/请在此日期前作答： 20\d\d-\d\d-\d\d/);
    expect(html).toContain('width=device-width');
    expect(html).not.toContain('<script');
    expect(await (await get(tokens.good, '?lang=en')).text()).toContain('Quality of the products');
  });

  test('what is missing is told beside the question, and what was chosen stays', async () => {
    const page = await send(tokens.good, { quality: '5' });
    expect(page.status).toBe(422);
    const html = await page.text();
    expect(html.match(/请回答此问题/g)).toHaveLength(2);
    expect(html).toMatch(/name="quality" value="5" checked/);
    expect((await send(tokens.good, { ...fine, quality: '9' })).status).toBe(422);
  });

  test('works once, also for two at the same time; then it says so (one-time token)', async () => {
    const both = await Promise.all([send(tokens.good, fine), send(tokens.good, fine)]);
    expect(both.map((r) => r.status).sort()).toEqual([200, 410]);
    expect((await send(tokens.good, fine)).status).toBe(410);
    expect(await (await get(tokens.good)).text()).toContain('已经作答');
    const survey = await rig.prisma.survey.findUniqueOrThrow({ where: { id: 'survey/good' } });
    expect(survey).toMatchObject({
      returnedBy: 'form',
      bad: false,
      answers: { quality: 5, delivery: 4, service: 5, remarks: '很好' },
    });
    expect(survey.score).toBeCloseTo((1 + 0.75 + 1) / 3);
    expect(await chore('survey/good')).toMatchObject({ status: 'done' });
  });

  test('an expired one is refused, an invented one is not found', async () => {
    expect((await send(tokens.old, fine)).status).toBe(410);
    expect((await get('e'.repeat(64))).status).toBe(404);
    expect((await get('x')).status).toBe(404);
    expect((await rig.prisma.survey.findUniqueOrThrow({ where: { id: 'survey/old' } })).returnedAt).toBeNull();
  });

  test('a bad answer opens a complaint, or leaves the duty to open one (O-9.3)', async () => {
    expect((await send(tokens.bad, { ...fine, service: '1' })).status).toBe(200);
    const survey = await rig.prisma.survey.findUniqueOrThrow({ where: { id: 'survey/bad' } });
    expect(survey.bad).toBe(true);
    const serves = rig.deps.policies.list('complaint').some((p) => p.id === 'office-supplies-lubricants');
    expect(survey.complaintId !== null).toBe(serves);
    expect(await chore('complaint/survey/bad')).toMatchObject({
      kind: 'answer_complaint',
      owner: 'role:after_sales',
      status: serves ? 'done' : 'open',
    });
  });
});

describe('staff', () => {
  test('write answers down by phone, also after the link expired; the secret is not shown (O-12.1-e)', async () => {
    const path = `/v1/surveys/${encodeURIComponent('survey/old')}/record`;
    const body = { by: 'phone', answers: { quality: 4, delivery: 4, service: 4 } };
    const reply = await rig.call('POST', path, { as: rig.actors.agent, body });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ returnedBy: 'phone', bad: false });
    expect(reply.text).not.toContain(tokens.old);
    expect((await rig.call('POST', path, { as: rig.actors.agent, body })).body.code).toBe('already_done');
    expect((await rig.call('GET', '/v1/surveys?state=out', { as: rig.actors.agent })).body.rows).toHaveLength(1);
    expect((await rig.call('GET', '/v1/surveys', { as: rig.actors.engineer })).status).toBe(403);
  });

  test('read the results by question and product; a span of more than a year is refused (O-12.1-c)', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const [from, to] = [-1, 1].map((n) => new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10));
    const path = '/v1/survey-results?policyId=office-supplies-lubricants';
    const reply = await rig.call('GET', `${path}&from=${from}&to=${to}`, { as: rig.actors.approver });
    const { rows } = reply.body as unknown as {
      rows: { question: string; by: string; answers: number; value: number }[];
    };
    const returned = await rig.prisma.survey.findMany({ where: { returnedAt: { not: null } } });
    const given = returned.map((s) => (s.answers as { quality: number }).quality);
    expect(given.length).toBeGreaterThan(1);
    const quality = rows.find((r) => r.question === 'quality' && r.by === 'all')!;
    expect(quality.answers).toBe(given.length);
    expect(quality.value).toBeCloseTo(given.reduce((sum, one) => sum + (one - 1) / 4, 0) / given.length);
    const long = await rig.call('GET', `${path}&from=2024-01-01&to=2026-01-01`, { as: rig.actors.approver });
    expect([long.status, long.body.errors[0]!.field]).toEqual([422, 'to']);
    const none = await rig.call('GET', `/v1/survey-results?policyId=vehicle-care&from=${from}&to=${to}`, {
      as: rig.actors.approver,
    });
    expect([none.status, none.body.errors[0]!.field]).toEqual([422, 'policyId']);
    const engineer = await rig.call('GET', `${path}&from=${from}&to=${to}`, { as: rig.actors.engineer });
    expect(engineer.status).toBe(403);
  });

  test('work a queue of calls: attempts are counted, a dissatisfied customer is followed up, an ended task stays ended', async () => {
    const id = 'care/office-supplies-lubricants/monthly_call/customer/2026-03-01';
    await rig.prisma.careTask.create({
      data: {
        id,
        policyId: 'office-supplies-lubricants',
        ruleId: 'monthly_call',
        kind: 'call',
        customerId: 'customer',
        owner: 'service_agent',
        plannedOn: new Date('2026-03-01'),
        openedAt: new Date(),
        dueAt: new Date(Date.now() + 86_400_000),
      },
    });
    const queue = await rig.call('GET', '/v1/care/tasks?owner=service_agent', { as: rig.actors.agent });
    expect(queue.body.rows).toMatchObject([
      { id, title: { zh: '每月回访' }, script: [{ id: 'use' }, { id: 'remarks' }] },
    ]);
    const attempt = (body: object) =>
      rig.call('POST', `/v1/care/tasks/${encodeURIComponent(id)}/attempts`, { as: rig.actors.agent, body });
    expect((await attempt({ reached: false })).body).toMatchObject({ status: 'open', attempts: 1 });
    expect((await attempt({ reached: true })).body.errors.map((e: { field?: string }) => e.field)).toEqual([
      'answers.use',
      'satisfied',
    ]);
    const skip = await rig.call('POST', `/v1/care/tasks/${encodeURIComponent(id)}/skip`, {
      as: rig.actors.agent,
      body: { reason: '客户停业' },
    });
    expect(skip.status).toBe(403);
    expect((await attempt({ reached: true, satisfied: false, answers: { use: 3 } })).body).toMatchObject({
      status: 'done',
      attempts: 2,
      satisfied: false,
      result: [{ label: { zh: '产品使用情况（1–5）' }, value: { zh: '3' } }],
    });
    expect(await chore(`complaint/${id}`)).toMatchObject({ owner: 'role:service_agent' });
    expect((await attempt({ reached: true, satisfied: true, answers: { use: 5 } })).body.code).toBe('already_done');
    expect(await rig.prisma.careAttempt.count()).toBe(2);
  });

  test('C-SEC-2-i: an inspection is done with the sheet that the customer signed, and says who did', async () => {
    const id = 'care/security-install-3y/quarterly_visit/asset/2026-03-01';
    const dates = { plannedOn: new Date('2026-03-01'), openedAt: new Date(), dueAt: new Date(Date.now() + 86_400_000) };
    const about = { policyId: 'security-install-3y', ruleId: 'quarterly_visit', kind: 'visit', customerId: 'customer' };
    await rig.prisma.careTask.create({ data: { id, ...about, ...dates, owner: 'certified_engineer' } });
    const complete = (body: object) =>
      rig.call('POST', `/v1/care/tasks/${encodeURIComponent(id)}/complete`, { as: rig.actors.agent, body });
    expect((await complete({})).body).toMatchObject({ code: 'requirement_missing', errors: [{ field: 'signedBy' }] });
    const { body } = await complete({ signedBy: '周店长' });
    expect(body).toMatchObject({
      status: 'done',
      result: [{ label: { zh: '记录单签字人（客户）' }, value: { zh: '周店长' } }],
    });
  });

  test('C-IOT-6.2-d: a check call finds the customer dissatisfied: a complaint under the policy of the visit, over its case', async () => {
    const { caseId: visitedCaseId } = (await rig.openRepair()).body as { caseId: string };
    await until(() => rig.prisma.case.count({ where: { id: visitedCaseId } }));
    const visited = await rig.prisma.case.findUniqueOrThrow({ where: { id: visitedCaseId } });
    const id = `care/iot-home-visit/check_call/${visitedCaseId}/2026-03-01`;
    await rig.prisma.careTask.create({
      data: {
        id,
        policyId: 'iot-home-visit',
        ruleId: 'check_call',
        kind: 'call',
        customerId: visited.customerId,
        owner: 'call_centre',
        plannedOn: new Date('2026-03-02'),
        openedAt: new Date(),
        dueAt: new Date(Date.now() + 86_400_000),
        visitedCaseId,
      },
    });
    const reply = await rig.call('POST', `/v1/care/tasks/${encodeURIComponent(id)}/attempts`, {
      as: rig.actors.agent,
      body: { reached: true, satisfied: false, answers: { came: false, charged: true }, note: '工程师没有按约上门' },
    });
    expect(reply.body).toMatchObject({ status: 'done', satisfied: false, caseId: expect.stringMatching(/^C/) });
    const complaintId = String(reply.body.caseId);
    rig.opened(complaintId);
    await until(() => rig.prisma.case.count({ where: { id: complaintId } }));
    const complaint = await rig.prisma.case.findUniqueOrThrow({ where: { id: complaintId } });
    expect(complaint).toMatchObject({ kind: 'complaint', policyId: visited.policyId, customerId: visited.customerId });
    expect(await chore(`complaint/${id}`)).toMatchObject({ status: 'done', owner: 'role:call_centre' });
    // The case that it is about becomes urgent while it runs.
    await until(() => rig.prisma.step.count({ where: { caseId: visitedCaseId, causeName: 'complained' } }));
  });
});

/** Waits until something is recorded: on a slow machine the answer comes before. */
async function until(there: () => Promise<number>): Promise<void> {
  while ((await there()) === 0) await new Promise((later) => setTimeout(later, 50));
}
