/**
 * A program for cases of which some facts never change, such as the kind of case: what follows from those alone is
 * worked out once, and rules and values that can then never speak are left out. Its answers stay the same.
 */
import type { Expression } from './expression';
import type { AnswerValue, Answers, Condition, DecisionProgram, Group, NamedValue, Rule } from './program';

type Decisions = DecisionProgram['decisions'];
type Values = Readonly<Record<string, NamedValue>>;
/** What is known for good, by fact or named value. */
type Fixed = ReadonlyMap<string, Expression>;

/** The program with these facts fixed: texts, numbers or yes and no. A case has to give them all the same. */
export function specialise(
  program: DecisionProgram,
  facts: Readonly<Record<string, string | number | boolean>>,
): DecisionProgram {
  const given = Object.entries(facts).map(([name, value]): [string, Expression] => {
    const meant = typeof value === 'string' ? (program.sameAs[name]?.[value] ?? value) : value;
    return [name, { k: 'literal', value: meant }];
  });
  const shared = settled(program.values, new Map(given));
  const decisions = Object.fromEntries(
    Object.entries(program.decisions).map(([question, { values, groups }]) => {
      const own = settled(values, shared.fixed);
      return [question, { values: own.values, groups: groups.flatMap((group) => foldGroup(group, own.fixed)) }];
    }),
  ) as Decisions;
  return withoutUnused({ ...program, values: shared.values, decisions });
}

/** Values that turn out to be constant are known to the others, until nothing more turns up. */
function settled(values: Values, fixed: Fixed): { values: Values; fixed: Fixed } {
  const own = new Map([...fixed].filter(([name]) => !Object.hasOwn(values, name)));
  for (;;) {
    const folded = Object.entries(values).map(
      ([name, { is, clauses }]) => [name, { is: fold(is, own), clauses }] as const,
    );
    const found = folded.filter(([name, { is }]) => is.k === 'literal' && !own.has(name));
    if (found.length === 0) return { values: Object.fromEntries(folded), fixed: own };
    for (const [name, { is }] of found) own.set(name, is);
  }
}

/** What an expression comes to; itself where that depends on more. */
function fold(expression: Expression, fixed: Fixed): Expression {
  const inner = (part: Expression): Expression => fold(part, fixed);
  switch (expression.k) {
    case 'name':
      return fixed.get(expression.name) ?? expression;
    case 'list':
      return { ...expression, items: expression.items.map(inner) };
    case 'not': {
      const of = inner(expression.of);
      return of.k === 'literal' && typeof of.value === 'boolean' ? literal(!of.value) : { ...expression, of };
    }
    case 'minus':
    case 'member':
      return { ...expression, of: inner(expression.of) };
    case 'entry':
      return { ...expression, of: inner(expression.of), index: inner(expression.index) };
    case 'if':
      return foldIf(expression, inner);
    case 'binary':
      return foldBinary({ ...expression, left: inner(expression.left), right: inner(expression.right) });
    case 'call':
      return foldCall(expression, fixed);
    default:
      return expression;
  }
}

function foldIf(expression: Extract<Expression, { k: 'if' }>, inner: (part: Expression) => Expression): Expression {
  const test = inner(expression.test);
  if (test.k === 'literal' && typeof test.value === 'boolean')
    return inner(test.value ? expression.yes : expression.no);
  return { ...expression, test, yes: inner(expression.yes), no: inner(expression.no) };
}

function foldBinary(expression: Extract<Expression, { k: 'binary' }>): Expression {
  const { op, left, right } = expression;
  if (op === '&&' || op === '||') {
    const decides = op === '||';
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const)
      if (one.k === 'literal' && typeof one.value === 'boolean')
        return one.value === decides ? literal(decides) : other;
    return expression;
  }
  if (left.k !== 'literal' || typeof left.value !== 'string') return expression;
  if (op === 'in' && right.k === 'list' && right.items.every((item) => item.k === 'literal'))
    return literal(right.items.some((item) => item.value === left.value));
  if (right.k !== 'literal' || typeof right.value !== 'string') return expression;
  if (op === '==') return literal(left.value === right.value);
  return op === '!=' ? literal(left.value !== right.value) : expression;
}

