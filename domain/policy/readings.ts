import type { Policy } from './schema';

/**
 * A policy with only those rules that the chosen options of its readings keep: a list entry marked
 * `reading: R-S-LEVEL=levelFirst` goes where `R-S-LEVEL` has another option chosen. Entries without an option stay.
 */
export function chosenRules(policy: Policy): Policy {
  const keep = (entry: unknown): boolean => {
    const reading = typeof entry === 'object' && entry !== null ? (entry as { reading?: string }).reading : undefined;
    const [name = '', option] = reading?.split('=') ?? [];
    return option === undefined || policy.readings[name]?.chosen === option;
  };
  const prune = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter(keep).map(prune);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, prune(entry)]));
  };
  return prune(policy) as Policy;
}
