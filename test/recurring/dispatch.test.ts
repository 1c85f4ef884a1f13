/**
 * A dispatcher's day on real parts: the plan of the next day is drafted, published as mail and calendar file, left-over
 * jobs go first, the table is sent, missing record sheets are chased (issue 6 point 1; N-2.6-2a, N-2.6-2b, S-5.10-a, S-5.15).
 */
import type { DraftOutcome } from '../../activities/dispatch/contract';
import { parseInstant } from '../../domain/time/instant';
import { text, type TestCase } from '../rig/case-driver';
import { hours, startRig, type Rig } from '../rig/time-skipping';
import { mailsTo, readCase } from '../rig/reading';

const nanjing = 'auto-equipment-nanjing';
const chongqing = 'security-projects-chongqing';
let rig: Rig;

beforeAll(async () => {
  rig = await startRig('dispatch');
  await rig.prisma.person.update({
    where: { id: 'engineer' },
    data: { regions: ['nanjing'], skills: ['workshop_equipment'] },
  });
  await rig.prisma.person.update({
    where: { id: 'otherEngineer' },
    data: { regions: ['east_china'], qualified: false },
  });
});
afterAll(() => rig.close());

/** Lets the server's clock come to the next time of day at +08:00, on a Tuesday to Thursday. */
async function until(time: string): Promise<string> {
  const now = await rig.now();
  for (let day = 0; day < 9; day++) {
    const date = new Date(now + day * 24 * hours + 8 * hours).toISOString().slice(0, 10);
    const at = parseInstant(`${date}T${time}:00+08:00`);
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    if (at <= now || weekday < 2 || weekday > 4) continue;
    await rig.pass(at - now);
    return new Date(at).toISOString();
  }
  throw new Error('no such time within nine days');
}

function open(policy: string, region: string): Promise<TestCase> {
  return rig.cases.open({ policy, facts: { channel: 'on_site', region, product: 'workshop_equipment' } });
}

/** What a test has done with goes, so that its ladders do not climb through the days of the next one. */
async function end(done: TestCase): Promise<void> {
  await done.act(rig.people.dispatcher, 'cancel', { reason: text('测试结束') });
}

test('N-2.6-2a: drafted, published by the dispatcher; the case has its engineer, who has mail and calendar file', async () => {
  const at = await until('11:00');
  const one = await open(nanjing, 'nanjing');
  await readCase(rig.prisma, one.caseId);
  const draft = await rig.run<DraftOutcome>('draftPlan', { policyId: nanjing, at });
  expect(draft).toMatchObject({ lines: 1, unassigned: 0, leftOver: 0 });
  expect(mailsTo(rig.mailbox, 'dispatcher').some((s) => s.includes('次日派工计划待确认'))).toBe(true);
  const [line] = await rig.prisma.planLine.findMany();
  expect(line).toMatchObject({ caseId: one.caseId, engineerId: 'engineer', leftOver: false });
  const chore = await rig.prisma.chore.findUniqueOrThrow({ where: { key: `plan/${nanjing}/${draft.date}` } });
  expect(chore.dueAt.getTime() - Date.parse(at)).toBe(1 * hours);

  // Drafted again (a run that was made up for): the same plan, not a second one.
  const again = await rig.run<DraftOutcome>('draftPlan', { policyId: nanjing, at });
  expect(again).toMatchObject({ planId: draft.planId, lines: 1 });
  expect(await rig.prisma.plan.count()).toBe(1);

  const published = await rig.run<{ assigned: number }>('publishPlan', {
    planId: draft.planId,
    at: new Date(await rig.now()).toISOString(),
    by: rig.people.dispatcher,
  });
  expect(published).toMatchObject({ assigned: 1, refused: 0, told: 1 });
  expect((await rig.prisma.case.findUniqueOrThrow({ where: { id: one.caseId } })).engineerId).toBe('engineer');
  expect((await rig.prisma.chore.findUniqueOrThrow({ where: { key: chore.key } })).status).toBe('done');
  const [mail] = rig.mailbox.list({ to: 'engineer@dept.example' }).filter((m) => m.subject.includes('次日工作安排'));
  const file = await rig.prisma.file.findFirstOrThrow({ where: { name: { endsWith: '.ics' } } });
  const ics = Buffer.from(file.body).toString('utf8');
  expect(mail).toBeDefined();
  // An event of its own for each day: what one plan takes off leaves the same case's visit of another day alone.
  const uid = `UID:${one.caseId}.${draft.date}@dept.example`;
  expect(ics).toContain(uid);
  expect(ics).toContain(`DTSTART:${line!.startAt!.toISOString().replace(/[-:]|\.000/g, '')}`);

  // Given to somebody else after all: who has it no more is told too, and their calendar takes it out.
  await rig.prisma.planLine.updateMany({ where: { planId: draft.planId }, data: { engineerId: 'otherEngineer' } });
  await rig.prisma.plan.update({ where: { id: draft.planId }, data: { version: { increment: 1 } } });
  const publishAgain = async () =>
    rig.run<{ told: number }>('publishPlan', {
      planId: draft.planId,
      at: new Date(await rig.now()).toISOString(),
      by: rig.people.dispatcher,
    });
  expect((await publishAgain()).told).toBe(2);
  const gone = await rig.prisma.notice.findFirstOrThrow({
    where: { to: 'person:engineer', template: 'plan_published' },
    orderBy: { createdAt: 'desc' },
  });
  expect(gone.params).toMatchObject({ count: 0, entries: [{ caseId: one.caseId, subject: 'visit_gone' }] });
  const cancelled = await rig.prisma.file.findUniqueOrThrow({ where: { id: gone.files[0]! } });
  const withdrawn = Buffer.from(cancelled.body).toString('utf8');
  expect(withdrawn).toContain(uid);
  expect(withdrawn).toMatch(/STATUS:CANCELLED/);
  expect((await publishAgain()).told).toBe(1);
  await end(one);
});

