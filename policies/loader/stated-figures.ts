/**
 * Figures that a policy's writer states a second time, among the examples beside the policy: those that no question asks
 * for, such as how often a callback is tried. A slip in the policy is then noticed as a wrong answer would be.
 */
import type { Policy } from '../../domain/policy/schema';

export interface StatedFigures {
  id: string;
  clauses: readonly string[];
  /** By path: keys of the policy file, entries of lists by their id, or by their place from 0 where they have none. */
  figures: Readonly<Record<string, string | number | boolean>>;
  line: number;
}

/** What stands otherwise in the policy, one line each; none where it is as stated. */
export function unlikeFigures(policy: Policy, { figures }: StatedFigures): string[] {
  return Object.entries(figures).flatMap(([path, stated]) => {
    const found = figureAt(policy, path);
    const says = found === undefined ? 'not there' : JSON.stringify(found);
    return found === stated ? [] : [`${path} is ${says}, stated as ${JSON.stringify(stated)}`];
  });
}

function figureAt(policy: Policy, path: string): unknown {
  return path.split('.').reduce<unknown>((at, step) => {
    if (Array.isArray(at))
      return (at as { id?: unknown }[]).find((entry) => entry.id === step) ?? (at as unknown[])[Number(step)];
    return typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[step] : undefined;
  }, policy);
}
