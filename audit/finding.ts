/** What an audit finds: of what kind, how grave, where it stands in the history, under which clause, and the figures. */
import type { Clauses } from '../domain/policy/rule';
import type { Instant } from '../domain/time/instant';
import type { EventRef } from './timeline';

/**
 * How grave a kind of finding is. `note`: worth knowing, as it should be; `breach`: a promise was not kept; `irregular`:
 * somebody should look; `alarm`: the history contradicts itself, its policy or its case, or somebody tampered with it.
 */
export const findingKinds = {
  // Promises
  kept: 'note',
  kept_late: 'breach',
  broken: 'breach',
  extended: 'note',
  excused: 'note',
  excuse_open: 'note',
  breach_withdrawn: 'note',
  corrected: 'irregular',
  pause_too_late: 'note',
  callback_missed: 'breach',
  parts_over_cap: 'breach',
  parts_cap_reached: 'note',

  // People told
  escalation_raised: 'note',
  escalation_delivered: 'note',
  escalation_undelivered: 'irregular',
  escalation_acknowledged: 'note',
  escalation_climbed: 'note',
  escalation_unanswered: 'irregular',
  nobody_on_duty: 'irregular',
  mail_failed: 'irregular',
  mail_pending: 'irregular',

  // Actions
  late_entry: 'irregular',
  late_acceptance: 'note',
  late_acceptance_unproved: 'irregular',
  payload_out_of_bounds: 'irregular',

  // The system
  system_gap: 'irregular',
  code_version: 'note',
  step_unrecorded: 'irregular',
  opening_failed: 'irregular',

  // Papers asked for once the case had ended
  late_paper: 'note',
  late_paper_not_made: 'irregular',

  // What only tampering, or a defect, explains
  run_missing: 'alarm',
  case_mixed: 'alarm',
  events_out_of_order: 'alarm',
  time_runs_back: 'alarm',
  event_dangling: 'alarm',
  reset: 'alarm',
  terminated: 'alarm',
  cancelled_by_hand: 'alarm',
  case_failed: 'alarm',
  options_changed: 'alarm',
  time_skipped: 'alarm',
  paused_by_hand: 'alarm',
  properties_changed: 'alarm',
  ended_early: 'alarm',
  input_changed: 'alarm',
  timer_unexpected: 'alarm',
  timer_differs: 'alarm',
  timer_missing: 'alarm',
  timer_early: 'alarm',
  step_without_cause: 'alarm',
  step_missing: 'alarm',
  step_twice: 'alarm',
  cause_differs: 'alarm',
  claim_differs: 'alarm',
  decision_differs: 'alarm',
  notice_missing: 'alarm',
  notice_not_owed: 'alarm',
  notice_not_sent: 'alarm',
  notice_differs: 'alarm',
  signal_unknown: 'alarm',
  text_unknown: 'alarm',
  not_followed: 'alarm',
  outcome_differs: 'alarm',
  action_unknown: 'alarm',
  action_not_allowed: 'alarm',
  actor_differs: 'alarm',
  self_approval: 'alarm',
  double_approval: 'alarm',
  approval_out_of_order: 'alarm',
  second_person_missing: 'alarm',
  amount_not_allowed: 'alarm',
  concerned_acts: 'alarm',
  foreign_job: 'alarm',
  received_in_future: 'alarm',
  received_before_case: 'alarm',
  backdated: 'alarm',
  policy_unknown: 'irregular',
  calendar_unknown: 'note',
  policy_altered: 'alarm',
  figures_altered: 'alarm',
  calendar_altered: 'alarm',
  build_unknown: 'alarm',
  case_missing: 'alarm',
  late_paper_too_early: 'alarm',
  late_paper_differs: 'alarm',
} as const satisfies Record<string, Severity>;

export type Severity = 'note' | 'breach' | 'irregular' | 'alarm';
export type FindingKind = keyof typeof findingKinds;

export interface Finding {
  kind: FindingKind;
  severity: Severity;
  /** The events that prove it, the decisive one first. */
  events: readonly EventRef[];
  clauses: Clauses;
  at?: Instant;
  until?: Instant;
  /** Figures and ids for its explanation; never personal data. */
  data: Readonly<Record<string, string | number | boolean>>;
}

/** A finding of a kind, with its severity. */
export function finding(
  kind: FindingKind,
  events: readonly EventRef[],
  more: Partial<Pick<Finding, 'clauses' | 'at' | 'until' | 'data'>> = {},
): Finding {
  return { kind, severity: findingKinds[kind], events, clauses: [], data: {}, ...more };
}
