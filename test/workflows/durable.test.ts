/** What a case survives: continue-as-new in the middle of things, repeats, crossings, cancel requests, late starts. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { ActionOutcome } from '../../domain/cases/envelope';
import type { RepairInput } from '../../domain/cases/repair/opening';
import { calendarSnapshots } from '../../policies/loader/calendars';
import { text } from '../rig/case-driver';
import { readCase } from '../rig/reading';
import { runsOf } from '../rig/replay';
import { days, hours, minutes, startRig, type Rig } from '../rig/time-skipping';

let rig: Rig;
beforeAll(async () => void (rig = await startRig('durable')));
afterAll(() => rig.close());

const free = { soldByUs: true, inWarranty: true, proofShown: true, functionalFault: true };
const items = [{ partNo: 'P-1', quantity: 1 }];

test('continue-as-new: an unanswered escalation, a parts wait and a repeated action cross it', async () => {
  const { cases, people, prisma, env } = rig;
  const { dispatcher, engineer, supervisor } = people;
  const repair = await cases.open({ policy: 'auto-equipment-nanjing', facts: { ...free, channel: 'carry_in' } });
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id });
  await repair.act(dispatcher, 'receiveDevice', { ticketNo: 'T-1' });
  const waited = await repair.act(engineer, 'waitForParts', { items }, { key: 'the-key' });
  await rig.pass(5 * hours);
  expect((await readCase(prisma, repair.caseId)).escalations['breach:contact']!.status).toBe('open');

  const before = await readCase(prisma, repair.caseId);
  await repair.handle.signal('renew');
  await rig.pass(1 * minutes);
  expect(await runsOf(env.client, repair.caseId)).toHaveLength(2);

  const again = await repair.act(engineer, 'waitForParts', { items }, { key: 'the-key' });
  expect(again).toEqual(waited);
  const after = await readCase(prisma, repair.caseId);
  expect(after.state.parts.waits).toEqual(before.state.parts.waits);
  await rig.pass(1 * days);
  const climbed = await readCase(prisma, repair.caseId);
  expect(climbed.escalations['breach:contact']).toMatchObject({ status: 'open', level: 2 });
  await repair.act(supervisor, 'acknowledge', { escalation: 'breach:contact' });
  await repair.act(dispatcher, 'respond');
  const [wait] = climbed.state.parts.waits;
  await rig.pass(wait!.from + 5 * days + minutes - (await rig.now()));
  const capped = await readCase(prisma, repair.caseId);
  expect(capped.state.parts.capReachedAt).toBe(wait!.from + 120 * hours);
  expect(capped.events.map((e) => e.type).filter((t) => t === 'parts_wait_started')).toHaveLength(1);
  expect(await prisma.step.count({ where: { caseId: repair.caseId } })).toBe(capped.seq);
  await repair.act(supervisor, 'acknowledge', { escalation: 'parts_cap' });
});

test('the same key twice at once is one step; two people at once are two; a step seen too early is refused', async () => {
  const { cases, people, prisma } = rig;
  const { dispatcher, agent } = people;
  const repair = await cases.open({ policy: 'security-projects-chongqing', facts: { region: 'outside' } });
  const [a, b] = await Promise.all([
    repair.act(dispatcher, 'note', { text: text('一') }, { key: 'k' }),
    repair.act(dispatcher, 'note', { text: text('一') }, { key: 'k' }),
  ]);
  expect(a).toEqual(b);
  const outcomes = await Promise.all([
    repair.act(dispatcher, 'respond', {}, { key: 'r1', expectedSeq: a.seq }).catch((e: { code: string }) => e.code),
    repair.act(agent, 'respond', {}, { key: 'r2', expectedSeq: a.seq }).catch((e: { code: string }) => e.code),
  ]);
  expect(outcomes.filter((o) => o === 'stale_version')).toHaveLength(1);
  const read = await readCase(prisma, repair.caseId);
  expect(read.state.notes).toHaveLength(1);
  expect(read.seq).toBe(a.seq + 1);
});

test('received in time and accepted late takes the breach back; out of order is judged by receipt', async () => {
  const { cases, people, prisma } = rig;
  const repair = await cases.open({ policy: 'security-projects-chongqing', facts: { region: 'outside', level: 'L1' } });
  // Nothing in this history shows why it was accepted late.
  rig.explain(repair.caseId, 'backdated');
  await rig.pass(12 * minutes);
  const broken = await readCase(prisma, repair.caseId);
  expect(broken.clocks.response!.status).toBe('breached');
  await repair.act(
    people.dispatcher,
    'respond',
    {},
    { receivedAt: new Date(repair.openedAt + 10 * minutes).toISOString() },
  );
  await rig.settled();
  const after = await readCase(prisma, repair.caseId);
  expect(after.clocks.response).toMatchObject({ status: 'met', metAt: repair.openedAt + 10 * minutes });
  expect(after.clocks.response!.breachedAt).toBeUndefined();
  expect(after.escalations['breach:response']).toMatchObject({ status: 'settled', endedBecause: 'system_was_slow' });
  expect(after.breached).toBe(false);
  for (const receivedAt of [repair.openedAt - 1, (await rig.now()) + 60_000])
    await expect(
      repair.act(people.dispatcher, 'respond', {}, { receivedAt: new Date(receivedAt).toISOString() }),
    ).rejects.toMatchObject({ code: 'time_refused' });
});

test('a cancel request from outside and a wrong role change nothing', async () => {
  const { cases, people, prisma } = rig;
  const repair = await cases.open({ policy: 'security-projects-chongqing', facts: { region: 'outside', level: 'L1' } });
  await repair.handle.cancel();
  rig.explain(repair.caseId, 'cancelled_by_hand');
  await rig.pass(11 * minutes);
  expect((await repair.handle.describe()).status.name).toBe('RUNNING');
  expect((await readCase(prisma, repair.caseId)).escalations['breach:response']).toMatchObject({
    status: 'open',
    people: ['supervisor'],
  });
  await expect(repair.act(people.auditor, 'respond')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(repair.act(people.otherEngineer, 'respond')).rejects.toMatchObject({ code: 'forbidden' });
  await repair.act(people.supervisor, 'acknowledge', { escalation: 'breach:response' });
  await repair.act(people.dispatcher, 'cancel', { reason: text('撤销') });
  expect(await repair.handle.result()).toMatchObject({ status: 'cancelled' });
});

test('E-1.2-a: a due time in a year that is not announced is provisional, and is reckoned anew when the year comes', async () => {
  const { cases, people, prisma } = rig;
  const unknown = calendarSnapshots('Asia/Shanghai', 2026, 2027)['CN-WORK']!;
  const year = new Date(await rig.now()).getUTCFullYear();
  const repair = await cases.open({
    policy: 'electronics-send-in',
    facts: {
      channel: 'send_in',
      purchaseDateKnown: true,
      inWarranty: true,
      qualityProblem: true,
      trackingNoKnown: true,
    },
    adapt: (input) => {
      const key = Object.keys(input.policy.calendars).find((k) => input.policy.calendars[k]!.id === unknown.id)!;
      const calendar = { ...input.policy.calendars[key]!, knownYears: [year - 1] };
      return { ...input, policy: { ...input.policy, calendars: { ...input.policy.calendars, [key]: calendar } } };
    },
  });
  await repair.act(people.dispatcher, 'receiveDevice', { ticketNo: 'T' });
  const before = (await readCase(prisma, repair.caseId)).clocks.repair!;
  expect(before.provisional).toBe(true);
  const nextDays = Array.from({ length: 20 }, (_, i) =>
    new Date(repair.openedAt + i * days + 8 * hours).toISOString().slice(0, 10),
  );
  const imported = {
    ...unknown,
    version: 'next',
    knownYears: [year, year + 1],
    days: Object.fromEntries(nextDays.slice(1, 8).map((d) => [d, 'off' as const])),
  };
  await repair.handle.signal('calendarYear', imported);
  await repair.handle.signal('calendarYear', imported);
  await rig.pass(1 * minutes);
  const after = await readCase(prisma, repair.caseId);
  expect(after.clocks.repair).toMatchObject({ status: 'running', provisional: false });
  expect(after.clocks.repair!.dueAt!).toBeGreaterThan(before.dueAt!);
  expect(after.events.filter((e) => e.type === 'calendar_year_imported')).toHaveLength(1);
});

test('an action that reaches a case together with its start is taken after the opening', async () => {
  const { cases, people, prisma, env } = rig;
  let input: RepairInput | undefined;
  const first = await cases.open({
    policy: 'security-projects-chongqing',
    facts: { region: 'outside' },
    adapt: (given) => (input = given),
  });
  const { taskQueue } = await first.handle.describe();
  const caseId = `${first.caseId}-at-once`;
  const outcome: ActionOutcome = await env.client.workflow.executeUpdateWithStart('respond', {
    startWorkflowOperation: new WithStartWorkflowOperation('repair', {
      workflowId: caseId,
      taskQueue,
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [{ ...input!, caseId }],
    }),
    updateId: 'at-once',
    args: [
      {
        payload: { by: 'phone' },
        actor: people.dispatcher,
        requestId: 'at-once',
        receivedAt: input!.receivedAt,
        fingerprint: 'f',
      },
    ],
  });
  const steps = await prisma.step.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
  expect(steps.slice(0, 2).map((s) => s.causeName)).toEqual(['open', 'respond']);
  expect(outcome.status).toBe('contacted');
});
