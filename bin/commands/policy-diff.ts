/** What changes for cases from one policy file to another: milestones, prices, and answers over the examples. */
import { BadGiven } from '../../domain/decision/decide';
import { canonicalJson } from '../../domain/policy/canonical';
import { askable, type Asked } from '../../policies/loader/ask';
import { readExamples, type Example } from '../../policies/loader/examples';
import { knownNames } from '../../policies/loader/known';
import { loadPolicy } from '../../policies/loader/load';

/** One line a change; none where nothing that the examples show, and no figure, is different. */
export function differences(before: string, after: string): string[] {
  const known = knownNames();
  const [old, new_] = [before, after].map((file) => askable(loadPolicy(file, known).policy)) as [Asked, Asked];
  const examples = new Map([before, after].flatMap((file) => readExamples(file).examples.map((one) => [one.id, one])));
  return [
    ...changed('milestone', old.program.figures.milestones, new_.program.figures.milestones),
    ...changed('callback', old.program.figures.callbacks, new_.program.figures.callbacks),
    ...changed('price', old.program.figures.prices, new_.program.figures.prices),
    ...changed('warranty', old.program.figures.terms, new_.program.figures.terms),
    ...changed('approval', old.program.figures.approvals, new_.program.figures.approvals),
    ...[...examples.values()].flatMap((example) => answersChanged(example, old, new_)),
  ];
}

function changed(
  what: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((id) => {
    const [old, new_] = [text(before[id]), text(after[id])];
    return old === new_ ? [] : [`${what} ${id}: ${old} -> ${new_}`];
  });
}

function answersChanged(example: Example, old: Asked, new_: Asked): string[] {
  const { id, question, clauses } = example;
  return changed(`example ${id} [${clauses.join(', ')}] ${question}`, answerOf(example, old), answerOf(example, new_));
}

function answerOf({ question, given }: Example, asked: Asked): Record<string, unknown> {
  try {
    return asked.ask(question, given).answer;
  } catch (error) {
    if (error instanceof BadGiven) return { refused: error.problems.map(({ field }) => field) };
    throw error;
  }
}

function text(value: unknown): string {
  return value === undefined ? 'none' : canonicalJson(value);
}
