/** What another question that is asked within an expression still waits for: nobody else would tell those who ask. */
import type { Environment } from './environment';
import { evaluate } from './evaluate';
import type { Expression } from './expression';
import { saidByCalls } from './reckoned';
import { asText } from './value';

/** The facts that other questions lack on which the expression rests, known or not, each once. */
export function lackedElsewhere(expression: Expression, env: Environment): string[] {
  const { others } = env;
  if (!others.lacks) return [];
  return saidByCalls(expression, env, ({ fn, args: [question, field] }) => {
    if (fn !== 'answerOf') return undefined;
    return question && field ? others.lacks!(asText(evaluate(question, env)), asText(evaluate(field, env)), env) : [];
  });
}
