/** Who says when something is due says why: the clauses of the time limits that an answer rests on. */
import type { Environment } from './environment';
import { evaluate } from './evaluate';
import type { Expression } from './expression';
import { limitRow, rowsOf } from './functions-figures';
import type { AnswerValue, Rule } from './program';
import { saidByCalls, type Visitor } from './reckoned';
import { asText } from './value';

/** By which rows of milestones a rule reckoned when something is due. */
export interface Limits {
  /** Clauses of those rows that the rule does not name itself. */
  further: readonly string[];
  /** The rule's own clauses, without those of the rows of the same milestones that did not apply. */
  own: readonly string[];
}

export function limitsOf(rule: Rule, env: Environment): Limits {
  const parts = [...(rule.when ? [rule.when] : []), ...Object.values(rule.answer).flatMap(expressionsIn)];
  const passedOver = new Set<string>();
  const cited = new Set(parts.flatMap((part) => saidByCalls(part, env, clausesOfCall(passedOver))));
  return {
    further: [...cited].filter((clause) => !rule.clauses.includes(clause)),
    own: rule.clauses.filter((clause) => cited.has(clause) || !passedOver.has(clause)),
  };
}

function expressionsIn(value: AnswerValue): Expression[] {
  if (value.k === 'fields') return Object.values(value.fields).flatMap(expressionsIn);
  return value.k === 'items' ? value.items.flatMap(expressionsIn) : [value];
}

function clausesOfCall(passedOver: Set<string>): Visitor {
  return ({ fn, args: [first, second] }, env) => {
    if (!first || !second) return undefined;
    if (fn === 'answerOf') {
      return evaluate(first, env) === 'deadline' ? env.others.clausesOf(asText(evaluate(second, env)), env) : [];
    }
    if (fn !== 'due' || evaluate(second, env) === undefined) return undefined;
    const id = evaluate(first, env);
    const row = limitRow(id, env);
    if (!row) return [];
    for (const clause of rowsOf(id, env).flatMap(({ clauses }) => clauses)) passedOver.add(clause);
    return row.clauses;
  };
}
