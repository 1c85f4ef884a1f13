/**
 * Several deadlines in one answer. Who asks when something is due and names no milestone is told every deadline that the
 * facts start: what has a name of its own (`responseDue`, `shippedBackDue`) stands beside the others, what every deadline
 * has stands under the rule that told it. One of them stands in front as if it had been named: the first on which the
 * facts allow a verdict, or else the first. So no answer pairs the due time of one with the verdict on another.
 */
import type { Environment } from './environment';
import type { Rule } from './program';

/** What a rule that holds answers, and the clauses that it rests on. */
export interface Told {
  rule: Rule;
  fields: Readonly<Record<string, unknown>>;
  clauses: readonly string[];
}

/** What an answer adds, with the clauses of it. */
export type Added = Pick<Told, 'fields' | 'clauses'>;

/** What every deadline has. */
const common = ['due', 'dueDate', 'warnAt', 'status', 'role', 'form', 'notify'];

/** The answers of rules that all hold, as they are; those of several deadlines that nobody told apart, each by itself. */
export function apart(told: readonly Told[], env: Environment): readonly Added[] {
  const due = told.filter(({ fields }) => Object.hasOwn(fields, 'due'));
  if (env.asked.at(-1) !== 'deadline' || due.length < 2 || env.lookup('milestone') !== undefined) return told;
  const deadlines = Object.fromEntries(
    due.map(({ rule, fields }) => [rule.id, pick(fields, (name) => isCommon(name))]),
  );
  const front = due.find(({ fields }) => Object.hasOwn(fields, 'status')) ?? due[0]!;
  const own = told.map((one) =>
    due.includes(one) && one !== front ? { ...one, fields: pick(one.fields, (name) => !isCommon(name)) } : one,
  );
  return [{ fields: { deadlines }, clauses: [...new Set(due.flatMap(({ clauses }) => clauses))] }, ...own];
}

function isCommon(name: string): boolean {
  return common.includes(name);
}

function pick(fields: Told['fields'], wanted: (name: string) => boolean): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => wanted(name)));
}
