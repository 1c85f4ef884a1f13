// One field of a form: how a value of the schema is filled in, and what is sent for it.
import { el } from './dom.js';
import { customerSearch } from './search.js';
import { fromLocal, toLocal, zoneLabel } from './time.js';
import { say, w } from './words.js';

const LONG_TEXT = 500;

/**
 * A field: `node` to show, `read()` for its value (undefined: not given), `complain(text)` to say what is wrong with it,
 * `within(path)` for the field inside it that a path such as `['0', 'fee']` names, or itself. `path` names it in the API's
 * wording: `lines.fee` for a field inside a list.
 */
export function fieldOf(name, given, required, context, path = name) {
  const { title, values, filled: known } = context.wording[path] ?? {};
  const property = known === undefined ? given : { ...given, default: known };
  const input = inputOf(name, property, required, values, context, path);
  const problem = el('span', { class: 'problem', role: 'alert' });
  const label = el(
    'span',
    { class: 'name' },
    say(title) || name,
    required ? el('b', { class: 'bad' }, ' *') : !input.box && el('small', {}, ` ${w().optional}`),
  );
  const node = input.group
    ? el('fieldset', { class: 'field' }, el('legend', {}, label), input.node, problem)
    : el(
        'label',
        { class: input.box ? 'field check' : 'field' },
        input.box ? [input.node, label] : [label, input.node],
        problem,
      );
  if (property.description && !title) label.append(el('small', {}, ` ${property.description}`));
  const field = {
    name,
    required,
    node,
    read: input.read,
    within: (inside) => (input.within && inside.length > 0 ? input.within(inside) : undefined) ?? field,
    complain: (text = '') => {
      problem.textContent = text;
      node.classList.toggle('wrong', text !== '');
      if (text === '') for (const inner of input.inner?.() ?? []) inner.complain();
    },
  };
  return field;
}

function inputOf(name, property, required, values, context, path) {
  if (property.type === 'object' && property.additionalProperties) return factsFound(name, context);
  if (property.type === 'object') return together(property, required, context, path);
  const many = property.type === 'array';
  if (name === 'customerIds') return customerList();
  if (values && many) return ticks(values, required, property.default);
  if (values) return select(values, property, required);
  if (property.type === 'boolean') return yesNo(property, required);
  if (many && property.items?.type === 'object') return rows(name, property, required, context, path);
  if (many) return lines(required, property.default);
  if (name === 'fen' || name.endsWith('Fen')) return money(property, required);
  if (property.type === 'integer' || property.type === 'number') return figure(property, required);
  if (property.format === 'date-time') return localTime(property, required, context.zone);
  if (property.pattern?.startsWith('^P')) return duration();
  return words(property, required);
}

/** One of the known values; with a choice of none, it says so. */
function select(values, property, required) {
  const choices = [...values, ...unlisted(property.default === undefined ? [] : [property.default], values)];
  const node = el(
    'select',
    { required },
    el('option', { value: '' }, choices.length > 0 ? (required ? w().choose : w().unknown) : w().noChoice),
    choices.map(({ value, title }) => el('option', { value }, say(title))),
  );
  node.value = property.default ?? (values.length === 1 && required ? values[0].value : '');
  const valueOf = property.type === 'integer' ? Number : String;
  return { node, read: () => (node.value === '' ? undefined : valueOf(node.value)) };
}

/** What stands there already and is among the choices no more stays one of them: it is not lost by being shown. */
function unlisted(given, values) {
  const unknown = given.filter((one) => !values.some(({ value }) => String(value) === String(one)));
  return unknown.map((value) => ({ value, title: { zh: String(value), en: String(value) } }));
}

/** Fields that belong together, such as a sales document: left out as a whole where nothing of it is filled in. */
function together(property, required, context, path) {
  const { properties = {}, required: inner = [], default: given = {} } = property;
  const fields = Object.entries(properties).map(([n, p]) =>
    fieldOf(n, n in given ? { ...p, default: given[n] } : p, required && inner.includes(n), context, `${path}.${n}`),
  );
  const read = () => {
    const found = filled(fields);
    return required || Object.keys(found).length > 0 ? found : undefined;
  };
  return {
    node: el(
      'div',
      { class: 'together' },
      fields.map((f) => f.node),
    ),
    group: true,
    read,
    inner: () => fields,
    within: ([first, ...rest]) => fields.find((f) => f.name === first)?.within(rest),
  };
}

