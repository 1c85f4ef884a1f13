// What staff put before the company, and what was decided about it.
import { call } from '../client.js';
import { el, tabsOf } from '../dom.js';
import { at } from '../time.js';
import { say, w } from '../words.js';
import { asked, card, cards, caseLink, formsOf, moreOf, offered, offers, part, tag } from './shared.js';

const lists = ['open', 'decided', 'all'];

export async function filingsPage(_reader, reload) {
  const list = asked('list', lists);
  const query = (cursor) => `/v1/filings?${new URLSearchParams({ list, ...(cursor && { cursor }) })}`;
  const [first, forms] = await Promise.all([call('GET', query()), formsOf('filings')]);
  const fileable = forms('file').map((f) => offered(f, {}, reload, `${say(f.title)} · ${say(f.about)}`));
  const line = (f) => {
    const t = f.titles;
    return card(
      [say(t.kind), ' · ', say(t.about)],
      [
        f.decision && tag(w()[`filing_${f.decision}`], f.decision === 'approved' ? 'good' : 'soft'),
        !f.decision && tag(w().undecided, 'warn'),
      ],
      [
        [w().ground, t.ground && say(t.ground)],
        ['', el('div', { class: 'said' }, f.text)],
        [w().aboutCase, caseLink(f.caseId)],
        [w().occurredOn, f.occurredOn],
        [w().filedBy, [say(t.filedBy), ' · ', at(f.filedAt)]],
        [
          w().decidedBy,
          f.decidedAt ? [say(t.decidedBy), ' · ', at(f.decidedAt)] : t.role && `${w().waitsFor}${say(t.role)}`,
        ],
        [w().answer, f.answer],
        [w().policy, say(t.policy)],
      ],
      f.mayDecide && offers(forms('decideFiling').map((form) => offered(form, { ids: { id: f.id } }, reload))),
    );
  };
  const draw = ({ filings }) => filings.map(line);
  const listed = cards(draw(first), w().noFilings);
  return [
    tabsOf(
      lists.map((name) => [name, w()[`filings_${name}`], `/filings?list=${name}`]),
      list,
    ),
    fileable.length > 0 && part(w().putBefore, offers(fileable)),
    part('', listed, moreOf(query, first, listed, draw)),
  ];
}
