// The money of cases at one look: what is charged and owed, and what each still waits for; done in the case's own forms.
import { folded, offer } from '../actions.js';
import { call, save } from '../client.js';
import { el, tabsOf } from '../dom.js';
import { yuan } from '../goods.js';
import { at } from '../time.js';
import { say, w } from '../words.js';
import { asked, card, cards, caseLink, moreOf, part, tag } from './shared.js';

const lists = ['open', 'settled'];
/** The actions of a case that are about its money. */
const about = [
  ...['askForInvoice', 'sendInvoice', 'collectMoney', 'handInMoney', 'confirmEntry', 'reverseEntry'],
  ...['payRefund', 'carryOut'],
];

export async function moneyPage(_me, reload) {
  const list = asked('list', lists);
  const query = (cursor) => `/v1/money?${new URLSearchParams({ list, ...(cursor && { cursor }) })}`;
  const first = await call('GET', query());
  const { mayExport, mayAct } = first;
  const line = (m) => {
    const t = m.titles;
    return card(
      [yuan(m.fen), ' · ', say(t.type)],
      t.waits.length > 0 ? t.waits.map((one) => tag(say(one), 'warn')) : [tag(w().settledMoney, 'good')],
      [
        [w().aboutCase, caseLink(m.caseId)],
        [w().customer, t.customer && say(t.customer)],
        [w().fromTo, `${say(t.from)} → ${say(t.to)}`],
        [w().enteredAt, at(m.at)],
        [w().collectedBy, m.collectedAt && [t.collectedBy && `${say(t.collectedBy)} · `, at(m.collectedAt)]],
        [w().handedInAt, m.handedInAt && at(m.handedInAt)],
        [w().invoiceNo, m.invoiceNo],
        [w().confirmedOn, m.confirmedAt && at(m.confirmedAt)],
        [w().policy, say(t.policy)],
      ],
      m.waits.length > 0 && mayAct && caseActions(m.caseId, reload),
    );
  };
  const draw = ({ rows }) => rows.map(line);
  const listed = cards(draw(first), w().noMoney);
  return [
    tabsOf(
      lists.map((name) => [name, w()[`money_${name}`], `/money?list=${name}`]),
      list,
    ),
    mayExport && part('', exported()),
    part('', listed, moreOf(query, first, listed, draw)),
  ];
}

/** What the reader may do about the money of a case, asked when it is opened. */
function caseActions(caseId, reload) {
  const place = el('div', { class: 'actions' });
  const path = `/v1/cases/${encodeURIComponent(caseId)}`;
  const look = async () => {
    try {
      const [found, { actions, clauseTexts }] = await Promise.all([call('GET', path), call('GET', `${path}/actions`)]);
      const own = actions.filter(({ name }) => about.includes(name));
      if (own.length === 0) place.replaceChildren(el('p', { class: 'soft' }, w().noActions));
      else place.replaceChildren(...own.map((action) => offer(path, found, action, clauseTexts, reload)));
    } catch (failure) {
      place.replaceChildren(el('div', { class: 'message', role: 'alert' }, failure.message));
    }
  };
  const box = folded(w().actions, () => [place]);
  box.removeAttribute('name');
  box.addEventListener('toggle', () => box.open && look());
  return box;
}

function exported() {
  const problem = el('span', { class: 'problem', role: 'alert' });
  const onclick = () => save('/v1/ledger.csv').catch((failure) => (problem.textContent = failure.message));
  return [el('button', { type: 'button', class: 'quiet', onclick }, w().ledgerFile), problem];
}
