/**
 * Each part of the system taken away in mid-case (design §2 Lanes, §6): nothing is lost, nothing is doubled but the one
 * mail that a kill between the server's 250 and the mark may repeat, and clocks wait for nobody.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowUpdateStage } from '@temporalio/client';
import { text, type TestCase } from '../rig/case-driver';
import { nothingLost } from './nothing-lost';
import { startFaultRig, until, windows, type FaultRig } from './rig';
import { historyOf } from '../rig/replay';

let rig: FaultRig;
beforeAll(async () => void (rig = await startFaultRig('outages')));
afterEach(() => rig.restore());
afterAll(() => rig.close());

const policy = 'demo-quick-repair';
const open = (seconds: Record<string, number> = {}): Promise<TestCase> =>
  rig.cases.open({ policy, facts: { inWarranty: true, humanDamage: false }, adapt: windows(seconds) });
const end = async (repair: TestCase): Promise<void> => {
  await repair.act(rig.people.dispatcher, 'cancel', { reason: text('演示结束') });
  await repair.handle.result();
};

/** A repair as it goes on a good day, up to the work on site. */
async function work(repair: TestCase): Promise<void> {
  const { dispatcher, engineer } = rig.people;
  await repair.act(dispatcher, 'respond', {});
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id });
  await repair.act(engineer, 'accept');
  await repair.act(engineer, 'depart');
  await repair.act(engineer, 'arrive');
  await repair.act(engineer, 'diagnose', { finding: text('硬盘损坏') });
  await repair.act(engineer, 'complete', { resolved: true, tested: true });
}

test('a worker killed with SIGKILL in mid-case: the cases move again soon, and nothing is done twice', async () => {
  const cases = await Promise.all(Array.from({ length: 6 }, () => open({ response: 600 })));
  const working = cases.map((repair) => work(repair));
  await sleep(250);
  await rig.workers.kill();
  const killedAt = Date.now();
  await rig.workers.start();
  await Promise.all(working);
  // Four seconds until a lost task is given to the next worker, and the start of that worker, on a busy machine.
  expect(Date.now() - killedAt).toBeLessThan(30_000);
  await Promise.all(cases.map(end));
  for (const { caseId } of cases) {
    const steps = await nothingLost(rig, caseId, { repeats: 1 });
    expect(steps.map((s) => s.cause.name)).toEqual([
      ...['open', 'respond', 'assign', 'accept', 'depart', 'arrive', 'diagnose', 'complete', 'cancel'],
    ]);
  }
});

test('an action that reaches a case before any worker saw its opening comes after it: no promise is broken by that', async () => {
  await rig.workers.kill();
  const repair = await open({ response: 60 });
  const responded = repair.act(rig.people.dispatcher, 'respond', {});
  await sleep(300);
  await rig.workers.start();
  expect(await responded).toMatchObject({ seq: 2, status: 'contacted' });
  const key = { caseId: repair.caseId, key: 'response' };
  const clock = await rig.prisma.clock.findUniqueOrThrow({ where: { caseId_key: key } });
  expect(clock.status).toBe('met');
  await end(repair);
  await nothingLost(rig, repair.caseId);
});

