/** Answers to questions, of a call's script or a survey: which are missing or impossible, which are bad, the score. */
import type { Problem } from '../errors';
import type { PolicyQuestion } from '../policy/schema-questions';

/** By question id: a number on the scale, yes or no, or a text. */
export type Answers = Readonly<Record<string, number | boolean | string>>;

export interface Judged {
  /** Everything that is wrong with the answers; empty where they can be taken. */
  problems: Problem[];
  /** Questions with a bad answer, in order. */
  bad: string[];
  /** Mean of the scales from 0 (worst) to 1; undefined where none was answered. */
  score?: number;
}

/** Longer texts are cut by nobody: they are refused. Characters. */
export const longestAnswer = 2000;

/** Judges answers by their questions. Questions that are not asked may not be answered. */
export function judgeAnswers(questions: readonly PolicyQuestion[], answers: Answers): Judged {
  const problems = questions.flatMap((question) => problemWith(question, answers[question.id]));
  for (const id of Object.keys(answers))
    if (!questions.some((question) => question.id === id))
      problems.push({
        field: `answers.${id}`,
        detail: { zh: '没有这个问题', en: 'There is no such question' },
        allowed: questions.map((question) => question.id),
      });
  const bad = questions.filter((question) => isBad(question, answers[question.id])).map(({ id }) => id);
  const scales = questions.flatMap(({ id, kind, most }) => {
    const answer = answers[id];
    return kind === 'scale' && typeof answer === 'number' ? [(answer - 1) / (most - 1)] : [];
  });
  const score = scales.length > 0 ? scales.reduce((sum, one) => sum + one, 0) / scales.length : undefined;
  return { problems, bad, score };
}

function problemWith({ id, kind, most, optional }: PolicyQuestion, answer: Answers[string] | undefined): Problem[] {
  const field = `answers.${id}`;
  if (answer === undefined || answer === '')
    return optional || kind === 'text'
      ? []
      : [{ field, detail: { zh: '请回答此问题', en: 'Please answer this question' } }];
  if (kind === 'scale' && !(typeof answer === 'number' && Number.isInteger(answer) && answer >= 1 && answer <= most))
    return [{ field, detail: { zh: `请选 1 到 ${most}`, en: `Choose 1 to ${most}` }, allowed: [`1..${most}`] }];
  if (kind === 'yes_no' && typeof answer !== 'boolean')
    return [{ field, detail: { zh: '请选择是或否', en: 'Choose yes or no' }, allowed: ['true', 'false'] }];
  if (kind === 'text' && !(typeof answer === 'string' && answer.length <= longestAnswer))
    return [{ field, detail: { zh: `最多 ${longestAnswer} 字`, en: `At most ${longestAnswer} characters` } }];
  return [];
}

function isBad({ kind, bad }: PolicyQuestion, answer: Answers[string] | undefined): boolean {
  if (bad === undefined || answer === undefined) return false;
  if (kind === 'scale') return typeof answer === 'number' && typeof bad === 'number' && answer <= bad;
  return answer === bad;
}
