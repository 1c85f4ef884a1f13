/** Papers that were asked for once their case had ended: kept in the archive, shown with their case, tampering found. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { exportHistories } from '../../activities/archive';
import { ArchiveFolder } from '../../audit/archive/folder';
import { VerdictStore } from '../../audit/archive/verdicts';
import { auditCase, type AuditOptions, type CaseAudit } from '../../audit/audit-case';
import { explain } from '../../audit/explain';
import { readRun } from '../../audit/history';
import { caseLines } from '../../bin/audit/report';
import { runsOfArchive } from '../../bin/audit/histories';
import type { LatePaperRequest } from '../../domain/documents/late-paper';
import { formatInstant } from '../../domain/time/instant';
import { append, attributesOf, edit, eventOf, golden } from './alter';
import { paperHistory, paperRun } from './paper-history';
import type { RawHistory } from './simulated';

const hash = 'a'.repeat(64);
const ended = golden('late-response');
const { caseId } = auditCase([readRun(ended)]);
const endedAt = Date.parse(ended.events.at(-1)!.eventTime);
const weekLater = endedAt + 7 * 86_400_000;
const request: LatePaperRequest = {
  ...{ caseId, form: 'service_report', seq: 22, by: 'agent-1' },
  askedAt: formatInstant(weekLater - 100),
};
const document = `${caseId}.service_report.2`;
const answer = { result: 'sent', reason: document, document: { id: document, sha256: hash } } as const;
const paper = (change: Partial<LatePaperRequest> = {}, at = weekLater): RawHistory =>
  paperHistory({ ...request, ...change }, answer, at);

function audited(history: RawHistory, options: AuditOptions = {}): CaseAudit {
  return auditCase([readRun(ended), readRun(history)], { caseId, ...options });
}
const alarms = (audit: CaseAudit): string[] => audit.findings.filter((f) => f.severity === 'alarm').map((f) => f.kind);

test('S-5.5-f: the audit of a case says who asked for a late paper, which, and its hash; its promises stay as they were', () => {
  const [alone, audit] = [auditCase([readRun(ended)]), audited(paper())];
  expect(audit.verdicts).toEqual(alone.verdicts);
  expect(audit).toMatchObject({ runs: alone.runs, kind: 'repair', status: alone.status, ending: 'completed' });
  expect(alarms(audit)).toEqual([]);
  const [found, ...more] = audit.findings.filter(({ kind }) => !alone.findings.some((f) => f.kind === kind));
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    ...{ kind: 'late_paper', severity: 'note', at: weekLater - 100 },
    data: { form: 'service_report', by: 'agent-1', document, sha256: hash },
    events: [
      { run: 1, event: 7 },
      { run: 1, event: 1 },
    ],
  });
  expect(explain(found!, 'zh')).toBe(`案件结束后由 agent-1 索取「售后服务联系卡」：${document}，SHA-256 ${hash}`);
  expect(caseLines(audit, 'en', (_dimension, value) => value).join('\n')).toMatch(
    /1 late paper\(s\)[^]*Service report.*#2:7/,
  );
});

test('a paper that was not made is no tampering: refused, or given up when the store stayed away', () => {
  const refused = paperHistory(request, { result: 'refused', reason: 'no_form' }, weekLater);
  const givenUp = paper();
  givenUp.events.splice(6);
  append(givenUp, 'ACTIVITY_TASK_TIMED_OUT', { scheduledEventId: '5' });
  append(givenUp, 'WORKFLOW_EXECUTION_FAILED', {});
  for (const [history, reason] of [
    [refused, 'no_form'],
    [givenUp, 'ACTIVITY_TASK_TIMED_OUT'],
  ] as const) {
    const audit = audited(history);
    expect(alarms(audit)).toEqual([]);
    expect(audit.findings.find(({ kind }) => kind === 'late_paper_not_made')?.data).toMatchObject({ reason });
  }
});

const attacks: [string, string, () => RawHistory][] = [
  ['it is of another case', 'case_mixed', () => paper({ caseId: 'R2020-000001' })],
  ['it was made while the case ran', 'late_paper_too_early', () => paper({}, endedAt - 60_000)],
  [
    'it was asked for after it was made',
    'received_in_future',
    () => paper({ askedAt: formatInstant(weekLater + 60_000) }),
  ],
  [
    'another person is said to have asked',
    'late_paper_differs',
    () => altered('WORKFLOW_EXECUTION_STARTED', (value: LatePaperRequest) => (value.by = 'somebody-else')),
  ],
  [
    'its hash is altered where it was made',
    'late_paper_differs',
    () => altered('ACTIVITY_TASK_COMPLETED', (value: typeof answer) => Object.assign(value.document, { sha256: 'b' })),
  ],
  [
    'it is a paper of another case',
    'late_paper_differs',
    () => {
      const other = { id: 'R2020-000001.service_report.1', sha256: hash };
      return paperHistory(request, { result: 'sent', reason: other.id, document: other }, weekLater);
    },
  ],
  [
    'its input is gone',
    'late_paper_differs',
    () => altered('WORKFLOW_EXECUTION_STARTED', (v: object) => Object.assign(v, { by: 1 })),
  ],
  [
    'an event is taken out',
    'events_out_of_order',
    () => {
      const history = paper();
      history.events.splice(5, 1);
      return history;
    },
  ],
  [
    'it was terminated by hand',
    'terminated',
    () => {
      const history = paper();
      history.events.pop();
      append(history, 'WORKFLOW_EXECUTION_TERMINATED', {});
      return history;
    },
  ],
  [
    'it did something else besides',
    'late_paper_differs',
    () => {
      const history = paper();
      attributesOf(eventOf(history, 'ACTIVITY_TASK_SCHEDULED')).activityType = { name: 'deliver' };
      return history;
    },
  ],
];

function altered<T>(type: string, change: (value: T) => void): RawHistory {
  const history = paper();
  edit<T>(eventOf(history, type), change);
  return history;
}

test.each([
  ['a day in place of a moment', () => paper({ askedAt: '2026-11-23' })],
  [
    'a number in place of a moment',
    () => altered('WORKFLOW_EXECUTION_STARTED', (v: object) => Object.assign(v, { askedAt: 7 })),
  ],
  [
    'a number in place of the paper',
    () => paperHistory(request, { result: 'sent', reason: '7', document: { id: 7, sha256: hash } } as never, weekLater),
  ],
])('a paper with %s is alarming, and takes no verdict from its case', (_name, history) => {
  const [alone, audit] = [auditCase([readRun(ended)]), audited(history())];
  expect(audit.verdicts).toEqual(alone.verdicts);
  expect(alarms(audit)).toContain('late_paper_differs');
  expect(alarms(audit)).not.toContain('not_followed');
});

test.each(attacks)('%s: %s', (_name, kind, attack) => {
  const audit = audited(attack());
  expect(alarms(audit)).toContain(kind);
  expect(audit.findings.find((f) => f.kind === kind)!.events[0]!.run).toBe(1);
});

test('an open case has no late papers; code that was not kept is told of papers too', () => {
  const open = { events: ended.events.slice(0, -1) };
  const audit = auditCase([readRun(open), readRun(paper())], { caseId });
  expect(alarms(audit)).toContain('late_paper_too_early');
  const unknown = audited(paper(), { builds: ['another'] }).findings.filter(({ kind }) => kind === 'build_unknown');
  expect(unknown.map(({ events }) => events[0]!.run)).toEqual(expect.arrayContaining([0, 1]));
});

describe('in the archive', () => {
  const at = '2030-01-01T00:00:00.000Z';
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

  /** What an exporter does every hour, while Temporal has these closed runs. */
  async function exported(
    folder: string,
    histories: readonly [id: string, type: string, history: RawHistory][],
    now = at,
  ) {
    const asked: string[] = [];
    const server = {
      list: ({ query }: { query: string }) => {
        asked.push(query);
        return histories.map(([workflowId, type, history], i) => ({
          ...{ workflowId, type, closeTime: new Date(weekLater + i) },
          runId: String(attributesOf(history.events[0]!).originalExecutionRunId),
        }));
      },
      getHandle: (id: string) => ({
        fetchHistory: () => Promise.resolve(historyFromJSON(histories.find(([name]) => name === id)![2])),
      }),
    };
    const result = await exportHistories({ archive: { folder, histories: server as never, log } }, { at: now });
    return { ...result, asked };
  }
  const folderOf = (): string => mkdtempSync(join(tmpdir(), 'sanbao-archive-'));
  const both: [string, string, RawHistory][] = [
    [caseId, 'repair', ended],
    [`paper-${caseId}-0123456789abcdef`, 'latePaper', paper()],
  ];

  test('a paper is kept as a line of its case, and is no case of its own', async () => {
    const folder = folderOf();
    expect(await exported(folder, both)).toMatchObject({ exported: 2, lines: 2 });
    const archive = new ArchiveFolder(folder);
    expect(archive.verify(archive.manifest().lines.at(-1)!.chain)).toEqual([]);
    expect(archive.manifest().lines[1]).toMatchObject({
      ...{ caseId, workflowType: 'latePaper', runId: paperRun },
      file: expect.stringContaining(`/${caseId}/${paperRun}`) as string,
    });
    expect([...archive.cases()].map((one) => [one.caseId, one.lines.length])).toEqual([[caseId, 2]]);
    const [verdict, ...others] = new VerdictStore(folder).verdicts();
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ caseId, kind: 'repair', alarms: [], judged: true });
    expect(auditCase(runsOfArchive(folder, caseId), { caseId }).papers).toHaveLength(1);
  });

  test('a paper that comes later has the case judged anew; an altered one makes it alarming', async () => {
    const folder = folderOf();
    const early = { askedAt: formatInstant(endedAt - 60_000) };
    await exported(folder, both.slice(0, 1));
    expect([...new VerdictStore(folder).verdicts()].map(({ alarms: found }) => found)).toEqual([[]]);
    await exported(folder, [both[0]!, [both[1]![0], 'latePaper', paper(early, endedAt - 60_000)]]);
    expect([...new VerdictStore(folder).verdicts()].map(({ alarms: found }) => found)).toEqual([
      ['late_paper_too_early'],
    ]);
  });

  test('papers are asked for as far back as the server has them: an archive of before knows none', async () => {
    const folder = folderOf();
    await exported(folder, both.slice(0, 1));
    const { asked, oldestClosedAt } = await exported(folder, both);
    // It waited for no export that came too late.
    expect(oldestClosedAt).toBeNull();
    expect(asked[0]).toMatch(/CloseTime >= '[^']+' OR WorkflowType = 'latePaper'\) AND ExecutionStatus != 'Running'$/);
  });

  test('a paper whose case the archive lacks is an alarm until the case comes, and the operator is told of it', async () => {
    const folder = folderOf();
    const verdicts = (): unknown => [...new VerdictStore(folder).verdicts()];
    // Asked for years before this export: the case had all the time to come.
    expect((await exported(folder, both.slice(1))).missing).toEqual([caseId]);
    expect(verdicts()).toMatchObject([{ caseId, alarms: ['case_missing'], judged: false, rows: [] }]);
    expect((await exported(folder, both)).missing).toEqual([]);
    expect(verdicts()).toMatchObject([{ caseId, alarms: [], judged: true }]);
  });

  test('a paper of today whose case is not listed yet tells the operator nothing', async () => {
    const soon = formatInstant(weekLater + 3_600_000);
    expect((await exported(folderOf(), both.slice(1), soon)).missing).toEqual([]);
  });

  test('a server that has forgotten the case by its retention is no archive that lost it', () => {
    const audit = auditCase([readRun(paper())], { caseId });
    expect(alarms(audit)).toEqual([]);
  });
});
