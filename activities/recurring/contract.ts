/**
 * What recurring workflows may ask of the world beside cases' own activities. Arguments and results stand in histories:
 * keys, instants (ISO 8601 UTC) and figures, never personal data.
 */

/** A pass at its scheduled time. */
export interface PassRequest {
  /** Scheduled time of the pass, not the time at which it came to run. */
  at: string;
}

export interface ChaseOutcome {
  warned: number;
  breached: number;
  climbed: number;
  /** The notices that it owes; see `deliverOwed`. */
  batch: string;
}

export interface RecurringActivities {
  /** Warns of, breaches and escalates every chore whose time has come, in one pass. Repeated with the same time: nothing. */
  chaseChores(request: PassRequest): Promise<ChaseOutcome>;
  /**
   * Sends the notices of a batch that are still owed, each once. Temporary failures are retried by Temporal; those that
   * were sent stay sent.
   */
  deliverOwed(request: { batch: string; at: string }): Promise<{ sent: number; refused: number; nobody: number }>;
}
