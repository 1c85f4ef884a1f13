// The loaner pool: who has what since when, its deposit and condition.
import { call } from '../client.js';
import { yuan } from '../goods.js';
import { filtersAt, searched } from '../list.js';
import { at } from '../time.js';
import { say, w } from '../words.js';
import { card, cards, caseLink, formsOf, moreOf, offered, offers, part, tag } from './shared.js';

export async function loanersPage(_reader, reload) {
  const q = new URLSearchParams(location.search).get('q') ?? '';
  const query = (cursor) => `/v1/loaners?${new URLSearchParams({ ...(q && { q }), ...(cursor && { cursor }) })}`;
  const [first, forms] = await Promise.all([call('GET', query()), formsOf('loaners')]);
  const draw = ({ rows }) => rows.map((row) => loanerCard(row, forms, reload));
  const listed = cards(draw(first));
  const adding = forms('addLoaner').map((f) => offered(f, {}, reload));
  return [
    filtersAt('/loaners', searched('q', w().findSerial, q)),
    adding.length > 0 && part('', offers(adding)),
    part('', listed, moreOf(query, first, listed, draw)),
  ];
}

function loanerCard(u, forms, reload) {
  const condition = u.titles.condition;
  return card(
    `${say(u.titles.product)} ${u.model} · ${u.serialNo}`,
    [
      condition && tag(say(condition), u.condition === 'good' ? 'good' : 'warn'),
      u.holders.length > 0 ? tag(w().lent, 'warn') : tag(w().inPool, 'good'),
    ],
    [
      [w().deposit, u.depositFen > 0 && yuan(u.depositFen)],
      ...u.holders.map((h) => [w().lentTo, [caseLink(h.caseId), ` · ${w().since} `, at(h.since)]]),
    ],
    offers(forms('checkLoaner').map((f) => offered(f, { ids: { id: u.id } }, reload))),
  );
}
