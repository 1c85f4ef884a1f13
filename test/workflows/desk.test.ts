/** A supervisor's desk: floods in one digest, a reminder, the deputy; and it is cleared when somebody answers. */
import type { WorkflowHandle } from '@temporalio/client';
import type { DeskEntry } from '../../activities/contract';
import { text, type TestCase } from '../rig/case-driver';
import { mailsTo } from '../rig/reading';
import { hours, minutes, startRig, type Rig } from '../rig/time-skipping';

let rig: Rig;
beforeAll(async () => void (rig = await startRig('desk')));
afterAll(() => rig.close());

test('twelve escalations in a few minutes come in one digest; silence is reminded of after 2 h and told to the deputy after 4 h', async () => {
  const { cases, people, mailbox, prisma, env } = rig;
  await prisma.duty.updateMany({ where: { personId: 'supervisor' }, data: { deputyId: 'secondSupervisor' } });
  const opened: TestCase[] = [];
  for (let i = 0; i < 12; i++) {
    const repair = await cases.open({
      policy: 'security-projects-chongqing',
      facts: { level: 'L3', region: 'outside' },
    });
    await repair.act(people.dispatcher, 'respond');
    // Assigned at once: begun in an evening, the promise to dispatch on the same day would break on the way.
    await repair.act(people.dispatcher, 'assign', { engineerId: people.engineer.id });
    await repair.act(people.engineer, 'raise', { ladder: 'supervisor', reason: text('缺人手') });
    opened.push(repair);
  }
  await rig.pass(11 * minutes);
  const desk: WorkflowHandle = env.client.workflow.getHandle('desk-supervisor');
  const lying = async (): Promise<DeskEntry[]> => desk.query<DeskEntry[]>('desk');
  expect(await lying()).toHaveLength(12);
  const subjects = () => mailsTo(mailbox, 'supervisor').filter((s) => !opened.some((c) => s.includes(c.caseId)));
  expect(subjects()).toHaveLength(1);
  const [digest] = await prisma.notice.findMany({ where: { template: 'supervisor_digest' } });
  expect((digest!.params as { entries: unknown[] }).entries).toHaveLength(12);

  for (const repair of opened.slice(0, 10)) {
    const [escalation] = await prisma.escalation.findMany({ where: { caseId: repair.caseId, status: 'open' } });
    await repair.act(people.supervisor, 'acknowledge', { escalation: escalation!.key });
  }
  await rig.pass(5 * minutes);
  expect(await lying()).toHaveLength(2);

  await rig.pass(2 * hours);
  const reminders = await prisma.notice.findMany({
    where: { template: 'supervisor_reminder', to: 'person:supervisor' },
  });
  expect(reminders.map((r) => (r.params as { entries: unknown[] }).entries.length)).toEqual([2]);
  await rig.pass(2 * hours);
  expect(mailsTo(mailbox, 'secondSupervisor')).toHaveLength(1);

  for (const repair of opened.slice(10)) {
    const open = await prisma.escalation.findMany({ where: { caseId: repair.caseId, status: 'open' } });
    for (const { key } of open) await repair.act(people.supervisor, 'acknowledge', { escalation: key });
  }
  await rig.pass(1 * minutes);
  expect(await lying()).toEqual([]);
});
