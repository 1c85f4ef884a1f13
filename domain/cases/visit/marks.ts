/**
 * The marks that every kind with visits has, in the order of the work: the moments that policies refer to. What a kind
 * adds stands with the kind.
 */
export const visitMarks = {
  reported: 'the request was received and the case opened',
  responded: 'the customer was contacted, or got the handling opinion',
  assigned: 'an engineer was assigned',
  accepted: 'the engineer accepted the job',
  job_declined: 'the engineer gave the job back, or the customer refused another time',
  appointed: 'a visit time was agreed with the customer',
  rescheduled: 'the visit time was moved with the customer’s consent',
  reschedule_refused: 'the customer did not agree to another time',
  delay_reported: 'the engineer told the customer of a delay before the appointed time',
  departed: 'the engineer left for the customer',
  no_answer_at_door: 'nobody opened',
  phoned_from_door: 'the customer was phoned from the door',
  no_show: 'the customer was not met; card left, centre told',
  entry_refused: 'the customer did not let the engineer in',
  on_site_arrival: 'the engineer met the customer on site',
  late_under_tier: 'arrived late, within the lower tier',
  late_over_tier: 'arrived late, in the upper tier',
  apology_refused: 'the customer did not accept the apology for lateness',
  visit_ended: 'the engineer left the customer',
  visit_ended_untested: 'the visit ended without a test run',
  visit_ended_unresolved: 'the visit ended with the work not done, or not fully',
  signed_off: 'the customer signed, or a reason for no signature was recorded',
  card_returned: 'the signed card or record sheet is back at the centre',
  dissatisfied: 'a callback found the customer not satisfied',
  closed: 'the case is closed',
  reopened: 'the case was reopened inside the reopen window',
  cancelled: 'the case was cancelled',
} as const;
