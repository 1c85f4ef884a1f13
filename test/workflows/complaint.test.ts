/** Complaints on the real engine, with time that skips: clocks of departments, review, second contact, recall, archive. */
import type { ComplaintInput } from '../../domain/cases/complaint/opening';
import type { CaseInput } from '../../domain/cases/opening';
import { text, type TestCase } from '../rig/case-driver';
import { mailsTo, readCase } from '../rig/reading';
import { days, startRig, type Rig } from '../rig/time-skipping';

const seconds = 1000;
let rig: Rig;
beforeAll(async () => void (rig = await startRig('complaint')));
afterAll(() => rig.close(), 120_000);

async function open(
  more: Partial<Omit<ComplaintInput, keyof CaseInput>> & { barred?: readonly string[]; lots?: readonly string[] } = {},
): Promise<TestCase> {
  const { barred, lots = [], ...rest } = more;
  const facts = { complaintSource: 'call', complaintChannel: 'phone', phoneKnown: true };
  const base = await rig.cases.begin('complaint', 'demo-quick-complaint', facts, {
    parties: { ...(barred && { barred }) },
    actor: rig.people.agent,
  });
  const input: ComplaintInput = {
    ...base,
    texts: { complaint: text('标签脱胶') },
    form: { source: 'call', channel: 'phone', recorder: rig.people.agent.id, lots },
    danger: [],
    preserveScene: false,
    ...rest,
  };
  return rig.cases.start('complaint', input);
}

const says = text('说明');
const about = (subjects: string[], caseId: string): string[] => subjects.filter((s) => s.includes(caseId));

