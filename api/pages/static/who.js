// For whom a case is opened: a customer who is found or written down, with site and equipment.
import { call, callAll, Failure, STALE } from './client.js';
import { el } from './dom.js';
import { fieldOf, filled } from './fields.js';
import { customerSearch } from './search.js';
import { say, w } from './words.js';

const NEW = 'new';

/** `node`, its `fields` for complaints, and `read()`, which writes down who and what is new before it answers the ids. */
export function whoIsIt(wording) {
  const place = el('div', { class: 'who' });
  const problem = el('span', { class: 'problem', role: 'alert' });
  const node = el('fieldset', { class: 'field' }, el('legend', {}, w().customer, ' *'), place, problem);
  let chosen;

  const ask = () => {
    chosen = undefined;
    place.replaceChildren(
      customerSearch((customer, asset) => known(customer, asset).catch((failure) => complain(failure.message))),
      el('button', { type: 'button', class: 'quiet', onclick: unknown }, w().newCustomer),
    );
  };
  const other = () => el('button', { type: 'button', class: 'quiet', onclick: ask }, w().otherCustomer);
  const known = async (customer, asset) => {
    const of = { customerId: customer.id };
    const [sites, assets] = await Promise.all([callAll('/v1/sites', of), callAll('/v1/assets', of)]);
    const site = choiceOf(w().site, sites, (s) => `${s.name} · ${s.address}`);
    const unit = equipment(wording, assets, asset?.id);
    chosen = {
      parts: [unit],
      ids: async () => ({ customerId: customer.id, siteId: site?.read(), assetId: await unit.read(customer.id) }),
    };
    complain('');
    place.replaceChildren(
      ...[
        el(
          'p',
          {},
          el('strong', {}, customer.name),
          ' ',
          [customer.phone, customer.address].filter(Boolean).join(' · '),
        ),
        site?.node,
        unit.node,
        other(),
      ].filter(Boolean),
    );
  };
  const unknown = () => {
    const person = record('/v1/customers', personFields(wording));
    const unit = equipment(wording, []);
    chosen = {
      parts: [person, unit],
      ids: async () => {
        const customerId = await person.write({});
        return { customerId, assetId: await unit.read(customerId) };
      },
    };
    complain('');
    place.replaceChildren(person.node, unit.node, other());
  };

  const complain = (text = '') => {
    problem.textContent = text;
    node.classList.toggle('wrong', text !== '');
  };
  const all = () => (chosen?.parts ?? []).flatMap((part) => part.fields);
  const complaints = {
    node,
    complain: (text = '') => {
      complain(text);
      if (text === '') for (const f of all()) f.complain();
    },
  };
  const field = (name) => ({ ...complaints, name, within: () => complaints });
  const read = async () => {
    if (!chosen)
      throw new Failure(422, { detail: w().whoFirst, errors: [{ field: 'customerId', detail: w().whoFirst }] });
    try {
      return Object.fromEntries(Object.entries(await chosen.ids()).filter(([, id]) => id !== undefined));
    } catch (failure) {
      // What is wrong with a new customer or unit stands at their own fields.
      const unplaced = (failure.errors ?? []).filter(({ field: name, detail }) => {
        const found = all().find((f) => f.name === name);
        found?.complain(detail);
        return !found;
      });
      if (failure.errors?.length > 0)
        failure.errors = unplaced.length > 0 ? unplaced : [{ field: 'customerId', detail: w().correctHere }];
      throw failure;
    }
  };
  ask();
  return { node, fields: ['customerId', 'siteId', 'assetId'].map(field), read };
}

/** Which of several records, or none; undefined where there is none to choose. */
function choiceOf(title, rows, textOf, more = []) {
  if (rows.length + more.length === 0) return undefined;
  const select = el(
    'select',
    {},
    el('option', { value: '' }, w().noneNamed),
    rows.map((row) => el('option', { value: row.id }, textOf(row))),
    more.map(([value, text]) => el('option', { value }, text)),
  );
  const node = el('label', { class: 'field' }, title, select);
  return { node, select, read: () => select.value || undefined };
}

/** Equipment of the customer, or a unit that is written down now. */
function equipment(wording, rows, given) {
  const textOf = (a) => [say(a.titles.product), a.model, a.serialNo].join(' · ');
  const choice = choiceOf(w().device, rows, textOf, [[NEW, w().newDevice]]);
  const unit = record('/v1/assets', unitFields(wording));
  const place = el('div', {});
  const draw = () => place.replaceChildren(...(choice.read() === NEW ? [unit.node] : []));
  choice.select.addEventListener('change', draw);
  choice.select.value = given ?? (rows.length === 1 ? rows[0].id : '');
  draw();
  return {
    node: el('div', {}, choice.node, place),
    fields: unit.fields,
    read: async (customerId) => (choice.read() === NEW ? unit.write({ customerId }) : choice.read()),
  };
}

/**
 * A record that is written down once: a second try, after something else was refused, changes what is there. Where that has
 * another version by now it is read again: it says what was sent, because only the answer was lost, or it is told.
 */
function record(path, fields) {
  let made;
  const write = async (more) => {
    const body = filled(fields);
    if (made === undefined) made = await call('POST', path, { ...body, ...more });
    else made = await changed(`${path}/${made.id}`, body, made.version);
    return made.id;
  };
  const changed = async (of, body, version) => {
    try {
      return await call('PATCH', of, body, { 'If-Match': `"${version}"` });
    } catch (failure) {
      if (failure.status !== STALE) throw failure;
      made = await call('GET', of);
      const others = Object.keys(body).filter((name) => made[name] !== body[name]);
      if (others.length === 0) return made;
      const told = others.map((name) => ({ field: name, detail: w().nowSays.replace('{0}', made[name] ?? '–') }));
      throw new Failure(STALE, { errors: [{ detail: `${failure.message}${w().colon}${w().readAgain}` }, ...told] });
    }
  };
  const node = el(
    'div',
    { class: 'together' },
    fields.map((f) => f.node),
  );
  return { node, fields, write };
}

const labelled = (title, values) => ({ title: { zh: title, en: title }, ...(values && { values }) });

function personFields({ region }) {
  const context = {
    wording: {
      name: labelled(w().name),
      phone: labelled(w().phone),
      email: labelled(w().email),
      address: labelled(w().address),
      region: labelled(w().region, region?.values),
    },
  };
  const text = (maxLength) => ({ type: 'string', maxLength });
  return [
    fieldOf('name', text(200), true, context),
    fieldOf('phone', text(30), false, context),
    fieldOf('email', text(254), false, context),
    fieldOf('address', text(500), false, context),
    region?.values && fieldOf('region', text(64), false, context),
  ].filter(Boolean);
}

function unitFields({ product }) {
  const context = {
    wording: {
      product: labelled(w().product, product?.values),
      model: labelled(w().model),
      serialNo: labelled(w().serialNo),
      saleDate: labelled(w().saleDate),
    },
  };
  const text = (maxLength) => ({ type: 'string', maxLength });
  return [
    fieldOf('product', text(64), true, context),
    fieldOf('model', text(100), true, context),
    fieldOf('serialNo', text(100), true, context),
    fieldOf('saleDate', { type: 'string', format: 'date' }, false, context),
  ];
}
