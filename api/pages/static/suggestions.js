// Who should go: the engineers for a visit on the next working day, the best first, each with the reasons.
import { call } from './client.js';
import { el } from './dom.js';
import { say, w } from './words.js';

/** A list beside the form of `assign`, whose engineer a reader picks from it; empty where the policy plans no visits. */
export function suggestions(path, form) {
  const box = el('div', { class: 'suggested' });
  const pick = (engineerId) => {
    const option = [...form.querySelectorAll('option')].find(({ value }) => value === engineerId);
    if (option) option.parentElement.value = engineerId;
  };
  call('GET', `${path}/engineers`).then(
    ({ date, engineers }) =>
      box.append(
        el('h3', {}, w().whoShouldGo.replace('{0}', date)),
        el(
          'ol',
          {},
          engineers.map((e) => suggestion(e, pick)),
        ),
      ),
    // Nothing is suggested for work without a visit; what keeps somebody from it, the assignment itself says.
    () => undefined,
  );
  return box;
}

function suggestion({ engineerId, fit, reasons, titles }, pick) {
  return el(
    'li',
    {},
    fit
      ? el('button', { type: 'button', class: 'quiet', onclick: () => pick(engineerId) }, say(titles.engineer))
      : [say(titles.engineer), ' ', el('span', { class: 'tag bad' }, w().cannotGo)],
    el('small', {}, ` ${reasons.map(({ text }) => text).join(w().comma)}`),
  );
}
