// Reports as they were made: by period, as PDF and as a workbook.
import { call, save } from '../client.js';
import { el } from '../dom.js';
import { filter, filtersAt } from '../list.js';
import { at } from '../time.js';
import { say, w } from '../words.js';
import { card, cards, moreOf, part } from './shared.js';

export async function reportsPage() {
  const policyId = new URLSearchParams(location.search).get('policyId') ?? '';
  const query = (cursor) =>
    `/v1/reports?${new URLSearchParams({ ...(policyId && { policyId }), ...(cursor && { cursor }) })}`;
  const [first, { policies }] = await Promise.all([call('GET', query()), call('GET', '/v1/policies')]);
  const draw = ({ rows }) => rows.map(reportCard);
  const listed = cards(draw(first), w().noReports);
  return [
    filtersAt(
      '/reports',
      filter(
        'policyId',
        w().anyPolicy,
        policies.map((p) => [p.id, say(p.title)]),
        policyId,
      ),
    ),
    part('', listed, moreOf(query, first, listed, draw)),
  ];
}

function reportCard(r) {
  const problem = el('span', { class: 'problem', role: 'alert' });
  const get = (format) => () => {
    problem.textContent = '';
    return save(`/v1/reports/${encodeURIComponent(r.id)}/${format}`).catch(
      (failure) => (problem.textContent = failure.message),
    );
  };
  const button = (format) =>
    el('button', { type: 'button', class: 'quiet', onclick: get(format) }, format.toUpperCase());
  return card(
    say(r.titles.report),
    [],
    [
      [w().period, r.from === r.to ? r.from : `${r.from} – ${r.to}`],
      [w().madeAt, at(r.madeAt)],
      [w().policy, say(r.titles.policy)],
    ],
    el('div', { class: 'row ask' }, button('pdf'), button('xlsx'), problem),
  );
}
