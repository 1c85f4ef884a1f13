/** A mail server that asks everybody to come back later for hours (451): nothing is lost, nothing comes twice. */
import { hours, minutes, startRig, type Rig } from '../rig/time-skipping';

let rig: Rig;
beforeAll(async () => void (rig = await startRig('refused')));
afterAll(() => rig.close());

test('a mail refused for five hours is sent once when the server takes it, and the case went on meanwhile', async () => {
  const { cases, prisma, mailbox, people, env } = rig;
  mailbox.refuse([{ kind: 'temporary' }]);
  const repair = await cases.open({
    policy: 'security-projects-chongqing',
    facts: { level: 'L1', region: 'main_nine_districts' },
  });
  await env.sleep(1 * hours);
  expect(await repair.act(people.dispatcher, 'respond', {})).toMatchObject({ recorded: true, status: 'contacted' });
  await env.sleep(4 * hours);

  const first = { caseId: repair.caseId, template: 'escalation_raised' };
  const waiting = await prisma.notice.findFirstOrThrow({ where: first });
  expect(waiting.status).toBe('pending');
  // Each wait is twice the last, up to a quarter of an hour.
  expect(waiting.attempts).toBeGreaterThan(15);
  expect(waiting.attempts).toBeLessThan(60);
  expect(mailbox.list()).toHaveLength(0);

  mailbox.refuse([]);
  await rig.pass(30 * minutes);
  // The case's own and those of the supervisor's desk, which reminded in vain.
  const notices = await prisma.notice.findMany({ where: { status: { not: 'nobody' } } });
  expect(notices.filter((n) => n.status !== 'sent')).toEqual([]);
  const arrived = mailbox.list().map((mail) => mail.messageId);
  expect(arrived.sort()).toEqual(notices.map((n) => n.messageId).sort());
});
