/**
 * What a case carries of its policies for life: figures and clause ids, no texts. Compiled at the edge from the policy
 * files (`compile.ts`), pinned by id, version and hash, and given to the workflow as input. Plain JSON; spans are
 * milliseconds, instants epoch milliseconds, money fen.
 */
import type { CalendarSnapshot } from '../calendar/snapshot';
import type { CaseKind, Clauses, LadderLevel, Milestone, When } from './rule';
import type { DecisionProgram } from '../decision/program';
import type { ComplaintRules } from './complaint-rules';
import type { JobRules } from './job-rules';
import type { ReturnRules } from './return-rules';

/** Which policy, in which layer, down to the byte. */
export interface PolicyPin {
  layer: 'service' | 'visit' | 'supplier';
  id: string;
  version: string;
  hash: string;
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
  /** The mark happened on a date at least so many dates before the action's. */
  aheadDays?: number;
  when?: When;
  missing: 'refuse' | 'finding';
  clauses: Clauses;
}

export interface CasePolicy {
  pins: readonly PolicyPin[];
  kind: CaseKind;
  demo: boolean;
  /** Edition of the rules that stand in code, see `edition.ts`; absent in cases of the first. */
  edition?: number;
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
  /** Who confirms entries of the ledger; absent where the policy leaves it to any other supervisor or approver. */
  money?: { confirmedBy: string; clauses: Clauses };
  /** Of a complaint alone. */
  complaints?: ComplaintRules;
  reopenWindowMs: number;
}
