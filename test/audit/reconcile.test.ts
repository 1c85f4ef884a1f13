/**
 * The whole way on a real Temporal server and a real PostgreSQL: cases are closed, exported by the scheduled workflow,
 * audited from the archive alone, and the read model is held against them.
 */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { periodFigures } from '../../activities/care/figures';
import { auditorsJudge } from '../../activities/care/judged';
import { oweChainHead } from '../../activities/archive-head';
import { ArchiveFolder } from '../../audit/archive/folder';
import type { ManifestLine } from '../../audit/archive/manifest';
import { auditCase } from '../../audit/audit-case';
import { readRun } from '../../audit/history';
import { expectedRows, reconcile, type Rows } from '../../audit/reconcile';
import type { RowDifference } from '../../audit/difference';
import { timelineOf } from '../../audit/timeline';
import { allHistories, differences } from '../../bin/commands/audit-database';
import { insistEmpty, rebuildCase } from '../../bin/audit/read-model';
import { exportOpenCases } from '../../bin/audit/open-cases';
import { publishedPolicies } from '../../bin/audit/published';
import { replayArchive } from '../../bin/audit/replay';
import { latePaperIds } from '../../domain/documents/late-paper';
import type { archive } from '../../workflows/archive';
import type { latePaper } from '../../workflows/late-paper';
import { shipped } from '../rig/shipped-policies';
import { text } from '../rig/case-driver';
import { testDatabase } from '../rig/database';
import { activity, attributesOf, eventOf, golden, rewrite } from './alter';
import type { RawHistory } from './simulated';
import { quiet, startLiveDepartment, type LiveDepartment } from '../ops/live-department';

const dayMs = 24 * 3_600_000;
let live: LiveDepartment;
const runArchive = (scheduledAt: string, id: string) =>
  live.duty(() =>
    live.client.workflow.execute<typeof archive>('archive', {
      workflowId: `archive-${id}`,
      taskQueue: 'live',
      args: [{ scheduledAt, retentionMs: 30 * dayMs }],
    }),
  );
const found = (): Promise<RowDifference[]> => differences(live.prisma, allHistories(live.archiveFolder, live.client));

beforeAll(async () => {
  live = await startLiveDepartment();
  const { cases, people } = live;
  await live.duty(async () => {
    const cancelled = await cases.open({ policy: 'security-projects-chongqing', facts: { level: 'L2' } });
    await cancelled.act(people.dispatcher, 'respond');
    await cancelled.act(people.dispatcher, 'cancel', { reason: text('客户撤回') });
    await cancelled.handle.result();
    // Weeks later somebody wants a paper of it.
    await live.client.workflow.execute<typeof latePaper>('latePaper', {
      workflowId: `${latePaperIds('R2026-1')}0123456789abcdef`,
      taskQueue: 'live',
      args: [
        {
          ...{ caseId: 'R2026-1', form: 'service_request', by: people.dispatcher.id },
          ...{ seq: 3, askedAt: new Date().toISOString() },
        },
      ],
    });
    const open = await cases.open({ policy: 'auto-equipment-nanjing' });
    await open.act(people.dispatcher, 'respond');
  });
});
afterAll(() => live.close());

test('closed cases are exported once, and verify; the chain head is told', async () => {
  for (let tries = 0; tries < 50; tries++) {
    const { count } = await live.client.workflow.count(
      "WorkflowType IN ('repair', 'latePaper') AND ExecutionStatus = 'Completed'",
    );
    if (count === 2) break;
    await new Promise((next) => setTimeout(next, 100));
  }
  const first = await runArchive(new Date().toISOString(), '1');
  expect(first.exported).toBe(2);
  const folder = new ArchiveFolder(live.archiveFolder);
  expect(folder.verify(first.head!)).toEqual([]);
  expect(await runArchive(new Date().toISOString(), '2')).toEqual({ exported: 0, head: first.head });
  expect(await live.prisma.alarm.count()).toBe(0);
});

