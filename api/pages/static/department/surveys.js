// Surveys: what is out, overdue and back, and answers that are written down by phone or on a visit.
import { call } from '../client.js';
import { el, tabsOf } from '../dom.js';
import { at } from '../time.js';
import { say, w } from '../words.js';
import { withQuestions } from './questions.js';
import { asked, card, cards, caseLink, customerOf, formsOf } from './shared.js';
import { moreOf, offeredOnceRead, offers, part, tag } from './shared.js';

const lists = ['out', 'overdue', 'returned', 'bad'];

export async function surveysPage(reader, reload) {
  const list = asked('list', lists);
  const query = (cursor) => `/v1/surveys?${new URLSearchParams({ state: list, ...(cursor && { cursor }) })}`;
  const [first, forms] = await Promise.all([call('GET', query()), formsOf('surveys')]);
  const draw = ({ rows }) => rows.map((survey) => surveyCard(survey, reader, forms, reload));
  const listed = cards(draw(first), w().noSurveys);
  return [
    tabsOf(
      lists.map((name) => [name, w()[`surveys_${name}`], `/surveys?list=${name}`]),
      list,
    ),
    part('', listed, moreOf(query, first, listed, draw)),
  ];
}

function surveyCard(s, reader, forms, reload) {
  const out = s.returnedAt === null;
  return card(
    [say(s.titles.survey), ' · ', customerOf(s.customerId, s.titles.customer, reader)],
    [
      s.keyCustomer && tag(w().keyCustomer, 'warn'),
      out && Date.parse(s.dueAt) < Date.now() && tag(w().breached, 'bad'),
      s.bad && tag(w().badAnswer, 'bad'),
    ],
    [
      [w().phone, s.titles.phone && el('a', { href: `tel:${say(s.titles.phone)}` }, say(s.titles.phone))],
      [w().engineer, say(s.titles.engineer)],
      [w().aboutCase, caseLink(s.caseId)],
      [w().sentAt, at(s.sentAt)],
      out ? [w().dueBy, at(s.dueAt)] : [w().returnedOn, at(s.returnedAt)],
      [w().score, s.score !== null && `${Math.round(s.score * 100)} %`],
      [w().complaintCase, caseLink(s.complaintId)],
      [w().policy, say(s.titles.policy)],
    ],
    out && offers(forms('recordSurvey').map((form) => recording(form, s.id, reload))),
  );
}

/** The questions are those of the version that was sent, read when the form is opened. */
function recording(form, id, reload) {
  const read = async () => {
    const { questions } = await call('GET', `/v1/surveys/${encodeURIComponent(id)}`);
    return withQuestions(form, questions, ({ kind, optional }) => kind !== 'text' && !optional);
  };
  return offeredOnceRead(form, read, { ids: { id } }, reload);
}
