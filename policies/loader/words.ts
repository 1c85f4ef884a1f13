/** The words of a reason: its rule's own, or else those of the clauses that the rule enacts. */
import type { Reason } from '../../domain/decision/reason';
import type { Text } from '../../domain/decision/program';
import { clauses } from './known';

const byId = new Map(clauses.map((clause) => [clause.id, clause]));

/** Where neither a rule nor a clause has words, the product has chosen. */
const productDefault: Text = { zh: '制度未写，按产品默认', en: "The source is silent: the product's default" };

/** The clauses of a rule are always the same list: its words are put together once. */
const known = new WeakMap<readonly string[], Text>();

/** The reason with words in both languages. */
export function withWords(reason: Reason): Reason {
  return reason.text ? reason : { ...reason, text: wordsOf(reason.clauses) };
}

function wordsOf(ids: readonly string[]): Text {
  const made = known.get(ids) ?? joined(ids);
  known.set(ids, made);
  return made;
}

function joined(ids: readonly string[]): Text {
  const found = ids.flatMap((id) => byId.get(id) ?? []);
  if (found.length === 0) return productDefault;
  return { zh: found.map(({ quote }) => quote).join('；'), en: found.map(({ rule }) => rule).join('; ') };
}
