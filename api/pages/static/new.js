// Opening a case: under which policy, for whom and which equipment, and what the policy wants to know.
import { call } from './client.js';
import { el } from './dom.js';
import { filled } from './fields.js';
import { fieldsOf, sentForm } from './forms.js';
import { intention } from './once.js';
import { whoIsIt } from './who.js';
import { say, w } from './words.js';

/** What `whoIsIt` and the choice of the policy say. */
const ASKED_ABOVE = ['policy', 'customerId', 'siteId', 'assetId'];

/** Builds the page; `opened(caseId)` is called once the case is there. */
export async function openingPage(kind, kinds, opened) {
  const { policies } = await call('GET', '/v1/policies');
  const serving = policies.filter((p) => p.kinds.includes(kind));
  const asked = new URLSearchParams(location.search).get('policy');
  const policy = el(
    'select',
    { required: true },
    el('option', { value: '' }, w().choose),
    serving.map((p) => el('option', { value: p.id }, say(p.title))),
  );
  const rest = el('div', { class: 'rest' });
  const draw = async () => {
    rest.replaceChildren();
    if (policy.value === '') return;
    history.replaceState(null, '', `?policy=${encodeURIComponent(policy.value)}`);
    try {
      const form = await call('GET', `/v1/policies/${encodeURIComponent(policy.value)}/openings/${kind}`);
      rest.replaceChildren(openingForm(kind, policy.value, form, opened));
    } catch (failure) {
      rest.replaceChildren(el('div', { class: 'message', role: 'alert' }, failure.message));
    }
  };
  policy.addEventListener('change', draw);
  if (serving.some((p) => p.id === asked)) policy.value = asked;
  else if (serving.length === 1) policy.value = serving[0].id;
  await draw();
  document.title = say(kinds[kind]);
  return [
    el(
      'section',
      { class: 'opening' },
      el('a', { href: '/', class: 'back' }, `‹ ${w().back}`),
      el('h1', {}, `${w().newCase}${w().colon}${say(kinds[kind])}`),
      el(
        'label',
        { class: 'field' },
        el('span', { class: 'name' }, w().policy, el('b', { class: 'bad' }, ' *')),
        policy,
      ),
      rest,
    ),
  ];
}

function openingForm(kind, policy, { payload, fields: wording, asksFor }, opened) {
  const fields = fieldsOf(payload, wording, undefined, ASKED_ABOVE);
  const [first, more] = [fields.filter((f) => f.required), fields.filter((f) => !f.required)];
  const who = whoIsIt(wording);
  const key = intention();
  const send = async () => {
    const body = { policy, ...(await who.read()), ...filled(fields) };
    const { caseId, recorded } = await call('POST', `/v1/cases/${kind}`, body, key(body));
    await opened(caseId, recorded);
  };
  return sentForm(
    [
      asksFor.length > 0 && el('p', { class: 'soft' }, `${w().asksFor}${w().colon}${asksFor.map(say).join(w().comma)}`),
      who.node,
      first.map((f) => f.node),
      more.length > 0 &&
        el(
          'details',
          {},
          el('summary', {}, w().moreFields.replace('{0}', more.length)),
          el(
            'div',
            { class: 'together' },
            more.map((f) => f.node),
          ),
        ),
    ],
    [...who.fields, ...fields],
    send,
  );
}
