// The archive of makers' technical documents: found, saved, added, and marked as out of date.
import { call } from '../client.js';
import { el, tabsOf } from '../dom.js';
import { filled } from '../fields.js';
import { fileLine, size, TYPES } from '../files.js';
import { sentForm } from '../forms.js';
import { filter, filtersAt, searched } from '../list.js';
import { folded } from '../actions.js';
import { intention } from '../once.js';
import { at } from '../time.js';
import { say, w } from '../words.js';
import { asked, cards, doneMessage, fieldsFor, formsOf, moreOf, nodesOf, offered, offers, part } from './shared.js';

const lists = ['current', 'withdrawn'];

export async function makerDocumentsPage(_reader, reload) {
  const list = asked('list', lists);
  const address = new URLSearchParams(location.search);
  const chosen = Object.fromEntries(['q', 'product'].map((n) => [n, address.get(n) ?? '']).filter(([, v]) => v));
  const state = list === 'withdrawn' ? { withdrawn: 'true' } : {};
  const query = (cursor) =>
    `/v1/maker-documents?${new URLSearchParams({ ...state, ...chosen, ...(cursor && { cursor }) })}`;
  const [first, forms] = await Promise.all([call('GET', query()), formsOf('maker-documents')]);
  const draw = ({ rows }) => rows.map((row) => documentLine(row, forms, reload));
  const listed = cards(draw(first));
  const adding = forms('addMakerDocument').map((form) => folded(say(form.title), () => [uploadForm(form, reload)]));
  const products = (forms('addMakerDocument')[0]?.fields.product.values ?? []).map((p) => [p.value, say(p.title)]);
  return [
    tabsOf(
      lists.map((name) => [name, w()[`documents_${name}`], `/maker-documents?list=${name}`]),
      list,
    ),
    filtersAt(
      '/maker-documents',
      el('input', { type: 'hidden', name: 'list', value: list }),
      searched('q', w().findDocument, chosen.q),
      products.length > 0 && filter('product', w().anyProduct, products, chosen.product),
    ),
    adding.length > 0 && part('', offers(adding)),
    part('', listed, moreOf(query, first, listed, draw)),
  ];
}

function documentLine(d, forms, reload) {
  const notes = [d.maker, say(d.titles.product), d.model ?? w().allModels, d.edition, size(d.size)].filter(Boolean);
  const line = fileLine(`/v1/maker-documents/${encodeURIComponent(d.id)}/file`, `${say(d.kind.title)} · ${d.title}`, [
    `${notes.join(' · ')} · `,
    at(d.withdrawnAt ?? d.createdAt),
  ]);
  const old = d.withdrawnAt ? [] : forms('withdrawMakerDocument');
  const doing = offers(old.map((form) => offered(form, { ids: { id: d.id } }, reload)));
  if (doing) line.append(doing);
  return line;
}

/** What is filled in goes into the address, the file is the body. */
function uploadForm(form, reload) {
  const fields = fieldsFor(form);
  const file = el('input', { type: 'file', accept: TYPES.join(','), required: true });
  const key = intention();
  const send = async () => {
    const [chosen] = file.files;
    const about = new URLSearchParams(filled(fields));
    await call(
      form.method,
      `${form.path}?${about}`,
      chosen,
      key([`${about}`, chosen.name, chosen.size, chosen.lastModified]),
    );
    await reload(doneMessage(say(form.title)));
  };
  const label = el('span', { class: 'name' }, w().file, el('b', { class: 'bad' }, ' *'));
  const choice = el('label', { class: 'field' }, label, file, el('small', {}, w().attachHint));
  return sentForm([nodesOf(fields), choice], fields, send);
}
