/**
 * What a case carries of its policies for life: figures and clause ids, no texts. Compiled at the edge from the policy
 * files (`compile.ts`), pinned by id, version and hash, and given to the workflow as input. Plain JSON; spans are
 * milliseconds, instants epoch milliseconds, money fen.
 */
import type { CalendarSnapshot } from '../calendar/snapshot';
import type { DecisionProgram } from '../decision/program';
import type { ComplaintRules } from './complaint-rules';
import type { JobRules } from './job-rules';
import type { ReturnRules } from './return-rules';

export type CaseKind = 'repair' | 'return' | 'complaint' | 'job';
export type FactValue = string | number | boolean;
export type Facts = Readonly<Record<string, FactValue>>;
/** Every named fact equals the value, or one of the values. */
export type When = Readonly<Record<string, FactValue | FactValue[]>>;

/** Which policy, in which layer, down to the byte. */
export interface PolicyPin {
  layer: 'service' | 'visit' | 'supplier';
  id: string;
  version: string;
  hash: string;
}

/** Clause ids of the source; empty for a product default. */
export type Clauses = readonly string[];

/** How long a milestone may take; `at` refers to a fact that holds an instant. */
export type Target =
  | { kind: 'elapsed'; ms: number }
  | { kind: 'workingTime'; ms: number }
  | { kind: 'workingDays'; days: number }
  | { kind: 'dates'; months: number; days: number }
  | { kind: 'dayEnd'; which: 'same' | 'next' | 'nextWorking' }
  | { kind: 'at'; fact: string; offsetMs: number };

export type Warning = { kind: 'share'; share: number } | { kind: 'target'; target: Target };

export interface TargetRow {
  when?: When;
  target: Target;
  /** A fact holding a duration (ISO 8601) that is added. */
  plus?: string;
  capMs?: number;
  warn?: Warning;
  clauses: Clauses;
}

export interface Milestone {
  id: string;
  from: readonly string[];
  to: readonly string[];
  onlyWhen?: When;
  cancelledBy?: readonly string[];
  nature: 'deadline' | 'reminder';
  /** Who is told by a reminder or a warning: `engineer`, `dispatcher` or policy roles. */
  tell: readonly string[];
  targets: readonly TargetRow[];
  warn?: Warning;
  pausedBy: readonly string[];
  ladder?: string;
  /** Key of `calendars`. */
  calendar: string;
  extensions: number;
  /** Set where the milestone is a callback: which. */
  callback?: string;
}

export interface LadderLevel {
  role: string;
  climbShare?: number;
  climbAtLeastMs?: number;
  clauses: Clauses;
}

export interface Callback {
  id: string;
  role: string;
  retryEveryMs: number;
  attempts: number;
  untilSatisfied: boolean;
  mandatory: boolean;
  /** What a dissatisfied customer's answer opens. */
  opens?: { kind: 'complaint'; clauses: Clauses };
  clauses: Clauses;
}

export interface FeeLine {
  id: string;
  /** What is charged, such as `parts`. Of several lines for one item, the first whose `when` holds is the price. */
  item?: string;
  when?: When;
  basis: 'visit' | 'point' | 'pointYear' | 'actual' | 'cost' | 'manufacturerList' | 'agreed' | 'quoted' | 'waived';
  fen?: number;
  payer: 'customer' | 'company' | 'maker' | 'dealer' | 'agent' | 'fund';
  /** The fact under which the fee decision takes it: yuan, or for a visit or point how many. */
  fact?: string;
  clauses: Clauses;
}

export interface NoticeRule {
  on: string;
  when?: When;
  to: readonly string[];
  template: string;
  clauses: Clauses;
}

/** A paper that is issued when a mark happens; `form` as in `domain/documents/forms.ts`. */
export interface DocumentRule {
  on: string;
  when?: When;
  form: string;
  clauses: Clauses;
}

export interface AlertRule {
  on: string;
  when?: When;
  ladder: string;
  clauses: Clauses;
}

export interface Requirement {
  action: string;
  mark?: string;
  fact?: string;
  when?: When;
  missing: 'refuse' | 'finding';
  clauses: Clauses;
}

export interface CasePolicy {
  pins: readonly PolicyPin[];
  kind: CaseKind;
  demo: boolean;
  /** The zone of local times, as named by IANA; its transitions are in the calendars. */
  zone: string;
  calendars: Readonly<Record<string, CalendarSnapshot>>;
  levels: readonly { id: string; remoteFirst: boolean }[];
  products: readonly string[];
  channels: readonly string[];
  regions: readonly string[];
  milestones: readonly Milestone[];
  ladders: Readonly<Record<string, readonly LadderLevel[]>>;
  alerts: readonly AlertRule[];
  notices: readonly NoticeRule[];
  /** Absent where the policy issues none. */
  documents?: readonly DocumentRule[];
  callbacks: readonly Callback[];
  parts: {
    capMs: number;
    capOf: 'waits' | 'wholeRepair';
    warnMs?: number;
    ladder: string;
    emergency?: { notify: readonly string[]; clauses: Clauses };
    oldPartReturned: boolean;
    clauses: Clauses;
  };
  visit: {
    early?: { fromMs: number; toMs: number; clauses: Clauses };
    lateTiers: readonly {
      upToMs?: number;
      action: 'apologise' | 'apologise_and_gift';
      refused?: string;
      clauses: Clauses;
    }[];
    noShow?: { steps: readonly ('phone' | 'neighbours' | 'card' | 'centre')[]; phoneAfterMs: number; clauses: Clauses };
    /** Late: the customer is called at least this long before the appointed time. */
    lateCall?: { leadMs: number; clauses: Clauses };
    /** Departure is planned this long ahead, so as to arrive a little early. */
    departure?: { planAheadMs: number; arriveEarlyMs: number; clauses: Clauses };
    /** What follows when the customer refuses another time. */
    rescheduleRefused?: 'reassign';
    rescheduleConsent: boolean;
    rescheduleClauses: Clauses;
  };
  fees: readonly FeeLine[];
  quote: { capped: boolean; pause?: string; clauses: Clauses };
  loaner: { available: boolean; deposit: 'none' | 'perModel'; agreement: boolean; approval?: string; clauses: Clauses };
  approvals: Readonly<Record<string, { approvers: readonly string[]; clauses: Clauses }>>;
  /** Whom to ask, in this order; `tell` is the policy role that is told. */
  technicalHelp: readonly { id: string; tell?: string; clauses: Clauses }[];
  checklists: readonly {
    action: string;
    items: readonly { id: string; clauses: Clauses }[];
    missing: 'refuse' | 'finding';
  }[];
  requirements: readonly Requirement[];
  /** Of a return alone. */
  returns?: ReturnRules;
  /** Decisions that the case asks; of a return: entitlement and approval; of a repair also fee and routing. */
  program?: DecisionProgram;
  /** Of a job alone; absent where the policy says nothing that it needs. */
  jobs?: JobRules;
  /** Of a complaint alone. */
  complaints?: ComplaintRules;
  reopenWindowMs: number;
}

/** Whether every fact that the condition names holds. An absent condition always holds; an unknown fact never does. */
export function holds(when: When | undefined, facts: Facts): boolean {
  if (!when) return true;
  return Object.entries(when).every(([fact, wanted]) => {
    const known = facts[fact];
    if (known === undefined) return false;
    return Array.isArray(wanted) ? wanted.includes(known) : wanted === known;
  });
}
