/** Waiting for parts in the workshop: 120 hours over all waits of a case, then the case leaves the wait by itself. */
import { text } from '../rig/case-driver';
import { mailsTo, readCase } from '../rig/reading';
import { days, hours, minutes, startRig, type Rig } from '../rig/time-skipping';

let rig: Rig;
beforeAll(async () => void (rig = await startRig('parts')));
afterAll(() => rig.close());

const items = [{ partNo: 'P-1', quantity: 1 }];

test('N-2.6-3a N-2.6-3b R-CAP R-PAUSE N-2.4-2b: two waits, the cap at exactly 120 h in sum, the supervisor told, another wait refused', async () => {
  const { cases, people, prisma } = rig;
  const { dispatcher, engineer, warehouse, supervisor } = people;
  const repair = await cases.open({
    policy: 'auto-equipment-nanjing',
    facts: { channel: 'carry_in', soldByUs: true, inWarranty: true, proofShown: true, functionalFault: true },
  });
  await repair.act(dispatcher, 'respond');
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id });
  await repair.act(warehouse, 'receiveDevice', { ticketNo: 'T-1' });
  await rig.pass(2 * hours);
  await repair.act(engineer, 'waitForParts', { items });
  await rig.pass(50 * hours);
  await repair.act(warehouse, 'receiveParts', { correct: false });
  await rig.pass(10 * hours);
  await repair.act(warehouse, 'receiveParts', {});
  await rig.pass(3 * hours);
  await repair.act(engineer, 'waitForParts', { items });
  const [first, second] = (await readCase(prisma, repair.caseId)).state.parts.waits;
  const capAt = second!.from + 120 * hours - (first!.to! - first!.from);

  await rig.pass(capAt - minutes - (await rig.now()));
  expect((await readCase(prisma, repair.caseId)).status).toBe('waiting_parts');
  expect(mailsTo(rig.mailbox, 'supervisor')).toEqual([]);
  await rig.pass(2 * minutes);

  const after = await readCase(prisma, repair.caseId);
  expect(after.status).toBe('in_repair');
  expect(after.state.parts).toMatchObject({ capReachedAt: capAt });
  expect(after.state.parts.waits.reduce((sum, w) => sum + w.to! - w.from, 0)).toBe(120 * hours);
  expect(after.state.parts.waits[1]).toMatchObject({ to: capAt, ended: 'cap' });
  expect(after.escalations.parts_cap).toMatchObject({
    status: 'open',
    role: 'service_manager',
    people: ['supervisor'],
  });
  expect(mailsTo(rig.mailbox, 'supervisor')).toHaveLength(1);
  expect(after.clocks.bench).toMatchObject({ status: 'running' });
  expect(mailsTo(rig.mailbox, 'dispatcher').length).toBeGreaterThan(0);

  await expect(repair.act(engineer, 'waitForParts', { items })).rejects.toMatchObject({
    code: 'parts_cap',
    problem: { allowed: expect.arrayContaining(['useStockUnit', 'sendToMaker']) },
  });
  await repair.act(supervisor, 'acknowledge', { escalation: 'parts_cap' });
  await repair.act(warehouse, 'useStockUnit', { serialNo: 'NEW-1' });
  await rig.pass(30 * minutes);
  await repair.act(engineer, 'complete', { resolved: true, tested: true });
  await rig.settled();
  const repaired = await readCase(prisma, repair.caseId);
  expect(repaired.clocks.bench!.status).toBe('met');
  expect(repaired.clocks.bench!.dueAt).toBe(
    Date.parse(repaired.events.find((e) => e.type === 'device_received')!.at) + 24 * hours + 120 * hours,
  );
});

test('N-2.6-3b: a case that is closed while it waits is not told of the cap any more', async () => {
  const { cases, people, prisma } = rig;
  const { dispatcher, engineer, supervisor } = people;
  const repair = await cases.open({
    policy: 'auto-equipment-nanjing',
    facts: { soldByUs: true, inWarranty: true, proofShown: true, functionalFault: true },
  });
  await repair.act(dispatcher, 'respond');
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id });
  await repair.act(engineer, 'arrive');
  await repair.act(engineer, 'waitForParts', { items });
  await repair.act(supervisor, 'close', { reason: text('客户自行购买新机') });
  await rig.pass(6 * days);
  const closed = await readCase(prisma, repair.caseId);
  expect(closed.status).toBe('closed');
  expect(closed.state.parts.waits).toMatchObject([{ ended: 'not_needed' }]);
  expect(closed.escalations).toEqual({});
});