/** What is filled in, by name. */
export function filled(fields) {
  return Object.fromEntries(fields.map((f) => [f.name, f.read()]).filter(([, value]) => value !== undefined));
}

/** Customers found one after the other. */
function customerList() {
  const found = new Map();
  const names = el('ul', { class: 'plain' });
  const search = customerSearch((customer) => {
    found.set(customer.id, customer);
    names.replaceChildren(...[...found.values()].map((c) => el('li', {}, c.name)));
  });
  const read = () => (found.size > 0 ? [...found.keys()] : undefined);
  return { node: el('div', {}, names, search), group: true, read };
}

/** The facts that the case asks for: each under its own name, left out where nothing is filled in. */
function factsFound(name, { wording }) {
  const asked = Object.entries(wording).filter(([path]) => path.startsWith(`${name}.`));
  const inputs = asked.map(([path, { title, values, many, type }]) => {
    const written = type === 'number' ? figure({}, false) : words({ format: type }, false);
    const input = values && !many ? select(values, {}, false) : values ? ticks(values) : written;
    return { fact: path.slice(name.length + 1), title, many, input };
  });
  const node = el(
    'div',
    {},
    inputs.length === 0 && el('span', { class: 'soft' }, w().nothingToFill),
    inputs.map(({ title, input }) => el('label', { class: 'field' }, say(title), input.node)),
  );
  const read = () => {
    const found = inputs.map(({ fact, many, input }) => [fact, factValue(input.read(), many)]);
    const given = found.filter(([, value]) => value !== undefined);
    return given.length > 0 ? Object.fromEntries(given) : undefined;
  };
  return { node, group: true, read };
}

/** Yes and no, figures and lists as such; codes and dates as they are written. */
function factValue(value, many) {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return undefined;
  if (many) return Array.isArray(value) ? value : value.split(/[,，、\s]+/).filter(Boolean);
  if (value === 'true' || value === 'false') return value === 'true';
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

function ticks(values, required = false, ticked = []) {
  const boxOf = (value) => el('input', { type: 'checkbox', value, checked: ticked.includes(value) });
  const boxes = [...values, ...unlisted(ticked, values)].map(({ value, title }) => ({ title, box: boxOf(value) }));
  const node = el(
    'div',
    { class: 'ticks' },
    boxes.length > 0
      ? boxes.map(({ box, title }) => el('label', { class: 'check' }, box, say(title)))
      : el('span', { class: 'soft' }, w().noChoice),
  );
  const read = () => {
    const chosen = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
    return required || chosen.length > 0 ? chosen : undefined;
  };
  return { node, group: true, read };
}

/** Known beforehand: a box. Else the reader says yes or no, or, where it may be left open, neither. */
function yesNo(property, required) {
  if (property.const === true) {
    // Said or left out: the API takes no `no`.
    const node = el('input', { type: 'checkbox' });
    return { node, box: true, read: () => node.checked || undefined };
  }
  if (property.default !== undefined) {
    const node = el('input', { type: 'checkbox', checked: property.default === true });
    return { node, box: true, read: () => node.checked };
  }
  const node = el(
    'select',
    { required },
    el('option', { value: '' }, required ? w().choose : w().unknown),
    el('option', { value: 'true' }, w().yes),
    el('option', { value: 'false' }, w().no),
  );
  return { node, read: () => (node.value === '' ? undefined : node.value === 'true') };
}

function figure(property, required) {
  const node = el('input', {
    type: 'number',
    inputmode: 'decimal',
    required,
    step: property.type === 'integer' ? '1' : 'any',
    min: property.minimum ?? property.exclusiveMinimum,
    max: property.maximum < 1e9 ? property.maximum : undefined,
  });
  if (property.default !== undefined) node.value = property.default;
  return { node, read: () => (node.value === '' ? undefined : Number(node.value)) };
}

/** Written in yuan, sent in fen. */
function money(property, required) {
  const node = el('input', { type: 'number', inputmode: 'decimal', required, step: '0.01', min: '0' });
  if (property.default !== undefined) node.value = property.default / 100;
  return { node, read: () => (node.value === '' ? undefined : Math.round(Number(node.value) * 100)) };
}

/**
 * A moment on the wall clock of the policy’s zone, whatever zone the reader’s device has. One that stood there and was not
 * touched is sent as it was: the field shows no seconds.
 */
function localTime(property, required, zone) {
  const input = el('input', { type: 'datetime-local', required });
  const shown = property.default === undefined ? '' : toLocal(property.default, zone);
  input.value = shown;
  const node = el('span', {}, input, el('small', {}, w().localIn.replace('{0}', zoneLabel(zone))));
  const read = () => {
    if (input.value === '') return undefined;
    return input.value === shown ? property.default : fromLocal(input.value, zone);
  };
  return { node, read };
}

/** Days, hours and minutes, sent as `P1DT2H30M`. */
function duration() {
  const units = [w().days, w().hours, w().minutes].map((unit) => {
    const input = el('input', { type: 'number', min: '0', step: '1', inputmode: 'numeric', 'aria-label': unit });
    return { input, node: el('span', { class: 'unit' }, input, unit) };
  });
  const read = () => {
    const [days, hours, minutes] = units.map(({ input }) => Number(input.value || 0));
    if (days + hours + minutes === 0) return undefined;
    const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}`;
    return `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
  };
  return {
    node: el(
      'span',
      { class: 'units' },
      units.map((u) => u.node),
    ),
    group: true,
    read,
  };
}