/** `each` and `supposing` replace a fact by something else: inside them it is not fixed. */
function foldCall(expression: Extract<Expression, { k: 'call' }>, fixed: Fixed): Expression {
  const { fn } = expression;
  const [first] = expression.args;
  if ((fn === 'each' || fn === 'supposing') && first?.k === 'name') {
    const within: Fixed = new Map([...fixed].filter(([name]) => name !== first.name));
    return { ...expression, args: [first, ...expression.args.slice(1).map((arg) => fold(arg, within))] };
  }
  const args = expression.args.map((arg) => fold(arg, fixed));
  if (fn === 'known' && isKnown(args[0])) return literal(true);
  if (fn !== 'coalesce') return { ...expression, args };
  const open = args.filter((arg) => arg.k !== 'unknown');
  const sure = open.findIndex(isKnown);
  const tried = sure < 0 ? open : open.slice(0, sure + 1);
  return tried.length === 1 && sure === 0 ? tried[0]! : { ...expression, args: tried };
}

function isKnown(expression: Expression | undefined): boolean {
  return expression?.k === 'literal' && expression.value !== null;
}

function literal(value: boolean): Expression {
  return { k: 'literal', value };
}

function foldGroup(group: Group, fixed: Fixed): Group[] {
  const when = group.when && fold(group.when, fixed);
  if (isFalse(when)) return [];
  const { rules, ...rest } = fromStart(group, fixed);
  const kept = rules.flatMap((rule) => foldRule(rule, fixed));
  const found = { ...rest, rules: kept };
  delete found.when;
  return kept.length === 0 ? [] : [{ ...found, ...(when && !isTrue(when) && { when }) }];
}

/** Where it is fixed from which rule the group starts, those before it fall away. */
function fromStart(group: Group, fixed: Fixed): Group {
  const wanted = group.startAt === undefined ? undefined : fixed.get(group.startAt);
  if (wanted?.k !== 'literal') return group;
  const text = String(wanted.value);
  const index = group.rules.findIndex(({ id, startsFor }) => id === text || startsFor.includes(text));
  const started = { ...group, reportFailed: true, rules: group.rules.slice(Math.max(0, index)) };
  delete started.startAt;
  return started;
}

function foldRule(rule: Rule, fixed: Fixed): Rule[] {
  const when = rule.when && fold(rule.when, fixed);
  if (isFalse(when)) return [];
  const found: Rule = {
    ...rule,
    conditions: rule.conditions.flatMap((condition) => foldCondition(condition, fixed)),
    answer: foldAnswers(rule.answer, fixed),
    ...(rule.pending && { pending: foldAnswers(rule.pending, fixed) }),
  };
  delete found.when;
  return [{ ...found, ...(when && !isTrue(when) && { when }) }];
}

function foldCondition(condition: Condition, fixed: Fixed): Condition[] {
  const when = condition.when && fold(condition.when, fixed);
  return isFalse(when) ? [] : [{ ...condition, if: fold(condition.if, fixed), ...(when && { when }) }];
}

function foldAnswers(answers: Answers, fixed: Fixed): Answers {
  return Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, foldAnswer(value, fixed)]));
}

function foldAnswer(value: AnswerValue, fixed: Fixed): AnswerValue {
  if (value.k === 'fields') return { ...value, fields: foldAnswers(value.fields, fixed) };
  if (value.k === 'items') return { ...value, items: value.items.map((item) => foldAnswer(item, fixed)) };
  return fold(value, fixed);
}

function isTrue(expression: Expression | undefined): boolean {
  return expression?.k === 'literal' && expression.value === true;
}

function isFalse(expression: Expression | undefined): boolean {
  return expression?.k === 'literal' && expression.value === false;
}

/** Named values that nothing asks for any more. */
function withoutUnused(program: DecisionProgram): DecisionProgram {
  const asked = new Set<string>();
  const todo: unknown[] = [Object.values(program.decisions).map(({ groups }) => groups)];
  const definitions = [program.values, ...Object.values(program.decisions).map(({ values }) => values)];
  while (todo.length > 0)
    for (const name of namesOf(todo.pop()))
      if (!asked.has(name)) {
        asked.add(name);
        todo.push(...definitions.flatMap((values) => (Object.hasOwn(values, name) ? [values[name]!.is] : [])));
      }
  const used = (values: Values): Values =>
    Object.fromEntries(Object.entries(values).filter(([name]) => asked.has(name)));
  const decisions = Object.fromEntries(
    Object.entries(program.decisions).map(([question, { values, groups }]) => [
      question,
      { values: used(values), groups },
    ]),
  ) as Decisions;
  return { ...program, values: used(program.values), decisions };
}

/** Every text in a compiled structure: a name is one of them, as is what a group starts or repeats by. */
function namesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namesOf) : [];
}
