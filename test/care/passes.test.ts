/**
 * The daily pass of care, surveys and reports on a real PostgreSQL, Temporal and SMTP: O-9.2, O-12.1, S-5.13-a, S-5.14,
 * C-SEC-2-g, C-SEC-3.2, S-5.9.
 */
import { periodFigures } from '../../activities/care/figures';
import { carePass as passOver } from '../../activities/care/pass';
import type { CarePassOutcome, ReportOutcome, SurveyPassOutcome } from '../../activities/care/contract';
import { canonicalJson, sha256 } from '../../activities/canonical';
import { recordStep } from '../../activities/records';
import { parseDate } from '../../domain/time/date';
import { publish } from '../../policies/publish';
import { clockOf, headOf, stepOf } from '../activities/steps';
import { shippedPolicies } from '../rig/shipped-policies';
import { startRig, type Rig } from '../rig/time-skipping';

let rig: Rig;
const policies = shippedPolicies();
const policyOf = (id: string) => policies.loaded.find((l) => l.policy.id === id)!.policy;
beforeAll(async () => {
  rig = await startRig('care');
  await publish(rig.prisma, policies.loaded);
});
afterAll(() => rig.close());
beforeEach(async () => {
  for (const table of ['CareAttempt', 'CareTask', 'CarePass', 'Survey', 'Asset', 'Site', 'Customer'])
    await rig.prisma.$executeRawUnsafe(`DELETE FROM master."${table}"`);
  await rig.prisma.chore.deleteMany();
  for (const table of ['Step', 'Clock', 'Case']) await rig.prisma.$executeRawUnsafe(`DELETE FROM cases."${table}"`);
});

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
/** 07:00 in Shanghai. */
const morning = (date: string): string => new Date(Date.parse(`${date}T07:00:00+08:00`)).toISOString();

async function unit(id: string, product: string, more: object = {}, customer: object = {}): Promise<void> {
  const customerId = `c-${id}`;
  await rig.prisma.customer.create({
    data: { id: customerId, name: `客户 ${id}`, email: `${id}@customer.example`, ...customer },
  });
  await rig.prisma.asset.create({ data: { id, customerId, product, model: 'm', serialNo: `SN-${id}`, ...more } });
}

const pass = (policyId: string, date: string): Promise<CarePassOutcome> =>
  rig.run('carePass', { policyId, at: morning(date) });
const tasks = async (): Promise<string[]> => {
  const rows = await rig.prisma.careTask.findMany({ orderBy: { id: 'asc' } });
  return rows.map((t) => `${t.id.split('/').slice(2).join('/')} ${t.status}`);
};

