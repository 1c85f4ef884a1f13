/** What the supply pass has somebody see to besides files and partners' dates: money, failed audits, orders that never come. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chaseChores } from '../../activities/recurring/chores';
import { deliverOwed } from '../../activities/recurring/owed-notices';
import { supplyPass } from '../../activities/supply/pass';
import type { NoticeDeps } from '../../activities/notifications';
import { openMailer } from '../../activities/mailer';
import { startMailbox } from '../../engines/mailbox';
import { loadClauses } from '../../messages/clauses';
import { shippedPolicies } from '../rig/shipped-policies';
import { testDatabase, type TestDatabase } from '../rig/database';
import { memoryLog } from './log';

const source = shippedPolicies().source();
let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db?.drop());

/** A real mailbox for the length of some work. */
async function withMailer(work: (deps: NoticeDeps) => Promise<unknown>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sanbao-mailbox-'));
  const mailbox = await startMailbox({ folder, smtpPort: 0, httpPort: 0 });
  const mailer = openMailer({ smtpUrl: mailbox.smtpUrl, sender: '三包售后 <service@dept.example>' });
  const company = { name: { zh: '三包售后', en: 'Sanbao Service' } };
  const mail = { company, publicUrl: 'https://service.example', clauses: loadClauses(join(__dirname, '..', '..')) };
  try {
    await work({ prisma: db.prisma, log: memoryLog(), mailer, mail });
  } finally {
    mailer.close();
    await mailbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const pass = (policyId: string, at: string) => supplyPass({ prisma: db.prisma, policies: source }, { policyId, at });
const chore = (key: string) => db.prisma.chore.findUniqueOrThrow({ where: { key } });
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

describe('money of returns, complaints and jobs', () => {
  const policyId = 'auto-equipment-nanjing';
  const open = (id: string, kind: string, state: object) =>
    db.prisma.case.create({
      data: {
        ...{ id, kind, status: 'open', policyId, policyVersion: '1', policyHash: 'h', customerId: 'c', seq: 1, state },
        ...{ openedAt: day('2026-03-01'), updatedAt: day('2026-03-01') },
      },
    });
  const entry = (caseId: string, no: number, more: object) =>
    db.prisma.ledgerEntry.create({
      data: {
        ...{ caseId, no, at: day('2026-03-02'), by: 'a', fen: 10_000, from: 'company', to: 'customer' },
        ...{ type: 'refund', clauses: [], approvedBy: [], ...more },
      },
    });
  const confirm = (caseId: string, no: number, at: string) =>
    db.prisma.ledgerEntry.update({
      where: { caseId_no: { caseId, no } },
      data: { confirmedBy: 'b', confirmedAt: new Date(at) },
    });

  it('is confirmed and paid in time: owner, due date, warning and ladder until it is', async () => {
    await open('T1', 'return', { refund: { amountFen: 10_000 } });
    await entry('T1', 1, {});
    await pass(policyId, '2026-03-02T01:00:00Z');
    expect(await chore('amount_confirm/T1/1')).toMatchObject({
      ...{ status: 'open', owner: 'role:customer_service_department', subject: { caseId: 'T1', entry: 1 } },
      dueAt: new Date('2026-03-04T15:59:59.999Z'),
    });
    await chaseChores(db.prisma, { at: '2026-03-04T16:00:00Z' });
    expect(await chore('amount_confirm/T1/1')).toMatchObject({ level: 1, breachedAt: expect.any(Date) as Date });
    await confirm('T1', 1, '2026-03-05T01:00:00Z');
    await pass(policyId, '2026-03-05T01:10:00Z');
    expect((await chore('amount_confirm/T1/1')).status).toBe('done');
    expect(await chore('amount_pay/T1/1')).toMatchObject({ status: 'open', owner: 'role:service_assistant' });
    const paidAt = Date.parse('2026-03-06T01:00:00Z');
    await db.prisma.case.update({
      where: { id: 'T1' },
      data: { state: { refund: { paidAt } }, closedAt: new Date(paidAt) },
    });
    await pass(policyId, '2026-03-06T01:10:00Z');
    expect(await chore('amount_pay/T1/1')).toMatchObject({
      status: 'done',
      doneAt: new Date(paidAt),
      breachedAt: null,
    });
  });

  it('that was taken back is nobody’s duty, and its reversal needs no confirmation of its own', async () => {
    await open('T2', 'complaint', {});
    await entry('T2', 1, { type: 'compensation' });
    await pass(policyId, '2026-03-02T02:00:00Z');
    await entry('T2', 2, { type: 'compensation', from: 'customer', to: 'company', reverses: 1, at: day('2026-03-03') });
    await pass(policyId, '2026-03-03T02:00:00Z');
    expect((await chore('amount_confirm/T2/1')).status).toBe('done');
    expect(await db.prisma.chore.count({ where: { key: 'amount_confirm/T2/2' } })).toBe(0);
  });

  it('S-8.3: that an appeal amends after it was carried out is paid anew, and chased until it is', async () => {
    const carriedOutAt = Date.parse('2026-03-03T02:00:00Z');
    await open('T4', 'complaint', { done: { carried_out: carriedOutAt } });
    await entry('T4', 1, { type: 'compensation', fen: 5_000 });
    await confirm('T4', 1, '2026-03-03T01:00:00Z');
    await pass(policyId, '2026-03-03T01:30:00Z');
    await pass(policyId, '2026-03-03T02:30:00Z');
    const back = { type: 'compensation', from: 'customer', to: 'company', reverses: 1, at: day('2026-03-10') };
    await entry('T4', 2, { ...back, fen: 5_000, confirmedAt: day('2026-03-11'), confirmedBy: 'b' });
    await entry('T4', 3, { type: 'compensation', fen: 8_000, at: day('2026-03-10') });
    await confirm('T4', 3, '2026-03-11T01:00:00Z');
    await pass(policyId, '2026-03-11T01:10:00Z');
    expect(await chore('amount_pay/T4/3')).toMatchObject({ status: 'open', subject: { caseId: 'T4', entry: 3 } });
    const paid = Date.parse('2026-03-12T01:00:00Z');
    await db.prisma.case.update({ where: { id: 'T4' }, data: { state: { done: { carried_out: paid } } } });
    await pass(policyId, '2026-03-12T01:10:00Z');
    expect(await chore('amount_pay/T4/3')).toMatchObject({ status: 'done', doneAt: new Date(paid) });
  });

  it('owed to the company is got in: a claim until it is settled, a job’s money until somebody says so', async () => {
    const claim = { no: 1, of: 'maker', at: Date.parse('2026-03-02T00:00:00Z') };
    await open('T3', 'return', { claims: [claim] });
    await open('J1', 'job', {
      facts: { collectPayment: true },
      done: { visit_ended: Date.parse('2026-03-02T08:00:00Z') },
    });
    await pass(policyId, '2026-03-03T01:00:00Z');
    expect(await chore('amount_collect/T3/1')).toMatchObject({ dueAt: new Date('2026-04-01T15:59:59.999Z') });
    expect((await chore('amount_collect/J1')).status).toBe('open');
    const settled = { at: Date.parse('2026-03-10T00:00:00Z'), outcome: 'paid', fen: 1 };
    await db.prisma.case.update({ where: { id: 'T3' }, data: { state: { claims: [{ ...claim, settled }] } } });
    await db.prisma.chore.update({ where: { key: 'amount_collect/J1' }, data: { status: 'done', doneBy: 'x' } });
    await pass(policyId, '2026-03-10T01:00:00Z');
    expect([(await chore('amount_collect/T3/1')).status, (await chore('amount_collect/J1')).status]).toEqual([
      'done',
      'done',
    ]);
  });
});

describe('an audit that was not passed (C-DL-1.3)', () => {
  it('is told with findings and the date of the correction, chased until it is corrected, and once', async () => {
    const { prisma } = db;
    const people = [
      { id: 'boss', name: '厂家主管', role: 'supervisor', email: 'boss@maker.example' },
      { id: 'lead', name: '维修负责人', role: 'engineer', email: 'lead@dealer.example' },
    ];
    await prisma.person.createMany({ data: people });
    await prisma.duty.create({ data: { personId: 'boss', role: 'manufacturer', from: day('2026-01-01') } });
    await prisma.partner.create({
      data: { id: 'dl', name: '某经销商', policyId: 'dealer-agreement', personId: 'lead', signedOn: day('2026-01-01') },
    });
    await prisma.partnerAudit.create({
      data: {
        ...{ id: 'a1', partnerId: 'dl', kind: 'random', auditedOn: day('2026-03-02'), inspection: 'failed' },
        ...{ findings: [{ text: '未使用原厂配件', clause: 'C-DL-1.3' }], enteredBy: 'x', enteredAt: day('2026-03-03') },
      },
    });
    const { told, batch } = await pass('dealer-agreement', '2026-03-03T01:10:00Z');
    expect(told).toBe(1);
    expect((await pass('dealer-agreement', '2026-03-03T01:40:00Z')).told).toBe(0);
    const duty = await chore('partner_correction/a1');
    expect(duty).toMatchObject({ owner: 'person:lead', dueAt: new Date('2026-03-17T15:59:59.999Z') });
    const notices = await prisma.notice.findMany({ where: { batch }, orderBy: { key: 'asc' } });
    expect(notices.map(({ template, to }) => [template, to])).toEqual([
      ['partner_audit_failed', 'person:lead'],
      ['partner_audit_failed', 'role:manufacturer'],
    ]);
    // Words about people stand with the audit only, where they are erased.
    expect(JSON.stringify(notices.map(({ params }) => params))).not.toContain('原厂');
    await withMailer((deps) => deliverOwed(deps, { batch, at: '2026-03-03T01:10:00Z' }, 1, () => undefined));
    const mails = await prisma.mail.findMany({ orderBy: { noticeKey: 'asc' } });
    expect(mails.map(({ to }) => to.join())).toEqual(['lead@dealer.example', 'boss@maker.example']);
    for (const { text } of mails)
      for (const words of ['未使用原厂配件', '某经销商', '2026-03-17（周二）23:59:59', '2026-03-02（周一）00:00'])
        expect(text).toContain(words);
    await chaseChores(prisma, { at: '2026-03-17T16:00:00Z' });
    expect((await chore('partner_correction/a1')).level).toBe(1);
    await prisma.partnerAudit.update({ where: { id: 'a1' }, data: { correctedAt: day('2026-03-18') } });
    await pass('dealer-agreement', '2026-03-18T01:10:00Z');
    expect((await chore('partner_correction/a1')).status).toBe('done');
  });
});

describe('C-DL-5.6: a special return of a partner', () => {
  it('is decided in time once its papers are there', async () => {
    const of = { partnerId: 'dl', written: true, appliedBy: 'x', appliedAt: day('2026-04-01') };
    await db.prisma.partnerReturn.createMany({
      data: [
        { ...of, id: 'bare' },
        { ...of, id: 'whole', list: [{ model: 'M', quantity: 2, reason: '滞销' }] },
      ],
    });
    await pass('dealer-agreement', '2026-04-01T01:10:00Z');
    expect(await db.prisma.chore.count({ where: { key: 'partner_return/bare' } })).toBe(0);
    expect(await chore('partner_return/whole')).toMatchObject({
      ...{ status: 'open', owner: 'role:manufacturer', dueAt: new Date('2026-04-08T15:59:59.999Z') },
    });
    await db.prisma.partnerReturn.update({
      where: { id: 'whole' },
      data: { approved: true, decidedAt: day('2026-04-02') },
    });
    await pass('dealer-agreement', '2026-04-02T01:10:00Z');
    expect((await chore('partner_return/whole')).status).toBe('done');
  });
});

describe('what is over', () => {
  it('S-4.5-f: ends its open duty once, and is not brought up again', async () => {
    const [lends, robs] = ['security-projects-chongqing', 'auto-equipment-nanjing'];
    const passes = async (at: string): Promise<void> => {
      for (const policyId of [lends, robs]) await pass(policyId, at);
    };
    const [repaired, returnedAt] = [Date.parse('2026-03-02T01:00:00Z'), Date.parse('2026-03-04T01:00:00Z')];
    const lent = (status: string) => ({
      ...{ done: { repaired }, loaner: { status, unitId: 'u1', ...(status === 'returned' && { returnedAt }) } },
      parts: { stockUnit: { serialNo: 'SN-9', at: repaired } },
    });
    const opened = day('2026-03-01');
    const known = (id: string, policyId: string, status: string) => ({
      ...{ id, kind: 'repair', status: 'open', policyId, policyVersion: '1', policyHash: 'h', customerId: 'c', seq: 1 },
      ...{ state: lent(status), openedAt: opened, updatedAt: opened },
    });
    await db.prisma.case.createMany({
      data: [
        ...[known('L1', lends, 'issued'), known('L2', lends, 'returned')],
        ...[known('R1', robs, 'issued'), known('R2', robs, 'returned')],
      ],
    });
    const order = (caseId: string) => ({
      ...{ id: `for-${caseId}`, policyId: robs, caseId, partNo: 'P', quantity: 1, reason: 'reorder' },
      ...{ requestedBy: 'w', requestedAt: new Date(returnedAt) },
    });
    await db.prisma.partRequest.create({ data: order('R2') });
    await passes('2026-03-03T01:00:00Z');
    const duties = async () =>
      (
        await db.prisma.chore.findMany({
          where: { kind: { in: ['loaner_overdue', 'reorder'] } },
          orderBy: { key: 'asc' },
        })
      ).map(({ key, status, doneAt }) => [key, status, doneAt?.getTime()]);
    expect(await duties()).toEqual([
      ['loaner/L1/u1', 'open', undefined],
      ['reorder/R1', 'open', undefined],
    ]);
    await db.prisma.case.update({ where: { id: 'L1' }, data: { state: lent('returned') } });
    await db.prisma.partRequest.create({ data: order('R1') });
    await passes('2026-03-04T01:10:00Z');
    const over = [
      ['loaner/L1/u1', 'done', returnedAt],
      ['reorder/R1', 'done', returnedAt],
    ];
    expect(await duties()).toEqual(over);
    await passes('2026-03-05T01:10:00Z');
    expect(await duties()).toEqual(over);
  });
});

describe('an agreement that has ended', () => {
  it('C-AG-1.4: is audited no more, and what is left of it is settled', async () => {
    const filled = { auditInterval: 'P6M', agreementTerm: 'P2Y' };
    await db.prisma.partner.create({
      data: {
        ...{ id: 'old', name: '旧代理', policyId: 'agent-agreement', parameters: filled },
        ...{ signedOn: day('2025-01-01'), endsOn: day('2026-02-28') },
      },
    });
    await pass('agent-agreement', '2026-05-01T01:10:00Z');
    const keys = (await db.prisma.chore.findMany({ where: { subject: { path: ['partnerId'], equals: 'old' } } })).map(
      (c) => c.key,
    );
    expect(keys.filter((key) => key.startsWith('settlement/'))).toEqual(['settlement/old/2027-01-15']);
    // The one that fell due while it ran is owed; none after its end.
    expect(keys.filter((key) => key.startsWith('partner_audit/'))).toEqual(['partner_audit/old/2025-01-01']);
  });
});

describe('N-2.3-5b: an order for the stock that never comes', () => {
  it('suppresses no warning for ever: chased from its day on, and the part is to be ordered anew', async () => {
    const policyId = 'auto-equipment-nanjing';
    await db.prisma.part.create({
      data: { id: 'f', policyId, partNo: 'F-9', name: '滤芯', onHand: 1, reorderLevel: 5 },
    });
    const { id } = await db.prisma.stockWarning.create({ data: { partId: 'f', fellAt: day('2026-04-01'), onHand: 1 } });
    const order = { policyId, partNo: 'F-9', quantity: 9, reason: 'normal', requestedBy: 'w' };
    await db.prisma.partRequest.create({
      data: { ...order, id: 'dead', requestedAt: day('2026-04-02'), expectedAt: new Date('2026-04-10T15:59:59.999Z') },
    });
    await pass(policyId, '2026-04-05T01:10:00Z');
    expect(await db.prisma.chore.count({ where: { kind: 'stock_low' } })).toBe(0);
    expect((await chore('part_arrival/dead/2026-04-10T15:59:59.999Z')).dueAt).toEqual(
      new Date('2026-04-11T15:59:59.999Z'),
    );
    await pass(policyId, '2026-04-11T01:10:00Z');
    const again = `stock_low/${id}/dead/2026-04-10T15:59:59.999Z`;
    expect(await chore(again)).toMatchObject({ status: 'open', dueAt: new Date('2026-04-11T15:59:59.999Z') });
    // The supplier names another day: it is on its way after all.
    await db.prisma.partRequest.update({ where: { id: 'dead' }, data: { expectedAt: day('2026-04-20') } });
    await pass(policyId, '2026-04-11T02:10:00Z');
    expect((await chore(again)).status).toBe('waived');
    // Withdrawn: to be ordered anew at once, and done with the next order.
    const cancelled = { status: 'cancelled', cancelledAt: day('2026-04-12') };
    await db.prisma.partRequest.update({ where: { id: 'dead' }, data: cancelled });
    await pass(policyId, '2026-04-12T01:10:00Z');
    const withdrawn = `stock_low/${id}/dead/2026-04-12T00:00:00.000Z`;
    expect((await chore(withdrawn)).status).toBe('open');
    await db.prisma.partRequest.create({
      data: { ...order, id: randomUUID(), requestedAt: day('2026-04-13'), expectedAt: day('2026-04-20') },
    });
    await pass(policyId, '2026-04-13T01:10:00Z');
    expect((await chore(withdrawn)).status).toBe('done');
  });
});
