/** What the workflows of dispatch may ask of the world. Ids, instants (ISO 8601 UTC) and figures only. */
import type { Actor } from '../../domain/cases/record';

export interface DispatchRequest {
  policyId: string;
  /** Scheduled time. */
  at: string;
}

export interface DraftOutcome {
  planId: string;
  /** The local date planned, YYYY-MM-DD. */
  date: string;
  lines: number;
  unassigned: number;
  conflicts: number;
  leftOver: number;
  batch: string;
}

export interface PublishRequest {
  planId: string;
  at: string;
  by: Actor;
}

export interface DispatchActivities {
  /** Drafts the plan of the next working day, left-over jobs first, and opens the duty to publish it. Repeatable. */
  draftPlan(request: DispatchRequest): Promise<DraftOutcome>;
  /** The table of staff movements and callbacks as a workbook, owed as mail to the policy's roles. */
  movementTable(request: DispatchRequest): Promise<{ rows: number; batch: string }>;
  /** The day is over: jobs left over go first on the next day and a supervisor is told; record sheets are reconciled. */
  endOfDay(request: DispatchRequest): Promise<{ leftOver: number; sheetsMissing: number; batch: string }>;
  /** Gives the planned jobs to their engineers (Updates of the cases), and owes each engineer the plan by mail. */
  publishPlan(request: PublishRequest): Promise<{ assigned: number; refused: number; told: number; batch: string }>;
}
