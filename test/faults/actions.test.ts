/** Actions that come twice, at once, in the wrong order, on an old view, or with content that nothing can hold. */
import { Refused, text, type TestCase } from '../rig/case-driver';
import { nothingLost } from './nothing-lost';
import { startFaultRig, until, windows, type FaultRig } from './rig';

let rig: FaultRig;
beforeAll(async () => void (rig = await startFaultRig('actions')));
afterAll(() => rig.close());

const policy = 'demo-quick-repair';
const open = (seconds: Record<string, number> = {}): Promise<TestCase> =>
  rig.cases.open({ policy, adapt: windows(seconds) });
const end = async (repair: TestCase): Promise<void> => {
  await repair.act(rig.people.dispatcher, 'cancel', { reason: text('演示结束') });
  await repair.handle.result();
};
const refusal = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refused ? error.code : String(error)),
  );

test('ten times the same key is one step, one mail and one answer, also after the case has ended', async () => {
  const { dispatcher, engineer } = rig.people;
  const repair = await open();
  const assign = () => repair.act(dispatcher, 'assign', { engineerId: engineer.id }, { key: 'click' });
  const outcomes = await Promise.all(Array.from({ length: 10 }, assign));
  expect(new Set(outcomes.map((o) => JSON.stringify(o))).size).toBe(1);
  await end(repair);
  expect(await assign()).toEqual(outcomes[0]);
  const steps = await nothingLost(rig, repair.caseId);
  expect(steps.filter((s) => s.cause.name === 'assign')).toHaveLength(1);
  expect(steps.flatMap((s) => s.notices).filter((n) => n.template === 'job_assigned')).toHaveLength(1);
});

test('a repeated key crosses continue-as-new with its first answer', async () => {
  const { dispatcher, engineer } = rig.people;
  const repair = await open({ response: 600 });
  const first = await repair.act(dispatcher, 'assign', { engineerId: engineer.id }, { key: 'click' });
  const { runId } = await repair.handle.describe();
  await repair.handle.signal('renew');
  await until('the next run', async () => (await repair.handle.describe()).runId !== runId);
  const again = await repair.act(dispatcher, 'assign', { engineerId: engineer.id }, { key: 'click' });
  expect(again).toEqual(first);
  expect(await rig.prisma.step.count({ where: { caseId: repair.caseId, causeName: 'assign' } })).toBe(1);
  await end(repair);
  const seqs = await rig.prisma.step.findMany({ where: { caseId: repair.caseId }, orderBy: { seq: 'asc' } });
  expect(seqs.map((s) => s.seq)).toEqual(seqs.map((_, index) => index + 1));
});

test('of two dispatchers who assign at once one wins, and the other is told why', async () => {
  const { dispatcher, supervisor, engineer, otherEngineer } = rig.people;
  const repair = await open();
  const answers = await Promise.all([
    refusal(repair.act(dispatcher, 'assign', { engineerId: engineer.id })),
    refusal(repair.act(supervisor, 'assign', { engineerId: otherEngineer.id })),
  ]);
  expect(answers.sort()).toEqual(['accepted', 'invalid_request']);
  await end(repair);
  const steps = await nothingLost(rig, repair.caseId);
  const [assigned] = steps.filter((s) => s.cause.name === 'assign');
  const shown = await rig.prisma.case.findUniqueOrThrow({ where: { id: repair.caseId } });
  expect(shown.engineerId).toBe(assigned!.head.engineerId);
});

test('an action decided on an older view of the case is refused, with the step at which the case is', async () => {
  const { dispatcher, engineer } = rig.people;
  const repair = await open();
  const { seq } = await repair.act(dispatcher, 'respond', {});
  const stale = repair.act(dispatcher, 'assign', { engineerId: engineer.id }, { expectedSeq: seq - 1 });
  await expect(stale).rejects.toMatchObject({ code: 'stale_version', problem: { allowed: seq } });
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id }, { expectedSeq: seq });
  await end(repair);
  await nothingLost(rig, repair.caseId);
});

