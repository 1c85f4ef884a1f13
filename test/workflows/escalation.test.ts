/** A broken promise climbs until somebody answers, and what a supervisor can do about it. */
import { text } from '../rig/case-driver';
import { mailsTo, readCase } from '../rig/reading';
import { hours, minutes, startRig, type Rig } from '../rig/time-skipping';

let rig: Rig;
beforeAll(async () => void (rig = await startRig('escalation')));
afterAll(() => rig.close());

const town = { region: 'main_nine_districts' };
const forCase = (subjects: string[], caseId: string): string[] => subjects.filter((s) => s.includes(caseId));

test('R-ESC S-5.16-5 S-5.8: unanswered it climbs after 30 minutes, at the top it is told again at doubling intervals, and never goes silent', async () => {
  const { cases, prisma, mailbox, people } = rig;
  const repair = await cases.open({ policy: 'security-projects-chongqing', facts: { ...town, level: 'L1' } });
  await rig.pass(9 * hours);
  const { escalations, events } = await readCase(prisma, repair.caseId);
  expect(escalations['breach:response']).toMatchObject({
    level: 2,
    role: 'customer_centre_manager',
    status: 'open',
    people: ['manager'],
  });
  const due = repair.openedAt + 10 * minutes;
  const of = (type: string) =>
    events
      .filter((e) => e.type === type && e.data?.escalation === 'breach:response')
      .map((e) => Math.round((Date.parse(e.at) - due) / minutes));
  expect(of('escalation_raised')).toEqual([0]);
  expect(of('escalation_climbed')).toEqual([30]);
  expect(of('escalation_repeated')).toEqual([60, 120, 240, 480]);
  expect(forCase(mailsTo(mailbox, 'manager'), repair.caseId).length).toBeGreaterThanOrEqual(5);
  await repair.act(people.supervisor, 'resolveEscalation', { escalation: 'breach:response', reason: text('已派人') });
  await repair.act(people.supervisor, 'acknowledge', { escalation: 'breach:arrival' });
  await rig.pass(24 * hours);
  const mails = forCase(mailsTo(mailbox, 'manager'), repair.caseId).length;
  await rig.pass(24 * hours);
  const later = await readCase(prisma, repair.caseId);
  expect(later.escalations['breach:response']).toMatchObject({ status: 'resolved', acknowledgedBy: 'supervisor' });
  expect(later.escalations['breach:arrival']).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'supervisor' });
  const dispatchOnly = later.escalations['breach:dispatch'];
  expect(dispatchOnly?.status).toBe('open');
  const since = forCase(mailsTo(mailbox, 'manager'), repair.caseId).slice(mails);
  expect(since.filter((subject) => !subject.includes('dispatch'))).toEqual([]);
  await repair.act(people.supervisor, 'acknowledge', { escalation: 'breach:dispatch' });
  await expect(
    repair.act(people.secondSupervisor, 'acknowledge', { escalation: 'breach:dispatch' }),
  ).rejects.toMatchObject({ code: 'already_done' });
});

test('R-ESC: nobody holds the role: the next level is told at once', async () => {
  const { cases, prisma } = rig;
  const repair = await cases.open({
    policy: 'security-projects-chongqing',
    facts: { ...town, level: 'L1' },
    adapt: (input) => ({
      ...input,
      policy: {
        ...input.policy,
        ladders: {
          ...input.policy.ladders,
          supervisor: [
            { role: 'vacant_post', clauses: [] },
            { role: 'customer_centre_manager', clauses: [] },
          ],
        },
      },
    }),
  });
  await rig.pass(11 * minutes);
  const { escalations, events } = await readCase(prisma, repair.caseId);
  expect(escalations['breach:response']).toMatchObject({ level: 2, people: ['manager'] });
  expect(events.find((e) => e.type === 'nobody_on_duty')!.data).toMatchObject({ role: 'vacant_post' });
});

