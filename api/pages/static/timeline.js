// What happened, newest first: who did what, when, what followed; technical names small and grey.
import { clauseList } from './clauses.js';
import { el } from './dom.js';
import { at, when } from './time.js';
import { say, w } from './words.js';

const bad = ['clock_breached', 'escalation_raised', 'escalation_climbed', 'not_delivered', 'parts_cap_reached'];
const mailColour = { sent: 'good', refused: 'bad', nobody: 'bad', pending: 'warn' };
/** Said already by another event of the same step. */
const echo = (event, events) => event.type.startsWith('breached.') && events.some((e) => e.type === 'clock_breached');

export function timeline({ steps, clauseTexts }, notices, zone) {
  const mails = Map.groupBy
    ? Map.groupBy(notices, (n) => n.seq)
    : notices.reduce((bySeq, n) => bySeq.set(n.seq, [...(bySeq.get(n.seq) ?? []), n]), new Map());
  const rows = [...steps].reverse().map((s) => step(s, mails.get(s.seq) ?? [], clauseTexts, zone));
  return el('section', {}, el('h2', {}, w().timeline), el('ol', { class: 'timeline' }, rows));
}

function step(s, mails, texts, zone) {
  const who = s.titles.role ? [say(s.titles.actor), say(s.titles.role)].filter(Boolean).join(' · ') : w().system;
  const events = s.events.filter((e) => !echo(e, s.events));
  const codes = [s.cause.name, ...s.events.map((e) => e.type)].join(' · ');
  return el(
    'li',
    {},
    el(
      'div',
      { class: 'row' },
      el('strong', {}, say(s.titles.cause)),
      el('span', { class: 'soft' }, at(s.recordedAt, zone, true)),
    ),
    el('div', { class: 'soft' }, who, s.occurredAt && ` · ${w().late} ${when(s.occurredAt, zone, true)}`),
    el(
      'ul',
      { class: 'followed' },
      events.map((e) => event(e, texts, zone)),
      mails.map(mail),
    ),
    el('small', { class: 'code' }, `#${s.seq} ${codes}`),
  );
}

function event(e, texts, zone) {
  const details = e.details.map(
    (d, i) =>
      `${i > 0 ? ' · ' : ''}${e.type === 'status_changed' ? '' : `${say(d.label)} `}${d.at ? when(d.at, zone, true) : say(d.value)}`,
  );
  return el(
    'li',
    { class: bad.includes(e.type) ? 'bad' : undefined },
    say(e.title),
    details.length > 0 && el('span', { class: 'soft' }, `${w().colon}${details.join('')}`),
    clauseList(e.clauses, texts),
  );
}

function mail(n) {
  return el(
    'li',
    { class: 'mail' },
    `✉ ${say(n.titles.to)}${w().colon}${say(n.titles.template)} `,
    el('span', { class: `tag ${mailColour[n.status] ?? 'soft'}` }, say(n.titles.status)),
    n.reason && el('small', {}, ` ${say(n.titles.reason) || n.reason}`),
  );
}
