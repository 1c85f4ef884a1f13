/**
 * Where what a step keeps of a case comes from. What the auditor has an account of is as the account has it. All else that
 * a step changed was said in what set it off, under the same name: by an action, the opening, or an answer; a person is
 * who acts or is named there, a moment is its own. What a case fills in by itself is named here, each with the reason.
 */
import type { CasePolicy } from '../domain/policy/case-policy';
import { parseInstant, type Instant } from '../domain/time/instant';
import { namesIn, within, type Account, type Accounts } from './account';
import { sameJson } from './same-json';

/** Sections that are compared whole elsewhere: `claims/sections.ts`, `claims.ts`, `book.ts`, `decisions.ts`. */
const elsewhere: ReadonlySet<string> = new Set([
  ...['caseId', 'kind', 'status', 'seq', 'openedAt', 'closedAt', 'pins'],
  ...['facts', 'done', 'paused', 'decisions', 'ledger'],
]);

/** What cases kept of their decisions before policies made them; the facts that followed are compared as facts. */
const ofFirstCode = 'coverage';

/** Where the money of charges is: cases of the first code kept nothing of it, and what follows from it are marks. */
const laterKept = 'charges';

/** Names of fields that hold somebody or a case. */
const named = /^(by|[a-z]+By|[a-z]+Ids?|companySide|barred)$/;

/** What an action calls otherwise than the section that keeps it. */
const renamed: Readonly<Record<string, string>> = {
  parts: 'damagedParts',
  remittedFen: 'amountFen',
};

/** How two cases belong together, in the case's own word, and what may have linked them so; `link` says it itself. */
const relations: Readonly<Record<string, string>> = {
  about: 'open',
  complaint: 'complained',
  duplicate: 'merge',
  absorbed: 'absorb',
};

/** Takes one value that comes from nowhere, or is not the auditor's. */
type Tell = (path: string, claimed: unknown, derived: unknown) => void;

/** Numbers as large are moments: the year 2001 and later. */
const firstMoment = 1_000_000_000_000;

/** What set a step off, taken apart. */
class Said {
  /** Values by the name of their field. */
  readonly byName = new Map<string, Set<unknown>>();
  /** Texts under any name, and who acts. */
  readonly words = new Set<unknown>(['system']);
  readonly moments = new Set<unknown>();
  /** Names of actions, timers, signals and answers. */
  readonly causes = new Set<unknown>();

  /** Takes a value, and all within it. */
  take(value: unknown, name = ''): void {
    if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) this.take(part, Array.isArray(value) ? name : key);
      return;
    }
    let values = this.byName.get(name);
    if (!values) this.byName.set(name, (values = new Set()));
    values.add(value);
    if (typeof value !== 'string') return;
    this.words.add(value);
    const instant = momentIn(value);
    if (instant === undefined) return;
    values.add(instant);
    this.moments.add(instant);
  }

  has(name: string, value: unknown): boolean {
    return this.byName.get(name)?.has(value) === true;
  }
}

/** Keeps what reached the case since the last recorded step, and the sections as they were recorded last. */
export class Provenance {
  private said = new Said();
  private readonly kept = new Map<string, unknown>();

  constructor(private readonly policy: Pick<CasePolicy, 'program'>) {}

  /** A step begins: who acts, what set it off, and its moments. */
  begin(by: string, cause: string, ...moments: readonly (Instant | undefined)[]): void {
    this.said.words.add(by);
    this.said.causes.add(cause);
    for (const moment of moments) this.said.moments.add(moment);
  }

  /** What reached the case: a request, or an answer. */
  take(value: unknown): void {
    this.said.take(value);
  }

  /** Tells what of the sections that a step recorded comes from nowhere, or is otherwise than the auditor has it. */
  compare(changed: Readonly<Record<string, unknown>>, accounts: Accounts, tell: Tell): void {
    for (const section of Object.keys(changed)) {
      const was = this.kept.get(section);
      this.kept.set(section, changed[section]);
      const before = section === 'proposals' ? repeated(was) : was;
      this.compareSection(section, changed[section], before, within(accounts, section), tell);
    }
    for (const section of Object.keys(accounts)) {
      if (Object.hasOwn(changed, section) || accounts[section] === undefined) continue;
      const was = this.kept.get(section);
      this.compareSection(section, was, was, { is: accounts[section] }, tell);
    }
    this.said = new Said();
  }

  private compareSection(
    section: string,
    value: unknown,
    before: unknown,
    account: { is: Account } | undefined,
    tell: Tell,
  ): void {
    // What is gone is left out of a step, and so stands in none.
    if (section === ofFirstCode && !this.policy.program) return;
    if (section === laterKept && value === undefined) return;
    if (!elsewhere.has(section)) this.look(value, before, section, section, account, tell);
  }

  /** Names of the sections of a whole state that are otherwise than they were recorded last, or are left out of it. */
  otherwise(state: Readonly<Record<string, unknown>>, accounts: Accounts): string[] {
    return [...this.kept].flatMap(([section, kept]) => {
      if (Object.hasOwn(state, section)) return sameJson(state[section], kept) ? [] : [section];
      // What is gone is left out of the step that took it away, too.
      return within(accounts, section)?.is === undefined ? [] : [section];
    });
  }

  private look(
    value: unknown,
    before: unknown,
    path: string,
    name: string,
    account: { is: Account } | undefined,
    tell: Tell,
  ): void {
    if (typeof value === 'object' && value !== null) {
      if (account && typeof account.is !== 'object') return tell(path, JSON.stringify(value), account.is);
      return this.lookInto(value as Readonly<Record<string, unknown>>, before, path, name, account?.is, tell);
    }
    if (account) {
      if (typeof account.is === 'object') tell(path, value, JSON.stringify(account.is));
      else if ((value ?? undefined) !== account.is) tell(path, value, account.is);
      return;
    }
    if (value === before || value === undefined || value === null) return;
    if (!this.isKnown(name, value)) tell(path, value, undefined);
  }

  private lookInto(
    value: Readonly<Record<string, unknown>>,
    before: unknown,
    path: string,
    name: string,
    account: Account,
    tell: Tell,
  ): void {
    const list = Array.isArray(value);
    const old = typeof before === 'object' && before !== null ? (before as Readonly<Record<string, unknown>>) : {};
    const { names, others } = namesIn(account);
    for (const key of Object.keys(value)) {
      const has = within(account, key);
      if (!has && !others) tell(`${path}.${key}`, JSON.stringify(value[key]), undefined);
      else this.look(value[key], old[key], `${path}.${key}`, list ? name : key, has, tell);
    }
    for (const key of names) {
      if (Object.hasOwn(value, key)) continue;
      this.look(undefined, old[key], `${path}.${key}`, list ? name : key, within(account, key), tell);
    }
  }

  private isKnown(name: string, value: unknown): boolean {
    const { said } = this;
    if (named.test(name)) return said.words.has(value);
    if (typeof value === 'number' && value >= firstMoment) return said.moments.has(value);
    if (said.has(name, value) || said.has(renamed[name] ?? name, value)) return true;
    return name === 'relation' && said.causes.has(relations[String(value)]);
  }
}

/** A ruling may confirm the last proposal: the one that it adds is the same but for what it says. */
function repeated(list: unknown): unknown {
  return Array.isArray(list) && list.length > 0 ? [...(list as unknown[]), list.at(-1)] : list;
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
