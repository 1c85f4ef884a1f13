// Sign-in, worklist, case and the department's pages: shells that get their data through the API.
import { chainHead } from './archive.js';
import { casePage } from './case.js';
import { call, renew, signIn, signOut } from './client.js';
import { departmentLinks, departmentPage } from './department/pages.js';
import { el } from './dom.js';
import { worklist } from './list.js';
import { openingPage } from './new.js';
import { currentLanguage, say, switchLanguage, w } from './words.js';

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
  show([el('section', { class: 'narrow' }, form)]);
  email.focus();
}

async function draw() {
  document.documentElement.lang = currentLanguage() === 'zh' ? 'zh-CN' : 'en';
  languageButton.textContent = w().language;
  signOutButton.textContent = w().signOut;
  show([el('p', { class: 'soft' }, w().loading)]);
  try {
    const [me, words] = await Promise.all([call('GET', '/auth/me'), call('GET', '/static/words.json')]);
    who.textContent = [me.name, say(words.roles[me.role]) || me.role].filter(Boolean).join(' · ');
    signOutButton.hidden = false;
    show(await content(me, words));
  } catch (failure) {
    if (failure.status === 401) signInPage();
    else
      show([
        el('div', { class: 'message', role: 'alert' }, failure.message),
        el('div', { class: 'row' }, el('a', { href: '/' }, w().back)),
        el('button', { type: 'button', class: 'quiet', onclick: draw }, w().retry),
      ]);
  }
}

/** What the address asks for: a case, a new one, a page of the department, or the list. */
async function content(me, { kinds, statuses, pages }) {
  const [, what, name] = location.pathname.match(/^\/(cases|new)\/([^/]+)$/) ?? [];
  if (what === 'cases') return casePage(decodeURIComponent(name), show);
  if (what === 'new' && me.opens.includes(name)) return openingPage(name, kinds, opened);
  const department = await departmentPage(me, pages, show);
  if (department) return department;
  document.title = w().title;
  return [departmentLinks(me, pages, ''), newCases(me, kinds), ...(await worklist(me, statuses)), await chainHead(me)];
}

/** Links for the kinds of case that the reader may open. */
function newCases(me, kinds) {
  if (me.opens.length === 0) return undefined;
  const link = (kind) => el('a', { href: `/new/${kind}` }, say(kinds[kind]));
  return el(
    'nav',
    { class: 'new', 'aria-label': w().newCase },
    el('span', { class: 'soft' }, w().newCase),
    me.opens.map(link),
  );
}

/** To the new case; where it is not recorded yet, a moment later. */
async function opened(caseId, recorded) {
  if (!recorded) await new Promise((later) => setTimeout(later, 2_000));
  location.assign(`/cases/${encodeURIComponent(caseId)}`);
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
