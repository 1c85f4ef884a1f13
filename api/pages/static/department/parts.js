// Parts in stock with their reorder levels, and what was asked for: where it stands and what comes.
import { call } from '../client.js';
import { el, tabsOf } from '../dom.js';
import { filtersAt, searched } from '../list.js';
import { at } from '../time.js';
import { say, w } from '../words.js';
import { asked, card, cards, caseLink, formsOf, moreOf, offered, offers, part, tag } from './shared.js';

const lists = ['stock', 'low', 'requested', 'received'];

export async function partsPage(_reader, reload) {
  const list = asked('list', lists);
  const q = new URLSearchParams(location.search).get('q') ?? '';
  const forms = await formsOf('parts');
  const stock = list === 'stock' || list === 'low';
  const path = stock ? '/v1/parts' : '/v1/parts/requests';
  const filter = { ...(list === 'low' && { low: 'true' }), ...(!stock && { status: list }), ...(q && { q }) };
  const query = (cursor) => `${path}?${new URLSearchParams({ ...filter, limit: '50', ...(cursor && { cursor }) })}`;
  const first = await call('GET', query());
  const draw = ({ rows }) => rows.map((row) => (stock ? stockCard : requestCard)(row, forms, reload));
  const listed = cards(draw(first), list === 'low' ? w().nothingLow : w().nothingHere);
  const adding = [...forms('addPart'), ...forms('requestPart')].map((f) => offered(f, {}, reload));
  return [
    tabsOf(
      lists.map((name) => [name, w()[`parts_${name}`], `/parts?list=${name}`]),
      list,
    ),
    filtersAt('/parts', el('input', { type: 'hidden', name: 'list', value: list }), searched('q', w().findPart, q)),
    adding.length > 0 && part('', offers(adding)),
    part('', listed, moreOf(query, first, listed, draw)),
  ];
}

function stockCard(p, forms, reload) {
  const about = { ids: { id: p.id } };
  const order = { fixed: { policyId: p.policyId, partNo: p.partNo } };
  return card(
    `${p.partNo} · ${p.name}`,
    [p.lowSince && tag(w().low, 'bad'), p.onOrder && tag(w().onOrder, 'good')],
    [
      [w().onHand, el('strong', { class: p.lowSince ? 'bad' : '' }, String(p.onHand))],
      [w().reorderLevel, String(p.reorderLevel)],
      [w().lowSince, p.lowSince && at(p.lowSince)],
      [w().policy, say(p.titles.policy)],
    ],
    offers([
      ...forms('drawPart').map((f) => offered(f, about, reload)),
      ...forms('orderPart').map((f) => offered(f, order, reload)),
      ...forms('countPart').map((f) => offered(f, about, reload)),
      ...forms('changePart').map((f) =>
        offered(f, { ...about, version: p.version, given: { name: p.name, reorderLevel: p.reorderLevel } }, reload),
      ),
    ]),
  );
}

function requestCard(r, forms, reload) {
  const about = { ids: { id: r.id } };
  const open = !r.receivedAt && r.status !== 'cancelled';
  const late = open && r.expectedAt && Date.parse(r.expectedAt) < Date.now();
  return card(
    `${r.partNo} × ${r.quantity}`,
    [
      r.reason !== 'normal' && tag(say(r.titles.reason), 'warn'),
      late && tag(w().breached, 'bad'),
      tag(say(r.titles.status)),
    ],
    [
      [w().aboutCase, caseLink(r.caseId)],
      [w().stockUnit, r.stockUnit],
      [w().requestedAt, at(r.requestedAt)],
      [w().expectedAt, r.expectedAt && at(r.expectedAt)],
      [w().receivedAt, r.receivedAt && at(r.receivedAt)],
      [w().oldPart, r.oldPartDue && (r.oldPartAt ? [`${r.oldPartCard} · `, at(r.oldPartAt)] : w().oldPartOwed)],
      [w().policy, say(r.titles.policy)],
    ],
    offers([
      ...(open ? ['expectPart', 'partArrived', 'cancelPartRequest'] : [])
        .flatMap(forms)
        .map((f) => offered(f, about, reload)),
      ...(r.oldPartDue && !r.oldPartAt ? forms('oldPartReturned') : []).map((f) => offered(f, about, reload)),
    ]),
  );
}
