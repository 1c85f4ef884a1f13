import type { CalendarSnapshot, ZoneSnapshot } from '../calendar/snapshot';
import type { Expression } from './expression';
import type { DecisionProgram, NamedValue, Question } from './program';
import type { Value } from './value';

/** Calendars by id; what the policy names must be among them, all in the policy's zone. */
export type Calendars = Readonly<Record<string, CalendarSnapshot>>;

/** The policy's other questions, asked about the same facts. */
export interface OtherQuestions {
  /** A field of another question's answer. Throws a RangeError where questions ask each other in a circle. */
  answerOf(question: string, field: string, env: Environment): Value | undefined;
  /** The clauses of the rule that gave that field of the answer about deadlines. */
  clausesOf(field: string, env: Environment): readonly string[];
  /** The facts that it still waits for where it leaves that field open; absent where nobody wants to be told. */
  lacks?(question: string, field: string, env: Environment): string[];
}

/** What an expression is reckoned in: the facts given, the values named so far, the policy's figures and calendars. */
export class Environment {
  /** The questions on whose behalf it reckons, to notice those that ask themselves. */
  readonly asked: Question[] = [];
  private readonly known = new Map<string, Value | undefined>();
  private readonly underWay = new Set<string>();

  constructor(
    readonly program: DecisionProgram,
    readonly calendars: Calendars,
    readonly facts: ReadonlyMap<string, Value>,
    private readonly named: Readonly<Record<string, NamedValue>>,
    private readonly evaluate: (expression: Expression, env: Environment) => Value | undefined,
    readonly others: OtherQuestions,
    /** Facts that were looked at and are known. */
    readonly used = new Set<string>(),
    /** Facts that were taken as absent because nobody said otherwise. */
    readonly assumed = new Set<string>(),
    /** Every name that was looked at, known or not: with these as they are, the answer is the same. */
    readonly looked = new Set<string>(),
  ) {}

  /** The calendar of that id; without an id, the policy's own. Throws where it was not given. */
  calendar(id: string = this.program.calendar): CalendarSnapshot {
    const found = this.calendars[id];
    if (!found) throw new RangeError(`The calendar ${id} was not given`);
    return found;
  }

  get zone(): ZoneSnapshot {
    return this.calendar().zone;
  }

  /** The value of an expression here. */
  reckon(expression: Expression): Value | undefined {
    return this.evaluate(expression, this);
  }

  /** The expression of a named value; undefined where the name is a fact. */
  definition(name: string): NamedValue | undefined {
    this.looked.add(name);
    return this.facts.has(name) ? undefined : (this.named[name] ?? this.program.values[name]);
  }

  /** Whether a fact was given. */
  isGiven(name: string): boolean {
    this.looked.add(name);
    return this.facts.has(name);
  }

  /** A fact as given, else the named value, else what its absence means; undefined where that is not known. */
  lookup(name: string): Value | undefined {
    this.looked.add(name);
    const given = this.facts.get(name);
    if (given !== undefined) {
      this.used.add(name);
      return given;
    }
    const definition = this.definition(name);
    if (definition) return this.compute(name, definition.is);
    const derived = this.derived(name);
    if (derived !== undefined || !this.program.assumedNot.includes(name)) return derived;
    this.assumed.add(name);
    return false;
  }

  private compute(name: string, is: Expression): Value | undefined {
    if (this.known.has(name)) return this.known.get(name);
    if (this.underWay.has(name)) throw new RangeError(`The value ${name} is computed from itself`);
    this.underWay.add(name);
    const value = this.evaluate(is, this);
    this.underWay.delete(name);
    this.known.set(name, value);
    return value;
  }

  /**
   * What the policy derives from other facts, such as `largeItem` from weight and volume. One source is enough for
   * yes; for no, none that is known may hold, and one has to be known.
   */
  private derived(name: string): Value | undefined {
    for (const { fact, is, anyOf } of this.program.derived) {
      if (fact !== name) continue;
      const holding = anyOf.flatMap(({ fact: from, over, equals }) => {
        const value = this.lookup(from);
        if (value === undefined || value === null) return [];
        return [over === undefined ? value === equals : typeof value === 'number' && value > over];
      });
      if (holding.includes(true)) return is;
      if (typeof is === 'boolean' && holding.length > 0) return !is;
    }
    return undefined;
  }

  /** Whether nobody said anything about a fact, and it counts as absent. */
  isAssumed(name: string): boolean {
    this.looked.add(name);
    return !this.facts.has(name) && this.definition(name) === undefined && this.program.assumedNot.includes(name);
  }

  /** The facts from which a name is derived. */
  sourcesOf(name: string): string[] {
    return this.program.derived
      .filter(({ fact }) => fact === name)
      .flatMap(({ anyOf }) => anyOf.map(({ fact }) => fact));
  }

  /** The same environment with one fact replaced, for a rule that is asked for each entry of a list. */
  with(name: string, value: Value | undefined): Environment {
    const facts = new Map(this.facts);
    if (value === undefined) facts.delete(name);
    else facts.set(name, value);
    const env = new Environment(
      this.program,
      this.calendars,
      facts,
      this.named,
      this.evaluate,
      this.others,
      this.used,
      this.assumed,
      this.looked,
    );
    env.asked.push(...this.asked);
    return env;
  }
}
