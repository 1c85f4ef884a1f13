// Clause ids that open their text where they stand.
import { el } from './dom.js';
import { currentLanguage, w } from './words.js';

/** The clauses of a rule; `texts` are those that the answer brought. Nothing where the rule cites none. */
export function clauseList(ids, texts = {}) {
  if (!ids || ids.length === 0) return undefined;
  const unique = [...new Set(ids)];
  return el('div', { class: 'clauses' }, el('span', { class: 'soft' }, `${w().clauses} `), unique.map(one(texts)));
}

const one = (texts) => (id) => {
  const text = texts[id];
  return el(
    'details',
    { class: 'clause' },
    el('summary', {}, id),
    text
      ? [
          el('blockquote', { lang: 'zh-CN' }, text.quote),
          currentLanguage() === 'en' && el('p', {}, text.rule),
          el('small', {}, text.section),
        ]
      : el('p', { class: 'soft' }, w().clauseUnknown),
  );
};
