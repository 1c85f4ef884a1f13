/** What another question that is asked within an expression still waits for: nobody else would tell those who ask. */
import type { Environment } from './environment';
import { evaluate } from './evaluate';
import { partsOf, type Expression } from './expression';
import { asText, isList, type Value } from './value';

/**
 * The facts that other questions lack on which the expression rests, known or not, each once. Only what was reckoned
 * counts: not the branch that was not taken, nor what comes after the first known argument of `coalesce`.
 */
export function lackedElsewhere(expression: Expression, env: Environment): string[] {
  return env.others.lacks ? [...new Set(asked(expression, env, new Set()))] : [];
}

/** `seen` are the named values that were looked into already. */
function asked(expression: Expression, env: Environment, seen: Set<string>): string[] {
  const all = (parts: readonly Expression[]): string[] => parts.flatMap((part) => asked(part, env, seen));
  switch (expression.k) {
    case 'name': {
      const definition = seen.has(expression.name) ? undefined : env.definition(expression.name);
      seen.add(expression.name);
      return definition ? asked(definition.is, env, seen) : [];
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
      return askedInCall(expression, env, seen);
    default:
      return all(partsOf(expression));
  }
}

function askedInCall({ fn, args }: Extract<Expression, { k: 'call' }>, env: Environment, seen: Set<string>): string[] {
  const [first, second, third] = args;
  const reckoned = (expression: Expression): Value | undefined => evaluate(expression, env);
  if (fn === 'answerOf') {
    return first && second ? env.others.lacks!(asText(reckoned(first)), asText(reckoned(second)), env) : [];
  }
  if (fn === 'coalesce') {
    const chosen = args.findIndex((arg) => (reckoned(arg) ?? null) !== null);
    return args.slice(0, chosen < 0 ? undefined : chosen + 1).flatMap((arg) => asked(arg, env, seen));
  }
  if (fn === 'supposing' && first?.k === 'name' && second && third)
    return asked(third, env.with(first.name, reckoned(second)), new Set());
  if (fn === 'each' && first?.k === 'name' && second) {
    const entries = env.lookup(first.name) ?? [];
    return (isList(entries) ? entries : [entries]).flatMap((entry) =>
      asked(second, env.with(first.name, entry), new Set()),
    );
  }
  return args.flatMap((arg) => asked(arg, env, seen));
}
