/** The report over a period: what is counted in it, month by month, and what it looks like as a file. */
import { unzipSync } from 'fflate';
import { Compliance, type PromiseRow } from '../../audit/compliance';
import { csvRow } from '../../audit/csv';
import { namesOf, policiesOf } from '../../audit/names';
import { periodReport, WorstPromises } from '../../audit/period-report';
import { toPdf } from '../../documents/pdf';
import { toXlsx } from '../../documents/xlsx';
import { shipped } from '../rig/shipped-policies';

const hour = 3_600_000;

function row(caseId: string, month: number, outcome: PromiseRow['outcome'], by: Partial<PromiseRow['by']>): PromiseRow {
  const dueAt = Date.UTC(2026, month - 1, 15, 2);
  return {
    ...{
      caseId,
      promise: by.milestone ?? 'response',
      outcome,
      startedAt: dueAt - hour,
      dueAt,
      excused: false,
      extendedMs: 0,
    },
    ...(outcome === 'late' || outcome === 'broken' ? { overMs: 5 * hour } : {}),
    clauses: ['S-5.16-1b'],
    by: {
      period: `2026-0${month}`,
      policy: 'security-projects-chongqing',
      region: 'chongqing',
      engineer: 'e-1',
      level: 'L2',
      milestone: 'response',
      ...by,
    },
  };
}

const rows = [
  row('R-1', 1, 'kept', {}),
  row('R-2', 1, 'late', {}),
  row('R-3', 2, 'kept', {}),
  row('R-4', 2, 'kept', { region: 'dazu' }),
  { ...row('R-5', 3, 'broken', { region: 'dazu', milestone: 'arrival' }), excused: true, overMs: 30 * hour },
  row('R-6', 3, 'open', { region: '' }),
];

function reported(from?: number, to?: number) {
  const compliance = new Compliance(from, to);
  const worst = new WorstPromises();
  for (const one of rows)
    worst.add(compliance.addRows(one.caseId, [one], { alarmed: one.caseId === 'R-2', judged: true }));
  compliance.addRows('X-1', [], { alarmed: false, judged: false });
  return { compliance, worst };
}

test('a trend has a rate for each month in which something fell due, and none where nothing did', () => {
  const { compliance } = reported();
  expect(compliance.months()).toEqual(['2026-01', '2026-02', '2026-03']);
  const trend = Object.fromEntries(compliance.trend('region'));
  expect(trend.chongqing!.map((t) => t && [t.kept, t.late])).toEqual([[1, 1], [1, 0], undefined]);
  expect(trend.dazu!.map((t) => t && [t.kept, t.broken])).toEqual([undefined, [1, 0], [0, 1]]);
  expect(compliance.table('region').map(([value, t]) => [value, t.kept + t.late + t.broken + t.open])).toEqual([
    ['', 1],
    ['chongqing', 3],
    ['dazu', 2],
  ]);
});

test('the total of every dimension is the total', () => {
  const { compliance } = reported();
  for (const dimension of ['period', 'policy', 'region', 'engineer', 'level', 'milestone'] as const) {
    const sum = compliance.table(dimension).reduce((s, [, t]) => s + t.kept + t.late + t.broken + t.open, 0);
    expect(sum).toBe(rows.length);
  }
});

test('the document: excused breaches count, what is not judged is told, the worst comes first', () => {
  const { compliance, worst } = reported();
  const names = namesOf([shipped('security-projects-chongqing').policy], new Map([['e-1', '李工']]));
  const content = periodReport(compliance, worst, { archive: { lines: 7, head: 'a'.repeat(64) } }, names);
  expect(content.subtitle.join()).toContain(`7 · ${'a'.repeat(64)}`);
  const [summary] = content.blocks;
  expect(summary).toMatchObject({
    lines: expect.arrayContaining([
      expect.stringMatching(/60\.0 %/),
      expect.stringMatching(/: 1: R-2$/),
      expect.stringMatching(/: 1: X-1$/),
    ]),
  });
  const tables = content.blocks.filter((b) => b.kind === 'table');
  expect(tables.find((t) => t.title === '工程师 Engineer')!.rows[0]![0]).toBe('李工');
  expect(tables.at(-1)!.rows.map((r) => r[0])).toEqual(['R-5', 'R-2']);
  const trend = tables.find((t) => t.title === '按月趋势 Trend by month · 区域 Region')!;
  expect(trend.rows).toContainEqual(['dazu', null, 1, 0]);
});

test('titles are those of the policies that the figures are about, also of a complaint’s shares and rulings', () => {
  const shippedOnes = ['demo-quick-repair', 'demo-quick-complaint', 'appliance-service-centre'].map(
    (id) => shipped(id).policy,
  );
  const [all, used] = [shippedOnes, policiesOf(shippedOnes, ['demo-quick-complaint'])].map((some) => namesOf(some));
  expect(all!('milestone', 'response')).toBe('response');
  expect(all!('milestone', 'response', 'demo-quick-repair')).toBe('响应（6 秒） Response (6 s)');
  expect(used!('milestone', 'task_quality')).toBe('产品质量：部门答复 Product quality: the department’s answer');
  expect(used!('policy', 'demo-quick-repair')).toBe('demo-quick-repair');
});

test('a period takes what falls due in it, its end excluded', () => {
  const { compliance } = reported(Date.UTC(2026, 1, 1), rows[4]!.dueAt);
  expect(compliance.total).toMatchObject({ kept: 2, broken: 0, open: 0 });
});

test('as PDF and as workbook: the same figures give the same bytes; every table is a sheet', async () => {
  const { compliance, worst } = reported();
  const content = periodReport(compliance, worst, {});
  const madeAt = new Date('2026-04-01T00:00:00Z');
  const pdf = await toPdf(content, madeAt);
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await toPdf(content, madeAt)).equals(pdf)).toBe(true);
  const sheets = Object.keys(unzipSync(await toXlsx(content))).filter((f) => /worksheets\/sheet\d+\.xml/.test(f));
  expect(sheets.length).toBeGreaterThan(content.blocks.filter((b) => b.kind === 'table').length);
});

test('CSV: an id that looks like a formula stays a text', () => {
  expect(csvRow({ ...rows[0]!, caseId: '=1+1' })).toMatch(/^'=1\+1,response,2026-01,/);
});
