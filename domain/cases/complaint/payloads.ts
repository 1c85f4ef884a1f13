/**
 * The payloads of a complaint's actions, beside those that every kind has. Instants are ISO 8601 with offset, dates
 * local calendar dates, money integer fen, free texts references (the API takes strings).
 */
import { z } from 'zod';
import { code, dateText, fen, recordId, textRef } from '../payload';

const lot = code.describe('lot number on the goods');
const channel = z.enum(['phone', 'fax', 'letter', 'oral', 'email', 'message', 'other']);

export const acknowledgeReceipt = z.strictObject({
  channel: channel.default('phone'),
  words: textRef.optional().describe('what the customer was told'),
});
export const completeForm = z.strictObject({
  known: z.array(code).max(20).default([]).describe('fields of the form that are known now'),
  lots: z.array(lot).max(20).default([]),
});
export const logContact = z.strictObject({ channel, text: textRef.describe('what was said, and answered') });
export const addStatement = z.strictObject({ text: textRef });

export const assess = z.strictObject({
  severity: z.enum(['minor', 'serious', 'critical']),
  categories: z.array(code).min(1).max(10).describe('each goes to its owner, on a clock of its own'),
  urgent: z.boolean().default(false),
  lots: z.array(lot).max(20).default([]),
  region: code.optional(),
  product: code.optional(),
  reason: textRef.optional().describe('required where the severity is changed'),
});
export const reportDanger = z.strictObject({
  what: z.enum(['safety', 'customer_loss', 'company_loss', 'staff_held', 'urgent']),
  preserveScene: z.boolean().default(false),
  text: textRef.optional(),
});
export const nameConcerned = z.strictObject({
  concernedIds: z.array(recordId).min(1).max(10).describe('members of the staff whom it is about'),
  reason: textRef,
});
export const assignHandler = z.strictObject({ handlerId: recordId, reason: textRef.optional() });

export const assignTask = z.strictObject({ category: code, taskPersonId: recordId });
export const takeTask = z.strictObject({ category: code });
export const passTask = z.strictObject({
  category: code,
  role: code.describe('the policy role that answers from now on'),
  reason: textRef,
});
export const answerTask = z.strictObject({ category: code, answer: textRef });

export const checkBatch = z.strictObject({
  lot: lot.optional().describe('absent: the goods carry no lot number'),
  inStock: z.boolean().describe('goods of the same lot are in stock'),
});
export const testSample = z.strictObject({
  lot,
  size: z.int().positive().max(100_000),
  similar: z.boolean().describe('the sample shows the same problem'),
  text: textRef.optional(),
});
export const listAffected = z.strictObject({
  lot,
  customerIds: z.array(recordId).max(200).default([]).describe('each is told at once'),
  complete: z.boolean().default(false).describe('nobody else has goods of this lot'),
});
export const settleAffected = z.strictObject({
  lot,
  affectedId: recordId.describe('id of the affected customer'),
  outcome: z.enum(['returned', 'kept', 'used_up', 'unreached']),
});

export const conclude = z.strictObject({
  analysis: textRef,
  cause: z.enum([
    'design',
    'material',
    'production',
    'transport',
    'storage',
    'installation',
    'service',
    'use',
    'unknown',
  ]),
  liability: z.enum(['company', 'maker', 'dealer', 'agent', 'carrier', 'customer', 'shared', 'nobody', 'unclear']),
  outcome: z.enum(['upheld', 'partly_upheld', 'not_upheld']),
});
export const planCorrection = z.strictObject({
  what: textRef,
  correctionOwnerId: recordId,
  dueOn: dateText.describe('the last day, in the zone of the policy'),
});
const correction = z.int().positive().describe('number of the corrective action');
export const reportCorrection = z.strictObject({ correction, evidence: textRef });
export const verifyCorrection = z.strictObject({ correction, effective: z.boolean(), text: textRef.optional() });

const solution = {
  solution: textRef,
  remedy: z.enum(['explanation', 'apology', 'repair', 'exchange', 'return', 'resupply', 'compensation']),
  compensation: z
    .array(
      z.strictObject({
        basis: code.describe('one of the policy’s bases of compensation'),
        amountFen: fen.min(1),
        unitFen: fen.optional(),
        quantity: z.number().positive().max(1_000_000).optional(),
      }),
    )
    .max(20)
    .default([]),
};
export const propose = z.strictObject(solution);
export const decideCompensation = z.strictObject({
  decision: z.enum(['approved', 'refused']),
  duty: code.describe('the policy role in which you decide'),
  text: textRef.optional(),
});
export const answerDecision = z.strictObject({
  accepted: z.boolean(),
  by: z.enum(['signature', 'phone', 'email', 'message', 'letter']),
  text: textRef.optional(),
});
export const appeal = z.strictObject({
  text: textRef,
  level: code.optional().describe('a level that the customer turns to directly; else the next one'),
});
export const rule = z.strictObject({
  outcome: z.enum(['confirmed', 'amended']).describe('the decision stands, or another one takes its place'),
  text: textRef,
  ...solution,
  solution: textRef.optional().describe('required where the decision is amended'),
  remedy: solution.remedy.optional(),
});

export const carryOut = z.strictObject({ text: textRef.describe('what was done') });
export const close = z.strictObject({
  result: textRef.describe('the written result, as the customer gets it'),
  reason: textRef.optional().describe('required where the customer is not satisfied'),
});
export const withdraw = z.strictObject({ reason: textRef });
