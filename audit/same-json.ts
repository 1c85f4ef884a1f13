/** Whether two values are the same JSON: the order of keys does not matter, and what is undefined is not there. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((entry, index) => sameJson(entry ?? null, b[index] ?? null));
  }
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const key of Object.keys(one))
    if (!sameJson(one[key], Object.hasOwn(other, key) ? other[key] : undefined)) return false;
  return Object.keys(other).every((key) => other[key] === undefined || Object.hasOwn(one, key));
}
