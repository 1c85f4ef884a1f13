// A list that is read on as far as the reader wants.
import { call } from './client.js';
import { el } from './dom.js';
import { w } from './words.js';

/** The button that reads on; `draw(answer)` makes nodes that `into` takes. What could not be read is said, and can be tried again. */
export function moreOf(query, first, into, draw) {
  const problem = el('span', { class: 'problem', role: 'alert' });
  const button = el('button', { type: 'button', class: 'quiet', hidden: !first.next }, w().more);
  let cursor = first.next;
  button.addEventListener('click', async () => {
    problem.textContent = '';
    button.disabled = true;
    try {
      const next = await call('GET', query(cursor));
      into.append(...draw(next));
      cursor = next.next;
      button.hidden = !cursor;
    } catch (failure) {
      problem.textContent = failure.message;
    } finally {
      button.disabled = false;
    }
  });
  return el('div', {}, button, problem);
}