test('E-m5.3 R-E-MIXED R-ESC: two departments on their own clocks; the one that does not answer is escalated and climbs', async () => {
  const { agent, engineer } = rig.people;
  const complaint = await open();
  await complaint.act(agent, 'acknowledgeReceipt', {});
  await complaint.act(agent, 'assess', { severity: 'serious', categories: ['packaging', 'attitude'] });
  await complaint.act(rig.people.warehouse, 'answerTask', { category: 'packaging', answer: says });
  await rig.pass(40 * seconds);
  const { clocks, escalations } = await readCase(rig.prisma, complaint.caseId);
  expect(clocks.task_packaging?.status).toBe('met');
  expect(clocks.task_attitude?.status).toBe('breached');
  expect(escalations['breach:task_attitude']).toMatchObject({ level: 2, people: ['manager'] });
  expect(about(mailsTo(rig.mailbox, 'supervisor'), complaint.caseId).length).toBeGreaterThan(0);
  await expect(complaint.act(engineer, 'answerTask', { category: 'attitude', answer: says })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await complaint.act(rig.people.manager, 'acknowledge', { escalation: 'breach:task_attitude' });
  await complaint.act(agent, 'withdraw', { reason: says });
  await rig.pass(60 * seconds);
  expect((await readCase(rig.prisma, complaint.caseId)).status).toBe('completed');
});

test('N-2.4-4a S-8.3-b: danger is with leadership at once; whom it is about is told nothing on any level', async () => {
  const { agent, leader, supervisor } = rig.people;
  const complaint = await open({ danger: ['safety_reported'], barred: [supervisor.id] });
  await complaint.act(agent, 'assess', { severity: 'serious', categories: ['attitude'] });
  await rig.pass(25 * seconds);
  const { escalations } = await readCase(rig.prisma, complaint.caseId);
  expect(escalations['alert:safety_reported']).toMatchObject({ role: 'demo_director', people: ['leader'] });
  expect(escalations['breach:task_attitude']).toMatchObject({ level: 2, people: ['manager'] });
  const toWhomItIsAbout = rig.mailbox.list().filter((mail) => mail.to.includes('supervisor@dept.example'));
  expect(
    about(
      toWhomItIsAbout.map((mail) => mail.subject),
      complaint.caseId,
    ),
  ).toEqual([]);
  await expect(complaint.act(supervisor, 'acknowledge', { escalation: 'breach:task_attitude' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await complaint.act(leader, 'acknowledge', { escalation: 'alert:safety_reported' });
  await complaint.act(rig.people.manager, 'acknowledge', { escalation: 'breach:task_attitude' });
  await complaint.act(agent, 'withdraw', { reason: says });
  await rig.pass(60 * seconds);
});

test('S-8.3 N-2.5-D-b C-M1-10.2-b C-M1-10.1-a C-M1-7-b: rejected, reviewed by others up to the final ruling, second contact, written result, archive', async () => {
  const { agent, secondSupervisor, supervisor, leader } = rig.people;
  const complaint = await open();
  await complaint.act(agent, 'acknowledgeReceipt', {});
  await complaint.act(agent, 'assess', { severity: 'minor', categories: ['attitude'] });
  await complaint.act(secondSupervisor, 'answerTask', { category: 'attitude', answer: says });
  const conclusion = { analysis: says, cause: 'service', liability: 'company', outcome: 'upheld' };
  await complaint.act(agent, 'conclude', conclusion);
  await complaint.act(agent, 'planCorrection', { what: says, correctionOwnerId: 'engineer', dueOn: '2035-01-01' });
  await complaint.act(agent, 'propose', { solution: says, remedy: 'apology' });
  await complaint.act(agent, 'answerDecision', { accepted: false, by: 'phone' });
  await complaint.act(agent, 'appeal', { text: says });
  await rig.pass(31 * seconds);
  expect((await readCase(rig.prisma, complaint.caseId)).clocks.review_superior?.status).toBe('breached');
  await complaint.act(supervisor, 'rule', { outcome: 'confirmed', text: says });
  await complaint.act(agent, 'appeal', { text: says });
  await complaint.act(leader, 'rule', { outcome: 'amended', text: says, solution: says, remedy: 'explanation' });
  await expect(complaint.act(agent, 'appeal', { text: says })).rejects.toMatchObject({ code: 'illegal_transition' });
  await complaint.act(agent, 'answerDecision', { accepted: true, by: 'phone' });
  await complaint.act(agent, 'carryOut', { text: says });
  await rig.pass(2 * days);
  const late = await readCase(rig.prisma, complaint.caseId);
  expect(late.clocks.callback_second_contact?.status).toBe('breached');
  expect(late.events.filter(({ type }) => type === 'weekly_written').length).toBeGreaterThanOrEqual(2);
  await complaint.act(agent, 'callBack', { callback: 'second_contact', reached: true, satisfied: true });
  await complaint.act(agent, 'close', { result: says });
  await rig.pass(60 * seconds);
  expect((await readCase(rig.prisma, complaint.caseId)).status).toBe('closed');
  await complaint.act(rig.people.engineer, 'reportCorrection', { correction: 1, evidence: says });
  await complaint.act(supervisor, 'verifyCorrection', { correction: 1, effective: true });
  await rig.pass(1 * seconds);
  const after = await readCase(rig.prisma, complaint.caseId);
  expect(after.status).toBe('completed');
  expect(after.events.map(({ type }) => type)).toContain('archived');
});

test('a complaint over a running repair makes it urgent: its ladder is told, both are linked', async () => {
  const { agent, supervisor } = rig.people;
  const repair = await rig.cases.open({ policy: 'demo-quick-repair' });
  const complaint = await open({ aboutCase: repair.caseId });
  await readCase(rig.prisma, complaint.caseId);
  await rig.settled();
  const { escalations, state } = await readCase(rig.prisma, repair.caseId);
  expect(escalations[`complaint:${complaint.caseId}`]).toMatchObject({
    role: 'demo_supervisor',
    people: ['supervisor'],
  });
  expect(state.links).toMatchObject([{ caseId: complaint.caseId, relation: 'complaint' }]);
  expect((await readCase(rig.prisma, complaint.caseId)).state.links).toMatchObject([{ caseId: repair.caseId }]);
  await expect(repair.act(agent, 'complained', { complaint: complaint.caseId })).rejects.toMatchObject({
    code: 'already_done',
  });
  await repair.act(supervisor, 'acknowledge', { escalation: `complaint:${complaint.caseId}` });
  await complaint.act(agent, 'withdraw', { reason: says });
});

test('O-10.3: the sample is bad: the lot is recalled, its owners are found, and each has a mail', async () => {
  const { agent, warehouse, engineer, customerId } = rig.people;
  await rig.prisma.customer.create({ data: { id: 'other', name: '另一客户', email: 'other@buyers.example' } });
  await rig.prisma.asset.create({
    data: { customerId: 'other', product: 'demo_labels', model: 'LABEL-A', serialNo: 'SN-L-1', lotNo: 'L-1' },
  });
  const complaint = await open({ lots: ['L-1'] });
  await complaint.act(agent, 'assess', { severity: 'critical', categories: ['quality'] });
  await complaint.act(warehouse, 'checkBatch', { lot: 'L-1', inStock: true });
  await complaint.act(engineer, 'testSample', { lot: 'L-1', size: 10, similar: true });
  await rig.settled();
  await complaint.act(agent, 'listAffected', { lot: 'L-1', complete: true });
  const mails = rig.mailbox.list({ to: 'other@buyers.example' });
  expect(mails.map(({ subject }) => subject)).toEqual([`产品召回通知 · ${complaint.caseId}`]);
  await expect(complaint.act(agent, 'withdraw', { reason: says })).rejects.toMatchObject({
    code: 'requirement_missing',
  });
  for (const affectedId of [customerId, 'other'])
    await complaint.act(warehouse, 'settleAffected', { lot: 'L-1', affectedId, outcome: 'returned' });
  await complaint.act(rig.people.leader, 'acknowledge', { escalation: 'alert:urgent_reported' });
  await complaint.act(agent, 'withdraw', { reason: says });
  await rig.pass(60 * seconds);
});