describe('the daily pass of care', () => {
  test('days that the system was down are made up for once, and nothing is doubled (O-9.2)', async () => {
    await unit('a', 'lubricant', { saleDate: day('2026-01-31') });
    await pass('office-supplies-lubricants', '2026-02-27');
    expect(await tasks()).toEqual([]);
    // Down from the 28th to the 3rd of March.
    const after = await pass('office-supplies-lubricants', '2026-03-03');
    expect(after).toMatchObject({ units: 1, created: 1 });
    expect(await pass('office-supplies-lubricants', '2026-03-03')).toMatchObject({ created: 0 });
    expect(await tasks()).toEqual(['monthly_call/c-a/2026-02-28 open']);
    const [chore] = await rig.prisma.chore.findMany();
    expect(chore).toMatchObject({
      kind: 'care_call',
      owner: 'role:service_agent',
      status: 'open',
      clauses: ['O-9.1', 'O-9.2', 'O-9.3'],
    });
    expect(chore!.dueAt.toISOString()).toBe('2026-03-02T15:59:59.999Z');
  });

  test('whoever owes a visit is warned when four fifths of its time have passed (C-SEC-2-g)', async () => {
    await unit('w', 'security_system', { installedOn: day('2026-01-15') });
    await pass('security-install-3y', '2026-03-31');
    await pass('security-install-3y', '2026-04-01');
    const { createdAt, dueAt, warnAt } = await rig.prisma.chore.findFirstOrThrow({ where: { kind: 'care_visit' } });
    const [opened, due] = [createdAt.getTime(), dueAt.getTime()];
    expect(dueAt.toISOString()).toBe('2026-04-22T15:59:59.999Z');
    expect(warnAt?.getTime()).toBe(Math.round(opened + 0.8 * (due - opened)));
    const chase = (at: number) => rig.run<{ warned: number }>('chase', { at: new Date(at).toISOString() });
    expect([(await chase(warnAt!.getTime() - 1)).warned, (await chase(warnAt!.getTime())).warned]).toEqual([0, 1]);
  });

  test('a notice is mailed once and done; without an address it stays for somebody to post (C-SEC-3.2)', async () => {
    await unit('b', 'security_system', { installedOn: day('2026-01-15') });
    await unit('d', 'security_system', { installedOn: day('2026-01-15') }, { email: null });
    await pass('security-install-3y', '2026-04-07');
    expect((await tasks()).filter((t) => t.startsWith('quarterly'))).toEqual([]);
    const outcome = await pass('security-install-3y', '2026-04-08');
    expect(outcome.notices).toBe(2);
    expect((await tasks()).filter((t) => t.startsWith('visit_notice'))).toEqual([
      'visit_notice/b/2026-04-08 done',
      'visit_notice/d/2026-04-08 open',
    ]);
    const mail = await rig.prisma.mail.findFirstOrThrow({ where: { to: { has: 'b@customer.example' } } });
    expect(mail.text).toContain('2026-04-15');
    expect(await rig.prisma.chore.count({ where: { status: 'open', key: { contains: 'visit_notice' } } })).toBe(1);
    await pass('security-install-3y', '2026-04-08');
    expect(await rig.prisma.mail.count({ where: { to: { has: 'b@customer.example' } } })).toBe(1);
  });

  test('a repair ends the quiet time: the call falls away and counts anew (S-5.14)', async () => {
    await unit('e', 'camera', { saleDate: day('2026-01-10'), warrantyFrom: day('2026-01-10') });
    await pass('security-projects-chongqing', '2026-04-09');
    await pass('security-projects-chongqing', '2026-04-10');
    expect(await tasks()).toEqual(['quiet_call/c-e/2026-04-10 open']);
    const openedAt = '2026-04-11T02:00:00.000Z';
    const head = headOf({ customerId: 'c-e', assetId: 'e', openedAt });
    await recordStep({ prisma: rig.prisma, log: quiet }, stepOf('R2026-000900', 1, { head, recordedAt: openedAt }));
    expect(await pass('security-projects-chongqing', '2026-04-12')).toMatchObject({ dropped: 1, created: 0 });
    expect(await rig.prisma.chore.findMany({ select: { status: true } })).toEqual([{ status: 'waived' }]);
    await pass('security-projects-chongqing', '2026-07-12');
    expect(await tasks()).toEqual(['quiet_call/c-e/2026-04-10 dropped', 'quiet_call/c-e/2026-07-11 open']);
  });
});

describe('check calls of head office (C-IOT-6.2-d)', () => {
  test('a share of the visits that ended the day before, whatever policy they were under; the same ones again', async () => {
    const ended = Date.parse('2026-04-09T15:00:00+08:00');
    await rig.prisma.$executeRaw`
      INSERT INTO cases."Case" ("id", "kind", "status", "policyId", "policyVersion", "policyHash", "customerId", "openedAt", "seq",
        "state", "updatedAt")
      SELECT 'S' || n, 'repair', 'repaired', CASE n % 2 WHEN 0 THEN 'vehicle-care' ELSE 'electronics-send-in' END, '1.0', '', 'c',
        '2026-04-08', 1, jsonb_build_object('done', jsonb_build_object('visit_ended', ${ended}::float8 + n)), now()
      FROM generate_series(1, 400) n`;
    expect(await pass('iot-home-visit', '2026-04-09')).toMatchObject({ units: 0, created: 0 });
    const { created } = await pass('iot-home-visit', '2026-04-10');
    // One in ten of four hundred, give or take five standard deviations.
    expect(created).toBeGreaterThan(10);
    expect(created).toBeLessThan(70);
    expect(await pass('iot-home-visit', '2026-04-10')).toMatchObject({ created: 0 });
    const picked = await rig.prisma.careTask.findMany({ include: { tries: true } });
    expect(new Set(picked.map((t) => t.customerId))).toEqual(new Set(['c']));
    expect(picked[0]).toMatchObject({ kind: 'call', owner: 'call_centre', status: 'open', clauses: ['C-IOT-6.2-d'] });
    expect(picked[0]!.visitedCaseId).toMatch(/^S\d+$/);
    expect(picked[0]!.plannedOn.toISOString().slice(0, 10)).toBe('2026-04-10');
    expect(await pass('iot-home-visit', '2026-04-11')).toMatchObject({ created: 0 });
  });
});

