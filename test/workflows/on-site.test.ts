/** A surveillance system in the nine districts is repaired on site: from the call until the case is over. */
import { mailsTo, readCase } from '../rig/reading';
import { text } from '../rig/case-driver';
import { days, hours, minutes, startRig, type Rig } from '../rig/time-skipping';

let rig: Rig;
beforeAll(async () => void (rig = await startRig('on-site')));
afterAll(() => rig.close());

const iso = (at: number): string => new Date(at).toISOString();

test('S-5.1 to S-5.12 C-IOT-2.3-a: call, guidance refused, visit in time, quote with consent, test run, card, callback, closed, completed', async () => {
  const { cases, people, prisma } = rig;
  const { dispatcher, agent, engineer, finance } = people;
  const repair = await cases.open({
    policy: 'security-projects-chongqing',
    facts: { level: 'L2', region: 'main_nine_districts', soldByUs: true },
  });
  await repair.act(agent, 'respond', { by: 'phone' });
  await repair.act(agent, 'guide', { outcome: 'refused' });
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id });
  await repair.act(engineer, 'accept');
  const visitAt = (await rig.now()) + 3 * hours;
  await repair.act(dispatcher, 'completeRecord', { known: ['installDate', 'wish'] });
  await repair.act(dispatcher, 'schedule', { at: iso(visitAt), checklist: ['details_confirmed'] });
  await rig.pass(2 * hours);
  await repair.act(engineer, 'depart', {
    checklist: ['contact_card', 'badge', 'tools', 'kit', 'spare_parts', 'loaner_along'],
  });
  await rig.pass(visitAt - 7 * minutes - (await rig.now()));
  await repair.act(engineer, 'arrive', { checklist: ['identity'] });
  await repair.act(engineer, 'diagnose', {
    finding: text('主板损坏'),
    partNeeded: true,
    damagedParts: ['MB-1'],
    functionalFault: true,
  });
  await expect(repair.act(engineer, 'complete', { resolved: true, tested: true })).rejects.toMatchObject({
    code: 'requirement_missing',
  });
  await repair.act(engineer, 'quote', {
    lines: [{ fee: 'visit_product' }, { fee: 'parts', unitFen: 25_000, partNo: 'MB-1' }],
  });
  await repair.act(engineer, 'answerQuote', { accepted: true, by: 'signature' });
  await repair.act(engineer, 'complete', { resolved: true, tested: true, replacedParts: ['MB-1'] });
  await expect(repair.act(engineer, 'signOff', { signed: true, chargedFen: 35_001 })).rejects.toMatchObject({
    code: 'invalid_request',
  });
  await repair.act(engineer, 'signOff', { signed: true, quality: 5, attitude: 5, chargedFen: 35_000 });
  await repair.act(engineer, 'endVisit', { briefed: true });
  await repair.act(engineer, 'fileSheet', { amountFen: 35_000 });
  await repair.act(engineer, 'reportResult');
  await repair.act(engineer, 'handInMoney', { amountFen: 35_000 });
  await repair.act(finance, 'confirmEntry', { entry: 1 });
  await rig.pass(1 * days);
  await repair.act(dispatcher, 'callBack', { callback: 'follow_up', reached: true, satisfied: true });
  await rig.settled();

  const closed = await readCase(prisma, repair.caseId);
  expect(closed).toMatchObject({ status: 'closed', breached: false });
  expect(closed.state.visit).toMatchObject({ count: 1, tier: 'on_time' });
  expect(closed.state.quote).toMatchObject({ customerFen: 35_000, answer: 'accepted' });
  expect(Object.fromEntries(Object.entries(closed.clocks).map(([k, c]) => [k, c.status]))).toMatchObject({
    response: 'met',
    arrival: 'met',
    dispatch: 'met',
    appointment: 'met',
    sheet: 'met',
    result: 'met',
    money_handed: 'met',
    money_confirmed: 'met',
    callback_follow_up: 'met',
  });
  expect(closed.state.findings ?? []).toEqual([]);
  expect(mailsTo(rig.mailbox, 'engineer')).toEqual([
    expect.stringContaining('派工单'),
    expect.stringContaining('时限预警'),
  ]);

  await expect(repair.act(dispatcher, 'respond')).rejects.toMatchObject({ code: 'case_closed' });
  await rig.pass(8 * days);
  expect((await readCase(prisma, repair.caseId)).status).toBe('completed');
  expect(await repair.handle.result()).toMatchObject({ status: 'completed' });
  await expect(repair.act(dispatcher, 'note', { text: text('迟到的备注') })).rejects.toThrow();
});

test('C-IOT-3.2-b C-IOT-3.2-c S-5.11-a: nobody opens: phone after 5 minutes, neighbours, card, centre; the clock waits until the new time', async () => {
  const { cases, people, prisma } = rig;
  const { dispatcher, engineer } = people;
  const repair = await cases.open({
    policy: 'security-projects-chongqing',
    facts: { region: 'main_nine_districts', contractActive: true },
  });
  await repair.act(dispatcher, 'respond');
  await repair.act(dispatcher, 'assign', { engineerId: engineer.id });
  const visitAt = (await rig.now()) + 5 * hours;
  await repair.act(dispatcher, 'schedule', { at: iso(visitAt) });
  await rig.pass(visitAt - minutes - (await rig.now()));
  await repair.act(engineer, 'arrive', { customerPresent: false });
  await expect(
    repair.act(engineer, 'reportNoShow', { neighboursAsked: true, cardLeft: true, centreTold: true }),
  ).rejects.toMatchObject({ code: 'requirement_missing' });
  await rig.pass(6 * minutes);
  expect((await readCase(prisma, repair.caseId)).clocks.phone_from_door).toMatchObject({
    status: 'waived',
    stoppedBecause: 'reminded',
  });
  await repair.act(engineer, 'phoneFromDoor', { answered: false });
  await repair.act(engineer, 'reportNoShow', { neighboursAsked: true, cardLeft: true, centreTold: true });
  await rig.pass(1 * days);
  const waiting = await readCase(prisma, repair.caseId);
  expect(waiting).toMatchObject({ status: 'assessed', breached: false });
  expect(waiting.clocks).toMatchObject({ appointment: { status: 'met' }, arrival: { status: 'paused' } });
  expect(mailsTo(rig.mailbox, 'supervisor').some((s) => s.includes(repair.caseId))).toBe(true);

  const again = (await rig.now()) + 30 * minutes;
  await repair.act(dispatcher, 'schedule', { at: iso(again) });
  await rig.pass(20 * minutes);
  await repair.act(engineer, 'arrive');
  expect((await readCase(prisma, repair.caseId)).clocks).toMatchObject({
    arrival: { status: 'met' },
    'appointment#2': { status: 'met' },
  });
});
