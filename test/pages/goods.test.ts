/** What the page of a return shows of goods and money. */
import { openPage, script } from './page';

const page = openPage();
interface Shown {
  querySelectorAll(selector: string): Iterable<{ textContent: string }>;
}
const { goodsList, ledgerList } = script<{
  goodsList: (state: object) => (Shown & object) | undefined;
  ledgerList: (money: { entries: readonly object[]; owed: readonly object[] }) => (Shown & object) | undefined;
}>('goods');
const cells = (shown: Shown | undefined): string[] =>
  [...shown!.querySelectorAll('tbody td')].map(({ textContent }) => textContent);

test('O-11.4-a: each line with its price, what was announced, what came, what was accepted and refused', () => {
  const sale = { lines: [{ line: 2, model: 'B-200', unitFen: 50_050 }] };
  const items = [{ line: 2, quantity: 4 }];
  expect(cells(goodsList({ items, sale, goods: { lines: [] } }))).toEqual([
    '2',
    'B-200',
    '¥500.50',
    '4',
    '–',
    '–',
    '–',
  ]);
  const goods = { lines: [{ line: 2, received: 3, accepted: 3, refused: 0 }] };
  expect(cells(goodsList({ items, sale, goods }))).toEqual(['2', 'B-200', '¥500.50', '4', '3', '3', '0']);
  expect(goodsList({})).toBeUndefined();
});

test('each entry of the ledger: from whom to whom, confirmed or not, and what it takes back', () => {
  const entry = (no: number, more: object) => ({
    ...{ no, fen: 1_005, reverses: null, confirmedAt: null, clauses: [] },
    titles: { type: { zh: '退款' }, from: { zh: '本公司' }, to: { zh: '客户' } },
    ...more,
  });
  const parties = { from: { zh: '本公司' }, to: { zh: '客户' } };
  const shown = ledgerList({
    entries: [entry(1, { confirmedAt: '2026-03-02T01:00:00Z' }), entry(2, { reverses: 1 })],
    owed: [{ fen: 0, confirmedFen: 1_005, titles: parties }],
  });
  page.body.replaceChildren(shown!);
  expect(cells(shown)).toEqual([
    ...['1', '退款', '¥10.05', '本公司 → 客户', '已复核', '–'],
    ...['2', '退款 · 冲销第 1 笔', '¥10.05', '本公司 → 客户', '待复核', '–'],
    ...['本公司 → 客户', '¥0.00', '¥10.05'],
  ]);
  expect(ledgerList({ entries: [], owed: [] })).toBeUndefined();
});
