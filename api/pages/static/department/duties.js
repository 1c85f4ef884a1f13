// Recurring duties: what is open, late or done, who answers for it, and where it is settled.
import { call } from '../client.js';
import { clauseList } from '../clauses.js';
import { el, tabsOf } from '../dom.js';
import { at } from '../time.js';
import { say, w } from '../words.js';
import { asked, card, cards, caseLink, formsOf, moreOf, offered, offers, part, tag } from './shared.js';

const lists = ['open', 'late', 'done'];
/** The page on which a duty of a kind is settled; one that has none is settled in its case. */
const places = {
  publish_plan: 'plans',
  care_call: 'care',
  care_visit: 'care',
  care_notice: 'care',
  care_training: 'care',
  survey_return: 'surveys',
  customer_file: 'customers',
  report: 'reports',
  filing: 'filings',
  holiday_duty: 'rota',
  stock_low: 'parts',
  part_arrival: 'parts',
  old_part: 'parts',
  reorder: 'parts',
  loaner_overdue: 'loaners',
  partner_report: 'partners',
  partner_check: 'partners',
  partner_audit: 'partners',
  partner_correction: 'partners',
  partner_return: 'partners',
  amount_confirm: 'money',
  amount_pay: 'money',
  agreement_renewal: 'partners',
  settlement: 'partners',
};

export async function dutiesPage({ pages, titles }, reload) {
  const list = asked('list', lists);
  const query = (cursor) => `/v1/chores?${new URLSearchParams({ list, ...(cursor && { cursor }) })}`;
  const [first, forms] = await Promise.all([call('GET', query()), formsOf('duties')]);
  const names = { open: w().openDuties, late: w().lateDuties, done: w().doneDuties };
  const line = (c, clauseTexts) => {
    const place = places[c.kind];
    const file = { partners: c.partnerId, customers: c.customerId }[place];
    const href = file ? `/${place}/${encodeURIComponent(file)}` : `/${place}`;
    const fixed = { key: c.key };
    const waits = c.status === 'open';
    return card(
      [say(c.titles.kind), c.about && ` · ${c.about}`],
      [
        c.breachedAt && tag(waits ? w().breached : w().doneLate, 'bad'),
        c.level > 0 && waits && tag(w().levelN.replace('{0}', c.level), 'bad'),
        !waits && tag(w()[`duty_${c.status}`], 'soft'),
      ],
      [
        [w().dueBy, at(c.dueAt)],
        [w().owner, say(c.titles.owner)],
        [w().policy, say(c.titles.policy)],
        [w().aboutCase, caseLink(c.caseId)],
        [w().answeredBy, c.acknowledgedAt && [say(c.titles.acknowledgedBy), ' · ', at(c.acknowledgedAt)]],
        [w().doneOn, c.doneAt && [c.titles.doneBy && `${say(c.titles.doneBy)} · `, at(c.doneAt)]],
        ['', waits && pages.includes(place) && el('a', { href }, `${w().settledAt}${say(titles[place])}`)],
      ],
      clauseList(c.clauses, clauseTexts),
      waits &&
        offers([
          ...(c.breachedAt && !c.acknowledgedAt ? forms('acknowledgeDuty') : []).map((f) =>
            offered(f, { fixed }, reload),
          ),
          ...(c.byHand ? forms('dutyDone') : []).map((f) => offered(f, { fixed }, reload)),
        ]),
    );
  };
  const draw = ({ chores, clauseTexts }) => chores.map((c) => line(c, clauseTexts));
  const listed = cards(draw(first));
  return [
    tabsOf(
      lists.map((name) => [name, names[name], `/duties?list=${name}`]),
      list,
    ),
    part('', listed, moreOf(query, first, listed, draw)),
  ];
}
