/** Callbacks with retries until the customer is satisfied; loaners with two approvals, deposit and agreement. */
import { text } from '../rig/case-driver';
import { mailsTo, readCase } from '../rig/reading';
import { hours, minutes, startRig, type Rig } from '../rig/time-skipping';

let rig: Rig;
beforeAll(async () => void (rig = await startRig('callbacks')));
afterAll(() => rig.close());

test('S-5.12-b C-IOT-6.1-b: nobody answers three times, a supervisor is told; dissatisfied the work goes on until the customer is satisfied', async () => {
  const { cases, people, prisma } = rig;
  const { dispatcher, engineer, supervisor } = people;
  const repair = await cases.open({
    policy: 'security-projects-chongqing',
    facts: { channel: 'carry_in', contractActive: true },
  });
  const mend = async (ticketNo: string): Promise<void> => {
    await repair.act(dispatcher, 'receiveDevice', {
      ticketNo,
      checklist: ['fault_tested', 'register_entry', 'repair_ticket'],
    });
    await repair.act(engineer, 'diagnose', { finding: text('电源') });
    await repair.act(engineer, 'complete', { resolved: true, tested: true });
    await repair.act(dispatcher, 'handBack', { ticketNo, checklist: ['valid_ticket'] });
  };
  await repair.act(dispatcher, 'respond');
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id });
  await mend('T-1');
  const call = (payload: object) => repair.act(dispatcher, 'callBack', { callback: 'follow_up', ...payload });
  await call({ reached: false });
  await rig.pass(4 * hours + minutes);
  expect(await prisma.notice.count({ where: { caseId: repair.caseId, template: 'callback_due' } })).toBe(1);
  await call({ reached: false });
  await rig.pass(4 * hours + minutes);
  await call({ reached: false });
  await rig.settled();
  const unreached = await readCase(prisma, repair.caseId);
  expect(unreached.escalations['callback:callback_follow_up']).toMatchObject({
    status: 'open',
    people: ['supervisor'],
  });
  await repair.act(supervisor, 'acknowledge', { escalation: 'callback:callback_follow_up' });
  await expect(call({ reached: true })).rejects.toMatchObject({ code: 'invalid_request' });
  await call({ reached: true, satisfied: false });
  await rig.settled();
  const follow = await readCase(prisma, repair.caseId);
  expect(follow).toMatchObject({ status: 'assessed' });
  expect(follow.clocks.callback_follow_up!.status).toBe('met');
  expect(follow.state.facts).toMatchObject({ resolved: false });

  await mend('T-2');
  await call({ reached: true, satisfied: true });
  await rig.settled();
  const closed = await readCase(prisma, repair.caseId);
  expect(closed).toMatchObject({ status: 'closed', breached: false });
  expect(closed.clocks['callback_follow_up#2']!.status).toBe('met');
  expect(closed.state.outcome).toMatchObject({ round: 2 });

  await repair.act(dispatcher, 'reopen', { reason: text('又坏了') });
  expect((await readCase(prisma, repair.caseId)).clocks['response#2']).toMatchObject({ status: 'running' });
  await repair.act(dispatcher, 'cancel', { reason: text('客户取消') });
  expect(await repair.handle.result()).toMatchObject({ status: 'cancelled' });
});

test('S-4.5-e S-4.5-f S-4.5-g R-APPROVE: a loaner needs the manager, then the deputy general manager, deposit and agreement; nobody approves twice', async () => {
  const { cases, people, prisma } = rig;
  const { dispatcher, engineer, manager, deputyGm, warehouse } = people;
  const repair = await cases.open({
    policy: 'security-projects-chongqing',
    facts: { channel: 'carry_in', contractActive: true },
  });
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id });
  await repair.act(engineer, 'requestLoaner', { reason: text('银行网点') });
  const approve = { decision: 'approved' };
  await expect(repair.act(deputyGm, 'decideLoaner', { ...approve, duty: 'deputy_gm_logistics' })).rejects.toMatchObject(
    { code: 'invalid_request' },
  );
  await expect(
    repair.act(deputyGm, 'decideLoaner', { ...approve, duty: 'customer_centre_manager' }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  const both = { ...manager, duties: ['customer_centre_manager', 'deputy_gm_logistics'] };
  await repair.act(both, 'decideLoaner', { ...approve, duty: 'customer_centre_manager' });
  await rig.settled();
  expect(mailsTo(rig.mailbox, 'deputyGm').some((s) => s.includes(repair.caseId))).toBe(true);
  await expect(repair.act(both, 'decideLoaner', { ...approve, duty: 'deputy_gm_logistics' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(
    repair.act(warehouse, 'issueLoaner', { unitId: 'U-1', depositFen: 1, agreementSigned: true }),
  ).rejects.toMatchObject({ code: 'requirement_missing' });
  await repair.act(deputyGm, 'decideLoaner', { ...approve, duty: 'deputy_gm_logistics' });
  await expect(
    repair.act(warehouse, 'issueLoaner', { unitId: 'U-1', depositFen: 0, agreementSigned: true }),
  ).rejects.toMatchObject({ code: 'requirement_missing' });
  await expect(
    repair.act(warehouse, 'issueLoaner', { unitId: 'U-1', depositFen: 1, agreementSigned: false }),
  ).rejects.toMatchObject({ code: 'requirement_missing' });
  await repair.act(warehouse, 'issueLoaner', { unitId: 'U-1', depositFen: 50_000, agreementSigned: true });
  await expect(repair.act(dispatcher, 'cancel', { reason: text('撤销') })).rejects.toMatchObject({
    code: 'requirement_missing',
  });
  await repair.act(warehouse, 'returnLoaner');
  expect((await readCase(prisma, repair.caseId)).state.loaner).toMatchObject({
    status: 'returned',
    depositFen: 50_000,
  });
  await repair.act(dispatcher, 'cancel', { reason: text('撤销') });
});
