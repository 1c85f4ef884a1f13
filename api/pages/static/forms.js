// The form of an action, from the JSON Schema of its payload and the words that the API gives its fields.
import { el } from './dom.js';
import { fieldOf } from './fields.js';
import { w } from './words.js';

/** Builds the form; `send(payload)` gets what was filled in, and may throw the API's refusal. */
export function actionForm({ payload: schema, fields: wording }, zone, send) {
  const required = new Set(schema.required ?? []);
  const context = { wording, zone };
  const fields = Object.entries(schema.properties ?? {}).map(([name, property]) =>
    fieldOf(name, property, required.has(name), context),
  );
  // What must be filled in first, the rest after it.
  fields.sort((a, b) => Number(b.required) - Number(a.required));
  const general = el('div', { role: 'alert' });
  const button = el('button', { type: 'submit' }, w().submit);
  const form = el(
    'form',
    { class: 'action' },
    fields.length === 0 && el('p', { class: 'soft' }, w().nothingToFill),
    fields.map((f) => f.node),
    general,
    button,
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    general.replaceChildren();
    for (const f of fields) f.complain();
    button.disabled = true;
    try {
      const filled = fields.map((f) => [f.name, f.read()]).filter(([, value]) => value !== undefined);
      await send(Object.fromEntries(filled));
    } catch (failure) {
      tell(failure, fields, general);
    } finally {
      button.disabled = false;
    }
  });
  return form;
}

/** Puts each complaint at its field; what belongs to none stands above the button. */
function tell(failure, fields, general) {
  const others = [];
  for (const { field = '', detail } of failure.errors ?? []) {
    const name = field.replace(/^payload\./, '').split('.')[0];
    const found = fields.find((f) => f.name === name);
    if (found) found.complain(detail);
    else others.push(detail);
  }
  const everyOneFound = (failure.errors ?? []).length > 0 && others.length === 0;
  if (!everyOneFound)
    general.replaceChildren(
      el('div', { class: 'message' }, others.length > 0 ? others.map((o) => el('div', {}, o)) : failure.message),
    );
  fields.find((f) => f.node.classList.contains('wrong'))?.node.scrollIntoView({ block: 'center' });
}
