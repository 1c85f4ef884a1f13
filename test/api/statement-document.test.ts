/** A settlement as people read it: every line with its case, the sum of each column, and why something is left open. */
import { statementDocument } from '../../api/partners/statement-document';
import type { SettlementLine, Statement } from '../../domain/partners/settlement';

const none = { principalFen: 0, partnerFen: 0, userFen: 0, fundFen: 0, openFen: 0, missing: [], facts: {} };
const lines: SettlementLine[] = [
  {
    ...none,
    id: '1',
    reference: 'K1',
    kind: 'repair',
    on: '2026-02-01',
    fen: 500,
    caseId: 'R2026-000001',
    fundFen: 500,
    clauses: ['C-DL-3.1-a'],
  },
  {
    ...none,
    id: '2',
    reference: 'K2',
    kind: 'freight',
    on: '2026-02-02',
    fen: 300,
    openFen: 300,
    clauses: [],
    open: 'facts_missing',
    missing: ['partOrder'],
  },
  {
    ...none,
    id: '3',
    reference: 'K3',
    kind: 'part',
    on: '2026-02-03',
    fen: 200,
    principalFen: 200,
    clauses: ['C-AG-6'],
    open: 'card_missing',
  },
];
const statement: Statement = {
  settleBy: '2026-03-31',
  lines,
  principalOwesFen: 0,
  partnerOwesFen: 0,
  clauses: ['C-DL-3.1-a'],
};
const head = { partner: '某经销商', agreement: '协议 Agreement', standing: ['试算 Preview'] };

const tableOf = (content: ReturnType<typeof statementDocument>, title: string) => {
  const block = content.blocks.find((b) => b.kind === 'table' && b.title.startsWith(title));
  if (block?.kind !== 'table') throw new Error(`no table ${title}`);
  return block;
};

test('C-AG-5-b, C-DL-3.1-a: each line names its case and clauses, and the columns add up', () => {
  const { rows, columns } = tableOf(statementDocument(head, statement), '明细');
  expect(rows.map((row) => row.slice(1, 4))).toEqual([
    ['K1', 'R2026-000001', '维修费 Repair'],
    ['K2', null, '运费 Freight'],
    ['K3', null, '配件 Part'],
    [null, null, null],
  ]);
  expect(columns.slice(4, 10).map(({ title }) => title.split(' ')[0])).toEqual([
    '金额',
    '甲方',
    '乙方',
    '专项',
    '用户',
    '未结',
  ]);
  expect(rows.at(-1)!.slice(4, 10)).toEqual([1000, 0, 0, 500, 0, 500]);
});

test('what is left open says in words what it waits for, and its sum stands with the totals', () => {
  const content = statementDocument(head, statement);
  expect(tableOf(content, '明细').rows.map((row) => row.at(-1))).toEqual([
    null,
    '缺资料 Facts missing；配件订购方式 Part order',
    '缺三包返厂卡 Return card missing',
    null,
  ]);
  expect(tableOf(content, '合计').rows.at(-1)!.slice(0, 2)).toEqual(['未结（待补资料） Left open', 500]);
});

test('a line of an earlier period says of which', () => {
  const [first, open] = lines;
  const late = [first!, open!].map((line) => ({ ...line, earlier: '2025-12-31' }));
  const { rows } = tableOf(statementDocument(head, { ...statement, lines: late }), '明细');
  expect(rows.map((row) => row.at(-1))).toEqual([
    '补结（原结算日）Settled late, was to be settled by 2025-12-31',
    '补结（原结算日）Settled late, was to be settled by 2025-12-31；缺资料 Facts missing；配件订购方式 Part order',
    null,
  ]);
});

test('a period without costs says so instead of a sum of nothing', () => {
  expect(tableOf(statementDocument(head, { ...statement, lines: [] }), '明细').rows).toEqual([]);
});
