// What came back of the goods, line by line, and what is owed to whom.
import { clauseList } from './clauses.js';
import { el, tableOf } from './dom.js';
import { say, w } from './words.js';

export const yuan = (fen) => `¥${(fen / 100).toFixed(2)}`;

/** The goods of a return; undefined where none were named. */
export function goodsList({ items = [], sale, goods }) {
  if (items.length === 0) return undefined;
  const rows = items.map(({ line, quantity }) => {
    const sold = sale?.lines.find((l) => l.line === line);
    const came = goods?.lines.find((l) => l.line === line);
    return [line, sold?.model, sold && yuan(sold.unitFen), quantity, came?.received, came?.accepted, came?.refused].map(
      (value) => String(value ?? '–'),
    );
  });
  const heads = [w().line, w().model, w().unitPrice, w().announced, w().received, w().acceptedGoods, w().refusedGoods];
  return el('section', {}, el('h2', {}, w().goods), tableOf(heads, rows));
}

/** The ledger of a case; undefined where nothing is owed. */
export function ledgerList({ entries, owed }) {
  if (entries.length === 0) return undefined;
  const rows = entries.map((e) => [
    String(e.no),
    [say(e.titles.type), e.reverses === null ? undefined : ` · ${w().reverses.replace('{0}', e.reverses)}`],
    yuan(e.fen),
    `${say(e.titles.from)} → ${say(e.titles.to)}`,
    e.confirmedAt ? w().confirmed : el('span', { class: 'warn' }, w().unconfirmed),
    clauseList(e.clauses) ?? '–',
  ]);
  const heads = ['#', w().moneyType, w().amount, w().fromTo, w().status, w().clauses];
  const sums = owed.map((o) => [`${say(o.titles.from)} → ${say(o.titles.to)}`, yuan(o.fen), yuan(o.confirmedFen)]);
  const total = tableOf([w().fromTo, w().owedInAll, w().ofThatConfirmed], sums);
  return el('section', {}, el('h2', {}, w().ledger), tableOf(heads, rows), sums.length > 0 && total);
}