describe('surveys', () => {
  test('sent once a quarter, reminded of twice, then owed by phone (O-12.1-a, O-12.1-b)', async () => {
    await unit('f', 'label', { saleDate: day('2026-01-05') }, { key: true });
    const run = (date: string): Promise<SurveyPassOutcome> =>
      rig.run('surveyPass', { policyId: 'office-supplies-lubricants', at: morning(date) });
    expect(await run('2026-03-31')).toMatchObject({ sent: 0 });
    expect(await run('2026-04-01')).toMatchObject({ sent: 1, reminded: 0 });
    expect(await run('2026-04-01')).toMatchObject({ sent: 0 });
    expect(await run('2026-04-03')).toMatchObject({ reminded: 0 });
    expect(await run('2026-04-04')).toMatchObject({ reminded: 1 });
    expect(await run('2026-04-06')).toMatchObject({ reminded: 1 });
    expect(await run('2026-04-09')).toMatchObject({ reminded: 0, overdue: 1 });
    const [survey] = await rig.prisma.survey.findMany();
    expect(survey).toMatchObject({ keyCustomer: true, reminded: 2, returnedAt: null });
    // Back by the end of the 7th date after sending.
    expect(survey!.dueAt.toISOString()).toBe('2026-04-08T15:59:59.999Z');
    expect(survey!.token).toMatch(/^[0-9a-f]{64}$/);
    const mails = await rig.prisma.mail.findMany({ where: { to: { has: 'f@customer.example' } } });
    expect(mails).toHaveLength(3);
    expect(mails.every((m) => m.text.includes(`/s/${survey!.token}`))).toBe(true);
    const chore = await rig.prisma.chore.findFirstOrThrow({ where: { kind: 'survey_return' } });
    expect(chore).toMatchObject({ owner: 'role:after_sales' });
    expect(chore.warnAt!.toISOString()).toBe('2026-04-08T16:00:00.000Z');
  });
});

