// The worklist: which cases, what is due next, how long is left. A table where there is room, cards on a phone.
import { call } from './client.js';
import { el, headed, tabsOf } from './dom.js';
import { moreOf } from './more.js';
import { at, remaining } from './time.js';
import { say, w } from './words.js';

/** Each view as the API's filter; `open` is where everybody starts. */
const views = {
  open: { list: 'all', open: 'true' },
  priority: { list: 'all', open: 'true', sort: 'priority' },
  dueSoon: { list: 'dueSoon' },
  breached: { list: 'breached' },
  mine: { list: 'mine' },
  unassigned: { list: 'unassigned' },
  ended: { list: 'all', open: 'false', sort: 'opened' },
  all: { list: 'all', sort: 'opened' },
};
const filters = ['text', 'status', 'policyId', 'engineerId'];

/** Builds the list that the page's address asks for; `statuses` are the statuses of cases in words. */
export async function worklist(me, statuses) {
  const asked = new URLSearchParams(location.search);
  const view = Object.hasOwn(views, asked.get('view') ?? '') ? asked.get('view') : 'open';
  const chosen = Object.fromEntries(filters.map((f) => [f, asked.get(f) ?? '']).filter(([, value]) => value));
  const query = (cursor) => new URLSearchParams({ ...views[view], ...chosen, ...(cursor ? { cursor } : {}) });

  const found = await call('GET', `/v1/cases?${query()}`);
  const rows = el('tbody', {}, found.rows.map(row));
  const more = moreOf(
    (cursor) => `/v1/cases?${query(cursor)}`,
    found,
    rows,
    (next) => next.rows.map(row),
  );
  const list =
    found.rows.length > 0 ? table(rows) : nothing(view === 'open' && Object.keys(chosen).length === 0, view !== 'all');
  return [tabs(view, chosen), await filterForm(view, chosen, statuses), el('section', {}, list, more)];
}

function tabs(view, chosen) {
  const href = (v) => `/?${new URLSearchParams({ view: v, ...chosen })}`;
  return tabsOf(
    Object.keys(views).map((v) => [v, w()[v], href(v)]),
    view,
  );
}

async function filterForm(view, chosen, statuses) {
  const [policies, engineers] = await Promise.all([
    call('GET', '/v1/policies')
      .then((found) => found.policies.map((p) => [p.id, say(p.title)]))
      .catch(() => []),
    // Only those who read the staff directory can choose an engineer.
    call('GET', '/v1/people?role=engineer&active=true&limit=200')
      .then((found) => found.rows.map((p) => [p.id, p.name]))
      .catch(() => []),
  ]);
  const status = Object.entries(statuses).map(([code, title]) => [code, say(title)]);
  return filtersAt(
    '/',
    el('input', { type: 'hidden', name: 'view', value: view }),
    searched('text', w().search, chosen.text),
    filter('status', w().anyStatus, status, chosen.status),
    filter('policyId', w().anyPolicy, policies, chosen.policyId),
    engineers.length > 0 && filter('engineerId', w().anyEngineer, engineers, chosen.engineerId),
  );
}

/** A form that asks for the page again with what is chosen; what is empty is left out. */
export function filtersAt(action, ...fields) {
  const form = el(
    'form',
    { action, method: 'get', role: 'search', class: 'filters' },
    ...fields,
    el('button', { type: 'submit', class: 'quiet' }, w().find),
  );
  form.addEventListener('change', (event) => {
    if (event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
  form.addEventListener('submit', () => {
    for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
  });
  return form;
}

/** A field for words to look for. */
export function searched(name, what, value = '') {
  return el('input', { type: 'search', name, value, placeholder: what, 'aria-label': what });
}

/** A choice among these, or any. */
export function filter(name, any, options, chosen = '') {
  const select = el(
    'select',
    { name, 'aria-label': any },
    el('option', { value: '' }, any),
    options.map(([value, title]) => el('option', { value }, title)),
  );
  select.value = chosen;
  return select;
}

function nothing(noneOpen, offerAll) {
  return el(
    'p',
    { class: 'soft' },
    noneOpen ? w().openHint : w().noneAtAll,
    ' ',
    offerAll && el('a', { href: '/?view=all' }, w().seeAll),
  );
}

function table(rows) {
  return headed([w().number, w().customer, w().status, w().nextDue, w().place, w().engineer, w().opened], rows);
}

function row(c) {
  const t = c.titles;
  const marks = [
    c.breached && el('span', { class: 'tag bad' }, w().breached),
    c.escalationLevel > 0 && el('span', { class: 'tag bad' }, w().levelN.replace('{0}', c.escalationLevel)),
  ];
  const place = [say(t.level), say(t.region)].filter(Boolean).join(' · ');
  const cell = (name, label, ...content) => el('td', { class: name, 'data-label': label }, ...content);
  return el(
    'tr',
    {},
    cell('number', '', el('a', { href: `/cases/${encodeURIComponent(c.id)}` }, c.id)),
    cell('customer', w().customer, say(t.customer) || '–'),
    cell('status', '', el('span', { class: 'tag' }, say(t.status)), ' ', marks),
    cell('due', w().nextDue, c.nextDueAt ? due(c) : el('span', { class: 'soft' }, w().noneAhead)),
    cell('place', w().place, place || '–'),
    cell('engineer', w().engineer, say(t.engineer) || '–'),
    cell('opened soft', w().opened, at(c.openedAt, c.zone)),
  );
}

function due(c) {
  const { over, text } = remaining(c.nextDueAt);
  return [
    el('span', {}, say(c.titles.nextDue)),
    el('strong', { class: over ? 'bad' : 'warn' }, text),
    el('span', { class: 'soft' }, at(c.nextDueAt, c.zone)),
  ];
}
