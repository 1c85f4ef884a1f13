/** A device is sent in: quote, remittance that stops the working days, shipped back. */
import { readCase } from '../rig/reading';
import { text } from '../rig/case-driver';
import { days, hours, startRig, type Rig } from '../rig/time-skipping';

let rig: Rig;
beforeAll(async () => void (rig = await startRig('send-in')));
afterAll(() => rig.close());

test('E-3.2-b E-3.2-c E-3.2-d R-E-QUOTEPAUSE R-E-BOTH E-m4.4-a: no work before consent and slip; both clocks wait from the quote to the slip', async () => {
  const { cases, people, prisma } = rig;
  const { dispatcher, agent, engineer, warehouse } = people;
  const repair = await cases.open({
    policy: 'electronics-send-in',
    facts: { channel: 'send_in', purchaseDateKnown: true, inWarranty: false, trackingNoKnown: true },
  });
  await repair.act(agent, 'respond', { by: 'email', opinion: text('请寄回') });
  await repair.act(agent, 'passToLead');
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id });
  await repair.act(warehouse, 'receiveDevice', {
    ticketNo: 'T-9',
    accessories: text('电源'),
    checklist: ['accessories_listed'],
  });
  const before = (await readCase(prisma, repair.caseId)).clocks;
  await repair.act(engineer, 'diagnose', { finding: text('进水'), humanDamage: true });
  await expect(repair.act(engineer, 'complete', { resolved: true, tested: true })).rejects.toMatchObject({
    code: 'requirement_missing',
  });
  await repair.act(engineer, 'quote', {
    lines: [
      { fee: 'labour', unitFen: 8_000 },
      { fee: 'return_freight', unitFen: 1_200 },
    ],
  });
  await rig.pass(4 * days);
  await repair.act(agent, 'answerQuote', { accepted: true, by: 'email' });
  await expect(repair.act(engineer, 'complete', { resolved: true, tested: true })).rejects.toMatchObject({
    code: 'illegal_transition',
  });
  await rig.pass(10 * days);
  const paused = await readCase(prisma, repair.caseId);
  expect(paused).toMatchObject({ status: 'waiting_customer', breached: false });
  expect(paused.clocks).toMatchObject({ repair: { status: 'paused' }, ship: { status: 'paused' } });
  await expect(repair.act(agent, 'remit', { amountFen: 9_199, slipNo: 'S' })).rejects.toMatchObject({
    code: 'invalid_request',
  });
  await repair.act(agent, 'remit', { amountFen: 9_200, slipNo: 'S-1' });
  const after = (await readCase(prisma, repair.caseId)).clocks;
  expect(after.repair).toMatchObject({ status: 'running' });
  expect(after.repair!.dueAt!).toBeGreaterThan(before.repair!.dueAt! + 13 * days - 4 * days);
  // Fourteen days and a moment: the date that is reached counts to its end (R-DAYEND).
  expect(after.ship!.dueAt).toBe(before.ship!.dueAt! + 15 * days);
  await rig.pass(2 * hours);
  await repair.act(engineer, 'complete', { resolved: true, tested: true });
  await repair.act(agent, 'announceReady');
  await repair.act(warehouse, 'shipBack', { trackingNo: 'SF-2' });
  await rig.settled();
  const shipped = await readCase(prisma, repair.caseId);
  expect(shipped).toMatchObject({ status: 'closed', breached: false });
  expect(shipped.clocks).toMatchObject({ repair: { status: 'met' }, ship: { status: 'met' } });
  await rig.pass(8 * days);
  expect((await readCase(prisma, repair.caseId)).status).toBe('completed');
});
