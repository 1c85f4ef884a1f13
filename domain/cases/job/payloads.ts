/** The payloads of a job's own actions; those of the visit stand in `../visit/payloads`. */
import { z } from 'zod';
import { code, textRef } from '../payload';
import { checklist } from '../shared-payloads';

export const notifyCustomer = z.strictObject({
  by: z.enum(['phone', 'email', 'message', 'letter']).default('phone'),
});

/** What was looked at or tested, one by one. */
export const passedItems = z.array(
  z.strictObject({ item: code.describe('what it is: water, power, viscosity, recording …'), passed: z.boolean() }),
);

export const checkSite = z.strictObject({
  items: passedItems.min(1).max(40),
  text: textRef.optional().describe('what has to be put right first'),
});

export const agreePosition = z.strictObject({
  againstStandard: z.boolean().default(false).describe('the customer wants a place that the standard advises against'),
  riskExplained: z.boolean().default(false),
});

export const brief = z.strictObject({
  topics: z.array(code).min(1).max(40).describe('what was explained: use, upkeep, remote_status …'),
  attendees: z.int().positive().max(1000).default(1).describe('how many people took part'),
});

export const finish = z.strictObject({
  done: z.boolean(),
  tested: z.boolean().default(false).describe('the test run passed'),
  text: textRef.optional().describe('what was done, or why it was not'),
  checklist,
});

export const reportTest = z.strictObject({
  items: passedItems.min(1).max(100),
  summary: textRef.describe('what the test showed, for the customer'),
});

export const answerQuestion = z.strictObject({
  by: z.enum(['phone', 'email', 'message', 'visit']).default('phone'),
  text: textRef.describe('the answer in detail'),
});

export const signOff = z.strictObject({
  signed: z.boolean().describe('both sides signed the sheet or acceptance certificate'),
  unsignedReason: textRef.optional(),
  quality: z.int().min(1).max(5).optional(),
  attitude: z.int().min(1).max(5).optional(),
  checklist,
});
