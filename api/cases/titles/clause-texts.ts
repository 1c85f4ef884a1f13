/** The clauses that an answer cites, in the source's own words, so that a reader can look them up where they stand. */
import { z } from 'zod';
import { clauseOf } from '../../../policies/loader/known';

export const clauseTexts = z
  .record(z.string(), z.object({ quote: z.string(), rule: z.string(), section: z.string() }))
  .meta({
    id: 'ClauseTexts',
    description: 'by clause id: the source’s words, what it demands in English, and where it stands',
  });

/** The texts of these clauses; an id that no source has is left out. */
export function textsOfClauses(ids: Iterable<string>): z.infer<typeof clauseTexts> {
  const found = [...new Set(ids)].flatMap((id) => clauseOf(id) ?? []);
  return Object.fromEntries(found.map(({ id, quote, rule, section }) => [id, { quote, rule, section }]));
}
