/** Which facts an agreement looks at when it decides who bears a cost: what a form has to ask for. */
import { definitionOf } from '../decision/given';
import { namesIn, type Expression } from '../decision/expression';
import type { DecisionProgram } from '../decision/program';
import { costQuestions, givenByCost, returnAmounts } from './costs';

/**
 * In the order in which the agreement names them; without those that a cost says by itself. The amounts of a return are its
 * cost, so they are asked for also under an agreement that tells nothing of who bears which: it says whose the sum is.
 */
export function costFacts(program: DecisionProgram): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const values = [program.values, ...costQuestions.map((question) => program.decisions[question]?.values ?? {})];
    for (const own of values) if (Object.hasOwn(own, name)) namesIn(own[name]!.is).forEach(visit);
  };
  for (const question of costQuestions)
    for (const expression of expressionsOf(program.decisions[question]?.groups)) namesIn(expression).forEach(visit);
  for (const names of returnAmounts) if (!names.some((name) => found.has(name))) found.add(names[0]);
  return [...found].filter((name) => !givenByCost.includes(name) && definitionOf(name, program) !== undefined);
}

/** The expressions that stand anywhere in the rules. */
function expressionsOf(value: unknown): Expression[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('k' in value && typeof value.k === 'string' && value.k !== 'fields' && value.k !== 'items')
    return [value as Expression];
  return Object.values(value).flatMap(expressionsOf);
}
