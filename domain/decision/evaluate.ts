/** Reckons expressions with three values: true, false and unknown (`undefined`). Pure and total. */
import type { Environment } from './environment';
import { partsOf, type Expression } from './expression';
import { functions } from './functions';
import { negative, operate } from './operators';
import { asText, durationValue, isList, isTagged, type Value } from './value';

/** The value of an expression; undefined where facts that it needs are unknown. */
export function evaluate(expression: Expression, env: Environment): Value | undefined {
  switch (expression.k) {
    case 'literal':
      return expression.value;
    case 'duration':
      return durationValue(expression.iso);
    case 'name':
      return env.lookup(expression.name);
    case 'unknown':
      return undefined;
    case 'list':
      return expression.items.map((item) => evaluate(item, env)).filter((item) => item !== undefined);
    case 'not': {
      const of = evaluate(expression.of, env);
      return typeof of === 'boolean' ? !of : undefined;
    }
    case 'minus': {
      const of = evaluate(expression.of, env);
      return of === undefined ? undefined : negative(of);
    }
    case 'if': {
      const test = evaluate(expression.test, env);
      if (typeof test !== 'boolean') return undefined;
      return evaluate(test ? expression.yes : expression.no, env);
    }
    case 'member': {
      const of = evaluate(expression.of, env);
      return isTagged(of, 'object') ? of.fields[expression.field] : undefined;
    }
    case 'entry': {
      const of = evaluate(expression.of, env);
      const index = evaluate(expression.index, env);
      if (isList(of) && typeof index === 'number') return of.at(index);
      return isTagged(of, 'object') && typeof index === 'string' ? of.fields[index] : undefined;
    }
    case 'binary':
      return binary(expression, env);
    case 'call':
      return call(expression, env);
  }
}

function binary(expression: Extract<Expression, { k: 'binary' }>, env: Environment): Value | undefined {
  const { op } = expression;
  const left = evaluate(expression.left, env);
  if (op === '&&' || op === '||') {
    const decides = op === '||';
    if (left === decides) return decides;
    const right = evaluate(expression.right, env);
    if (right === decides) return decides;
    return typeof left === 'boolean' && typeof right === 'boolean' ? !decides : undefined;
  }
  if (left === undefined) return undefined;
  const right = evaluate(expression.right, env);
  return right === undefined ? undefined : operate(op, left, right, env.zone);
}

function call({ fn, args }: Extract<Expression, { k: 'call' }>, env: Environment): Value | undefined {
  const found = functions[fn];
  if (!found) throw new RangeError(`There is no function ${fn}`);
  const [first, second] = args;
  if (fn === 'each' && first?.k === 'name' && second) return each(first.name, second, env);
  if (fn === 'supposing' && first?.k === 'name' && second) return supposing(first.name, second, args[2], env);
  // What is only assumed to be absent is not known.
  if (fn === 'known' && first?.k === 'name' && env.isAssumed(first.name)) return false;
  const values = args.map((arg) => evaluate(arg, env));
  if (!found.takesUnknown && values.some((value) => value === undefined || value === null)) return undefined;
  return found.apply(values, env);
}

/** An expression as if a fact were something else than what was given. */
function supposing(fact: string, as: Expression, of: Expression | undefined, env: Environment): Value | undefined {
  const value = evaluate(as, env);
  return of && evaluate(of, env.with(fact, value));
}

/** An expression for each entry of a fact, by the entry's name; a single value counts as a list of one. */
function each(fact: string, of: Expression, env: Environment): Value | undefined {
  const entries = env.lookup(fact);
  if (entries === undefined || entries === null) return undefined;
  const fields = (isList(entries) ? entries : [entries]).flatMap((entry): [string, Value][] => {
    const value = evaluate(of, env.with(fact, entry));
    return value === undefined ? [] : [[asText(entry), value]];
  });
  return { t: 'object', fields: Object.fromEntries(fields) };
}

/** The facts whose absence leaves an expression unknown; none where it is known. */
export function missingFor(expression: Expression, env: Environment): string[] {
  if (evaluate(expression, env) !== undefined) return [];
  const of = (...parts: Expression[]): string[] => [...new Set(parts.flatMap((part) => missingFor(part, env)))];
  switch (expression.k) {
    case 'name': {
      const definition = env.definition(expression.name);
      if (definition) return of(definition.is);
      const sources = env.sourcesOf(expression.name);
      return sources.length > 0 ? sources : [expression.name];
    }
    case 'if': {
      const test = evaluate(expression.test, env);
      if (test === undefined) return of(expression.test);
      return of(test === true ? expression.yes : expression.no);
    }
    case 'binary':
      return of(expression.left, expression.right);
    case 'not':
    case 'minus':
    case 'member':
      return of(expression.of);
    case 'entry':
      return of(expression.of, expression.index);
    case 'call': {
      const own = of(...expression.args);
      const needed = own.length > 0 ? own : (functions[expression.fn]?.needs?.(expression.args, env) ?? []);
      // Known arguments may hold what is unknown: a list of pauses of which one has no end.
      return needed.length > 0 ? needed : of(...expression.args.flatMap(partsOf).flatMap(partsOf));
    }
    default:
      return [];
  }
}
