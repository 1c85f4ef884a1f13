// Care of installed products: whom to call or to visit, by when, what was tried and what came of it.
import { call } from '../client.js';
import { clauseList } from '../clauses.js';
import { el, tabsOf } from '../dom.js';
import { at } from '../time.js';
import { say, w } from '../words.js';
import { withQuestions } from './questions.js';
import { asked, card, cards, caseLink, customerOf, formsOf, moreOf, offered, offers, part, tag } from './shared.js';

const lists = ['open', 'unreached', 'done', 'skipped'];
const kinds = ['call', 'visit', 'training', 'notice'];

export async function carePage(reader, reload) {
  const list = asked('list', lists);
  const kind = asked('kind', ['', ...kinds]);
  const query = (cursor) =>
    `/v1/care/tasks?${new URLSearchParams({ status: list, ...(kind && { kind }), ...(cursor && { cursor }) })}`;
  const [first, forms] = await Promise.all([call('GET', query()), formsOf('care')]);
  const draw = ({ rows, clauseTexts }) => rows.map((task) => taskCard(task, clauseTexts, reader, forms, reload));
  const listed = cards(draw(first), w().noCare);
  const chosen = (status, of) => `/care?${new URLSearchParams({ list: status, ...(of && { kind: of }) })}`;
  return [
    tabsOf(
      lists.map((name) => [name, w()[`care_${name}`], chosen(name, kind)]),
      list,
    ),
    tabsOf(
      ['', ...kinds].map((of) => [of, w()[`care_kind_${of || 'any'}`], chosen(list, of)]),
      kind,
      w().careKinds,
    ),
    part('', listed, moreOf(query, first, listed, draw)),
  ];
}

function taskCard(t, clauseTexts, reader, forms, reload) {
  const waits = t.status === 'open' || t.status === 'unreached';
  const about = { ids: { id: t.id } };
  const late = waits && Date.parse(t.dueAt) < Date.now();
  const doing = t.kind === 'call' ? forms('careAttempt').map((f) => withQuestions(f, t.script)) : forms('careDone');
  return card(
    [say(t.title ?? t.titles.kind), ' · ', customerOf(t.customerId, t.titles.customer, reader) || w().customer],
    [
      late && tag(w().breached, 'bad'),
      t.satisfied === false && tag(w().notSatisfied, 'bad'),
      waits && t.form && tag(w().sheetToSign),
      t.attempts > 0 && waits && tag(w().triedTimes.replace('{0}', t.attempts), 'warn'),
    ],
    [
      [w().phone, t.titles.phone && el('a', { href: `tel:${say(t.titles.phone)}` }, say(t.titles.phone))],
      [w().unit, say(t.titles.asset)],
      [w().region, say(t.titles.region)],
      [w().plannedOn, t.plannedOn],
      [w().dueBy, at(t.dueAt)],
      [w().nextAttempt, waits && t.nextAttemptAt && at(t.nextAttemptAt)],
      [w().doneOn, t.doneAt && at(t.doneAt)],
      ...t.result.map(({ label, value }) => [say(label), say(value)]),
      [w().aboutCase, caseLink(t.caseId)],
      [w().owner, say(t.titles.owner)],
      [w().policy, say(t.titles.policy)],
    ],
    clauseList(t.clauses, clauseTexts),
    waits && offers([...doing, ...forms('careSkipped')].map((form) => offered(form, about, reload))),
  );
}
