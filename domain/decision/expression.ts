/** A compiled expression: plain JSON that a case can carry. `parse.ts` makes it, `evaluate.ts` reckons it. */
export type Expression =
  | { k: 'literal'; value: boolean | number | string | null }
  /** An ISO 8601 duration such as P7D. */
  | { k: 'duration'; iso: string }
  /** A fact, a named value or a parameter. */
  | { k: 'name'; name: string }
  /** Known to be left out, as in `late ? due : unknown`. */
  | { k: 'unknown' }
  | { k: 'list'; items: readonly Expression[] }
  | { k: 'not' | 'minus'; of: Expression }
  | { k: 'binary'; op: BinaryOperator; left: Expression; right: Expression }
  | { k: 'if'; test: Expression; yes: Expression; no: Expression }
  | { k: 'member'; of: Expression; field: string }
  | { k: 'entry'; of: Expression; index: Expression }
  | { k: 'call'; fn: string; args: readonly Expression[] };

export const binaryOperators = ['&&', '||', '==', '!=', '<', '<=', '>', '>=', 'in', '+', '-', '*', '/'] as const;
export type BinaryOperator = (typeof binaryOperators)[number];

/** The parts of an expression, one level down. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.k) {
    case 'list':
      return expression.items;
    case 'not':
    case 'minus':
    case 'member':
      return [expression.of];
    case 'entry':
      return [expression.of, expression.index];
    case 'binary':
      return [expression.left, expression.right];
    case 'if':
      return [expression.test, expression.yes, expression.no];
    case 'call':
      return expression.args;
    default:
      return [];
  }
}

/** Every name that an expression mentions, each once. */
export function namesIn(expression: Expression): string[] {
  const own = expression.k === 'name' ? [expression.name] : [];
  return [...new Set([...own, ...partsOf(expression).flatMap(namesIn)])];
}
