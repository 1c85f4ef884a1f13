/**
 * The state of a case: JSON, in sections. A step replaces the sections that it changes; the read model and
 * continue-as-new carry it as it is. Instants are epoch milliseconds; nothing here is personal data.
 */
import type { PolicyPin } from '../policy/case-policy';
import type { CaseKind, Facts } from '../policy/rule';
import type { Clock } from '../sla/clock';
import type { Escalation } from '../sla/escalation';
import type { Instant } from '../time/instant';
import type { Ledger } from './ledger-rows';
import type { TextRef } from './record';

/** The attempts of one callback. */
export interface CallbackRun {
  callback: string;
  attempts: number;
  nextAttemptAt?: Instant;
  result?: 'satisfied' | 'dissatisfied' | 'unreached' | 'waived';
}

export interface Parties {
  customerId: string;
  siteId?: string;
  assetId?: string;
  /** The dispatcher who owns the case. */
  dispatcherId?: string;
  engineerId?: string;
  /** People who may neither act nor be told: the case is about them. */
  barred?: readonly string[];
}

/** What every kind of case has. */
export interface CaseState {
  caseId: string;
  kind: CaseKind;
  status: string;
  /** Number of the last step taken. */
  seq: number;
  openedAt: Instant;
  closedAt?: Instant;
  pins: readonly PolicyPin[];
  parties: Parties;
  facts: Facts;
  /** The last instant of each mark that happened. */
  done: Readonly<Record<string, Instant>>;
  /** Pause reasons in force, since when. */
  paused: Readonly<Record<string, { since: Instant; by?: string }>>;
  clocks: Readonly<Record<string, Clock>>;
  escalations: Readonly<Record<string, Escalation>>;
  /** Duties that a rule left open, such as a missing item of a checklist. */
  findings: readonly { at: Instant; action: string; missing: string; clauses: readonly string[] }[];
  notes: readonly { at: Instant; by: string; text: TextRef }[];
  links: readonly { caseId: string; relation: string; at: Instant }[];
  /** When somebody looks again at what waits for the customer, by pause reason or `quote`. */
  lookAgain: Readonly<Record<string, { at: Instant; times: number }>>;
  /** Keyed by the callback's clock. */
  callbacks: Readonly<Record<string, CallbackRun>>;
  ledger: Ledger;
}
