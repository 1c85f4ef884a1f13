/**
 * Where what a step keeps of a case comes from. A section of the state holds what somebody said in an action, who it was and
 * when: so a value under a name that actions have is one that an action had, a person is one who acted or was named, and a
 * moment is one that the history has. A figure may also be one of the policy, such as a price. Whatever the kind of case,
 * nothing in its record comes from nowhere.
 */
import { parseInstant, type Instant } from '../domain/time/instant';

/** Sections that are held against the auditor's own account, value by value. */
const accounted: ReadonlySet<string> = new Set([
  ...['caseId', 'kind', 'status', 'seq', 'pins', 'facts', 'done', 'paused', 'decisions', 'entitlement', 'ledger'],
  // Reckoned from the policy: when somebody looks again, and tries again.
  ...['lookAgain', 'callbacks'],
]);

/** Names of fields that hold somebody or a case, each named before, under whatever name. */
const named = /^(by|[a-z]+By|[a-z]+Ids?|barred)$/;
/** Names of fields that hold the moment at which something was done. */
const moment = /^(at|[a-z]+edAt|sentAt|doneAt|toldAt|paidAt|signedOffAt|carriedOutAt)$/;

/** Fields that actions may have too, and that a case fills in from its policy, counts, reckons or chooses. */
const filledIn: ReadonlySet<string> = new Set([
  ...['role', 'level', 'category', 'count', 'relation', 'latenessMs', 'entry', 'entries'],
  ...['unitFen', 'totalFen', 'fen', 'payer', 'freightPayer', 'remedy', 'route', 'stage', 'reason', 'source', 'cause'],
]);

/** Takes one value that comes from nowhere. */
type Tell = (path: string, claimed: unknown) => void;

export class Provenance {
  /** Values of actions, the opening and answers, by the name of their field. */
  private readonly said = new Map<string, Set<unknown>>();
  private readonly names = new Set<unknown>(['system']);
  private readonly moments = new Set<unknown>();
  /** The sections as they were recorded last. */
  private readonly kept = new Map<string, unknown>();
  /** Of the section that is looked at; undefined where nobody asked yet. */
  private done: boolean | undefined;

  /** Figures of the policy; collected once one is asked for. */
  private figures: Set<unknown> | undefined;

  constructor(private readonly policy: object) {}

  /** What reached the case: a request, or an answer. */
  take(value: unknown, name = ''): void {
    if (typeof value !== 'object' || value === null) return this.note(name, value);
    for (const [key, part] of Object.entries(value)) this.take(part, Array.isArray(value) ? name : key);
  }

  /** Somebody acted, or was called. */
  met(id: string): void {
    this.names.add(id);
  }

  /** Something happened at this moment. */
  at(instant: Instant | undefined): void {
    this.moments.add(instant);
  }

  private note(name: string, value: unknown): void {
    let values = this.said.get(name);
    if (!values) this.said.set(name, (values = new Set()));
    values.add(value);
    if (typeof value !== 'string') return;
    this.names.add(value);
    const instant = momentIn(value);
    if (instant === undefined) return;
    values.add(instant);
    this.moments.add(instant);
  }

  /**
   * Tells what of the sections that a step changed comes from nowhere, or is not what it was.
   * @param cause what set the step off: an action of a section's own name makes it anew
   */
  compare(changed: Readonly<Record<string, unknown>>, cause: string, tell: Tell): void {
    for (const section in changed) {
      if (accounted.has(section)) continue;
      const [after, before] = [changed[section], this.kept.get(section)];
      this.done = section === cause ? true : undefined;
      this.look(after, before, section, section, tell, () => (this.done ??= this.isDone(after, before)));
      this.kept.set(section, after);
    }
  }

  /** @param done whether something was done to the section: then figures are reckoned anew */
  private look(value: unknown, before: unknown, path: string, name: string, tell: Tell, done: () => boolean): void {
    if (value === before || value === undefined || value === null) return;
    if (typeof value === 'object') {
      const list = Array.isArray(value);
      const old = typeof before === 'object' && before !== null ? (before as Record<string, unknown>) : {};
      for (const key in value)
        this.look((value as Record<string, unknown>)[key], old[key], `${path}.${key}`, list ? name : key, tell, done);
      return;
    }
    if (!this.known(value, before, name, done)) tell(path, value);
  }

  private known(value: unknown, before: unknown, name: string, done: () => boolean): boolean {
    if (named.test(name)) return this.names.has(value);
    if (moment.test(name)) return this.moments.has(value);
    if (filledIn.has(name)) return true;
    // A figure that stood there before is counted up, or said anew.
    if (typeof value === 'number' && typeof before === 'number' && Math.abs(value - before) > 1)
      return this.moments.has(value) || this.said.get(name)?.has(value) === true || done();
    // Nothing is what stands where nobody said anything yet; that something is so, a case also knows by itself.
    if (value === 0 || typeof value === 'boolean') return true;
    const values = this.said.get(name);
    return values === undefined || values.has(value) || (typeof value === 'number' && this.isFigure(value));
  }

  private isFigure(value: number): boolean {
    return (this.figures ??= numbersIn(this.policy)).has(value);
  }

  /** Whether something was done anew: a moment of it is another than before, and one that the history has. */
  private isDone(after: unknown, before: unknown, name = ''): boolean {
    if (after === before) return false;
    if (typeof after !== 'object' || after === null)
      return before !== undefined && moment.test(name) && this.moments.has(after);
    const old = typeof before === 'object' && before !== null ? (before as Record<string, unknown>) : {};
    const list = Array.isArray(after);
    return Object.entries(after).some(([key, part]) => this.isDone(part, old[key], list ? name : key));
  }
}

function numbersIn(value: unknown, found = new Set<unknown>()): Set<unknown> {
  if (typeof value === 'number') found.add(value);
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) numbersIn(part, found);
  return found;
}

/** The moment that a text of an action is; undefined where it is none. */
function momentIn(text: string): Instant | undefined {
  if (!/^\d{4}-\d\d-\d\dT/.test(text)) return undefined;
  try {
    return parseInstant(text);
  } catch {
    return undefined;
  }
}