test('PostgreSQL down: actions are accepted, clocks break on time, and all is recorded in order when it is back', async () => {
  const { dispatcher, engineer, supervisor } = rig.people;
  const watched = await open({ response: 3 });
  const busy = await open();
  await rig.database.stop();
  const act = (name: string, payload: unknown) => {
    const receivedAt = new Date().toISOString();
    const envelope = { payload, actor: dispatcher, requestId: `${name}-down`, receivedAt, fingerprint: name };
    return busy.handle.startUpdate(name, {
      updateId: `${dispatcher.id}:${name}-down`,
      args: [envelope],
      waitForStage: WorkflowUpdateStage.ACCEPTED,
    });
  };
  const accepted = [await act('respond', {}), await act('assign', { engineerId: engineer.id })];
  const results = Promise.all(accepted.map((update) => update.result()));
  expect(await Promise.race([results, sleep(1000).then(() => 'not yet')])).toBe('not yet');
  await until('the timer, with the database down', async () => {
    const { events } = await historyOf(rig.client, watched.caseId);
    return events.some((event) => event.eventType === 'EVENT_TYPE_TIMER_FIRED');
  });
  await rig.database.start();
  expect(await results).toMatchObject([{ recorded: true }, { recorded: true }]);

  await until('the supervisor was told', () => rig.mail.list({ to: 'supervisor@' }).length > 0, 30);
  const clock = await rig.prisma.clock.findUniqueOrThrow({
    where: { caseId_key: { caseId: watched.caseId, key: 'response' } },
  });
  expect(clock.breachedAt!.getTime()).toBe(watched.openedAt + 3000);
  const step = await rig.prisma.step.findFirstOrThrow({ where: { caseId: watched.caseId, causeType: 'timer' } });
  // The timer fired on time; the row shows the gap until the database was back.
  expect(step.recordedAt.getTime() - clock.breachedAt!.getTime()).toBeLessThan(1500);
  expect(step.writtenAt.getTime()).toBeGreaterThan(step.recordedAt.getTime());
  await watched.act(supervisor, 'acknowledge', { escalation: 'breach:response' });
  await Promise.all([end(watched), end(busy)]);
  await nothingLost(rig, watched.caseId);
  await nothingLost(rig, busy.caseId);
});

test('SMTP down: the case goes on, and its mails arrive once when the server is back', async () => {
  const { dispatcher, engineer } = rig.people;
  await rig.mail.stop();
  const repair = await open();
  expect(await repair.act(dispatcher, 'assign', { engineerId: engineer.id })).toMatchObject({ recorded: true });
  await until('a try that failed', async () =>
    rig.prisma.notice
      .findFirst({ where: { caseId: repair.caseId, template: 'job_assigned', attempts: { gte: 1 } } })
      .then((n) => n ?? undefined),
  );
  await rig.mail.start();
  await end(repair);
  const steps = await nothingLost(rig, repair.caseId);
  expect(steps.flatMap((s) => s.notices.map((n) => n.template))).toEqual(
    expect.arrayContaining(['case_received', 'job_assigned']),
  );
});

test('a mail refused for good is recorded, shown, told to the dispatcher and escalated, and fails no case', async () => {
  const { dispatcher, engineer } = rig.people;
  rig.mail.refuse([{ recipient: /^engineer@/, kind: 'permanent' }]);
  const repair = await open();
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id });
  const raised = await until(
    'the escalation',
    async () =>
      (await rig.prisma.escalation.findFirst({
        where: { caseId: repair.caseId, cause: 'mail', people: { isEmpty: false } },
      })) ?? undefined,
  );
  expect(raised).toMatchObject({ subject: 'job_assigned', status: 'open', people: ['supervisor'] });
  const refused = await rig.prisma.notice.findFirstOrThrow({
    where: { caseId: repair.caseId, template: 'job_assigned' },
  });
  expect(refused).toMatchObject({ status: 'refused', reason: '550' });
  const told = await rig.prisma.notice.findFirstOrThrow({ where: { caseId: repair.caseId, template: 'mail_refused' } });
  expect(told.to).toBe('dispatcher');
  rig.mail.refuse([]);
  await end(repair);
  await nothingLost(rig, repair.caseId);
});

test('Temporal killed and started from its file: a timer that came due meanwhile fires, and the breach is at its due time', async () => {
  const { dispatcher, engineer } = rig.people;
  const [late, early] = await Promise.all([open({ response: 3 }), open()]);
  await early.act(dispatcher, 'respond', {});
  await rig.temporal.stop();
  await sleep(Math.max(0, late.openedAt + 4000 - Date.now()));
  await rig.temporal.start();
  const clock = await until(
    'the breach',
    async () =>
      (await rig.prisma.clock.findFirst({ where: { caseId: late.caseId, key: 'response', status: 'breached' } })) ??
      undefined,
  );
  expect(clock.breachedAt!.getTime()).toBe(late.openedAt + 3000);
  await early.act(dispatcher, 'assign', { engineerId: engineer.id });
  await until(
    'the supervisor was told',
    async () =>
      (await rig.prisma.notice.findFirst({
        where: { caseId: late.caseId, template: 'escalation_raised', status: 'sent' },
      })) ?? undefined,
  );
  await Promise.all([end(late), end(early)]);
  await nothingLost(rig, late.caseId);
  await nothingLost(rig, early.caseId);
});
