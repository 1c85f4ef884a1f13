/**
 * What workflows may ask of the world. Workflows import these types only; `activities/index.ts` implements them.
 * Arguments and results stand in histories for ever: ids, instants (ISO 8601 UTC) and figures, never personal data.
 */
import type { DeliverOutcome, DeliverStepOutcome, NoticeRow, RecordOutcome, StepRecord } from '../domain/cases/record';
import type { LatePaperRequest } from '../domain/documents/late-paper';

export interface DeliverRequest {
  caseId: string;
  seq: number;
  /** Workflow time at which it became owed. */
  owedAt: string;
  notice: NoticeRow;
  /** Whom `customer`, `engineer` and `dispatcher` stand for in this case. */
  parties: { customerId: string; engineerId?: string; dispatcherId?: string; barred?: readonly string[] };
  policyId: string;
  region?: string;
}

/** The notifications of one step that owes several. */
export interface DeliverStepRequest extends Omit<DeliverRequest, 'notice'> {
  notices: readonly NoticeRow[];
}

export interface CallOutRequest {
  caseId: string;
  /** Key of the escalation and its level: the same request always gets the same answer. */
  escalation: string;
  role: string;
  policyId: string;
  region?: string;
  at: string;
  /** People who are never called, for the case is about them; their deputies stand in. */
  barred?: readonly string[];
}

/** A line on a supervisor's desk. */
export interface DeskEntry {
  caseId: string;
  escalation: string;
  level: number;
  subject: string;
  at: string;
  policyId: string;
}

/** A line that comes onto the desks of these supervisors, or is taken off. */
export interface TellDesksRequest {
  people: string[];
  signal: 'escalated' | 'settled';
  entry: DeskEntry;
}

/** Something that the operator has to look at; the key tells one from another. */
export interface AlarmRequest {
  key: string;
  kind: string;
  caseId?: string;
  at: string;
  detail: Record<string, unknown>;
}

export interface Activities {
  /**
   * Writes one step to the read model in one transaction. Repeating it with the same content does nothing
   * (`same`); other content under the same number raises an alarm (`different`). Connection errors are retried by
   * Temporal without end; a data error throws a non-retryable `Unrecordable`.
   */
  record(step: StepRecord): Promise<RecordOutcome>;
  /**
   * Sends one notification by mail: once per key, the same Message-ID on every try. Temporary failures are retried
   * by Temporal; a refusal for good is an outcome, not an error. Works also where the step could not be recorded.
   */
  deliver(request: DeliverRequest): Promise<DeliverOutcome>;
  /** Sends all notifications of a step side by side, each as `deliver` does. None holds another back. */
  deliverStep(request: DeliverStepRequest): Promise<DeliverStepOutcome>;
  /** Makes a paper of a case that has ended, as `deliver` makes those of running ones. */
  issueLatePaper(request: LatePaperRequest): Promise<DeliverOutcome>;
  /** Who holds the role now: person ids, deputies standing in for those away. Empty: nobody. */
  callOut(request: CallOutRequest): Promise<{ people: string[] }>;
  /** Puts a line on the desks of these supervisors, or takes it off (signal-with-start, deduplicated by escalation). */
  tellDesks(request: TellDesksRequest): Promise<void>;
  /** Mails a desk's digest, reminder or hand-over to the deputy, once per key. */
  deliverDesk(request: {
    key: string;
    personId: string;
    kind: 'digest' | 'reminder' | 'deputy';
    at: string;
    entries: DeskEntry[];
  }): Promise<DeliverOutcome>;
  /**
   * Adds the closed runs that the archive lacks; answers its chain head, the oldest that had been waiting, and the cases of
   * which it has late papers only, for more than a day: their own histories were never exported, or were taken away.
   */
  exportHistories(request: { at: string }): Promise<{
    exported: number;
    lines: number;
    head: string | null;
    oldestClosedAt: string | null;
    /** Absent in answers of older workers. */
    missing?: string[];
  }>;
  /**
   * Owes the auditors a mail with the archive's chain head, where it moved since the last one and none is owed for that
   * day (UTC). Answers how many such mails wait to be sent; see `deliverOwed`.
   */
  oweChainHead(request: { at: string; head: string; lines: number }): Promise<{ batch: string; owed: number }>;
  /** Erases the texts, mails and papers of ended cases that their policy no longer keeps. Repeated, it finds nothing. */
  retainRecords(request: { policyId: string; at: string }): Promise<{ cases: number }>;
  /** Tells the operator; repeated with the same key it does nothing. */
  raiseAlarm(request: AlarmRequest): Promise<void>;
}
