// Sign-in, worklist and case: shells that get their data through the API.
import { casePage } from './case.js';
import { call, renew, signIn, signOut } from './client.js';
import { el } from './dom.js';
import { switchLanguage, w, when } from './words.js';

const page = document.getElementById('page');
const who = document.getElementById('who');
const languageButton = document.getElementById('language');
const signOutButton = document.getElementById('signOut');

const show = (nodes) => page.replaceChildren(...nodes.filter(Boolean));

function signInPage(message) {
  who.textContent = '';
  signOutButton.hidden = true;
  const email = el('input', { type: 'email', autocomplete: 'username', required: true });
  const password = el('input', { type: 'password', autocomplete: 'current-password', required: true });
  const form = el(
    'form',
    {},
    el('h1', {}, w().signIn),
    message && el('div', { class: 'message', role: 'alert' }, message),
    el('label', {}, w().email, email),
    el('label', {}, w().password, password),
    el('button', { type: 'submit' }, w().signIn),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await signIn(email.value, password.value);
      await draw();
    } catch (failure) {
      signInPage(failure.message);
    }
  });
  show([el('section', {}, form)]);
  email.focus();
}

const lists = ['dueSoon', 'breached', 'mine', 'unassigned', 'all'];

async function worklist() {
  const asked = new URLSearchParams(location.search);
  const list = lists.includes(asked.get('list')) ? asked.get('list') : 'all';
  const text = asked.get('text') ?? '';
  const query = (cursor) =>
    new URLSearchParams({
      list,
      ...(list === 'all' && !text ? { open: 'true' } : {}),
      ...(text ? { text } : {}),
      ...(cursor ? { cursor } : {}),
    });
  const nav = el(
    'nav',
    {},
    lists.map((l) => el('a', { href: `/?list=${l}`, 'aria-current': l === list ? 'page' : undefined }, w()[l])),
  );
  const search = el(
    'form',
    { action: '/', method: 'get', role: 'search' },
    el('input', { type: 'hidden', name: 'list', value: list }),
    el('input', { type: 'search', name: 'text', value: text, placeholder: w().search, 'aria-label': w().search }),
  );
  const rows = el('ul', { class: 'plain' });
  const more = el('button', { type: 'button', class: 'quiet', hidden: true }, w().more);
  const load = async (cursor) => {
    const found = await call('GET', `/v1/cases?${query(cursor)}`);
    rows.append(...found.rows.map(row));
    if (!cursor && found.rows.length === 0) rows.append(el('li', { class: 'soft' }, w().none));
    more.hidden = !found.next;
    more.onclick = () => load(found.next);
  };
  await load();
  return [nav, search, el('section', {}, rows, more)];
}

function row(c) {
  const marks = [
    c.breached && el('span', { class: 'tag bad' }, w().breached),
    c.escalationLevel > 0 && el('span', { class: 'tag bad' }, w().levelN.replace('{0}', c.escalationLevel)),
  ];
  return el(
    'li',
    {},
    el(
      'div',
      { class: 'row' },
      el('a', { href: `/cases/${encodeURIComponent(c.id)}` }, c.id),
      el('span', {}, c.status, ' ', marks),
    ),
    el(
      'div',
      { class: 'soft' },
      [c.nextDueAt && `${w().due} ${when(c.nextDueAt)} ${c.nextDueClock ?? ''}`, c.region, c.level]
        .filter(Boolean)
        .join(' · '),
    ),
  );
}

async function draw() {
  languageButton.textContent = w().language;
  signOutButton.textContent = w().signOut;
  show([el('p', { class: 'soft' }, w().loading)]);
  try {
    const me = await call('GET', '/auth/me');
    who.textContent = `${me.name ?? me.id} · ${me.role}`;
    signOutButton.hidden = false;
    const id = location.pathname.match(/^\/cases\/([^/]+)$/)?.[1];
    show(id ? await casePage(decodeURIComponent(id), show) : await worklist());
  } catch (failure) {
    if (failure.status === 401) signInPage();
    else
      show([
        el('div', { class: 'message', role: 'alert' }, failure.message),
        el('button', { type: 'button', class: 'quiet', onclick: draw }, w().retry),
      ]);
  }
}

languageButton.addEventListener('click', () => {
  switchLanguage();
  draw();
});
signOutButton.addEventListener('click', async () => {
  await signOut();
  draw();
});
if (await renew().catch(() => true)) await draw();
else {
  languageButton.textContent = w().language;
  signInPage();
}
