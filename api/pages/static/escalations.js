// What was told upwards, to whom, and who answered.
import { clauseList } from './clauses.js';
import { el } from './dom.js';
import { when } from './time.js';
import { say, w } from './words.js';

/** The escalations for which `which` holds: those that are open above the work, those that ended below it. */
export function escalationList({ escalations, clauseTexts }, zone, which) {
  const chosen = escalations.filter(which);
  if (chosen.length === 0) return undefined;
  const list = el(
    'ul',
    { class: 'plain' },
    chosen.map((e) => escalation(e, zone, clauseTexts)),
  );
  const title = w().doneEscalations.replace('{0}', chosen.length);
  return chosen[0].endedAt
    ? el('section', {}, el('details', {}, el('summary', {}, title), list))
    : el('section', { class: 'alarm' }, el('h2', {}, w().escalations), list);
}

function escalation(e, zone, texts) {
  const t = e.titles;
  const lines = [
    [
      w().told,
      `${say(t.role)}${t.people.length > 0 ? `（${t.people.map(say).join('、')}）` : ''} · ${when(e.raisedAt, zone, true)}`,
    ],
    [w().answeredBy, t.acknowledgedBy && `${say(t.acknowledgedBy)} · ${when(e.acknowledgedAt, zone, true)}`],
    [w().nextClimb, e.nextAt && !e.endedAt && when(e.nextAt, zone, true)],
    [w().endedBecause, e.endedAt && `${say(t.endedBecause)} · ${when(e.endedAt, zone, true)}`],
  ];
  return el(
    'li',
    {},
    el(
      'div',
      { class: 'row' },
      el('strong', {}, `${say(t.subject)} · ${w().levelN.replace('{0}', e.level)}`),
      el('span', { class: `tag ${e.endedAt ? 'soft' : 'bad'}` }, say(t.status)),
    ),
    lines
      .filter(([, text]) => text)
      .map(([label, text]) => el('div', {}, el('span', { class: 'soft' }, `${label} `), text)),
    clauseList(e.clauses, texts),
    el('small', { class: 'code' }, e.key),
  );
}
