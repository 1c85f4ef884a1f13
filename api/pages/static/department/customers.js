// Customer files: found, added, kept; and whole files of records taken in and given out.
import { call } from '../client.js';
import { el } from '../dom.js';
import { filtersAt, searched } from '../list.js';
import { say, w } from '../words.js';
import { recordFiles } from './record-files.js';
import { card, cards, customerOf, filledIn, formsOf, moreOf, offered, offers, part, tag } from './shared.js';

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
    part('', listed, moreOf(query, first, listed, draw)),
    recordFiles(reader, forms('importRecords'), reload),
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
  const about = new URLSearchParams({ customerId: id, limit: '200' });
  const [customer, sites, assets, forms] = await Promise.all([
    call('GET', `/v1/customers/${encodeURIComponent(id)}`),
    call('GET', `/v1/sites?${about}`),
    call('GET', `/v1/assets?${about}`),
    formsOf('customers'),
  ]);
  document.title = customer.name;
  const adding = (name) => offers(forms(name).map((form) => offered(form, { fixed: { customerId: id } }, reload)));
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
        [w().region, wordOf(forms, 'changeCustomer', 'region', customer.region)],
        [w().customerNo, customer.ref],
        [w().wishes, customer.wishes],
      ]),
      customer.erasedAt
        ? el('p', { class: 'warn' }, w().erasedFile)
        : offers(forms('changeCustomer').map((form) => changing(form, customer, reload))),
    ),
    part(
      w().sites,
      cards(
        sites.rows.map((site) => siteCard(site, forms, reload)),
        w().nothingHere,
      ),
      !customer.erasedAt && adding('addSite'),
    ),
    part(
      w().units,
      cards(
        assets.rows.map((asset) => unitCard(asset, sites, forms, reload)),
        w().nothingHere,
      ),
      !customer.erasedAt && adding('addUnit'),
    ),
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

/** A code as the form's choices call it; as it is where the reader has no form. */
function wordOf(forms, form, field, code) {
  const values = forms(form)[0]?.fields[field]?.values ?? [];
  return say(values.find(({ value }) => value === code)?.title) || code;
}

const changing = (form, record, reload) =>
  offered(form, { ids: { id: record.id }, version: record.version, given: filledIn(record) }, reload);

const siteCard = (s, forms, reload) =>
  card(
    s.name,
    [s.outOfTown && tag(w().outOfTown)],
    [
      [w().address, s.address],
      [w().contactPerson, s.contact],
      [w().phone, s.phone],
      [w().region, wordOf(forms, 'changeSite', 'region', s.region)],
    ],
    offers(forms('changeSite').map((form) => changing(form, s, reload))),
  );

function unitCard(a, sites, forms, reload) {
  const noted = Object.entries(a.attributes).map(([name, value]) => [
    say(forms('changeUnit')[0]?.fields[`attributes.${name}`]?.title) || name,
    value,
  ]);
  return card(
    `${wordOf(forms, 'changeUnit', 'product', a.product)} ${a.model} · ${a.serialNo}`,
    [!a.soldByUs && tag(w().soldByOthers, 'warn'), a.replacedBy && tag(w().replacedBy.replace('{0}', a.replacedBy))],
    [
      [w().site, sites.rows.find(({ id }) => id === a.siteId)?.name],
      [w().saleDate, a.saleDate],
      [w().installedOn, a.installedOn],
      [w().warrantyMonths, a.warrantyMonths],
      [w().contractUntil, a.contractUntil],
      ...noted,
    ],
    offers(forms('changeUnit').map((form) => changing(unitForm(form, a, sites), a, reload))),
  );
}

/** What this unit has noted beside what every unit may have is kept, and its site is one of the customer's. */
function unitForm(form, { attributes }, sites) {
  const { properties } = form.payload;
  const own = Object.keys(attributes).map((name) => [name, { type: 'string', maxLength: 200 }]);
  const noted = {
    ...properties.attributes,
    properties: { ...Object.fromEntries(own), ...properties.attributes.properties },
  };
  const places = sites.rows.map(({ id, name }) => ({ value: id, title: inBoth(name) }));
  return {
    ...form,
    payload: { ...form.payload, properties: { ...properties, attributes: noted } },
    fields: { ...form.fields, siteId: { ...form.fields.siteId, values: places } },
  };
}
