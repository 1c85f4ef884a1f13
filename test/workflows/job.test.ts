/** An installation as a case of its own, on the visit of the repair procedure (N-2.1-3a, N-2.1-3b, N-2.6-1b, N-2.2-1a). */
import { readCase } from '../rig/reading';
import { Refused, text, type TestCase } from '../rig/case-driver';
import { hours, startRig, type Rig } from '../rig/time-skipping';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig('job');
});
afterAll(() => rig.close());

async function install(): Promise<TestCase> {
  const facts = { work: 'installation', channel: 'on_site', region: 'nanjing', recordComplete: true };
  const base = await rig.cases.begin('job', 'auto-equipment-nanjing', facts);
  const input = { ...base, texts: { task: text('安装举升机') }, intake: { source: 'shop', filledBy: 'customer' } };
  return rig.cases.start('job', input);
}

test('no installation is finished before its upkeep was explained and the test run passed; C-IOT-6.1-a: called back, it closes', async () => {
  const { dispatcher, engineer } = rig.people;
  const job = await install();
  await job.act(dispatcher, 'respond');
  await job.act(dispatcher, 'assign', { engineerId: 'engineer' });
  await job.act(engineer, 'accept');
  await job.act(engineer, 'depart', { checklist: ['tools', 'uniform'] });
  await job.act(engineer, 'arrive');
  await expect(job.act(engineer, 'finish', { done: true, tested: true })).rejects.toThrow(Refused);
  await job.act(engineer, 'brief', { topics: ['use', 'upkeep'] });
  await expect(job.act(engineer, 'finish', { done: true })).rejects.toThrow('test run');
  await job.act(engineer, 'finish', { done: true, tested: true });
  await job.act(engineer, 'signOff', { signed: true, quality: 5, attitude: 5 });
  await job.act(engineer, 'endVisit', { briefed: true });
  expect((await readCase(rig.prisma, job.caseId)).clocks.callback_installation).toMatchObject({ status: 'running' });
  await job.act(engineer, 'fileSheet', {});
  await job.act(engineer, 'reportResult');
  await job.act(dispatcher, 'callBack', { callback: 'installation', reached: true, satisfied: true });
  await rig.settled();
  const read = await readCase(rig.prisma, job.caseId);
  expect(read.status).toBe('closed');
  expect(read.clocks.onsite).toMatchObject({ status: 'met' });
  expect(read.events.map((e) => e.type)).toEqual(
    expect.arrayContaining(['installed', 'maintenance_briefed', 'closed']),
  );
  await rig.pass(8 * 24 * hours);
  expect((await readCase(rig.prisma, job.caseId)).status).toBe('completed');
});

test('C-SEC-1.1-b C-SEC-1.3: counted and accepted by both sides; the unit has its warranty from that day', async () => {
  const { dispatcher, engineer, assetId } = rig.people;
  const base = await rig.cases.begin('job', 'security-install-3y', { work: 'installation', channel: 'on_site' });
  const input = { ...base, texts: { task: text('安装录像机') }, intake: { source: 'hotline', filledBy: 'agent' } };
  const job = await rig.cases.start('job', input);
  const sides = { customerSide: text('设备科'), companySide: ['engineer'] };
  await job.act(dispatcher, 'assign', { engineerId: 'engineer' });
  await job.act(engineer, 'depart');
  await job.act(engineer, 'arrive');
  await job.act(engineer, 'checkGoods', { goods: [{ item: 'NVR', listed: 1, counted: 1, sound: true }], ...sides });
  await job.act(engineer, 'finish', { done: true, tested: true });
  await expect(job.act(engineer, 'signOff', { signed: true })).rejects.toThrow('C-SEC-1.3');
  const signed = { accepted: true, signedByCustomer: true, signedByCompany: true, ...sides };
  await job.act(engineer, 'recordAcceptance', signed);
  await job.act(engineer, 'signOff', { signed: true });
  await job.act(engineer, 'endVisit');
  await job.act(dispatcher, 'callBack', { callback: 'installation', reached: true, satisfied: true });
  await rig.settled();
  const read = await readCase(rig.prisma, job.caseId);
  expect(read.status).toBe('closed');
  const { warrantyFrom } = await rig.prisma.asset.findUniqueOrThrow({ where: { id: assetId } });
  const accepted = read.events.find(({ type }) => type === 'acceptance_signed')!;
  expect(warrantyFrom?.toISOString().slice(0, 10)).toBe(
    new Date(Date.parse(accepted.at) + 8 * hours).toISOString().slice(0, 10),
  );
});

test('nobody comes within 24 hours: the promise is broken at its deadline and the service manager is told', async () => {
  const job = await install();
  await rig.pass(25 * hours);
  const read = await readCase(rig.prisma, job.caseId);
  expect(read.clocks.onsite).toMatchObject({ status: 'breached', breachedAt: job.openedAt + 24 * hours });
  expect(read.escalations['breach:onsite']).toMatchObject({ role: 'service_manager' });
});
