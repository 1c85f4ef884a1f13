/** The examples beside each policy, put to it: the policy writer's own safety net. */
import { basename } from 'node:path';
import { questions } from '../../domain/decision/program';
import { askable, unlike } from '../../policies/loader/ask';
import { readExamples } from '../../policies/loader/examples';
import { clauseOf, knownNames } from '../../policies/loader/known';
import { loadPolicy, policyFiles } from '../../policies/loader/load';
import { unlikeFigures } from '../../policies/loader/stated-figures';

const known = knownNames();
const files = policyFiles().filter((file) => !loadPolicy(file, known).policy.demo);

test('ten policies ship beside the demonstration', () => {
  expect(files).toHaveLength(10);
});

describe.each(files.map((file) => [basename(file, '.yaml'), file] as const))('%s', (_name, file) => {
  const { examples, figures, problems } = readExamples(file);
  const { policy } = loadPolicy(file, known);
  const asked = askable(policy);

  test('has at least fifteen examples, each in order', () => {
    expect(problems).toEqual([]);
    expect(examples.length).toBeGreaterThanOrEqual(15);
    expect(examples.flatMap(({ clauses }) => clauses).filter((id) => !clauseOf(id))).toEqual([]);
  });

  test('answers every example as its writer expects', () => {
    const wrong = examples.flatMap((example) => unlike(asked, example).map((what) => `${example.id}: ${what}`));
    expect(wrong).toEqual([]);
  });

  test('holds every figure that its writer states again', () => {
    expect(figures.flatMap((stated) => unlikeFigures(policy, stated))).toEqual([]);
    expect(figures.flatMap(({ clauses }) => clauses).filter((id) => !clauseOf(id))).toEqual([]);
  });

  test('every question that it decides has an example', () => {
    const shown = new Set(examples.map(({ question }) => question));
    const decided = questions.filter((question) => asked.program.decisions[question]);
    expect(decided.filter((question) => !shown.has(question))).toEqual([]);
  });

  test('every decision names where it comes from', () => {
    for (const { question, given, refused } of examples) {
      if (refused) continue;
      const { reasons } = asked.ask(question, given);
      for (const { clauses } of reasons) expect(clauses.filter((id) => !clauseOf(id))).toEqual([]);
    }
  });
});
