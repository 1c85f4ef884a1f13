// Agents and dealers: the list, and a new one under an agreement in force.
import { call } from '../client.js';
import { el } from '../dom.js';
import { filtersAt, searched } from '../list.js';
import { say, w } from '../words.js';
import { card, cards, formsOf, moreOf, offered, offers, part } from './shared.js';

export async function partnersPage({ role }, reload) {
  const q = new URLSearchParams(location.search).get('q') ?? '';
  const query = (cursor) => `/v1/partners?${new URLSearchParams({ ...(q && { q }), ...(cursor && { cursor }) })}`;
  const [first, forms] = await Promise.all([call('GET', query()), formsOf('partners')]);
  const draw = ({ rows }) => rows.map(partnerCard);
  const listed = cards(draw(first), w().noPartners);
  const adding = forms('addPartner').map((f) => offered(f, {}, reload, `${say(f.title)} · ${say(f.about)}`));
  return [
    filtersAt('/partners', searched('q', w().findPartner, q)),
    adding.length > 0 && part('', offers(adding)),
    adding.length === 0 && role === 'supervisor' && part('', el('p', { class: 'soft' }, w().noAgreement)),
    part('', listed, moreOf(query, first, listed, draw)),
  ];
}

const partnerCard = (p) =>
  card(
    el('a', { href: `/partners/${encodeURIComponent(p.id)}` }, p.name),
    [],
    [
      [w().agreement, say(p.titles.policy)],
      [w().signedOn, p.signedOn],
      [w().endsOn, p.endsOn],
    ],
  );
