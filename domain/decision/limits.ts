/** Who says when something is due says why: the clauses of the time limits that an answer rests on. */
import type { Environment } from './environment';
import { evaluate } from './evaluate';
import type { Expression } from './expression';
import { limitRow } from './functions-figures';
import type { AnswerValue, Rule } from './program';
import { saidByCalls, type Call } from './reckoned';
import { asText } from './value';

/** The clauses of the rows by which a rule reckoned when something is due, beside its own; each once. */
export function limitClauses(rule: Rule, env: Environment): string[] {
  const parts = [...(rule.when ? [rule.when] : []), ...Object.values(rule.answer).flatMap(expressionsIn)];
  const cited = new Set(parts.flatMap((part) => saidByCalls(part, env, clausesOfCall)));
  return [...cited].filter((clause) => !rule.clauses.includes(clause));
}

function expressionsIn(value: AnswerValue): Expression[] {
  if (value.k === 'fields') return Object.values(value.fields).flatMap(expressionsIn);
  return value.k === 'items' ? value.items.flatMap(expressionsIn) : [value];
}

function clausesOfCall({ fn, args: [first, second] }: Call, env: Environment): readonly string[] | undefined {
  if (!first || !second) return undefined;
  if (fn === 'answerOf') {
    return evaluate(first, env) === 'deadline' ? env.others.clausesOf(asText(evaluate(second, env)), env) : [];
  }
  if (fn !== 'due' || evaluate(second, env) === undefined) return undefined;
  return limitRow(evaluate(first, env), env)?.clauses ?? [];
}