test('the chain head goes to the auditor by mail, once a day and only where it moved', async () => {
  const { chain, n } = new ArchiveFolder(live.archiveFolder).manifest().lines.at(-1)!;
  const sent = () => live.prisma.notice.findMany({ where: { template: 'archive_head' } });
  expect(await sent()).toMatchObject([
    { to: `person:${live.people.auditor.id}`, status: 'sent', params: { chainHead: chain, archiveLines: n } },
  ]);
  const mail = await live.prisma.mail.findFirstOrThrow({ where: { noticeKey: { startsWith: 'archive-head/' } } });
  expect(mail.text).toContain(`链头：${chain}`);
  const owe = (days: number, head: string) =>
    oweChainHead(live.prisma, { at: new Date(Date.now() + days * dayMs).toISOString(), head, lines: 2 });
  expect(await owe(1, chain)).toMatchObject({ owed: 0 });
  expect(await owe(0, 'f'.repeat(64))).toMatchObject({ owed: 0 });
  expect(await owe(1, 'f'.repeat(64))).toMatchObject({ owed: 1 });
  expect(await owe(1, 'e'.repeat(64))).toMatchObject({ owed: 1 });
  await live.prisma.notice.deleteMany({ where: { template: 'archive_head', status: 'pending' } });
});

test('given only the archive and the policies, the case is audited without an alarm', () => {
  const folder = new ArchiveFolder(live.archiveFolder);
  const [{ caseId, lines }] = [...folder.cases()] as [{ caseId: string; lines: never[] }];
  const audit = auditCase(
    lines.map((line) => folder.run(line)),
    { caseId, published: publishedPolicies() },
  );
  expect(audit.status).toBe('cancelled');
  expect(audit.findings.filter((f) => f.severity === 'alarm')).toEqual([]);
  expect(audit.findings.map((f) => f.kind)).toEqual(expect.arrayContaining(['kept', 'code_version', 'late_paper']));
});

test('each archived run replays with the bundle that the archive keeps; altered or missing code is told', async () => {
  const outcomes = async () => {
    const found = [];
    for await (const { outcome } of replayArchive(live.archiveFolder)) found.push(outcome);
    return found;
  };
  expect(await outcomes()).toEqual(['replayed', 'replayed']);
  const bundles = join(live.archiveFolder, 'bundles');
  const [name] = readdirSync(bundles) as [string];
  const kept = readFileSync(join(bundles, name));
  const code = gunzipSync(kept).toString();
  writeFileSync(join(bundles, name), gzipSync(code.replace('cancelled', 'canceled')));
  expect(new ArchiveFolder(live.archiveFolder).verify().map((p) => p.kind)).toEqual(['bundle_changed']);
  expect(await outcomes()).toEqual(['bundle_missing', 'bundle_missing']);
  writeFileSync(join(bundles, name), kept);
  expect(new ArchiveFolder(live.archiveFolder).verify()).toEqual([]);
});

test('open cases as they stand, on demand: a folder of its own that verifies and is audited', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'sanbao-open-')), 'snapshot');
  const { cases, runs, head } = await exportOpenCases(live.client, folder, new Date().toISOString());
  expect([cases, runs]).toEqual([1, 1]);
  const snapshot = new ArchiveFolder(folder);
  expect(snapshot.verify(head!)).toEqual([]);
  const [{ caseId, lines }] = [...snapshot.cases()] as [{ caseId: string; lines: ManifestLine[] }];
  const audit = auditCase(
    lines.map((line) => snapshot.run(line)),
    { caseId, published: publishedPolicies() },
  );
  expect(audit).toMatchObject({ ending: 'open', status: 'contacted' });
  expect(audit.findings.filter((f) => f.severity === 'alarm')).toEqual([]);
  await expect(exportOpenCases(live.client, folder, '')).rejects.toThrow('not empty');
});

test('the read model is as the histories say, of archived and of open cases', async () => {
  expect(await found()).toEqual([]);
});

test('a rebuilt read model is the same', async () => {
  const fresh = await testDatabase();
  try {
    const histories = allHistories(live.archiveFolder, live.client);
    await insistEmpty(fresh.prisma);
    for await (const { timeline } of histories()) await rebuildCase({ prisma: fresh.prisma, log: quiet }, timeline);
    expect(await differences(fresh.prisma, histories)).toEqual([]);
    await expect(insistEmpty(fresh.prisma)).rejects.toThrow('empty');
  } finally {
    await fresh.drop();
  }
});

