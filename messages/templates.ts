/** The mails that exist and whom each may go to. The words stand in `zh.ts` and `en.ts`. */

import { AUDIT_TEMPLATES } from './audit-mails';
import { CARE_TEMPLATES } from './care-mails';
import { COMPLAINT_TEMPLATES } from './complaint-mails';
import { COMPLETION_TEMPLATES } from './completion-mails';
import { DIAGNOSIS_TEMPLATES } from './diagnosis-mails';
import { DUTY_TEMPLATES } from './duty-mails';
import { INTAKE_TEMPLATES } from './intake-mails';
import { JOB_TEMPLATES } from './job-mails';
import type { MailsOf, Message } from './message';
import { MONEY_TEMPLATES } from './money';
import { PARTS_TEMPLATES } from './parts-mails';
import { PRICE_TEMPLATES } from './price';
import { RETURN_TEMPLATES } from './return-mails';
import { SUPERVISION_TEMPLATES } from './supervision-mails';
import { VISIT_TEMPLATES } from './visit-mails';

/** Customers read no internal words: no clauses, no escalations, no links into the system. */
export type Audience = 'customer' | 'staff';

/** Every template by name, with those who may read it. The policy check refuses a notice to anybody else. */
export const TEMPLATES = {
  ...INTAKE_TEMPLATES,
  ...VISIT_TEMPLATES,
  ...DIAGNOSIS_TEMPLATES,
  ...PARTS_TEMPLATES,
  ...COMPLETION_TEMPLATES,
  ...COMPLAINT_TEMPLATES,
  ...RETURN_TEMPLATES,
  ...JOB_TEMPLATES,
  ...MONEY_TEMPLATES,
  ...PRICE_TEMPLATES,
  ...DUTY_TEMPLATES,
  ...CARE_TEMPLATES,
  ...AUDIT_TEMPLATES,
  ...SUPERVISION_TEMPLATES,
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
export type Messages = MailsOf<typeof TEMPLATES> & { readonly generic: { readonly [A in Audience]: Message } };

/** The words of a template for an audience, `generic` where the name is unknown or not meant for it. */
export function messageOf(messages: Messages, name: TemplateName | undefined, audience: Audience): Message {
  const entry: Partial<Record<Audience, Message>> = name === undefined ? messages.generic : messages[name];
  return entry[audience] ?? messages.generic[audience];
}
