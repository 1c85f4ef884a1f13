/** What auditors read over HTTP: a case judged from its history, its evidence sheet, compliance of the archive. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArchiveFolder } from '../../audit/archive/folder';
import { VerdictStore } from '../../audit/archive/verdicts';
import { golden } from '../audit/alter';
import { startApiRig, type ApiRig } from './api-rig';

let rig: ApiRig;
const folder = mkdtempSync(join(tmpdir(), 'sanbao-archive-'));

beforeAll(async () => {
  const writer = new ArchiveFolder(folder).writer();
  for (const [i, name] of (['late-response', 'parts-cap', 'quote-pause'] as const).entries()) {
    const history = golden(name);
    writer.add(
      {
        caseId: `golden-${i + 1}`,
        runId: (history.events[0]!.workflowExecutionStartedEventAttributes as { originalExecutionRunId: string })
          .originalExecutionRunId,
        workflowType: 'repair',
        closedAt: new Date(history.events.at(-1)!.eventTime).toISOString(),
        history: JSON.stringify(history),
        events: history.events.length,
      },
      '2026-12-01T00:00:00.000Z',
    );
  }
  writer.close();
  expect(await new VerdictStore(folder).update()).toEqual({ judged: 3, missing: [] });
  expect(await new VerdictStore(folder).update()).toEqual({ judged: 0, missing: [] });
  rig = await startApiRig('api-audit', { env: { ARCHIVE_FOLDER: folder } });
});
afterAll(() => rig?.close());

type Body = {
  caseId: string;
  verdicts: { promise: string; outcome: string; clauses: string[]; events: { event: number }[] }[];
  findings: { kind: string; severity: string; text: string; events: object[] }[];
  total: { kept: number; late: number; rate: number };
  rows: { value: string; late: number }[];
  promises: { caseId: string; promise: string; overMs: number }[];
  runs: number;
  head: string;
};
const get = async (path: string, as = rig.actors.auditor): Promise<{ status: number; body: Body; text: string }> => {
  const reply = await rig.call('GET', path, { as, headers: { 'accept-language': 'zh' } });
  return { ...reply, body: reply.body as unknown as Body };
};

it('an open case is judged from its history, and the reading is logged', async () => {
  const opened = await rig.openRepair();
  await rig.act(opened.body.caseId, 'respond', rig.actors.dispatcher, { by: 'phone' });
  await rig.settled();
  const { status, body } = await get(`/v1/audit/cases/${opened.body.caseId}`);
  expect(status).toBe(200);
  expect(body.verdicts.map((v) => v.outcome)).toContain('kept');
  expect(body.findings.filter((f) => f.severity === 'alarm')).toEqual([]);
  const seen = await rig.prisma.accessLog.findMany({
    where: { caseId: opened.body.caseId, actorId: rig.actors.auditor.id },
  });
  expect(seen).toMatchObject([{ route: '/v1/audit/cases/:id', status: 200 }]);
});

it('S-5.16-1b: a late answer is late; the finding is in words and names its events', async () => {
  const { body } = await get('/v1/audit/cases/golden-1');
  expect(body.verdicts.find((v) => v.promise === 'response')).toMatchObject({
    outcome: 'late',
    clauses: ['S-5.16-1b'],
  });
  const late = body.findings.find((f) => f.kind === 'kept_late')!;
  expect(late.text).toMatch(/超时 \d+ 分/);
  expect(late.events.length).toBeGreaterThan(0);
});

it('a case that is in the archive only; one that is nowhere; a policy row that was altered', async () => {
  const archived = await get('/v1/audit/cases/golden-2');
  expect(archived.body.findings.map((f) => f.kind)).toContain('parts_cap_reached');
  expect((await get('/v1/audit/cases/R2020-000001')).status).toBe(404);
  const [row] = await rig.prisma.policyVersion.findMany({ where: { policyId: 'security-projects-chongqing' } });
  if (row) {
    await rig.prisma.policyVersion.update({ where: { hash: row.hash }, data: { body: { id: 'forged' } } });
    const altered = await get('/v1/audit/cases/golden-1');
    expect(altered.body.findings.map((f) => f.kind)).toContain('policy_altered');
    await rig.prisma.policyVersion.update({ where: { hash: row.hash }, data: { body: row.body as object } });
  }
});

it('the histories of an open case and of an archived one, for other tools; to auditors only', async () => {
  const opened = await rig.openRepair();
  for (const caseId of [opened.body.caseId, 'golden-1']) {
    const { body } = await get(`/v1/audit/cases/${caseId}/histories`);
    const { runs } = body as unknown as { runs: { runId: string; history: { events: { eventType: string }[] } }[] };
    expect(runs).toHaveLength(1);
    expect(runs[0]!.history.events[0]!.eventType).toBe('EVENT_TYPE_WORKFLOW_EXECUTION_STARTED');
  }
  expect((await get('/v1/audit/cases/golden-1/histories', rig.actors.supervisor)).status).toBe(403);
});

it('what cannot be logged is not shown: neither answers nor files nor the stream of changes', async () => {
  const paths = [
    '/v1/audit/cases/golden-1',
    '/v1/audit/cases/golden-1/evidence',
    '/v1/audit/report/csv',
    '/v1/changes',
  ];
  await rig.prisma.$executeRawUnsafe('ALTER TABLE master."AccessLog" RENAME TO "AccessLogAway"');
  try {
    for (const path of paths) {
      const { status, headers } = await rig.call('GET', path, { as: rig.actors.auditor });
      expect([path, status >= 500, headers.get('content-type')]).toEqual([
        path,
        true,
        expect.stringContaining('application/problem+json'),
      ]);
    }
  } finally {
    await rig.prisma.$executeRawUnsafe('ALTER TABLE master."AccessLogAway" RENAME TO "AccessLog"');
  }
});

it('the evidence sheet is a PDF', async () => {
  const reply = await rig.call('GET', '/v1/audit/cases/golden-1/evidence', { as: rig.actors.auditor });
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toBe('application/pdf');
  expect(reply.text.slice(0, 5)).toBe('%PDF-');
});

it('compliance by a dimension, and the promises behind a figure', async () => {
  const { body } = await get('/v1/audit/compliance?by=policy&from=2026-01-01T00:00:00Z');
  expect(body.total).toMatchObject({ late: 1 });
  expect(body.rows.find((r) => r.value === 'security-projects-chongqing')!.late).toBe(1);
  const behind = await get('/v1/audit/promises?policy=security-projects-chongqing&outcome=late');
  expect(behind.body.promises).toMatchObject([{ caseId: 'golden-1', promise: 'response' }]);
  expect(behind.body.promises[0]!.overMs).toBeGreaterThan(0);
  expect((await get('/v1/audit/compliance?region=nowhere')).body.total).toMatchObject({ kept: 0, rate: null });
});

it('the same month by month; the report as PDF, workbook and CSV', async () => {
  const trend = (await get('/v1/audit/trend?by=policy')).body as unknown as {
    months: string[];
    rows: { value: string; byMonth: ({ late: number } | null)[] }[];
  };
  expect(trend.months.length).toBeGreaterThan(0);
  const chongqing = trend.rows.find((r) => r.value === 'security-projects-chongqing')!;
  expect(chongqing.byMonth.reduce((sum, tally) => sum + (tally?.late ?? 0), 0)).toBe(1);
  const file = (format: string) =>
    rig.call('GET', `/v1/audit/report/${format}?policy=security-projects-chongqing`, { as: rig.actors.auditor });
  expect((await file('pdf')).text.slice(0, 5)).toBe('%PDF-');
  expect((await file('xlsx')).text.slice(0, 2)).toBe('PK');
  const csv = await file('csv');
  expect(csv.headers.get('content-disposition')).toContain('audit.csv');
  expect(csv.text).toContain('golden-1,response,');
  expect(csv.text).not.toContain('golden-2');
});

it('findings stand after the customer was erased; a hold stops that; only administrators erase', async () => {
  const { caseId } = (await rig.openRepair()).body;
  const { customerId } = await rig.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
  await rig.act(caseId, 'cancel', rig.actors.dispatcher, { reason: '客户撤回' });
  await rig.settled();
  const before = (await get(`/v1/audit/cases/${caseId}`)).body;
  const admin = rig.actors.administrator;
  const post = (path: string, body: object, as = admin) => rig.call('POST', path, { as, body });
  const erasure = { subject: 'customer', id: customerId, reason: '2026-17 号函' };
  expect((await post('/v1/erasures', erasure, rig.actors.supervisor)).status).toBe(403);
  const hold = await post('/v1/legal-holds', { subject: 'case', id: caseId, reason: '诉讼' }, rig.actors.supervisor);
  expect(hold.status).toBe(201);
  const held = await post('/v1/erasures', erasure);
  expect([held.status, held.text]).toEqual([409, expect.stringContaining((hold.body as { id: string }).id)]);
  const lift = `/v1/legal-holds/${(hold.body as { id: string }).id}/lift`;
  expect((await post(lift, { reason: '已结案' })).status).toBe(200);
  expect((await post(lift, { reason: '已结案' })).status).toBe(409);
  // The other cases of this file are of the same customer.
  await rig.prisma.case.updateMany({ where: { customerId, closedAt: null }, data: { closedAt: new Date() } });
  expect((await post('/v1/erasures', erasure)).status).toBe(201);
  expect((await post('/v1/erasures', erasure)).status).toBe(409);
  expect((await rig.prisma.customer.findUniqueOrThrow({ where: { id: customerId } })).phone).toBeNull();
  const after = (await get(`/v1/audit/cases/${caseId}`)).body;
  expect([after.verdicts, after.findings]).toEqual([before.verdicts, before.findings]);
  const proofs = (await get('/v1/erasures')).body as unknown as { rows: { subjectId: string; by: string }[] };
  expect(proofs.rows[0]).toMatchObject({ subjectId: customerId, by: admin.id });
});

it('the archive’s head is told; engineers and agents read none of it', async () => {
  expect((await get('/v1/audit/archive')).body).toMatchObject({
    runs: 3,
    head: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  for (const path of ['/v1/audit/archive', '/v1/audit/compliance', '/v1/audit/report/pdf', '/v1/audit/cases/golden-1'])
    for (const actor of [rig.actors.engineer, rig.actors.agent]) expect((await get(path, actor)).status).toBe(403);
});
