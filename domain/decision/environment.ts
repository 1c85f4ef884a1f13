import type { CalendarSnapshot, ZoneSnapshot } from '../calendar/snapshot';
import type { Expression } from './expression';
import type { DecisionProgram, NamedValue } from './program';
import type { Value } from './value';

/** Calendars by id; what the policy names must be among them, all in the policy's zone. */
export type Calendars = Readonly<Record<string, CalendarSnapshot>>;

/** What an expression is reckoned in: the facts given, the values named so far, the policy's figures and calendars. */
export class Environment {
  private readonly known = new Map<string, Value | undefined>();
  private readonly underWay = new Set<string>();

  constructor(
    readonly program: DecisionProgram,
    readonly calendars: Calendars,
    readonly facts: ReadonlyMap<string, Value>,
    private readonly named: Readonly<Record<string, NamedValue>>,
    private readonly evaluate: (expression: Expression, env: Environment) => Value | undefined,
    /** Facts that were looked at and are known. */
    readonly used = new Set<string>(),
    /** Facts that were taken as absent because nobody said otherwise. */
    readonly assumed = new Set<string>(),
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
    return this.facts.has(name) ? undefined : (this.named[name] ?? this.program.values[name]);
  }

  /** A fact as given, else the named value, else what its absence means; undefined where that is not known. */
  lookup(name: string): Value | undefined {
    const given = this.facts.get(name);
    if (given !== undefined) {
      this.used.add(name);
      return given;
    }
    const definition = this.definition(name);
    if (definition) return this.compute(name, definition.is);
    if (!this.program.assumedNot.includes(name)) return undefined;
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

  /** The same environment with one fact replaced, for a rule that is asked for each entry of a list. */
  with(name: string, value: Value): Environment {
    const facts = new Map(this.facts).set(name, value);
    return new Environment(this.program, this.calendars, facts, this.named, this.evaluate, this.used, this.assumed);
  }
}
