/** Figures that a policy's writer states a second time: each is seen to act as stated, in a case, a plan or a care rule. */
import { seen } from './figures-at-work';
import { inPasses } from './figures-in-passes';
import { changed, policies, type Figure } from './stated';

const looked = (figures: [string, Figure][]): [string, Figure][] => figures.filter(([path]) => !inPasses.test(path));

test('most figures are looked at, and those that are not act in passes over the database (figures-in-passes)', () => {
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
