// What the reader may do now: one form for each action, its errors next to its fields.
import { call } from './client.js';
import { clauseList } from './clauses.js';
import { el } from './dom.js';
import { actionForm } from './forms.js';
import { intention } from './once.js';
import { suggestions } from './suggestions.js';
import { say, w } from './words.js';

export function actionList(path, found, { actions, clauseTexts }, reload) {
  // Papers are asked for where they are listed.
  const here = actions.filter(({ name }) => name !== 'issueDocument');
  const forms = here.map((action) => offer(path, found, action, clauseTexts, reload));
  return el(
    'section',
    {},
    el('h2', {}, w().actions),
    forms.length > 0 ? el('div', { class: 'actions' }, forms) : el('p', { class: 'soft' }, w().noActions),
  );
}

/** The form of one action of a case; `reload` gets what to say once it was taken. */
export function offer(path, found, action, clauseTexts, reload) {
  const key = intention();
  const send = async (payload) => {
    const headers = { ...key(payload), 'If-Match': `"${found.seq}"` };
    const answer = await call('POST', `${path}/actions/${action.name}`, { payload }, headers);
    const end = answer.state === 'done' ? w().done : w().accepted;
    await reload(el('div', { class: 'message done', role: 'status' }, `${say(action.title)}${w().colon}${end}`));
  };
  return folded(say(action.title), () => {
    const form = actionForm(action, found.zone, send);
    return [
      form,
      ...(action.name === 'assign' ? [suggestions(path, form)] : []),
      clauseList(action.clauses, clauseTexts) ?? '',
    ];
  });
}

/** Something to do behind its title, built when it is opened: a case offers some forty actions. */
export function folded(title, build) {
  const box = el('details', { name: 'action' }, el('summary', {}, title));
  box.addEventListener('toggle', () => {
    if (box.open && box.childElementCount === 1) box.append(...build());
  });
  return box;
}
