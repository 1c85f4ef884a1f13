import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A clause of the source document. */
export interface Clause {
  id: string;
  /** Its own words. */
  quote: string;
  /** What it demands, in English. */
  rule: string;
}

/**
 * The clauses by id from `policies/clauses.json` under the project's folder. Empty where there is no such file: mails
 * then show the ids alone.
 */
export function loadClauses(root: string): ReadonlyMap<string, Clause> {
  const file = join(root, 'policies', 'clauses.json');
  if (!existsSync(file)) return new Map();
  const clauses = JSON.parse(readFileSync(file, 'utf8')) as Clause[];
  return new Map(clauses.map((clause) => [clause.id, clause]));
}
