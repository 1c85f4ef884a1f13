/** What to ask for where no rule of a question spoke: the facts that rules near to it still wait for. */
import { lackedElsewhere } from './elsewhere';
import type { Environment } from './environment';
import { evaluate, missingFor } from './evaluate';
import { namesIn, partsOf, type Expression } from './expression';
import type { DecisionProgram, Question } from './program';

/**
 * The facts that would let a rule or KPI of the question speak, each once. Where facts are given, only rules that are
 * about one of them count: `{milestone}` alone asks for the start of that milestone and not for everything.
 */
export function factsWanted(question: Question, env: Environment): string[] {
  return nearest(guardsOf(question, env.program), env);
}

/** The facts that decide whether another rule about what was given answers for good what stands for the time being. */
export function factsUndecided(question: Question, env: Environment): string[] {
  const undecided = guardsOf(question, env.program).filter((guard) => evaluate(guard, env) === undefined);
  return nearest(
    undecided.filter((guard) => isAboutGiven(guard, env)),
    env,
  );
}

function nearest(guards: readonly Expression[], env: Environment): string[] {
  const waiting = guards.flatMap((guard) => {
    const parts = conjuncts(guard);
    const lacking = [...new Set(parts.flatMap((part) => [...lackingIn(part, env), ...lackedElsewhere(part, env)]))];
    const impossible = parts.some((part) => evaluate(supposingKnown(part, env), env) === false);
    return impossible || lacking.length === 0 ? [] : [{ lacking, near: isAboutGiven(guard, env) }];
  });
  const near = waiting.some(({ near }) => near) ? waiting.filter(({ near }) => near) : waiting;
  return [...new Set(near.flatMap(({ lacking }) => lacking))];
}

/** What must hold for each rule to be asked at all; for a KPI also its value. */
function guardsOf(question: Question, { decisions, kpis }: DecisionProgram): Expression[] {
  const both = (left: Expression | undefined, right: Expression | undefined): Expression[] =>
    left && right ? [{ k: 'binary', op: '&&', left, right }] : left ? [left] : right ? [right] : [];
  const rules = (decisions[question]?.groups ?? []).flatMap(({ when, rules }) =>
    rules.flatMap((rule) => both(when, rule.when)),
  );
  return question === 'kpi' ? [...rules, ...kpis.flatMap((kpi) => both(kpi.when, kpi.is))] : rules;
}

/** The parts that must all hold. */
function conjuncts(expression: Expression): Expression[] {
  return expression.k === 'binary' && expression.op === '&&'
    ? [...conjuncts(expression.left), ...conjuncts(expression.right)]
    : [expression];
}

/** The expression with what it only asks to be known taken as not known yet, where it is not: neither true nor false. */
function supposingKnown(expression: Expression, env: Environment): Expression {
  if (asksWhetherKnown(expression, env)) return { k: 'unknown' };
  switch (expression.k) {
    case 'not':
      return { ...expression, of: supposingKnown(expression.of, env) };
    case 'binary':
      return {
        ...expression,
        left: supposingKnown(expression.left, env),
        right: supposingKnown(expression.right, env),
      };
    default:
      return expression;
  }
}

function asksWhetherKnown(expression: Expression, env: Environment): boolean {
  return expression.k === 'call' && expression.fn === 'known' && evaluate(expression, env) === false;
}

function lackingIn(expression: Expression, env: Environment): string[] {
  if (asksWhetherKnown(expression, env)) return partsOf(expression).flatMap((part) => missingFor(part, env));
  const own = missingFor(expression, env);
  return own.length > 0 ? own : partsOf(expression).flatMap((part) => lackingIn(part, env));
}

/** Whether an expression mentions a fact that was given, by itself or through named values. */
function isAboutGiven(expression: Expression, env: Environment, seen = new Set<string>()): boolean {
  return namesIn(expression).some((name) => {
    if (env.isGiven(name)) return true;
    const definition = env.definition(name);
    if (!definition || seen.has(name)) return false;
    seen.add(name);
    return isAboutGiven(definition.is, env, seen);
  });
}
