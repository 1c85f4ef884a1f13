/** Five hundred escalations at once: every first notice is delivered, and the desk tells the rest in a few mails. */
import { text } from '../rig/case-driver';
import { hours, minutes, startRig } from '../rig/time-skipping';
import { nothingLost } from './nothing-lost';
import { inTurns, startFaultRig, until, windows } from './rig';

const flood = 500;
/** How many escalations the digest is tried with. */
const passing = 20;
const policy = 'demo-quick-repair';
const never = 30 * 24 * 3600;

test('on the real server: 500 severe losses at once are 500 first notices, each once, and 500 lines on one desk', async () => {
  const rig = await startFaultRig('flood');
  try {
    const { dispatcher, supervisor } = rig.people;
    const adapt = windows({}, never);
    const cases = await Promise.all(
      Array.from({ length: flood }, () => rig.cases.open({ policy, severeLoss: true, adapt })),
    );
    const delivered = () =>
      rig.prisma.notice.count({ where: { template: 'alert_leadership', to: 'person:supervisor', status: 'sent' } });
    await until('all first notices', async () => (await delivered()) === flood, 240);
    expect(new Set(rig.mail.list({ to: 'supervisor@' }).map((m) => m.messageId)).size).toBe(flood);
    expect(rig.mail.list({ to: 'supervisor@' })).toHaveLength(flood);
    const desk = rig.client.workflow.getHandle('desk-supervisor');
    const lines = async () => (await desk.query<unknown[]>('desk')).length;
    await until('all lines on the desk', async () => (await lines()) === flood, 60);

    await inTurns(cases, 40, async (repair) => {
      await repair.act(supervisor, 'acknowledge', { escalation: 'alert:severe_loss' });
      await repair.act(dispatcher, 'cancel', { reason: text('演示结束') });
      await repair.handle.result();
    });
    await until('an empty desk', async () => (await lines()) === 0, 60);
    await inTurns(cases, 10, ({ caseId }) => nothingLost(rig, caseId));
  } finally {
    await rig.close();
  }
});

test('with time passing: the desk sends one digest and one reminder for a flood, not one a case', async () => {
  const rig = await startRig('digest');
  try {
    // No clock of the cases comes due in between.
    const adapt = windows({ response: never, arrival: never }, never);
    const open = () => rig.cases.open({ policy, severeLoss: true, adapt });
    const where = { template: 'alert_leadership', to: 'person:supervisor', status: 'sent' };
    const told = (many: number) =>
      until(`${many} first notices`, async () => (await rig.prisma.notice.count({ where })) === many, 30);
    for (let n = 0; n < passing; n++) {
      await open();
      await told(n + 1);
    }
    const before = rig.mailbox.list({ to: 'supervisor@' }).length;
    await rig.pass(11 * minutes);
    await rig.pass(2 * hours);
    const desk = await rig.prisma.notice.findMany({ where: { caseId: null }, orderBy: { createdAt: 'asc' } });
    expect(desk.map((n) => [n.template, n.status])).toEqual([
      ['supervisor_digest', 'sent'],
      ['supervisor_reminder', 'sent'],
    ]);
    expect(rig.mailbox.list({ to: 'supervisor@' })).toHaveLength(before + 2);
  } finally {
    await rig.close();
  }
});
