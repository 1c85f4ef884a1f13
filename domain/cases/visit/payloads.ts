/** The payloads of assigning and visiting, for every kind with visits. Instants ISO 8601 with offset, money integer fen. */
import { z } from 'zod';
import { fen, instantText, recordId, textRef } from '../payload';
import { checklist } from '../shared-payloads';

export const assign = z.strictObject({ engineerId: recordId, reason: textRef.optional() });
export const schedule = z.strictObject({
  at: instantText.describe('the visit time agreed with the customer'),
  customerRequested: z.boolean().default(false).describe('the customer asked for a time after the arrival deadline'),
  checklist,
});
export const reschedule = z.strictObject({
  at: instantText.optional(),
  consent: z.boolean().describe('the customer agrees to the new time'),
  reason: textRef,
});
export const reportDelay = z.strictObject({ expectedAt: instantText, customerTold: z.boolean() });
export const depart = z.strictObject({
  checklist,
  unreached: z.literal(true).optional().describe('the customer did not answer the phone before'),
});
export const arrive = z.strictObject({
  customerPresent: z.boolean().default(true),
  checklist,
  apology: z.enum(['accepted', 'refused', 'not_needed']).default('not_needed').describe('where the engineer is late'),
});
export const phoneFromDoor = z.strictObject({ answered: z.boolean() });
export const reportNoShow = z.strictObject({
  neighboursAsked: z.boolean().default(false),
  cardLeft: z.boolean().default(false),
  centreTold: z.boolean().default(false),
});
export const hold = z.strictObject({
  reason: z.enum(['documents', 'power_cut', 'customer_away']),
  until: instantText.describe('when somebody looks again'),
  text: textRef,
});

export const endVisit = z.strictObject({
  briefed: z.boolean().default(false).describe('use, upkeep and remote status were explained'),
});
export type EndVisit = z.infer<typeof endVisit>;

export const fileSheet = z.strictObject({ amountFen: fen.default(0).describe('the amount on the card') });
export type FileSheet = z.infer<typeof fileSheet>;

export const reportIncident = z.strictObject({
  incident: z.enum(['engineer_or_tools_held', 'conduct', 'damage', 'compensation_request']),
  text: textRef,
});
export type ReportIncident = z.infer<typeof reportIncident>;
