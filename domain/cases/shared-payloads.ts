/**
 * Payloads of actions that every kind of case has. Instants are ISO 8601 with offset, free texts references (the API
 * takes strings). What a field means is said here once, for the API's documentation too.
 */
import { z } from 'zod';
import { formNames } from '../documents/form-names';
import { code, fileRef, instantText, recordId, spanText, stateKey, textRef } from './payload';

export const checklist = z.array(code).max(40).default([]).describe('ids of the checklist items that were done');

export const none = z.strictObject({});
export const note = z.strictObject({ text: textRef });
export const reason = z.strictObject({ reason: textRef });
export type Reason = z.infer<typeof reason>;

export const respond = z.strictObject({
  by: z.enum(['phone', 'email', 'message', 'visit']).default('phone'),
  opinion: textRef.optional().describe('the handling opinion'),
});

export const callBack = z.strictObject({
  callback: code.describe('which callback of the policy'),
  reached: z.boolean(),
  satisfied: z.boolean().optional().describe('required where the customer was reached'),
  text: textRef.optional(),
});
export type CallBack = z.infer<typeof callBack>;

/** What a photograph or paper that somebody attaches is about. */
export const attachmentSubjects = ['goods', 'damage', 'packaging', 'label', 'document', 'site', 'other'] as const;

export const issueDocument = z.strictObject({ form: z.enum(formNames).describe('which form') });
export const attach = z.strictObject({
  attachment: fileRef.describe('as the upload answered it'),
  about: z.enum(attachmentSubjects),
});

export const complained = z.strictObject({ complaint: code.describe('number of the complaint') });
export const handOver = z.strictObject({ dispatcherId: recordId });
export const link = z.strictObject({ caseId: code, relation: z.enum(['follows', 'duplicate', 'related']) });
export const merge = z.strictObject({ into: code.describe('number of the case that goes on'), reason: textRef });
export const absorb = z.strictObject({
  duplicate: code.describe('number of the case that was merged'),
  clocks: z
    .array(z.strictObject({ milestone: code, startedAt: instantText }))
    .max(100)
    .default([])
    .describe('its promises that ran, with their starts'),
});

const entry = z.int().positive().describe('number of the entry in the ledger');
export const confirmEntry = z.strictObject({ entry });
export type ConfirmEntry = z.infer<typeof confirmEntry>;
export const reverseEntry = z.strictObject({ entry, reason: textRef });
export type ReverseEntry = z.infer<typeof reverseEntry>;

const escalation = z.strictObject({ escalation: stateKey.describe('key of the escalation') });
export const acknowledge = escalation;
export const resolveEscalation = escalation.extend({ reason: textRef });
export const raise = z.strictObject({ ladder: code, reason: textRef });
export const extend = z.strictObject({
  clock: stateKey,
  by: spanText.describe('calendar time'),
  reason: textRef,
});
export const excuse = z.strictObject({ clock: stateKey, reason: textRef });
export const approveExcuse = z.strictObject({ clock: stateKey });
export const correct = z.strictObject({ clock: stateKey, metAt: instantText, reason: textRef });
