/** Figures that a policy's writer states a second time: each is seen to act as stated, in a case, a plan or a care rule. */
import type { Policy } from '../../domain/policy/schema';
import { readExamples } from '../../policies/loader/examples';
import { knownNames } from '../../policies/loader/known';
import { loadPolicy, policyFiles } from '../../policies/loader/load';
import { seen } from './figures-at-work';

type Figure = string | number | boolean;

const known = knownNames();
const policies = policyFiles().flatMap((file) => {
  const figures = Object.assign({}, ...readExamples(file).figures.map((stated) => stated.figures)) as object;
  const { policy } = loadPolicy(file, known);
  return Object.keys(figures).length > 0
    ? [{ id: policy.id, policy, figures: Object.entries(figures) as [string, Figure][] }]
    : [];
});

/** Sections whose figures act in passes over the database only; `test/care`, `test/activities` and `test/recurring` run those. */
const inPasses =
  /^surveys\.surveys\.\w+\.remind\b|^dispatch\.sheets\.|^complaints\.written\.|^callbacks\.monthly\.|\.sample\.share$|^filings\.\w+\.from$|^holidayDuty\./;
const looked = (figures: [string, Figure][]): [string, Figure][] => figures.filter(([path]) => !inPasses.test(path));

/** The policy with the figure at a path one step up. */
function changed(policy: Policy, path: string): Policy {
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

test('most figures are looked at, and those that are not act in passes over the database', () => {
  const all = policies.flatMap(({ figures }) => figures);
  expect(all.length).toBeGreaterThan(150);
  expect(looked(all).length / all.length).toBeGreaterThan(0.9);
});

describe.each(policies)('$id', ({ policy, figures }) => {
  const own = looked(figures);

  test(`acts as its figures say, and otherwise with another one`, () => {
    const acts = own.map(([path]) => [path, seen(policy, path)?.value]);
    expect(Object.fromEntries(acts)).toEqual(Object.fromEntries(own));
    const unmoved = own.filter(([path, figure]) => seen(changed(policy, path), path)?.value === figure);
    expect(unmoved.map(([path]) => path)).toEqual([]);
  });
});
