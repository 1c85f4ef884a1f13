/** Which types an expression may have, and everything in it that cannot be. Static: no facts are needed. */
import type { BinaryOperator, Expression } from './expression';
import { functions } from './functions';
import { any, boolean, duration, list, number, text, type NamesOf, type Types } from './signature';
import { durationValue } from './value';

/** What an expression may refer to. */
export interface Scope {
  /** Types of a fact, named value or parameter; undefined where there is no such name. */
  typesOf(name: string): Types | undefined;
  names: readonly string[];
  /** Ids that a function's first argument may name. */
  ids: Readonly<Record<NamesOf, readonly string[]>>;
  /** Whether the file has a figure at that path. */
  hasFigure(path: string): boolean;
}

/** One thing that is wrong in an expression. */
export interface Finding {
  problem: string;
  allowed?: readonly string[];
  unknown?: string;
}

/** The types of an expression; what is wrong in it goes to `found`. */
export function infer(expression: Expression, scope: Scope, found: Finding[]): Types {
  const of = (part: Expression): Types => infer(part, scope, found);
  const want = (part: Expression, types: Types, what: string): void => {
    const has = of(part);
    if (!overlaps(has, types))
      found.push({ problem: `${what} must be ${types.join(' or ')}, not ${has.join(' or ')}` });
  };
  switch (expression.k) {
    case 'literal':
      return expression.value === null ? ['null'] : [typeOfLiteral(expression.value)];
    case 'duration':
      return duration;
    case 'unknown':
      return any;
    case 'name': {
      const types = scope.typesOf(expression.name);
      if (types) return types;
      const { name } = expression;
      found.push({ problem: `there is no fact or value ${name}`, allowed: scope.names, unknown: name });
      return any;
    }
    case 'list':
      expression.items.forEach(of);
      return list;
    case 'not':
      want(expression.of, boolean, 'what `!` stands before');
      return boolean;
    case 'minus': {
      want(expression.of, ['number', 'duration'], 'what `-` stands before');
      return of(expression.of);
    }
    case 'if':
      want(expression.test, boolean, 'the condition before `?`');
      return [...new Set([...of(expression.yes), ...of(expression.no)])];
    case 'member':
      want(expression.of, ['object'], `what .${expression.field} is taken from`);
      return any;
    case 'entry':
      want(expression.of, ['list', 'object'], 'what [ ] is taken from');
      want(expression.index, ['number', 'text'], 'the index');
      return any;
    case 'call':
      return inferCall(expression, scope, found);
    case 'binary':
      return inferBinary(expression, of, found);
  }
}

function typeOfLiteral(value: string | number | boolean): Types[number] {
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
}

function overlaps(a: Types, b: Types): boolean {
  return a.some((type) => b.includes(type));
}

function inferCall({ fn, args }: Extract<Expression, { k: 'call' }>, scope: Scope, found: Finding[]): Types {
  const types = args.map((arg) => infer(arg, scope, found));
  const known = functions[fn];
  if (!known) {
    found.push({ problem: `there is no function ${fn}`, allowed: Object.keys(functions), unknown: fn });
    return any;
  }
  const least = known.atLeast ?? known.takes.length;
  const most = known.more ? Infinity : known.takes.length;
  if (args.length < least || args.length > most) {
    const wanted = least === most ? String(least) : most === Infinity ? `${least} or more` : `${least} to ${most}`;
    found.push({ problem: `${fn} takes ${wanted} arguments, not ${args.length}: ${known.says}` });
    return typeof known.gives === 'function' ? any : known.gives;
  }
  types.forEach((has, index) => {
    const wanted = known.takes[Math.min(index, known.takes.length - 1)] ?? any;
    if (overlaps(has, wanted)) return;
    found.push({
      problem: `argument ${index + 1} of ${fn} must be ${wanted.join(' or ')}, not ${has.join(' or ')}: ${known.says}`,
    });
  });
  checkReference(fn, args[0], known.names, scope, found);
  return typeof known.gives === 'function' ? known.gives(types) : known.gives;
}

/** A literal first argument that names a rule of the file must name one that is there. */
function checkReference(
  fn: string,
  first: Expression | undefined,
  names: NamesOf | undefined,
  scope: Scope,
  found: Finding[],
): void {
  if (first?.k !== 'literal') return;
  const id = String(first.value);
  if (names && !scope.ids[names].includes(id)) {
    found.push({ problem: `there is nothing called ${id} under ${names}`, allowed: scope.ids[names], unknown: id });
  }
  if (fn === 'figure' && !scope.hasFigure(id)) found.push({ problem: `the file has no figure at ${id}` });
}

const ordered: readonly Types[] = [['number'], ['date', 'instant'], ['duration']];

function inferBinary(
  { op, left, right }: Extract<Expression, { k: 'binary' }>,
  of: (part: Expression) => Types,
  found: Finding[],
): Types {
  const [a, b] = [of(left), of(right)];
  const wrong = (): void => void found.push({ problem: `${a.join(' or ')} ${op} ${b.join(' or ')} has no meaning` });
  switch (op) {
    case '&&':
    case '||':
      if (!overlaps(a, boolean) || !overlaps(b, boolean)) wrong();
      return boolean;
    case '==':
    case '!=':
      if (!overlaps([...a, 'null'], b) && !overlaps(a, ['null']) && !sharedKind(a, b)) wrong();
      return boolean;
    case '<':
    case '<=':
    case '>':
    case '>=':
      if (!sharedKind(a, b)) wrong();
      return boolean;
    case 'in':
      if (!overlaps(b, list)) wrong();
      return boolean;
    default:
      if (op === '+' || op === '-') checkDays(a, right, found);
      return arithmetic(op, a, b) ?? (wrong(), any);
  }
}

function sharedKind(a: Types, b: Types): boolean {
  return ordered.some((kinds) => overlaps(a, kinds) && overlaps(b, kinds));
}

/** Days or months on an instant mean two things: the end of a date, or 24 h each. The rule has to say which. */
function checkDays(a: Types, right: Expression, found: Finding[]): void {
  if (a.length !== 1 || a[0] !== 'instant' || right.k !== 'duration') return;
  const { months, days } = durationValue(right.iso);
  if (months === 0 && days === 0) return;
  found.push({
    problem: `an instant and ${right.iso} do not say whether dates or 24 h are meant: write dates(x, ${right.iso}) or elapsed(x, ${right.iso})`,
  });
}

/** Left, right and result of `+ - * /`. */
const arithmeticRules: readonly (readonly [ops: string, left: Types, right: Types, gives: Types])[] = [
  ['+-*/', number, number, number],
  ['+-', ['date'], duration, ['date']],
  ['+-', ['instant'], duration, ['instant']],
  ['+-', duration, duration, duration],
  ['-', ['date', 'instant'], ['date', 'instant'], duration],
  ['*/', duration, number, duration],
  ['*', number, duration, duration],
  ['/', duration, duration, number],
];

function arithmetic(op: BinaryOperator, a: Types, b: Types): Types | undefined {
  const results = arithmeticRules
    .filter(([ops, left, right]) => ops.includes(op) && overlaps(a, left) && overlaps(b, right))
    .flatMap(([, , , gives]) => gives);
  return results.length > 0 ? [...new Set(results)] : undefined;
}

/** The types of a fact by the kinds that the catalogue gives it. */
export function typesOfKinds(kinds: readonly string[]): Types {
  const types = kinds.flatMap((kind): Types => {
    if (kind === 'any') return any;
    if (kind === 'enum') return text;
    return kind === 'month' ? ['date'] : [kind as Types[number]];
  });
  return [...new Set(types)];
}
