/** The figures that a policy's writer states a second time, beside its examples, and policies with one of them changed. */
import type { Policy } from '../../domain/policy/schema';
import { readExamples } from '../../policies/loader/examples';
import { knownNames } from '../../policies/loader/known';
import { loadPolicy, policyFiles } from '../../policies/loader/load';

export type Figure = string | number | boolean;

const known = knownNames();

/** Each policy that states figures, with them by their paths. */
export const policies = policyFiles().flatMap((file) => {
  const figures = Object.assign({}, ...readExamples(file).figures.map((stated) => stated.figures)) as object;
  const { policy } = loadPolicy(file, known);
  return Object.keys(figures).length > 0
    ? [{ id: policy.id, policy, figures: Object.entries(figures) as [string, Figure][] }]
    : [];
});

/** The policy with the figure at a path one step up. */
export function changed(policy: Policy, path: string): Policy {
  const copy = structuredClone(policy);
  const steps = path.split('.');
  const last = steps.pop()!;
  const holder = steps.reduce<unknown>((at, step) => {
    if (!Array.isArray(at)) return (at as Record<string, unknown>)[step];
    return (at as { id?: string }[]).find(({ id }) => id === step) ?? (at as unknown[])[Number(step)];
  }, copy) as Record<string, Figure>;
  const figure = holder[last]!;
  const step = Number.isInteger(figure) ? 1 : 0.01;
  holder[last] =
    typeof figure === 'number' ? figure + step : String(figure).replace(/\d+/, (digits) => String(Number(digits) + 1));
  return copy;
}