test('nobody at all: the operator is alarmed, and it is tried again', async () => {
  const { cases, prisma, people } = rig;
  const repair = await cases.open({
    policy: 'security-projects-chongqing',
    facts: { ...town, level: 'L1' },
    adapt: (input) => ({
      ...input,
      policy: { ...input.policy, ladders: { supervisor: [{ role: 'vacant_post', clauses: [] }] } },
    }),
  });
  await rig.pass(2 * hours);
  const alarms = await prisma.alarm.findMany({ where: { caseId: repair.caseId, kind: 'nobody_on_duty' } });
  expect(alarms.length).toBeGreaterThanOrEqual(2);
  await repair.act(people.supervisor, 'acknowledge', { escalation: 'breach:response' });
});

test('N-2.4-4a: a severe loss is told to leadership in the first step, and a cancelled case waits for the answer', async () => {
  const { cases, prisma, mailbox, people } = rig;
  const repair = await cases.open({ policy: 'auto-equipment-nanjing', severeLoss: true });
  await rig.pass(1 * minutes);
  const opened = await readCase(prisma, repair.caseId);
  const first = await prisma.step.findFirstOrThrow({ where: { caseId: repair.caseId, seq: 1 } });
  expect(JSON.stringify(first.events)).toContain('severe_loss');
  expect(opened.escalations['alert:severe_loss']).toMatchObject({
    role: 'company_leadership',
    status: 'open',
    people: ['leader'],
  });
  expect(forCase(mailsTo(mailbox, 'leader'), repair.caseId)).toHaveLength(1);

  await repair.act(people.dispatcher, 'cancel', { reason: text('客户撤回') });
  await rig.pass(2 * hours);
  expect((await repair.handle.describe()).status.name).toBe('RUNNING');
  expect(forCase(mailsTo(mailbox, 'leader'), repair.caseId).length).toBeGreaterThan(1);
  await expect(repair.act(people.supervisor, 'acknowledge', { escalation: 'alert:severe_loss' })).rejects.toMatchObject(
    {
      code: 'forbidden',
    },
  );
  await repair.act(people.leader, 'acknowledge', { escalation: 'alert:severe_loss' });
  expect(await repair.handle.result()).toMatchObject({ status: 'cancelled' });
});

test('extend once before the breach; excuse a breach with a second person, it stays visible', async () => {
  const { cases, prisma, people } = rig;
  const { supervisor, secondSupervisor, dispatcher } = people;
  const repair = await cases.open({ policy: 'security-projects-chongqing', facts: { ...town, level: 'L2' } });
  await expect(
    repair.act(dispatcher, 'extend', { clock: 'response', by: 'PT1H', reason: text('x') }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await repair.act(supervisor, 'extend', { clock: 'response', by: 'PT1H', reason: text('客户要求稍后联系') });
  await expect(
    repair.act(supervisor, 'extend', { clock: 'response', by: 'PT1H', reason: text('再延') }),
  ).rejects.toMatchObject({ code: 'illegal_transition' });
  await rig.pass(119 * minutes);
  expect((await readCase(prisma, repair.caseId)).clocks.response!.status).toBe('running');
  await rig.pass(2 * minutes);
  const broken = await readCase(prisma, repair.caseId);
  expect(broken.clocks.response).toMatchObject({ status: 'breached', breachedAt: repair.openedAt + 2 * hours });
  await expect(
    repair.act(supervisor, 'extend', { clock: 'response', by: 'PT1H', reason: text('晚') }),
  ).rejects.toMatchObject({ code: 'illegal_transition' });
  await repair.act(supervisor, 'excuse', { clock: 'response', reason: text('暴雨') });
  await expect(repair.act(supervisor, 'approveExcuse', { clock: 'response' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await repair.act(secondSupervisor, 'approveExcuse', { clock: 'response' });
  await rig.settled();
  const excused = await readCase(prisma, repair.caseId);
  expect(excused).toMatchObject({ breached: true });
  expect(excused.clocks.response!.status).toBe('breached');
  expect(excused.escalations['breach:response']).toMatchObject({ status: 'settled', endedBecause: 'excused' });
});
