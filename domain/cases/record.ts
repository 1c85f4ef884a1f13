/**
 * What a case hands to its effects. `record` writes one step to the read model in one transaction; `deliver` sends one
 * notification. These are the arguments in the history, so the read model can be rebuilt from them, and they carry ids
 * only: no names, phones, addresses or free text. Instants are ISO 8601 in UTC.
 */
import type { CaseKind, FactValue } from '../policy/rule';

/** A reference to a text or file kept in `master`. */
export interface TextRef {
  id: string;
  sha256: string;
}

export type SystemRole =
  'agent' | 'dispatcher' | 'engineer' | 'warehouse' | 'supervisor' | 'approver' | 'auditor' | 'administrator';

/** Who did it, from the authenticated identity; duties as held at that time, in the words of `dutyWord`. */
export interface Actor {
  id: string;
  role: SystemRole;
  duties: readonly string[];
}

/** What caused a step. */
export interface StepCause {
  type: 'open' | 'action' | 'timer' | 'signal' | 'system';
  name: string;
  actor?: Actor;
  requestId?: string;
  receivedAt?: string;
  occurredAt?: string;
  updateId?: string;
}

export interface CaseEvent {
  type: string;
  /** The instant that clocks use. */
  at: string;
  data?: Readonly<Record<string, unknown>>;
  clauses?: readonly string[];
}

/** One SLA clock as it stands after the step. */
export interface ClockRow {
  key: string;
  milestone: string;
  status: 'pending' | 'running' | 'paused' | 'met' | 'breached' | 'waived' | 'cancelled';
  startedAt?: string;
  warnAt?: string;
  dueAt?: string;
  warnedAt?: string;
  breachedAt?: string;
  metAt?: string;
  stoppedBecause?: string;
  provisional: boolean;
  pauses: readonly { reason: string; from: string; to?: string; by?: string }[];
  extendedMs: number;
  clauses: readonly string[];
  /** The row of the target, for the derivation in words. */
  target: Readonly<Record<string, unknown>>;
}

export interface EscalationRow {
  key: string;
  cause: 'breach' | 'alert' | 'partsCap' | 'person' | 'mail' | 'callback' | 'wait';
  subject: string;
  clock?: string;
  ladder: string;
  level: number;
  role: string;
  status: 'open' | 'acknowledged' | 'resolved' | 'settled';
  raisedAt: string;
  people: readonly string[];
  acknowledgedBy?: string;
  acknowledgedAt?: string;
  endedAt?: string;
  endedBecause?: string;
  repeats: number;
  nextAt?: string;
  clauses: readonly string[];
}

/** An entry of the case's ledger as it stands after the step. */
export interface LedgerRow {
  no: number;
  at: string;
  by: string;
  type: string;
  /** Positive whole fen that `from` owes `to`. */
  fen: number;
  from: string;
  to: string;
  clauses: readonly string[];
  approvedBy: readonly string[];
  reverses?: number;
  confirmedBy?: string;
  confirmedAt?: string;
}

/** A notification owed: sent by `deliver`, or with the others of its step by `deliverStep`, after the step is recorded. */
export interface NoticeRow {
  /** Business key, unique for ever: case, step and template, never a date or an attempt. */
  key: string;
  template: string;
  /**
   * `customer`, `engineer`, `dispatcher`, `role:<policy role>`, `person:<id>` or `customer:<id>`; what is no mail goes to
   * `kind:<kind>` (a case to open), `case:<number>` (an action of another case), `lot:<number>` (who has goods of it) or
   * `unit` (master data of a unit that was exchanged or accepted).
   */
  to: string;
  /** Values for the template: ids, instants, clause ids, figures. */
  params: Readonly<Record<string, FactValue | null>>;
  clauses: readonly string[];
}

/** The columns of the case that lists filter and sort by. */
export interface CaseHead {
  kind: CaseKind;
  status: string;
  policyId: string;
  policyVersion: string;
  policyHash: string;
  level?: string;
  region?: string;
  customerId: string;
  siteId?: string;
  assetId?: string;
  dispatcherId?: string;
  engineerId?: string;
  openedAt: string;
  closedAt?: string;
  /** The next due time among running clocks. */
  nextDueAt?: string;
  nextDueClock?: string;
  breached: boolean;
  escalationLevel: number;
}

export interface StepRecord {
  caseId: string;
  seq: number;
  /** Workflow time at which the step was taken. */
  recordedAt: string;
  cause: StepCause;
  head: CaseHead;
  /** Sections of the case state that this step changed, whole (JSON); absent sections are as before. */
  changed: Readonly<Record<string, unknown>>;
  events: readonly CaseEvent[];
  clocks: readonly ClockRow[];
  escalations: readonly EscalationRow[];
  notices: readonly NoticeRow[];
  /** Entries that the step added or confirmed; absent where it touched no money. */
  ledger?: readonly LedgerRow[];
}

/** What `record` answers. */
export interface RecordOutcome {
  /** `recorded`, `same` (seen before with the same content) or `different` (seen before with other content: alarm). */
  result: 'recorded' | 'same' | 'different';
}

/** What `deliver` answers. */
export interface DeliverOutcome {
  result: 'sent' | 'already' | 'refused' | 'nobody';
  messageId?: string;
  /** SMTP code or another short machine-readable reason, without addresses. */
  reason?: string;
  /** The paper that was made, where the notice owed one. */
  document?: TextRef;
}

/** What `deliverStep` answers: what became of each, in their order; `later`: not this time, the case asks for it alone. */
export interface DeliverStepOutcome {
  outcomes: readonly (DeliverOutcome | { result: 'later' })[];
}