test('N-2.6-2b: the table of movements and callbacks goes to those concerned', async () => {
  const at = await until('12:00');
  // Who was sent to a case that ended this morning is in it.
  expect(await rig.run('movementTable', { policyId: nanjing, at })).toMatchObject({ rows: 1 });
  expect(mailsTo(rig.mailbox, 'supervisor').some((s) => s.includes('人员动向和回访情况表'))).toBe(true);
  const file = await rig.prisma.file.findFirstOrThrow({ where: { name: { endsWith: '.xlsx' } } });
  expect(file.size).toBeGreaterThan(1000);
});

test('S-5.10-a: not dispatched today, it goes to the supervisor and first into the next plan; S-5.15: only qualified', async () => {
  await until('16:00');
  const two = await open(chongqing, 'main_nine_districts');
  await readCase(rig.prisma, two.caseId);
  const at = await until('18:30');
  const outcome = await rig.run<{ leftOver: number }>('endOfDay', { policyId: chongqing, at });
  expect(outcome.leftOver).toBe(1);
  expect(mailsTo(rig.mailbox, 'supervisor').some((s) => s.includes('遗留工作优先派工'))).toBe(true);
  const line = await rig.prisma.planLine.findFirstOrThrow({ where: { caseId: two.caseId } });
  expect(line).toMatchObject({ engineerId: 'engineer', leftOver: true, position: 0 });
  await end(two);
});

test('C-IOT-6.2-c: a record sheet that did not come back on the day is chased until it does', async () => {
  const at = await until('10:00');
  const three = await open(nanjing, 'nanjing');
  const { dispatcher, engineer } = rig.people;
  await three.act(dispatcher, 'respond');
  await three.act(dispatcher, 'assign', { engineerId: 'engineer' });
  await three.act(engineer, 'accept');
  await three.act(engineer, 'depart', { checklist: ['tools', 'parts', 'uniform'] });
  await three.act(engineer, 'arrive', { checklist: ['uniform'] });
  await three.act(engineer, 'endVisit', { briefed: true });
  const evening = await until('18:00');
  expect(Date.parse(evening) - Date.parse(at)).toBe(8 * hours);
  const outcome = await rig.run<{ sheetsMissing: number }>('endOfDay', { policyId: nanjing, at: evening });
  expect(outcome.sheetsMissing).toBe(1);
  expect(mailsTo(rig.mailbox, 'engineer').some((s) => s.includes('当日服务记录单未交'))).toBe(true);
  const due = Date.parse(evening) + 18 * hours;
  await rig.pass(due - (await rig.now()) + 60_000);
  await rig.run('chase', { at: new Date(due + 60_000).toISOString() });
  const late = await rig.prisma.chore.findFirstOrThrow({ where: { kind: 'record_sheet' } });
  expect(late.breachedAt).not.toBeNull();
  await three.act(engineer, 'fileSheet', { amountFen: 0 });
  await rig.run('chase', { at: new Date(due + 16 * 60_000).toISOString() });
  const done = await rig.prisma.chore.findFirstOrThrow({ where: { kind: 'record_sheet' } });
  expect(done).toMatchObject({ status: 'done', doneBy: 'engineer' });
  expect(done.breachedAt).not.toBeNull();
});
