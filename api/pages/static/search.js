// Customers and their equipment, found by a name, a telephone number or a serial number.
import { call } from './client.js';
import { el } from './dom.js';
import { w } from './words.js';

/** People type faster than a list is worth reading. */
const PAUSE_MS = 250;
const SHOWN = 8;

/** A search box with what it finds; `choose(customer, asset)` gets what was picked, `asset` where it was found by one. */
export function customerSearch(choose) {
  const input = el('input', { type: 'search', placeholder: w().findCustomer, 'aria-label': w().findCustomer });
  const list = el('ul', { class: 'plain found', role: 'listbox' });
  let waiting;
  let newest = 0;
  const look = async () => {
    const q = input.value.trim();
    const mine = ++newest;
    const found = q === '' ? [] : await find(q).catch((failure) => [{ problem: failure.message }]);
    // An answer that a later one has overtaken says nothing any more.
    if (mine === newest) list.replaceChildren(...lines(q, found));
  };
  const lines = (q, found) => {
    if (q !== '' && found.length === 0) return [el('li', { class: 'soft' }, w().nobodyFound)];
    return found.map(({ problem, customer, asset }) =>
      el('li', {}, problem ? el('span', { class: 'problem' }, problem) : pick(customer, asset)),
    );
  };
  const pick = (customer, asset) => {
    const onclick = () => {
      newest += 1;
      input.value = '';
      list.replaceChildren();
      choose(customer, asset);
    };
    const more = [customer.phone, customer.address, asset && `${asset.model} ${asset.serialNo}`].filter(Boolean);
    return el('button', { type: 'button', class: 'quiet', onclick }, [customer.name, ...more].join(' · '));
  };
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE_MS);
  });
  // Enter looks at once, and does not send the form around it.
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    clearTimeout(waiting);
    look();
  });
  return el('div', { class: 'search' }, input, list);
}

async function find(q) {
  const query = new URLSearchParams({ q: q.slice(0, 64), limit: String(SHOWN) });
  const [customers, assets] = await Promise.all([
    call('GET', `/v1/customers?${query}`),
    call('GET', `/v1/assets?${query}`),
  ]);
  const owners = await Promise.all(
    assets.rows.map(async (asset) => ({ asset, customer: await call('GET', `/v1/customers/${asset.customerId}`) })),
  );
  return [...customers.rows.map((customer) => ({ customer })), ...owners].slice(0, SHOWN);
}