const quiet = { log: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('reports', () => {
  const id = 'R2026-000901';
  const at = (text: string): string => new Date(`${text}+08:00`).toISOString();

  test('figures come from what was recorded in the period, and are the same when reckoned later', async () => {
    await unit('g', 'camera', { saleDate: day('2025-12-01') });
    const deps = { prisma: rig.prisma, log: quiet };
    const head = headOf({ customerId: 'c-g', assetId: 'g', engineerId: 'e1', openedAt: at('2026-05-04T09:00:00') });
    const engineer = { id: 'e1', role: 'engineer' as const, duties: [] };
    const step = (seq: number, when: string, type: string, data?: object, over: object = {}) =>
      recordStep(
        deps,
        stepOf(id, seq, {
          head,
          recordedAt: at(when),
          events: [{ type, at: at(when), ...(data && { data: data as Record<string, unknown> }) }],
          cause: { type: 'action', name: type, actor: engineer, requestId: `q${seq}` },
          ...over,
        }),
      );
    await step(1, '2026-05-04T09:00:00', 'reported', undefined, {
      clocks: [
        clockOf('response', { status: 'met', metAt: at('2026-05-04T09:30:00'), startedAt: at('2026-05-04T09:00:00') }),
      ],
    });
    await step(2, '2026-05-05T10:00:00', 'on_site_arrival');
    await step(3, '2026-05-05T11:00:00', 'repaired');
    await step(4, '2026-05-05T11:30:00', 'visit_ended');
    await step(5, '2026-05-31T23:59:59', 'callback_attempted', {
      callback: 'follow_up',
      reached: true,
      satisfied: true,
    });
    const policy = policyOf('security-projects-chongqing');
    const may = { from: parseDate('2026-05-01'), to: parseDate('2026-05-31') };
    const first = await periodFigures(rig.prisma, policy, may);
    expect(first.volumes).toContainEqual({ kind: 'repair', product: 'camera', opened: 1, closed: 0, open: 1 });
    expect(first.promises).toEqual([{ kind: 'repair', milestone: 'response', kept: 1, broken: 0, meanMs: 1_800_000 }]);
    expect(first.repairs).toEqual([
      { product: 'camera', repaired: 1, firstTime: 1, repeated: 0, meanMs: 26 * 3_600_000, medianMs: 26 * 3_600_000 },
    ]);
    expect(first.engineers).toEqual([
      { engineerId: 'e1', kind: 'repair', visits: 1, repaired: 1, onSiteMs: 5_400_000, answered: 1, satisfied: 1 },
    ]);
    expect(first.counts).toMatchObject({
      answered: 1,
      satisfied: 1,
      repaired: 1,
      repairedCalledBack: 1,
      customersInWarranty: 1,
      customersCalledInWarranty: 1,
    });
    // June: the case is closed, reopened and repaired again. May stays what it was.
    const closedAt = at('2026-06-01T00:00:00');
    await step(6, '2026-06-01T00:00:00', 'closed', undefined, { head: { ...head, closedAt } });
    await step(7, '2026-06-02T00:00:00', 'reopened');
    await step(8, '2026-06-03T00:00:00', 'repaired');
    const again = await periodFigures(rig.prisma, policy, may);
    expect(sha256(canonicalJson(again))).toBe(sha256(canonicalJson(first)));
    const june = await periodFigures(rig.prisma, policy, {
      from: parseDate('2026-06-01'),
      to: parseDate('2026-06-30'),
    });
    expect(june.repairs).toMatchObject([{ repaired: 1, firstTime: 0 }]);
    expect(june.volumes).toMatchObject([{ closed: 1, open: 1 }]);
  });

  test('a report is made once, kept with its files, mailed to the policy’s roles; its KPIs against target (C-M1-3.2)', async () => {
    await rig.prisma.duty.create({
      data: { personId: rig.people.supervisor.id, role: 'service_department', from: day('2026-01-01') },
    });
    const made = (date: string): Promise<ReportOutcome> =>
      rig.run('report', { policyId: 'vehicle-care', reportId: 'monthly', at: at(`${date}T08:00:00`) });
    const first = await made('2026-06-01');
    expect(first).toMatchObject({ from: '2026-05-01', to: '2026-05-31' });
    expect((await made('2026-06-01')).sha256).toBe(first.sha256);
    const rows = await rig.prisma.report.findMany();
    expect(rows).toHaveLength(1);
    const files = await rig.prisma.file.findMany({ where: { id: { in: [rows[0]!.pdfId, rows[0]!.xlsxId] } } });
    expect(files.map((f) => f.name).sort()).toEqual(['客户关怀月报 2026-05-01.pdf', '客户关怀月报 2026-05-01.xlsx']);
    const notices = await rig.prisma.notice.findMany({ where: { template: 'report_ready' } });
    expect(notices.map((n) => [n.to, n.status])).toEqual([['role:service_department', 'sent']]);
    const { kpis } = rows[0]!.figures as {
      kpis: { id: string; value: number | null; target: number | null; passed: boolean | null }[];
    };
    expect(kpis).toEqual([
      { id: 'satisfaction', value: null, target: 0.98, passed: null },
      { id: 'warranty_callback_rate', value: null, target: null, passed: null },
      { id: 'parts_accuracy', value: null, target: 0.98, passed: null },
      { id: 'customer_data', value: null, target: 0.85, passed: null },
    ]);
    expect(await rig.prisma.chore.findMany({ where: { kind: 'report' }, select: { status: true } })).toEqual([
      { status: 'done' },
    ]);
  });
});

test('an unknown policy is refused, not retried', async () => {
  await expect(
    passOver(rig.prisma, { policyId: 'none', at: morning('2026-04-01') }, () => undefined),
  ).rejects.toMatchObject({
    type: 'UnknownPolicy',
    nonRetryable: true,
  });
});