/** Texts, one a line. */
function lines(required, known = []) {
  const node = el('textarea', { rows: 2 });
  node.value = known.join('\n');
  const read = () => {
    const written = node.value
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    return required || written.length > 0 ? written : undefined;
  };
  return { node, read };
}

/**
 * A list of things with fields of their own: one line each, more on request. What the case knows stands there from the
 * beginning; so does, where each line is about a numbered line of the case, one for each of them.
 */
function rows(name, property, required, context, path) {
  const { properties, required: inner = [] } = property.items;
  const list = el('div', { class: 'lines' });
  const made = [];
  const add = (given = {}) => {
    const fields = Object.entries(properties).map(([n, p]) =>
      fieldOf(n, n in given ? { ...p, default: given[n] } : p, inner.includes(n), context, `${path}.${n}`),
    );
    const remove = el('button', { type: 'button', class: 'quiet', 'aria-label': w().removeRow }, '×');
    const line = {
      fields,
      node: el(
        'div',
        { class: 'line' },
        fields.map((f) => f.node),
        remove,
      ),
    };
    remove.addEventListener('click', () => {
      if (made.length === 1 && required) return;
      made.splice(made.indexOf(line), 1);
      line.node.remove();
    });
    made.push(line);
    list.append(line.node);
  };
  const numbered = Object.entries(properties).find(
    ([n, p]) => p.type === 'integer' && inner.includes(n) && context.wording[`${path}.${n}`]?.values,
  );
  if (property.default?.length > 0) property.default.forEach(add);
  else if (numbered)
    for (const { value } of context.wording[`${path}.${numbered[0]}`].values) add({ [numbered[0]]: value });
  else if (required) add();
  const more = el('button', { type: 'button', class: 'quiet', onclick: () => add() }, w().addRow);
  return {
    node: el('div', {}, list, more),
    group: true,
    read: () => (required || made.length > 0 ? made.map(({ fields }) => filled(fields)) : undefined),
    inner: () => made.flatMap(({ fields }) => fields),
    within: ([index, first, ...rest]) => made[Number(index)]?.fields.find((f) => f.name === first)?.within(rest),
  };
}

function words(property, required) {
  const long = (property.maxLength ?? 0) > LONG_TEXT;
  const node = el(long ? 'textarea' : 'input', {
    required,
    rows: long ? 3 : undefined,
    maxlength: property.maxLength,
    type: long ? undefined : property.format === 'date' ? 'date' : 'text',
  });
  if (property.default !== undefined) node.value = property.default;
  return { node, read: () => node.value.trim() || undefined };
}
