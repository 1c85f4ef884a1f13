// Papers and attachments of a case: what there is, to be saved; a paper is asked for, a photograph attached. Beside them
// what the maker wrote about the product.
import { call, save } from './client.js';
import { el } from './dom.js';
import { intention } from './once.js';
import { at } from './time.js';
import { say, w } from './words.js';

/** What may be uploaded. */
export const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'];

/** The lists of a case; no attachments for those who may not read what people wrote, no makers' documents likewise. */
export async function readFiles(path) {
  return Promise.all([
    call('GET', `${path}/documents`),
    unlessForbidden(call('GET', `${path}/attachments`)),
    unlessForbidden(call('GET', `${path}/maker-documents`)),
  ]);
}

function unlessForbidden(answer) {
  return answer.catch((failure) => {
    if (failure.status === 403) return undefined;
    throw failure;
  });
}

/** The panels for what `readFiles` found. */
export function fileLists(path, [papers, attachments, makers], zone) {
  return [
    paperList(path, papers, zone),
    attachments && attachmentList(path, attachments, zone),
    makers && makers.documents.length > 0 && makerList(makers.documents),
  ];
}

/** What the maker wrote about the product of the case, to be saved. */
function makerList(documents) {
  const lines = documents.map((d) =>
    fileLine(
      `/v1/maker-documents/${encodeURIComponent(d.id)}/file`,
      `${say(d.kind.title)} · ${d.title}`,
      [d.maker, d.model, d.edition, size(d.size)].filter(Boolean).join(' · '),
      true,
    ),
  );
  return el('section', {}, el('h2', {}, w().makerDocuments), el('ul', { class: 'plain files' }, lines));
}

/** A panel that draws itself anew after a change, with what it has to say about it. */
function panel(title, draw) {
  const node = el('section', {});
  const show = (content, said) =>
    node.replaceChildren(...[el('h2', {}, title), said, ...draw(content, show)].flat().filter(Boolean));
  return { node, show };
}

const told = (text, role) => el('div', { class: role === 'status' ? 'message done' : 'message', role }, text);

/** Does what a form is for: its button waits, what was refused stands beside it. */
function whenSent(form, act) {
  const problem = el('div', { role: 'alert' });
  const button = form.querySelector('button');
  button.before(problem);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.replaceChildren();
    button.disabled = true;
    try {
      await act();
    } catch (failure) {
      problem.replaceChildren(told(failure.message));
    } finally {
      button.disabled = false;
    }
  });
  return form;
}

/** A line that saves its file, or only names it. */
export function fileLine(href, title, notes, mayOpen) {
  const problem = el('span', { class: 'problem', role: 'alert' });
  const open = async (event) => {
    event.preventDefault();
    problem.textContent = '';
    await save(href).catch((failure) => (problem.textContent = failure.message));
  };
  return el(
    'li',
    { class: 'row' },
    mayOpen ? el('a', { href, onclick: open }, title) : el('span', {}, title),
    el('span', { class: 'soft' }, notes),
    problem,
  );
}

function paperList(path, found, zone) {
  const send = intention();
  const { node, show } = panel(w().papers, ({ documents, ready, mayAsk, mayOpen }, again) => {
    const lines = documents.map((d) =>
      fileLine(
        `${path}/documents/${encodeURIComponent(d.id)}`,
        d.version > 1 ? `${say(d.title)} · ${w().versionN.replace('{0}', d.version)}` : say(d.title),
        [d.late && `${w().latePaper} · `, at(d.createdAt, zone)].filter(Boolean),
        mayOpen,
      ),
    );
    const form = el(
      'select',
      { 'aria-label': w().askPaper },
      ready.map((r) => el('option', { value: r.form }, say(r.title))),
    );
    const ask = async () => {
      const chosen = form.value;
      const { state, document: made } = await call('POST', `${path}/documents`, { form: chosen }, send([chosen]));
      // The next wish for the same form is one of its own: the case may have gone on.
      send(undefined);
      again(
        await call('GET', `${path}/documents`),
        told(state === 'done' ? `${say(made.title)}${w().colon}${w().done}` : w().accepted, 'status'),
      );
    };
    return [
      lines.length > 0 ? el('ul', { class: 'plain files' }, lines) : el('p', { class: 'soft' }, w().noPapers),
      mayAsk &&
        ready.length > 0 &&
        whenSent(
          el('form', { class: 'ask' }, form, el('button', { type: 'submit', class: 'quiet' }, w().askPaper)),
          ask,
        ),
    ];
  });
  show(found);
  return node;
}

function attachmentList(path, found, zone) {
  const send = intention();
  const { node, show } = panel(w().attachments, ({ attachments, subjects, mayAttach }, again) => {
    const lines = attachments.map((a) =>
      fileLine(
        `${path}/attachments/${encodeURIComponent(a.id)}`,
        `${say(a.about.title)} · ${a.name}`,
        [`${size(a.size)} · `, at(a.createdAt, zone)],
        true,
      ),
    );
    const file = el('input', { type: 'file', accept: TYPES.join(','), required: true, 'aria-label': w().file });
    const about = el(
      'select',
      { 'aria-label': w().about },
      subjects.map((s) => el('option', { value: s.code }, say(s.title))),
    );
    const attach = async () => {
      const [chosen] = file.files;
      const query = new URLSearchParams({ about: about.value, name: chosen.name.slice(0, 120) });
      const key = send([about.value, chosen.name, chosen.size, chosen.lastModified]);
      const { state } = await call('POST', `${path}/attachments?${query}`, chosen, key);
      again(
        await call('GET', `${path}/attachments`),
        told(`${chosen.name}${w().colon}${state === 'done' ? w().done : w().accepted}`, 'status'),
      );
    };
    return [
      lines.length > 0 ? el('ul', { class: 'plain files' }, lines) : el('p', { class: 'soft' }, w().noAttachments),
      mayAttach &&
        whenSent(
          el('form', { class: 'ask' }, file, about, el('button', { type: 'submit', class: 'quiet' }, w().attach)),
          attach,
        ),
      mayAttach && el('small', {}, w().attachHint),
    ];
  });
  show(found);
  return node;
}

export const size = (bytes) =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
