// Customer files: found, added, kept; and whole files of records taken in and given out.
import { call, callAll } from '../client.js';
import { el } from '../dom.js';
import { filtersAt, searched } from '../list.js';
import { say, w } from '../words.js';
import { recordFiles } from './record-files.js';
import { card, cards, customerOf, filledIn, formsOf, moreOf } from './shared.js';
import { offered, offeredOnceRead, offers, part, tag } from './shared.js';

export async function customersPage(reader, reload) {
  const q = new URLSearchParams(location.search).get('q') ?? '';
  const query = (cursor) => `/v1/customers?${new URLSearchParams({ ...(q && { q }), ...(cursor && { cursor }) })}`;
  const [first, forms] = await Promise.all([call('GET', query()), formsOf('customers')]);
  const draw = ({ rows }) => rows.map((customer) => customerCard(customer, reader));
  const listed = cards(draw(first), w().noCustomers);
  const adding = forms('addCustomer').map((form) => offered(form, {}, reload));
  return [
    filtersAt('/customers', searched('q', w().findByName, q)),
    adding.length > 0 && part('', offers(adding)),
    recordFiles(reader, forms('importRecords'), reload),
    part('', listed, moreOf(query, first, listed, draw)),
  ];
}

const inBoth = (name) => ({ zh: name, en: name });

const customerCard = (c, reader) =>
  card(
    customerOf(c.id, inBoth(c.name), reader),
    [c.key && tag(w().keyCustomer, 'warn')],
    [
      [w().phone, c.phone],
      [w().address, c.address],
      [w().customerNo, c.ref],
    ],
  );

/** The file of one customer: what is known, where it is served, and its units with what each was sold with. */
export async function customerPage(id, _reader, reload) {
  const query = (path) => (cursor) =>
    `/v1/${path}?${new URLSearchParams({ customerId: id, ...(cursor && { cursor }) })}`;
  const [customer, sites, assets, forms] = await Promise.all([
    call('GET', `/v1/customers/${encodeURIComponent(id)}`),
    call('GET', query('sites')()),
    call('GET', query('assets')()),
    formsOf('customers'),
  ]);
  document.title = customer.name;
  const adding = (name) => offers(forms(name).map((form) => offered(form, { fixed: { customerId: id } }, reload)));
  const listed = (path, first, cardOf) => {
    const draw = ({ rows }) => rows.map((record) => cardOf(record, forms, reload));
    const list = cards(draw(first));
    return [list, moreOf(query(path), first, list, draw)];
  };
  return [
    el(
      'section',
      {},
      el('a', { href: '/customers', class: 'back' }, `‹ ${w().back}`),
      el('h1', {}, customer.name, customer.key && [' ', tag(w().keyCustomer, 'warn')]),
      known([
        [w().phone, customer.phone],
        [w().email, customer.email],
        [w().address, customer.address],
        [w().region, say(customer.titles.region)],
        [w().customerNo, customer.ref],
        [w().wishes, customer.wishes],
      ]),
      customer.erasedAt
        ? el('p', { class: 'warn' }, w().erasedFile)
        : offers(forms('changeCustomer').map((form) => changing(form, customer, reload))),
    ),
    part(w().sites, ...listed('sites', sites, siteCard), !customer.erasedAt && adding('addSite')),
    part(w().units, ...listed('assets', assets, unitCard), !customer.erasedAt && adding('addUnit')),
    el(
      'section',
      {},
      el('a', { href: `/?view=all&text=${encodeURIComponent([...customer.name].slice(0, 32).join(''))}` }, w().casesOf),
    ),
  ];
}

const known = (lines) =>
  el(
    'dl',
    {},
    lines.filter(([, value]) => value).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]),
  );

/** What a form that changes a record is about: the version that stands here, and what is filled in. */
const aboutOf = (record) => ({ ids: { id: record.id }, version: record.version, given: filledIn(record) });

const changing = (form, record, reload) => offered(form, aboutOf(record), reload);

const siteCard = (s, forms, reload) =>
  card(
    s.name,
    [s.outOfTown && tag(w().outOfTown)],
    [
      [w().address, s.address],
      [w().contactPerson, s.contact],
      [w().phone, s.phone],
      [w().region, say(s.titles.region)],
    ],
    offers(forms('changeSite').map((form) => changing(form, s, reload))),
  );

const unitCard = (a, forms, reload) =>
  card(
    `${say(a.titles.product)} ${a.model} · ${a.serialNo}`,
    [!a.soldByUs && tag(w().soldByOthers, 'warn'), a.replacedBy && tag(w().replacedBy.replace('{0}', a.replacedBy))],
    [
      [w().site, say(a.titles.site)],
      [w().saleDate, a.saleDate],
      [w().installedOn, a.installedOn],
      [w().warrantyMonths, a.warrantyMonths],
      [w().contractUntil, a.contractUntil],
      ...a.titles.noted.map(({ label, value }) => [say(label), say(value)]),
    ],
    offers(forms('changeUnit').map((form) => changingUnit(form, a, reload))),
  );

/** The sites to choose from are read when the form is opened. */
const changingUnit = (form, unit, reload) =>
  offeredOnceRead(
    form,
    async () => unitForm(form, unit, await callAll('/v1/sites', { customerId: unit.customerId })),
    aboutOf(unit),
    reload,
  );

/** What this unit has noted beside what every unit may have is kept, and its site is one of the customer's. */
function unitForm(form, { attributes }, sites) {
  const { properties } = form.payload;
  const own = Object.keys(attributes).map((name) => [name, { type: 'string', maxLength: 200 }]);
  const noted = {
    ...properties.attributes,
    properties: { ...Object.fromEntries(own), ...properties.attributes.properties },
  };
  const places = sites.map(({ id, name }) => ({ value: id, title: inBoth(name) }));
  return {
    ...form,
    payload: { ...form.payload, properties: { ...properties, attributes: noted } },
    fields: { ...form.fields, siteId: { ...form.fields.siteId, values: places } },
  };
}
