// The form of an action, from the JSON Schema of its payload and the words that the API gives its fields.
import { el } from './dom.js';
import { fieldOf, filled } from './fields.js';
import { w } from './words.js';

/** Builds the form; `send(payload)` gets what was filled in, and may throw the API's refusal. */
export function actionForm({ payload: schema, fields: wording }, zone, send) {
  const fields = fieldsOf(schema, wording, zone);
  return sentForm(
    [fields.length === 0 && el('p', { class: 'soft' }, w().nothingToFill), fields.map((f) => f.node)],
    fields,
    () => send(filled(fields)),
  );
}

/** The fields of a schema, those that must be filled in first; `but` are left out, `given` stand there already. */
export function fieldsOf(schema, wording, zone, but = [], given = {}) {
  const required = new Set(schema.required ?? []);
  const known = (name, property) => (name in given ? { ...property, default: given[name] } : property);
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !but.includes(name))
    .map(([name, property]) => fieldOf(name, known(name, property), required.has(name), { wording, zone }))
    .sort((a, b) => Number(b.required) - Number(a.required));
}

/** A form that is sent once at a time; what was refused stands at its fields. */
export function sentForm(content, fields, send) {
  const general = el('div', { role: 'alert' });
  const button = el('button', { type: 'submit' }, w().submit);
  const form = el('form', { class: 'action' }, ...content, general, button);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    general.replaceChildren();
    for (const f of fields) f.complain();
    button.disabled = true;
    try {
      await send();
    } catch (failure) {
      tell(failure, fields, general);
    } finally {
      button.disabled = false;
    }
  });
  return form;
}

/** Puts each complaint at its field, also inside a list; what belongs to none stands above the button. */
function tell(failure, fields, general) {
  const others = [];
  for (const { field = '', detail } of failure.errors ?? []) {
    const [name, ...inside] = field.replace(/^payload\./, '').split('.');
    const found = fields.find((f) => f.name === name);
    if (found) found.within(inside).complain(detail);
    else others.push(detail);
  }
  const everyOneFound = (failure.errors ?? []).length > 0 && others.length === 0;
  if (!everyOneFound)
    general.replaceChildren(
      el('div', { class: 'message' }, others.length > 0 ? others.map((o) => el('div', {}, o)) : failure.message),
    );
  const wrong = fields.map((f) => (f.node.matches('.wrong') ? f.node : f.node.querySelector('.wrong'))).find(Boolean);
  wrong?.closest('details')?.setAttribute('open', '');
  wrong?.scrollIntoView({ block: 'center' });
}
