/** What keeps an answer open, for those who ask: the facts that could still settle it, and no others. */
import type { Environment } from './environment';
import { evaluate, missingFor } from './evaluate';
import { partsOf, type Expression } from './expression';
import type { Question } from './program';
import { saidByCalls } from './reckoned';

type Answer = Readonly<Record<string, unknown>>;

/** The fields that say what was decided: where one of them stands, the rest only tells more about it. */
const words: Readonly<Partial<Record<Question, readonly string[]>>> = {
  entitlement: ['decision', 'decisionPerComponent'],
  approval: ['decision', 'repairMayStart'],
  routing: ['routeTo', 'route', 'decision'],
};

/** Facts that rules wait for, by what they would say. */
export class Waiting {
  private readonly stage = new Set<string>();
  private readonly byField = new Map<string, Set<string>>();

  /** The stage that was reached waits for these. */
  forStage(facts: Iterable<string>): void {
    for (const fact of facts) this.stage.add(fact);
  }

  /** A field is left out until these are known; `lines.travel` is a field of a field. */
  forField(field: string, facts: Iterable<string>): void {
    const known = this.byField.get(field) ?? new Set();
    for (const fact of facts) known.add(fact);
    this.byField.set(field, known);
  }

  forFields(fields: Iterable<string>, facts: readonly string[]): void {
    if (facts.length > 0) for (const field of fields) this.forField(field, facts);
  }

  /** What a part of the answer waits for: what the stage does, and the fields named, or all, that are still open. */
  of(answer: Answer, named?: readonly string[]): string[] {
    const fields = [...this.byField].filter(
      ([field]) => isOpen(answer, field) && (!named || named.includes(field.split('.')[0]!)),
    );
    return [...new Set([...this.stage, ...fields.flatMap(([, facts]) => [...facts])])];
  }

  /** What the whole answer waits for. Where a decision stands, or its stage waits, the rest would only be told beside it. */
  ofAnswer(question: Question, answer: Answer): string[] {
    const said = words[question]?.filter((field) => field in answer) ?? [];
    const isDecided = said.length > 0 && !said.some((field) => isOpen(answer, field));
    const isAsking = words[question] !== undefined && this.stage.size > 0;
    return isDecided || isAsking || answer.escalate === false ? [...this.stage] : this.of(answer);
  }
}

/** Whether a field is not answered yet, or for the time being only. */
function isOpen(answer: Answer, field: string): boolean {
  const value = field
    .split('.')
    .reduce<unknown>((of, name) => (typeof of === 'object' && of !== null ? (of as Answer)[name] : undefined), answer);
  return value === undefined || value === 'pending' || value === 'pending_proof';
}

/** The facts that an answer's expression waits for. What was not done yet is not missing: there is no status before it. */
export function awaited(expression: Expression, env: Environment): string[] {
  switch (expression.k) {
    case 'name': {
      const definition = env.definition(expression.name);
      return definition ? awaited(definition.is, env) : missingFor(expression, env);
    }
    case 'if': {
      const test = evaluate(expression.test, env);
      if (typeof test !== 'boolean') return missingFor(expression, env);
      return awaited(test ? expression.yes : expression.no, env);
    }
    case 'call': {
      const { fn, args } = expression;
      return fn === 'status' && args[0] ? missingFor(args[0], env) : missingFor(expression, env);
    }
    default:
      return missingFor(expression, env);
  }
}

/** The facts that a word for the time being stands in for, as in `coalesce(consent ? 'granted' : 'refused', 'pending')`. */
export function passedOver(expression: Expression, env: Environment): string[] {
  switch (expression.k) {
    case 'name': {
      const definition = env.definition(expression.name);
      return definition ? passedOver(definition.is, env) : [];
    }
    case 'if': {
      const { test, yes, no } = expression;
      return [test, evaluate(test, env) === true ? yes : no].flatMap((part) => passedOver(part, env));
    }
    case 'call':
      return expression.args.flatMap((arg) => missingFor(arg, env));
    default:
      return partsOf(expression).flatMap((part) => passedOver(part, env));
  }
}

/** The facts that an unknown expression would take instead, were they known: it asks whether they are. */
export function takenInstead(expression: Expression, env: Environment): string[] {
  return saidByCalls(expression, env, ({ fn, args: [asked] }) =>
    fn === 'known' && asked ? missingFor(asked, env) : undefined,
  );
}
