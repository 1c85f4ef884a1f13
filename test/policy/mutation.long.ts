/**
 * How well the examples guard the figures: each figure of each policy that a question can be asked about is changed by one
 * step, up and down, and some example must be answered otherwise. Prints what survives. One policy only: POLICY=<id>.
 */
import { basename } from 'node:path';
import { policySchema } from '../../domain/policy/schema';
import { askable, unlike } from '../../policies/loader/ask';
import { readExamples } from '../../policies/loader/examples';
import { knownNames } from '../../policies/loader/known';
import { loadPolicy, policyFiles } from '../../policies/loader/load';
import { mutantsOf, type Mutant } from './mutants';

const known = knownNames();
const files = policyFiles().filter(
  (file) => !loadPolicy(file, known).policy.demo && [undefined, basename(file, '.yaml')].includes(process.env.POLICY),
);

/** What the department does by itself: no question asks for it, tests of its own prove it. */
const unasked = ['dispatch', 'stock', 'care', 'surveys', 'reports', 'complaints', 'records'];

function survives(mutant: Mutant, file: string): boolean {
  const shape = policySchema.safeParse(mutant.source);
  if (!shape.success) return false;
  const { examples } = readExamples(file);
  try {
    const asked = askable(shape.data);
    return examples.every((example) => unlike(asked, example).length === 0);
  } catch {
    // It cannot even be used: nobody would miss it.
    return false;
  }
}

test.each(files.map((file) => [basename(file, '.yaml'), file] as const))(
  '%s: at least 95 % of the changed figures are noticed',
  (name, file) => {
    const all = mutantsOf(loadPolicy(file, known).source);
    const mutants = all.filter(({ path }) => !unasked.includes(path.split('.')[0]!));
    const surviving = mutants.filter((mutant) => survives(mutant, file));
    const share = 1 - surviving.length / mutants.length;
    const list = surviving.map(({ path, from, to }) => `\n  ${path}: ${from} -> ${to}`).join('');
    process.stdout.write(
      `${name}: ${mutants.length} mutants, ${(share * 100).toFixed(1)} % noticed, ${all.length - mutants.length} that no question asks for${list}\n`,
    );
    expect(mutants.length).toBeGreaterThan(10);
    // In a small file one figure, changed both ways, is more than a twentieth.
    expect(surviving.length).toBeLessThanOrEqual(Math.max(2, mutants.length * 0.05));
  },
  600_000,
);
