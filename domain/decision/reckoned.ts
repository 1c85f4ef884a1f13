/** Finds calls in what was reckoned of an expression: named values are looked into, branches not taken are not. */
import type { Environment } from './environment';
import { evaluate } from './evaluate';
import { partsOf, type Expression } from './expression';
import { isList, type Value } from './value';

/** What a call has to say; undefined: what its arguments say. */
export type Visitor = (call: Call, env: Environment) => readonly string[] | undefined;
export type Call = Extract<Expression, { k: 'call' }>;

/**
 * What the calls say that an expression rests on, each once, known or not. Only what was reckoned counts: not the
 * branch that was not taken, nor what comes after the first known argument of `coalesce`.
 */
export function saidByCalls(expression: Expression, env: Environment, visit: Visitor): string[] {
  return [...new Set(look(expression, env, visit, new Set()))];
}

/** `seen` are the named values that were looked into already. */
function look(expression: Expression, env: Environment, visit: Visitor, seen: Set<string>): readonly string[] {
  const all = (parts: readonly Expression[]): string[] => parts.flatMap((part) => look(part, env, visit, seen));
  switch (expression.k) {
    case 'name': {
      const definition = seen.has(expression.name) ? undefined : env.definition(expression.name);
      seen.add(expression.name);
      return definition ? look(definition.is, env, visit, seen) : [];
    }
    case 'if': {
      const test = evaluate(expression.test, env);
      const branch = test === true ? [expression.yes] : test === false ? [expression.no] : [];
      return all([expression.test, ...branch]);
    }
    case 'binary': {
      const { op, left, right } = expression;
      const decides = op === '||';
      const alone =
        op === '&&' || op === '||' ? [left, right].find((side) => evaluate(side, env) === decides) : undefined;
      return all(alone ? [alone] : [left, right]);
    }
    case 'call':
      return visit(expression, env) ?? lookIntoCall(expression, env, visit, seen);
    default:
      return all(partsOf(expression));
  }
}

function lookIntoCall({ fn, args }: Call, env: Environment, visit: Visitor, seen: Set<string>): readonly string[] {
  const [first, second, third] = args;
  const reckoned = (expression: Expression): Value | undefined => evaluate(expression, env);
  if (fn === 'coalesce') {
    const chosen = args.findIndex((arg) => (reckoned(arg) ?? null) !== null);
    return args.slice(0, chosen < 0 ? undefined : chosen + 1).flatMap((arg) => look(arg, env, visit, seen));
  }
  if (fn === 'supposing' && first?.k === 'name' && second && third)
    return look(third, env.with(first.name, reckoned(second)), visit, new Set());
  if (fn === 'each' && first?.k === 'name' && second) {
    const entries = env.lookup(first.name) ?? [];
    return (isList(entries) ? entries : [entries]).flatMap((entry) =>
      look(second, env.with(first.name, entry), visit, new Set()),
    );
  }
  return args.flatMap((arg) => look(arg, env, visit, seen));
}
