// The deadlines of a case: those that run first, by what is due next, then those that ended.
import { clauseList } from './clauses.js';
import { el } from './dom.js';
import { at, remaining, span, when } from './time.js';
import { say, w } from './words.js';

const colour = { met: 'good', breached: 'bad', running: 'warn', paused: 'warn' };

export function clockList({ clocks, clauseTexts }, zone) {
  if (clocks.length === 0) return undefined;
  const owed = clocks.filter((c) => !c.metAt && !c.stoppedBecause);
  const ended = clocks.filter((c) => !owed.includes(c));
  const item = (c) => clock(c, zone, clauseTexts);
  return el(
    'section',
    {},
    el('h2', {}, w().clocks),
    owed.length > 0 ? el('ul', { class: 'plain' }, owed.map(item)) : el('p', { class: 'soft' }, w().noDue),
    ended.length > 0 &&
      el(
        'details',
        { open: owed.length === 0 },
        el('summary', {}, w().doneClocks.replace('{0}', ended.length)),
        el('ul', { class: 'plain' }, ended.map(item)),
      ),
  );
}

function clock(c, zone, texts) {
  const clauses = clauseList(c.clauses, texts) ?? el('p', { class: 'soft' }, w().productDefault);
  const pauses = c.pauses.map((p) =>
    el(
      'li',
      {},
      `${w().pausedFor.replace('{0}', say(p.title))} · ${when(p.from, zone, true)} – ${p.to ? when(p.to, zone, true) : ''}`,
    ),
  );
  return el(
    'li',
    {},
    el(
      'div',
      { class: 'row' },
      el('strong', {}, say(c.titles.clock)),
      el('span', { class: `tag ${colour[c.status] ?? 'soft'}` }, say(c.titles.status)),
    ),
    standing(c),
    el('div', { class: 'soft' }, times(c, zone)),
    c.provisional && el('div', { class: 'warn' }, w().provisional),
    el(
      'details',
      {},
      el('summary', {}, w().why),
      el(
        'ul',
        {},
        c.derivation.map((line) => el('li', {}, line)),
        pauses,
      ),
      clauses,
      el('small', { class: 'code' }, c.key),
    ),
  );
}

/** What stands out: how long is left, by how much it was kept or broken, why it stopped. */
function standing(c) {
  if (c.metAt && c.dueAt) {
    const late = Date.parse(c.metAt) - Date.parse(c.dueAt);
    const text = (late > 0 ? w().lateBy : w().inTime).replace('{0}', span(late));
    return el('div', { class: late > 0 ? 'bad' : 'good' }, text);
  }
  if (c.stoppedBecause) return el('div', {}, `${w().stopped}${w().colon}${say(c.titles.stoppedBecause)}`);
  if (c.status === 'paused')
    return el('div', { class: 'warn' }, w().pausedFor.replace('{0}', say(c.pauses.at(-1)?.title)));
  if (!c.dueAt) return undefined;
  const { over, text } = remaining(c.dueAt);
  return el('div', {}, el('strong', { class: over ? 'bad' : 'warn' }, text));
}

function times(c, zone) {
  return [
    c.dueAt && c.status !== 'paused' && [`${w().due} `, at(c.dueAt, zone, true)],
    c.metAt && [`${w().met} `, at(c.metAt, zone, true)],
    c.extendedMs > 0 && w().extended.replace('{0}', span(c.extendedMs)),
  ]
    .filter(Boolean)
    .map((line) => el('div', {}, line));
}
