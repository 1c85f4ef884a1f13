// Forms from the JSON Schema of an action's payload.
import { el } from './dom.js';
import { w } from './words.js';

const LONG_TEXT = 500;

/** The form of an action; `submit(payload)` gets what was filled in. `choices` offers known values by field name. */
export function actionForm(schema, choices, submit) {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).map(([name, property]) =>
    field(name, property, required.has(name), choices[name]),
  );
  const button = el('button', { type: 'submit' }, w().submit);
  const form = el(
    'form',
    {},
    fields.map((f) => f.node),
    button,
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const filled = fields.map((f) => [f.name, f.read()]).filter(([, value]) => value !== undefined);
      await submit(Object.fromEntries(filled), form);
    } finally {
      button.disabled = false;
    }
  });
  return form;
}

function field(name, property, required, choices) {
  const label = property.description ? `${name} · ${property.description}` : name;
  const labelled = (input) => el('label', {}, el('span', {}, label, required ? ' *' : ''), input);
  const options = choices ?? property.enum ?? (property.const !== undefined ? [property.const] : undefined);
  if (options) {
    const select = el(
      'select',
      { required },
      el('option', { value: '' }, w().choose),
      options.map((o) => el('option', { value: String(o) }, String(o))),
    );
    select.value = property.default ?? (options.length === 1 && required ? options[0] : '');
    return { name, node: labelled(select), read: () => select.value || undefined };
  }
  if (property.type === 'boolean' && (required || property.default !== undefined)) {
    const box = el('input', { type: 'checkbox', checked: property.default === true });
    return { name, node: el('label', { class: 'check' }, box, label), read: () => box.checked };
  }
  if (property.type === 'boolean') {
    const select = el(
      'select',
      {},
      el('option', { value: '' }, '–'),
      el('option', { value: 'true' }, w().yes),
      el('option', { value: 'false' }, w().no),
    );
    return { name, node: labelled(select), read: () => (select.value === '' ? undefined : select.value === 'true') };
  }
  if (property.type === 'integer' || property.type === 'number') {
    const input = el('input', {
      type: 'number',
      required,
      step: property.type === 'integer' ? '1' : 'any',
      min: property.minimum,
    });
    if (property.default !== undefined) input.value = property.default;
    return { name, node: labelled(input), read: () => (input.value === '' ? undefined : Number(input.value)) };
  }
  if (property.format === 'date-time') {
    const input = el('input', { type: 'datetime-local', required });
    return { name, node: labelled(input), read: () => (input.value ? new Date(input.value).toISOString() : undefined) };
  }
  if (property.type === 'array' && property.items?.type === 'string') {
    const input = el('textarea', { placeholder: '…\n…' });
    return {
      name,
      node: labelled(input),
      read: () =>
        input.value
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
    };
  }
  if (property.type === 'array' || property.type === 'object') return jsonField(name, labelled, required);
  const long = (property.maxLength ?? 0) > LONG_TEXT;
  const input = el(long ? 'textarea' : 'input', {
    required,
    maxlength: property.maxLength,
    type: long ? undefined : property.format === 'date' ? 'date' : 'text',
  });
  return { name, node: labelled(input), read: () => input.value.trim() || undefined };
}

/** Nested values are rare: they are written as JSON, and a mistake is shown at the field. */
function jsonField(name, labelled, required) {
  const input = el('textarea', { required, placeholder: 'JSON' });
  input.addEventListener('input', () => {
    try {
      if (input.value.trim()) JSON.parse(input.value);
      input.setCustomValidity('');
    } catch {
      input.setCustomValidity('JSON');
    }
  });
  return { name, node: labelled(input), read: () => (input.value.trim() ? JSON.parse(input.value) : undefined) };
}