test.each(['security-projects-chongqing', 'auto-equipment-nanjing'])(
  'the report of the department has the auditor’s promises, archived or open, whatever the read model says: %s',
  async (id) => {
    const { policy } = shipped(id);
    // Up to tonight in Shanghai: what falls due later is not broken yet.
    const today = Math.floor((Date.now() + dayMs / 3) / dayMs);
    const period = { from: today - 2, to: today };
    const judge = auditorsJudge({ folder: live.archiveFolder, histories: live.client.workflow });
    const figures = await periodFigures(live.prisma, policy, period, judge);
    expect(figures.audited).toEqual(['repair', 'return', 'complaint', 'job']);
    expect(figures.promises.reduce((sum, row) => sum + row.kept, 0)).toBeGreaterThan(0);
    // Where nobody altered anything the two agree.
    const recorded = await periodFigures(live.prisma, policy, period);
    expect(figures.promises).toEqual(recorded.promises);
    const clocks = await live.prisma.clock.findMany({ where: { metAt: { not: null } } });
    await live.prisma.clock.updateMany({ where: { metAt: { not: null } }, data: { breachedAt: new Date() } });
    expect((await periodFigures(live.prisma, policy, period)).promises).not.toEqual(recorded.promises);
    expect((await periodFigures(live.prisma, policy, period, judge)).promises).toEqual(figures.promises);
    for (const { caseId, key, breachedAt } of clocks)
      await live.prisma.clock.update({ where: { caseId_key: { caseId, key } }, data: { breachedAt } });
  },
);

test('a mail marked sent that the history says was refused, or was never asked for', () => {
  const honest = golden('late-response');
  const row = (history: RawHistory): Rows => {
    const rows = expectedRows(timelineOf([readRun(history)]));
    const of = (table: keyof Rows) => new Map([...rows[table]].map(([key, e]) => [key, e.row]));
    return {
      case: of('case'),
      step: of('step'),
      clock: of('clock'),
      escalation: of('escalation'),
      notice: of('notice'),
    };
  };
  const refused = golden('late-response');
  const mail = activity(refused, 'deliver', 'escalation_climbed');
  const answer = eventOf(refused, 'ACTIVITY_TASK_COMPLETED', (e) => attributesOf(e).scheduledEventId === mail.eventId);
  rewrite(answer, (words) => words.replace('"sent"', '"refused"'));
  const kinds = reconcile('golden-1', timelineOf([readRun(refused)]), row(honest)).map((d) => d.kind);
  expect(kinds).toEqual(['mail_never_sent']);
  expect(reconcile('golden-1', timelineOf([readRun(honest)]), row(honest))).toEqual([]);
});

describe('altered rows', () => {
  const first = { caseId: 'R2026-1' };
  const ways: [string, Partial<RowDifference>, () => Promise<unknown>, () => Promise<unknown>][] = [
    [
      'the status of a case is changed',
      { kind: 'row_changed', table: 'case', field: 'status' },
      () => live.prisma.case.update({ where: { id: 'R2026-1' }, data: { status: 'closed' } }),
      () => live.prisma.case.update({ where: { id: 'R2026-1' }, data: { status: 'cancelled' } }),
    ],
    [
      'a clock is given to another promise',
      { kind: 'row_changed', table: 'clock', field: 'milestone' },
      () => live.prisma.clock.updateMany({ where: { ...first, key: 'response' }, data: { milestone: 'other' } }),
      () => live.prisma.clock.updateMany({ where: { ...first, key: 'response' }, data: { milestone: 'response' } }),
    ],
    [
      'a case is put in that no history knows',
      { kind: 'row_added', table: 'case', key: 'R2026-99' },
      async () => {
        const row = await live.prisma.case.findUniqueOrThrow({ where: { id: 'R2026-1' } });
        await live.prisma.case.create({ data: { ...row, state: {}, id: 'R2026-99' } });
      },
      () => live.prisma.case.delete({ where: { id: 'R2026-99' } }),
    ],
    [
      'a mail is marked with another Message-ID',
      { kind: 'row_changed', table: 'notice', field: 'messageId' },
      () =>
        live.prisma.notice.updateMany({
          where: { ...first, template: 'case_received' },
          data: { messageId: 'forged' },
        }),
      async () => undefined,
    ],
    [
      'a step is taken out',
      { kind: 'row_missing', table: 'step', key: '2' },
      () => live.prisma.step.delete({ where: { caseId_seq: { caseId: 'R2026-1', seq: 2 } } }),
      async () => undefined,
    ],
  ];

  test.each(ways)('%s', async (_name, expected, alter, mend) => {
    await alter();
    expect(await found()).toEqual(expect.arrayContaining([expect.objectContaining(expected)]));
    await mend();
  });
});

test('an export that comes a quarter of retention late raises an alarm', async () => {
  await live.duty(async () => {
    const repair = await live.cases.open({ policy: 'auto-equipment-nanjing' });
    await repair.act(live.people.dispatcher, 'cancel', { reason: text('重复报修') });
    await repair.handle.result();
  });
  await new Promise((next) => setTimeout(next, 1500));
  await runArchive(new Date(Date.now() + 8 * dayMs).toISOString(), '3');
  expect(await live.prisma.alarm.findMany({ select: { kind: true } })).toEqual([{ kind: 'archive_behind' }]);
});
