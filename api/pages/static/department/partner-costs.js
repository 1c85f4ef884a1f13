// A partner's costs: what is borne by whom, what each waits for, and what it lacked brought with its source.
import { folded } from '../actions.js';
import { call } from '../client.js';
import { el, tabsOf } from '../dom.js';
import { yuan } from '../goods.js';
import { at } from '../time.js';
import { say, w } from '../words.js';
import { asked, card, cards, caseLink, doneMessage, formOf, moreOf, offered, offers, tag } from './shared.js';

const lists = ['open', 'all'];

/** The list that the address asks for, those that wait first, with what may be entered. */
export async function costsOf(id, forms, reload) {
  const list = asked('costs', lists);
  const path = `/v1/partners/${encodeURIComponent(id)}/costs`;
  const query = (cursor) => `${path}?${new URLSearchParams({ open: list === 'open', ...(cursor && { cursor }) })}`;
  const first = await call('GET', query());
  const draw = ({ rows }) => rows.map((cost) => costCard(cost, id, forms, reload));
  const listed = cards(draw(first), list === 'open' ? w().noOpenCosts : w().nothingHere);
  return [
    tabsOf(
      lists.map((name) => [name, w()[`costs_${name}`], `?costs=${name}`]),
      list,
      w().costs,
    ),
    listed,
    moreOf(query, first, listed, draw),
    offers(forms('partnerCost').map((form) => entering(form, id, reload))),
  ];
}

/** Once a cost is entered it says who bears it by the agreement. */
function entering(form, id, reload) {
  const title = say(form.title);
  return folded(title, () => [
    formOf(form, { ids: { id } }, (shares) => reload(el('div', {}, doneMessage(title), borne(shares)))),
  ]);
}

function borne(shares) {
  const parts = ['principal', 'partner', 'user', 'fund', 'open'].filter((who) => shares[`${who}Fen`] > 0);
  return el('p', {}, parts.map((who) => `${w()[`borne_${who}`]} ${yuan(shares[`${who}Fen`])}`).join(' · '));
}

function costCard(c, id, forms, reload) {
  const about = { ids: { id, cost: c.id } };
  return card(
    `${c.reference} · ${say(c.titles.kind)} · ${yuan(c.fen)}`,
    [
      c.titles.open && tag(say(c.titles.open), 'warn'),
      c.settledIn && tag(w().settledIn.replace('{0}', c.settledIn), 'good'),
    ],
    [
      [w().costOn, c.on],
      [w().aboutCase, caseLink(c.caseId)],
      [w().cardNo, c.cardNo],
      [w().lacks, c.titles.missing.map(say).join(w().comma)],
      ...c.completions.map((one) => [w().broughtLater, [one.reason, ' · ', say(one.titles.by), ' · ', at(one.at)]]),
    ],
    c.open && offers(forms('completeCost').map((form) => offered(lacking(form, c), about, reload))),
  );
}

/** The form with nothing but what this cost lacks. */
function lacking(form, { missing, cardNo }) {
  const { cardNo: card, facts, ...others } = form.payload.properties;
  const properties = { ...(missing.length > 0 && { facts }), ...(cardNo === null && { cardNo: card }), ...others };
  const wanted = ([path]) => !path.startsWith('facts.') || missing.includes(path.slice('facts.'.length));
  return {
    ...form,
    payload: { ...form.payload, properties },
    fields: Object.fromEntries(Object.entries(form.fields).filter(wanted)),
  };
}
