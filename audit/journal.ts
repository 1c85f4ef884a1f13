/**
 * The auditor's day-book of a case, whatever its promises: who it is about, what is known, which step is being taken, the
 * mails, papers and money that it owes, and the escalations that it raises and settles.
 */
import type { CasePolicy } from '../domain/policy/case-policy';
import type { Clauses, FactValue } from '../domain/policy/rule';
import type { Instant } from '../domain/time/instant';
import { Book } from './book';
import type { Happening } from './happening';
import type { Ascent } from './ladder';
import { levelsOf } from './ladder';
import type { Round } from './milestones';
import type { EventRef } from './timeline';

/** What sets a step off: its instant for clocks, the workflow's own time, who, and the event that proves it. */
export interface StepFrame {
  at: Instant;
  now: Instant;
  by: string;
  source: EventRef;
}

/** A mail that the policy or the procedure wants. */
export interface Wanted {
  template: string;
  to: string;
}

/** By which clauses money is owed, and who approved it before. */
export interface Grounds {
  clauses: Clauses;
  approvedBy?: readonly string[];
}

/** A duty that an action left open: an item, a mark or a fact, and by which clauses it was wanted. */
export interface OpenDuty {
  readonly [part: string]: string | number | Clauses;
  at: Instant;
  action: string;
  missing: string;
  clauses: Clauses;
}

/** What stands about a case at any moment, and what the present step brings. */
export class Journal {
  facts: Record<string, FactValue> = {};
  done: Record<string, Instant> = {};
  paused: Record<string, { since: Instant; by: string }> = {};
  readonly rounds = new Map<string, Round>();
  readonly ascents = new Map<string, Ascent>();
  readonly book = new Book();
  parties: { dispatcherId?: string; engineerId?: string } = {};
  /** What a case is about, and since when: this never changes. */
  opening: { caseId?: string; at?: Instant; customerId?: string; siteId?: string; assetId?: string } = {};
  /** Whom the case is about: they are told nothing. */
  barred: readonly string[] = [];
  status = 'new';
  /** When the work was over, or the case was cancelled. */
  closedAt?: Instant | undefined;
  seq = 0;
  frame: StepFrame = { at: 0, now: 0, by: 'system', source: { run: 0, event: 0 } };
  /** Mails that the present step owes. */
  wanted: Wanted[] = [];
  /** Duties that were left open, oldest first. */
  leftOpen: readonly OpenDuty[] = [];
  /** What happened in the present step, in the words of `happenings.ts`. */
  happened: Happening[] = [];
  /** The status before the present step. */
  statusBefore = 'new';

  constructor(public policy: CasePolicy) {}

  get at(): Instant {
    return this.frame.at;
  }

  get now(): Instant {
    return this.frame.now;
  }

  get by(): string {
    return this.frame.by;
  }

  get source(): EventRef {
    return this.frame.source;
  }

  /** A duty is left open, and the case goes on. */
  leaveOpen(action: string, missing: string, clauses: Clauses): void {
    this.leftOpen = [...this.leftOpen, { at: this.at, action, missing, clauses }];
    this.happened.push(`finding ${action} ${missing}`);
  }

  /** A paper is owed, as mails are. */
  issue(form: string): void {
    this.wanted.push({ template: 'issue_document', to: `form:${form}` });
  }

  /** Money is owed, entered by whoever acts. Answers the number of the entry; nothing is entered for nothing. */
  post(type: string, fen: number, from: string, to: string, under: Grounds): number | undefined {
    const no = this.book.post({ type, fen, from, to, by: this.by, at: this.at, approvedBy: [], ...under });
    if (no !== undefined) this.happened.push(`entry_posted ${no} ${type} ${fen} ${from} ${to}`);
    return no;
  }

  /** An entry is taken back by its opposite. */
  takeBack(entry: number, approvedBy: readonly string[] = []): void {
    const back = this.book.reverse(entry, this.by, this.at, approvedBy);
    if (back) this.happened.push(`entry_posted ${back.no} ${back.type} ${back.fen} ${back.from} ${back.to}`);
  }

  /** A mail is owed. A case without a dispatcher tells the first role of its first ladder. */
  tell(template: string, to: string): void {
    this.wanted.push({ template, to: this.addressed(to) });
  }

  private addressed(to: string): string {
    if (to === 'dispatcher' && this.parties.dispatcherId === undefined) {
      const [first] = Object.values(this.policy.ladders);
      const role = first?.[0]?.role;
      if (role) return `role:${role}`;
    }
    return /^(customer|engineer|dispatcher|unit|(person|role|customer|kind|case|lot):.*)$/.test(to) ? to : `role:${to}`;
  }

  /** Somebody has to be told upwards; what is told already stays alone. */
  raise(
    about: Pick<Ascent, 'key' | 'cause' | 'subject' | 'ladder' | 'clauses'> &
      Partial<Pick<Ascent, 'round' | 'targetMs'>>,
  ): void {
    const known = this.ascents.get(about.key);
    if (known && known.endedAt === undefined) return;
    if (levelsOf(this.policy, about.ladder).length === 0) throw new RangeError(`no ladder ${about.ladder}`);
    const key = known ? this.free(about.key) : about.key;
    this.happened.push(`escalation_raised ${key} ${about.subject} 1`);
    this.ascents.set(key, {
      ...about,
      key,
      level: 1,
      repeats: 0,
      status: 'open',
      raisedAt: this.at,
      raised: this.source,
      told: [],
      calls: [],
    });
  }

  /** Ends the escalations whose matter is over. */
  settle(which: (ascent: Ascent) => boolean, because: string): void {
    for (const ascent of this.ascents.values()) {
      if (ascent.endedAt !== undefined || !which(ascent)) continue;
      this.happened.push(`escalation_settled ${ascent.key} ${because}`);
      Object.assign(ascent, { status: 'settled', endedAt: this.at, endedBecause: because, nextAt: undefined });
    }
  }

  /** A key that no escalation has yet. */
  protected free(stem: string): string {
    let key = stem;
    for (let n = 2; this.ascents.has(key); n++) key = `${stem}#${n}`;
    return key;
  }
}
