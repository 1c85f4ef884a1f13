/** What a policy adds to the catalogue of facts: facts of its own, parameters that cases bring, and enumerated values. */
import type { Policy } from '../policy/schema';
import type { Expression } from './expression';
import { factCatalogue, type FactDefinition, type FactKind } from './facts';

/** Facts that the catalogue lacks, and parameters without a value: what a case, or a trial of a draft, brings. */
export function ownFacts(policy: Policy): Record<string, FactDefinition> {
  const declared = Object.entries(policy.facts).flatMap(([name, { type, values }]): [string, FactDefinition][] =>
    type === undefined ? [] : [[name, { kinds: [type], values }]],
  );
  const parameters = policy.parameters.flatMap(({ id, value, type }): [string, FactDefinition][] => {
    if (value !== undefined) return [];
    const kind: FactKind = type ?? 'any';
    return [[id, { kinds: [kind], values: [] }]];
  });
  return Object.fromEntries([...parameters, ...declared]);
}

/**
 * Values that enumerated facts may have under this policy: ids of its own sections, values that it declares, those that
 * its expressions compare the fact with, and those that it answers.
 */
export function allowedValues(policy: Policy, expressions: readonly Expression[]): Record<string, string[]> {
  const allowed = new Map<string, Set<string>>();
  const add = (fact: string, values: readonly string[]): void => {
    const set = allowed.get(fact) ?? new Set();
    for (const value of values) set.add(value);
    allowed.set(fact, set);
  };
  const ids = (rules: readonly { id: string }[]): string[] => rules.map(({ id }) => id);
  add('level', ids(policy.levels));
  add('region', ids(policy.regions));
  add('product', ids(policy.products));
  add('channel', ids(policy.channels));
  add('source', ids(policy.intake?.sources ?? []));
  add('component', [...ids(policy.components), ...policy.components.flatMap(({ also }) => also)]);
  for (const fact of [
    'specialMarkedBy',
    'specialClaimedBy',
    'againstRole',
    'askedOf',
    'directSuperior',
    'department',
  ]) {
    add(fact, ids(policy.roles));
  }
  add('milestone', ids(policy.milestones));
  for (const [fact, { values, sameAs }] of Object.entries(policy.facts)) add(fact, [...values, ...Object.keys(sameAs)]);
  const groups = Object.values(policy.decisions).flatMap((decision) =>
    decision && 'groups' in decision ? decision.groups : [],
  );
  for (const { startAt, rules } of groups) {
    if (startAt !== undefined)
      add(
        startAt,
        rules.flatMap(({ id, startsFor }) => [id, ...startsFor]),
      );
    // What one question answers may be given with the next; that nothing is decided yet decides nothing.
    for (const [name, value] of rules.flatMap(({ answer }) => Object.entries(answer)))
      if (isChoice(name) && typeof value === 'string' && !value.startsWith('=') && value !== 'pending')
        add(name, [value]);
  }
  for (const expression of expressions) {
    for (const [fact, values] of comparisons(expression)) add(fact, values);
  }
  return Object.fromEntries(
    [...allowed].filter(([, values]) => values.size > 0).map(([fact, values]) => [fact, [...values]]),
  );
}

function isChoice(fact: string): boolean {
  return Object.hasOwn(factCatalogue, fact) && factCatalogue[fact]!.kinds.includes('enum');
}

const comparing = ['==', '!=', 'in'];
const comparingFunctions = ['has', 'anyOf', 'allOf', 'count'];

/** The facts that an expression compares with texts, and those texts. */
function comparisons(expression: Expression): [fact: string, values: string[]][] {
  const pair: readonly (Expression | undefined)[] =
    expression.k === 'binary' && comparing.includes(expression.op)
      ? [expression.left, expression.right]
      : expression.k === 'call' && comparingFunctions.includes(expression.fn)
        ? expression.args
        : [];
  const facts = pair.flatMap((part) => factsIn(part));
  const values = pair.flatMap((part) => textsIn(part));
  return facts.map((fact) => [fact, values]);
}

/** The fact that a side of a comparison is about, also within coalesce or a list with the value on the right. */
function factsIn(part: Expression | undefined): string[] {
  if (part?.k === 'name') return Object.hasOwn(factCatalogue, part.name) ? [part.name] : [];
  if (part?.k === 'call' && ['coalesce', 'asList', 'concat'].includes(part.fn)) return part.args.flatMap(factsIn);
  return [];
}

function textsIn(part: Expression | undefined): string[] {
  if (part?.k === 'literal') return typeof part.value === 'string' ? [part.value] : [];
  return part?.k === 'list' ? part.items.flatMap(textsIn) : [];
}
