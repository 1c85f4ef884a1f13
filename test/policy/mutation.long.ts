/**
 * How well the examples guard the figures: each figure of each policy is changed by one step, up and down, and some
 * example must be answered otherwise, or state another figure. Prints what survives. One policy only: POLICY=<id>.
 */
import { basename } from 'node:path';
import { policySchema } from '../../domain/policy/schema';
import { askable, unlike } from '../../policies/loader/ask';
import { readExamples } from '../../policies/loader/examples';
import { knownNames } from '../../policies/loader/known';
import { loadPolicy, policyFiles } from '../../policies/loader/load';
import { unlikeFigures } from '../../policies/loader/stated-figures';
import { mutantsOf, type Mutant } from './mutants';

const known = knownNames();
const files = policyFiles().filter(
  (file) => !loadPolicy(file, known).policy.demo && [undefined, basename(file, '.yaml')].includes(process.env.POLICY),
);

function survives(mutant: Mutant, file: string): boolean {
  const shape = policySchema.safeParse(mutant.source);
  if (!shape.success) return false;
  const { examples, figures } = readExamples(file);
  if (figures.some((stated) => unlikeFigures(shape.data, stated).length > 0)) return false;
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
    const mutants = mutantsOf(loadPolicy(file, known).source);
    const surviving = mutants.filter((mutant) => survives(mutant, file));
    const share = 1 - surviving.length / mutants.length;
    const list = surviving.map(({ path, from, to }) => `\n  ${path}: ${from} -> ${to}`).join('');
    process.stdout.write(`${name}: ${mutants.length} mutants, ${(share * 100).toFixed(1)} % noticed${list}\n`);
    expect(mutants.length).toBeGreaterThan(10);
    expect(share).toBeGreaterThanOrEqual(0.95);
  },
  600_000,
);
