/** One action through all layers, and one timer that nobody answered. */
import { hours, minutes, startRig, type Rig } from '../rig/time-skipping';

let rig: Rig;
beforeAll(async () => void (rig = await startRig('first')));
afterAll(() => rig.close());

test('S-5.16-1b: a level 1 fault that nobody answers within 10 minutes is escalated by mail at that instant', async () => {
  const { cases, prisma, mailbox, people } = rig;
  const repair = await cases.open({
    policy: 'security-projects-chongqing',
    facts: { level: 'L1', region: 'main_nine_districts' },
  });
  await rig.pass(11 * minutes);

  const clock = await prisma.clock.findUniqueOrThrow({
    where: { caseId_key: { caseId: repair.caseId, key: 'response' } },
  });
  expect(clock.status).toBe('breached');
  expect(clock.breachedAt!.getTime()).toBe(repair.openedAt + 10 * minutes);
  const escalation = await prisma.escalation.findFirstOrThrow({ where: { caseId: repair.caseId } });
  expect(escalation).toMatchObject({ level: 1, role: 'department_supervisor', status: 'open', people: ['supervisor'] });
  const [mail] = mailbox.list({ to: 'supervisor@dept.example' });
  expect(mail?.subject).toContain(repair.caseId);

  await repair.act(people.supervisor, 'acknowledge', { escalation: escalation.key });
  await repair.act(people.dispatcher, 'respond', { by: 'phone' });
  await rig.pass(1 * hours);
  const after = await prisma.case.findUniqueOrThrow({ where: { id: repair.caseId } });
  expect(after).toMatchObject({ status: 'contacted', breached: true });
  const climbed = mailbox.list({ to: 'manager@dept.example' }).filter(({ subject }) => subject.includes('response'));
  expect(climbed).toEqual([]);
});
