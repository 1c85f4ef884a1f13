/** The mails that exist and whom each may go to. The words stand in `zh.ts` and `en.ts`. */

import { AUDIT_TEMPLATES } from './audit-mails';
import { CARE_TEMPLATES } from './care-mails';
import { COMPLAINT_TEMPLATES } from './complaint-mails';
import { DUTY_TEMPLATES } from './duty-mails';
import { JOB_TEMPLATES } from './job-mails';
import type { Message } from './message';
import { MONEY_TEMPLATES } from './money';
import { PRICE_TEMPLATES } from './price';
import { RETURN_TEMPLATES } from './return-mails';

/** Customers read no internal words: no clauses, no escalations, no links into the system. */
export type Audience = 'customer' | 'staff';

/** Every template by name, with those who may read it. The policy check refuses a notice to anybody else. */
export const TEMPLATES = {
  // Intake and dispatch
  case_received: ['customer', 'staff'],
  entitlement_told: ['customer', 'staff'],
  facts_asked: ['staff'],
  handling_opinion: ['customer', 'staff'],
  case_handed_over: ['staff'],
  job_assigned: ['staff', 'customer'],
  engineer_declined: ['staff'],
  repair_address: ['customer'],
  warranty_terms: ['customer'],
  // The visit
  visit_appointed: ['customer', 'staff'],
  visit_rescheduled: ['customer', 'staff'],
  reassign_visit: ['staff'],
  engineer_delayed: ['customer', 'staff'],
  customer_not_met: ['staff'],
  no_show_card: ['customer', 'staff'],
  customer_unreached: ['staff'],
  site_feedback: ['staff'],
  // Diagnosis, quote, parts, loaner
  damage_explained: ['customer'],
  usage_caution: ['customer'],
  preserve_scene: ['customer'],
  maker_help_explained: ['customer'],
  goodwill_granted: ['customer', 'staff'],
  quote: ['customer', 'staff'],
  quote_reminder: ['customer', 'staff'],
  part_needed: ['customer'],
  parts_waiting: ['customer', 'staff'],
  parts_late: ['staff'],
  parts_arrived: ['customer', 'staff'],
  parts_cap_reached: ['staff'],
  order_part: ['staff'],
  help_needed: ['staff'],
  stock_unit_used: ['staff'],
  loaner_approval_needed: ['staff'],
  loaner_issued: ['customer', 'staff'],
  loaner_overdue: ['customer', 'staff'],
  approval_needed: ['staff'],
  // Workshop and completion
  take_back_explained: ['customer'],
  no_result_promised: ['customer'],
  prepare_new_unit: ['staff'],
  promised_date: ['customer', 'staff'],
  delay_explained: ['customer', 'staff'],
  promised_overdue: ['staff'],
  ready_for_collection: ['customer', 'staff'],
  shipped_back: ['customer', 'staff'],
  repair_finished: ['customer', 'staff'],
  result_reported: ['staff'],
  callback_due: ['staff'],
  callback_missed: ['staff'],
  case_closed: ['customer', 'staff'],
  case_cancelled: ['customer', 'staff'],
  ...COMPLAINT_TEMPLATES,
  ...RETURN_TEMPLATES,
  ...JOB_TEMPLATES,
  ...MONEY_TEMPLATES,
  ...PRICE_TEMPLATES,
  ...DUTY_TEMPLATES,
  ...CARE_TEMPLATES,
  ...AUDIT_TEMPLATES,
  // Clocks and escalations
  milestone_warning: ['staff'],
  milestone_reminder: ['staff'],
  escalation_raised: ['staff'],
  escalation_climbed: ['staff'],
  escalation_repeated: ['staff'],
  escalation_settled: ['staff'],
  alert_leadership: ['staff'],
  excuse_requested: ['staff'],
  mail_refused: ['staff'],
  // A supervisor's desk
  supervisor_digest: ['staff'],
  supervisor_reminder: ['staff'],
  deputy_forward: ['staff'],
} as const satisfies Record<string, readonly Audience[]>;

export type TemplateName = keyof typeof TEMPLATES;

/** All names that a notice may carry. */
export const TEMPLATE_NAMES: readonly string[] = Object.keys(TEMPLATES);

/** The template that a name stands for, where it has words for that audience. */
export function findTemplate(name: string, audience: Audience): TemplateName | undefined {
  if (!Object.hasOwn(TEMPLATES, name)) return undefined;
  const audiences: readonly Audience[] = TEMPLATES[name as TemplateName];
  return audiences.includes(audience) ? (name as TemplateName) : undefined;
}

/** The words of one language: each template for each of its audiences, and what is sent for an unknown one. */
export type Messages = {
  readonly [T in TemplateName]: { readonly [A in (typeof TEMPLATES)[T][number]]: Message };
} & { readonly generic: { readonly [A in Audience]: Message } };

/** The words of a template for an audience, `generic` where the name is unknown or not meant for it. */
export function messageOf(messages: Messages, name: TemplateName | undefined, audience: Audience): Message {
  const entry: Partial<Record<Audience, Message>> = name === undefined ? messages.generic : messages[name];
  return entry[audience] ?? messages.generic[audience];
}
