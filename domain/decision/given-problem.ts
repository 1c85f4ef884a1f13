/** One thing that is wrong with what was given. */
export interface GivenProblem {
  /** The fact, or a place within it: `saleDate`, `approvals.manager`, `waits[1]`. */
  field: string;
  detail: { zh: string; en: string };
  allowed?: readonly string[];
}

/** What was given without the facts that a problem was found in: whole facts, wherever within them it lies. */
export function withoutRefused<T>(
  given: Readonly<Record<string, T>>,
  problems: readonly GivenProblem[],
): Record<string, T> {
  const refused = new Set(problems.map(({ field }) => (Object.hasOwn(given, field) ? field : field.split(/[.[]/)[0]!)));
  return Object.fromEntries(Object.entries(given).filter(([name]) => !refused.has(name)));
}
