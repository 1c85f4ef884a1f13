// What the department's pages share: what may be done on them, records as cards, and a page that draws itself anew.
import { folded } from '../actions.js';
import { call, STALE } from '../client.js';
import { el } from '../dom.js';
import { filled } from '../fields.js';
import { fieldsOf, sentForm } from '../forms.js';
import { intention } from '../once.js';
import { say, w } from '../words.js';

export { moreOf } from '../more.js';

/** The forms that the reader may use on a page, by their names: several where one stands for several things. */
export async function formsOf(page, id) {
  const about = id === undefined ? '' : `?${new URLSearchParams({ id })}`;
  const { forms } = await call('GET', `/v1/forms/${page}${about}`);
  return (name) => forms.filter((form) => form.name === name);
}

/** The path of a form with the ids of what it is about: `/v1/parts/:id/draws` → `/v1/parts/7/draws`. */
export const pathOf = ({ path }, ids) => path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(ids[name]));

/** The fields of a form, but for what is sent with it anyway. */
export function fieldsFor(form, { fixed = {}, given, zone } = {}) {
  return fieldsOf(form.payload, form.fields, zone, Object.keys({ ...form.fixed, ...fixed }), given);
}

/**
 * A form behind its title. `about` says of what it is (`ids`), what is sent with it (`fixed`), what stands there already
 * (`given`), the `version` that the page shows, and the zone of its times; `reload` gets what to say once it was taken.
 */
export function offered(form, about, reload, title = say(form.title)) {
  return folded(title, () => [formOf(form, about, () => reload(doneMessage(title)), readAgain(reload))]);
}

/** The same for a form that is whole only with something that is read when it is opened: `read()` resolves to it. */
export function offeredOnceRead(form, read, about, reload) {
  const title = say(form.title);
  return folded(title, () => {
    const place = el('div', {}, el('p', { class: 'soft' }, w().loading));
    read().then(
      (whole) => place.replaceChildren(formOf(whole, about, () => reload(doneMessage(title)), readAgain(reload))),
      (failure) => place.replaceChildren(el('div', { class: 'message', role: 'alert' }, failure.message)),
    );
    return [place];
  });
}

/** What was shown is not what is there, be it by somebody else or by an answer that was lost: it is read again. */
const readAgain = (reload) => (failure) =>
  reload(el('div', { class: 'message', role: 'alert' }, `${failure.message}${w().colon}${w().readAgain}`));

/** The form itself; `done` is called with the API's answer, `stale` where what it is about has another version by now. */
export function formOf(form, about, done, stale) {
  const { ids = {}, fixed = {}, version } = about;
  const fields = fieldsFor(form, about);
  const key = intention();
  const send = async () => {
    const body = { ...form.fixed, ...fixed, ...filled(fields), ...emptied(form, fields, about.given) };
    const path = pathOf(form, ids);
    const headers = { ...key([path, body]), ...(version !== undefined && { 'If-Match': `"${version}"` }) };
    try {
      await done(await call(form.method, path, body, headers));
    } catch (failure) {
      if (failure.status !== STALE || !stale) throw failure;
      await stale(failure);
    }
  };
  return sentForm(
    [fields.length === 0 && el('p', { class: 'soft' }, w().nothingToFill), nodesOf(fields)],
    fields,
    send,
  );
}

/** What stood there in a record and was taken out is sent as nothing: what is left out of a change stays as it was. */
function emptied({ method }, fields, given = {}) {
  if (method !== 'PATCH') return {};
  const gone = fields.filter(({ name, read }) => given[name] !== undefined && read() === undefined);
  return Object.fromEntries(gone.map(({ name }) => [name, nothing(given[name])]));
}

/** Nothing in place of a value: an empty list or group stays one. */
function nothing(value) {
  if (Array.isArray(value)) return [];
  return typeof value === 'object' ? {} : null;
}

/** The fields of a record that are filled in, for a form that changes it. */
export const filledIn = (record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));

export const nodesOf = (fields) => fields.map((f) => f.node);

export const doneMessage = (title) =>
  el('div', { class: 'message done', role: 'status' }, `${title}${w().colon}${w().done}`);

/** The offers side by side; nothing where there are none. */
export const offers = (list) => (list.length > 0 ? el('div', { class: 'actions wide' }, list) : undefined);

/** A record as a card: title and tags, lines `[label, value]` without those that have no value, and what may be done. */
export function card(title, tags, lines, ...more) {
  return el(
    'li',
    {},
    el('div', { class: 'row' }, el('strong', {}, title), el('span', { class: 'tags' }, tags)),
    lines
      .filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
      .map(([label, value]) => el('div', {}, label && el('span', { class: 'soft' }, `${label} `), value)),
    ...more,
  );
}

export const tag = (text, kind = '') => el('span', { class: `tag ${kind}` }, text);

/** Records below each other; words where there are none. */
export function cards(list, none = w().nothingHere) {
  return list.length > 0 ? el('ul', { class: 'plain' }, list) : el('p', { class: 'soft' }, none);
}

/** A section with its heading. */
export const part = (title, ...content) => el('section', {}, title && el('h2', {}, title), ...content);

/** A customer by name, linked to their file for whoever may read such files. */
export function customerOf(id, title, { pages }) {
  if (!title || !pages.includes('customers')) return say(title);
  return el('a', { href: `/customers/${encodeURIComponent(id)}` }, say(title));
}

export const caseLink = (id) => id && el('a', { href: `/cases/${encodeURIComponent(id)}` }, id);

/** The value of the address' query, where it is one of these; else the first. */
export function asked(name, values) {
  const given = new URLSearchParams(location.search).get(name);
  return values.includes(given) ? given : values[0];
}
