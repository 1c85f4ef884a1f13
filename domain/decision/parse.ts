/** Reads expressions of policy files. Only here is the parser used: what runs later is the compiled expression. */
import jsep from 'jsep';
import { binaryOperators, type BinaryOperator, type Expression } from './expression';

/** An expression that cannot be read; the message says what is wrong and what to write instead. */
export class BadExpression extends Error {}

for (const operator of Object.keys(jsep.binary_ops)) {
  if (!(binaryOperators as readonly string[]).includes(operator)) jsep.removeBinaryOp(operator);
}
for (const operator of ['~', '+']) jsep.removeUnaryOp(operator);
// `in` binds like the comparisons.
jsep.addBinaryOp('in', jsep.binary_ops['<'] ?? 7);

const isDuration = /^P(?=[\dT])(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/;

/** Parses an expression. Throws `BadExpression`. */
export function parseExpression(text: string): Expression {
  let tree: jsep.Expression;
  try {
    tree = jsep(text);
  } catch (error) {
    throw new BadExpression(`"${text}" cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return compiled(tree, text);
}

function compiled(node: jsep.Expression, text: string): Expression {
  const of = (part: unknown): Expression => compiled(part as jsep.Expression, text);
  const all = (parts: unknown): Expression[] => (parts as jsep.Expression[]).map(of);
  switch (node.type) {
    case 'Literal':
      return { k: 'literal', value: literal(node.value) };
    case 'Identifier':
      return identifier(String(node.name));
    case 'ArrayExpression':
      return { k: 'list', items: all(node.elements) };
    case 'UnaryExpression':
      return { k: node.operator === '!' ? 'not' : 'minus', of: of(node.argument) };
    case 'BinaryExpression':
    case 'LogicalExpression':
      return {
        k: 'binary',
        op: node.operator as BinaryOperator,
        left: of(node.left),
        right: of(node.right),
      };
    case 'ConditionalExpression':
      return { k: 'if', test: of(node.test), yes: of(node.consequent), no: of(node.alternate) };
    case 'MemberExpression':
      return node.computed
        ? { k: 'entry', of: of(node.object), index: of(node.property) }
        : { k: 'member', of: of(node.object), field: String((node.property as jsep.Identifier).name) };
    case 'CallExpression': {
      const callee = node.callee as jsep.Expression;
      if (callee.type !== 'Identifier') break;
      return { k: 'call', fn: String(callee.name), args: all(node.arguments) };
    }
  }
  const hint = node.type === 'Compound' ? 'an operator such as && is missing between two parts' : node.type;
  throw new BadExpression(`"${text}" cannot be read: ${hint}`);
}

function identifier(name: string): Expression {
  if (name === 'unknown') return { k: 'unknown' };
  return isDuration.test(name) ? { k: 'duration', iso: name } : { k: 'name', name };
}

function literal(value: unknown): boolean | number | string | null {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
    return value;
  }
  throw new BadExpression(`${String(value)} is no text, number, true, false or null`);
}