test('R-ESC: a response received in time but accepted after the deadline takes the breach back and settles it', async () => {
  const { dispatcher } = rig.people;
  const repair = await open({ response: 2 });
  const receivedAt = new Date(repair.openedAt + 1000).toISOString();
  const breach = () =>
    rig.prisma.escalation.findFirst({
      where: { caseId: repair.caseId, key: 'breach:response', people: { isEmpty: false } },
    });
  await until('the breach was told', async () => (await breach()) ?? undefined);
  await repair.act(dispatcher, 'note', { text: text('已联系') });
  await repair.act(dispatcher, 'respond', {}, { receivedAt });
  const clock = await rig.prisma.clock.findUniqueOrThrow({
    where: { caseId_key: { caseId: repair.caseId, key: 'response' } },
  });
  expect(clock).toMatchObject({ status: 'met', breachedAt: null });
  expect(clock.metAt!.toISOString()).toBe(receivedAt);
  expect(await breach()).toMatchObject({ status: 'settled', endedBecause: 'system_was_slow' });
  await end(repair);
  await nothingLost(rig, repair.caseId);
});

test('a receipt before the case began, in the future, or that is no time at all is refused', async () => {
  const { dispatcher } = rig.people;
  const repair = await open();
  const at = (receivedAt: string) => refusal(repair.act(dispatcher, 'respond', {}, { receivedAt }));
  expect(await at(new Date(repair.openedAt - 1).toISOString())).toBe('time_refused');
  expect(await at(new Date(Date.now() + 60_000).toISOString())).toBe('time_refused');
  expect(await at('yesterday')).not.toBe('accepted');
  await end(repair);
  await nothingLost(rig, repair.caseId);
});

test('a step that the database can never take is left out with an alarm, and the case goes on', async () => {
  const { dispatcher, engineer } = rig.people;
  const repair = await open();
  // PostgreSQL holds no NUL in a text.
  const spoiled = { text: { id: 'text\u0000', sha256: text('').sha256 } };
  const outcome = await repair.act(dispatcher, 'note', spoiled);
  expect(outcome).toMatchObject({ seq: 2, recorded: false });
  expect(await repair.act(dispatcher, 'assign', { engineerId: engineer.id })).toMatchObject({ seq: 3, recorded: true });
  const alarm = await until(
    'an alarm',
    async () =>
      (await rig.prisma.alarm.findFirst({ where: { caseId: repair.caseId, kind: 'unrecorded_step' } })) ?? undefined,
  );
  expect(alarm.detail).toMatchObject({ seq: 2, reason: 'Unrecordable' });
  await end(repair);
  await nothingLost(rig, repair.caseId, { unrecorded: [2] });
});

test('nonsense is refused and wedges nothing', async () => {
  const { dispatcher, supervisor, engineer, auditor } = rig.people;
  const repair = await open();
  const act = (actor = dispatcher, name: string, payload: unknown) => refusal(repair.act(actor, name, payload));
  for (const payload of [null, 7, 'x', [], { engineerId: 7 }, { engineerId: '' }, { engineerId: 'e', more: 1 }])
    expect([payload, await act(dispatcher, 'assign', payload)]).toEqual([payload, 'invalid_request']);
  expect(await act(auditor, 'assign', { engineerId: 'e' })).toBe('forbidden');
  expect(await act(dispatcher, 'noSuchAction', {})).not.toBe('accepted');
  expect(await act(supervisor, 'acknowledge', { escalation: 'none' })).toBe('not_found');
  expect(await act(supervisor, 'acknowledge', { escalation: '__proto__' })).toBe('invalid_request');
  const extend = (clock: string, by: string) => act(supervisor, 'extend', { clock, by, reason: text('a') });
  expect(await extend('constructor', 'PT1H')).not.toBe('accepted');
  expect(await extend('response', 'PT9999999999999H')).not.toBe('accepted');
  // What lies beyond the calendar is refused as a whole: the case goes on from where it was.
  expect(await extend('response', 'P3000000D')).not.toBe('accepted');
  expect(await act(dispatcher, 'assign', { engineerId: engineer.id })).toBe('accepted');
  await act(dispatcher, 'schedule', { at: '9999-12-31T23:59:59Z', customerRequested: true });
  await end(repair);
  const steps = await nothingLost(rig, repair.caseId);
  expect(steps.map((s) => s.cause.name).filter((name) => name !== 'schedule')).toEqual(['open', 'assign', 'cancel']);
});
