// Sign-in, worklist and case: shells that get their data through the API.
import { chainHead } from './archive.js';
import { casePage } from './case.js';
import { call, renew, signIn, signOut } from './client.js';
import { el } from './dom.js';
import { worklist } from './list.js';
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
    const [me, { roles, statuses }] = await Promise.all([call('GET', '/auth/me'), call('GET', '/static/words.json')]);
    who.textContent = [me.name, say(roles[me.role]) || me.role].filter(Boolean).join(' · ');
    signOutButton.hidden = false;
    const id = location.pathname.match(/^\/cases\/([^/]+)$/)?.[1];
    show(id ? await casePage(decodeURIComponent(id), show) : [...(await worklist(me, statuses)), await chainHead(me)]);
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
