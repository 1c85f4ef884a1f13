/**
 * The payloads of a repair's own actions; those that every kind has stand in `../shared-payloads`. Instants are ISO 8601 with
 * offset, money integer fen, free texts references (the API takes strings).
 */
import { z } from 'zod';
import { code, dateText, fen, instantText, spanText, textRef } from '../payload';
import { checklist } from '../shared-payloads';
import { moneyPapers } from './state';

export const completeRecord = z.strictObject({
  proofShown: z.boolean().optional(),
  purchaseDate: dateText.optional(),
  soldByUs: z.boolean().optional(),
  inWarranty: z
    .boolean()
    .optional()
    .describe('the warranty covers the purchase date; checked by whoever completes the record'),
  known: z.array(code).max(40).default([]).describe('fields of the intake record that are known now'),
});

export const assess = z.strictObject({
  level: code.optional().describe('fault level of the policy'),
  region: code.optional(),
  channel: z.enum(['on_site', 'carry_in', 'send_in', 'remote']).optional(),
  kind: z.enum(['project', 'product', 'contract']).optional(),
  product: code.optional(),
  outOfTown: z.boolean().optional(),
  travelTime: spanText.optional().describe('the dispatcher’s estimate'),
  soldByUs: z.boolean().optional(),
  inWarranty: z.boolean().optional(),
  contractActive: z.boolean().optional(),
  proofShown: z.boolean().optional(),
  purchaseDateKnown: z.boolean().optional(),
  humanDamage: z.boolean().optional(),
  excluded: z.boolean().optional(),
  qualityProblem: z.boolean().optional(),
  functionalFault: z.boolean().optional(),
  severe: z.boolean().optional(),
  specialAgreement: z.boolean().optional(),
  keyAccount: z.boolean().optional(),
  established: z
    .record(code, z.union([z.boolean(), z.number(), code, dateText, instantText, spanText, z.array(code).max(20)]))
    .default({})
    .describe('facts that the policy’s decisions ask for, by their names there; see `askFor` of the case'),
  reason: textRef.optional().describe('required where something known already is changed'),
});

export const guide = z.strictObject({
  outcome: z.enum(['solved', 'unsolved', 'refused']),
  advice: textRef.optional(),
});

export const receiveDevice = z.strictObject({
  ticketNo: code.describe('repair ticket given to the customer'),
  accessories: textRef.optional().describe('accessories received, one a line'),
  faultConfirmed: z.boolean().default(true),
  checklist,
  condition: textRef.optional(),
});
export const takeBack = z.strictObject({
  agreed: z.boolean(),
  explained: z.boolean().describe('the customer was told why'),
  checklist,
});
export const diagnose = z.strictObject({
  finding: textRef.describe('the cause and the work list'),
  humanDamage: z.boolean().default(false),
  excluded: z.boolean().optional(),
  qualityProblem: z.boolean().optional(),
  functionalFault: z.boolean().optional(),
  severe: z.boolean().optional(),
  partNeeded: z.boolean().default(false),
  partClaimable: z.boolean().optional().describe('the maker reimburses the part'),
  customerRejectsExplanation: z.boolean().optional(),
  repairableHere: z.boolean().default(true),
  damagedParts: z.array(code).max(50).default([]).describe('only these may be replaced'),
});
export const quote = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        fee: code.describe('a line of the policy’s fee table'),
        quantity: z.number().positive().max(100_000).default(1),
        unitFen: fen.optional().describe('where the policy has no price: actual use, cost, list or agreed'),
        partNo: code.optional(),
      }),
    )
    .min(1)
    .max(50),
});
export const askPrice = z.strictObject({
  fee: code.describe('a line of the policy’s fee table'),
  quantity: z.number().positive().max(100_000).default(1),
  amountFen: fen.describe('for the whole line, in place of the table’s price'),
  reason: textRef,
  replaces: z
    .boolean()
    .optional()
    .describe('the price that was approved before, and that the customer was not quoted, is given up'),
});
export const decidePrice = z.strictObject({
  decision: z.enum(['approved', 'refused']),
  duty: code.describe('the policy role in which you decide'),
  amountFen: fen.optional().describe('the price that you set, where it is another than was asked for'),
  reason: textRef.optional().describe('required where you refuse, or set another price'),
});
export const answerQuote = z.strictObject({
  accepted: z.boolean(),
  by: z.enum(['signature', 'phone', 'email', 'message']),
  reason: textRef.optional().describe('why the customer does not want the repair'),
});
export const remit = z.strictObject({ amountFen: fen, slipNo: code });
export const promise = z.strictObject({ at: instantText.describe('the date promised to the customer') });
export const reportLateReturn = z.strictObject({ reason: textRef, customerTold: z.boolean() });

export const waitForParts = z.strictObject({
  items: z
    .array(z.strictObject({ partNo: code, quantity: z.int().positive().max(10_000) }))
    .min(1)
    .max(50),
  expectedAt: instantText.optional(),
});
export const expectParts = z.strictObject({ expectedAt: instantText.describe('when the supplier delivers') });
export const receiveParts = z.strictObject({ correct: z.boolean().default(true) });
export const useStockUnit = z.strictObject({
  serialNo: code.describe('the unit in stock that the part is taken from'),
});
export const returnOldParts = z.strictObject({ count: z.int().positive().max(1000) });

export const requestLoaner = z.strictObject({ reason: textRef });
export const decideLoaner = z.strictObject({
  decision: z.enum(['approved', 'refused']),
  duty: code.describe('the policy role in which you decide'),
});
export const issueLoaner = z.strictObject({ unitId: code, depositFen: fen.default(0), agreementSigned: z.boolean() });
export const returnLoaner = z.strictObject({ complete: z.boolean().default(true) });

export const sendToMaker = z.strictObject({ trackingNo: code.optional() });
export const askHelp = z.strictObject({ stage: code.describe('a step of the policy’s technical help') });
export const answerHelp = z.strictObject({ solved: z.boolean(), advice: textRef.optional() });
export const grantGoodwill = z.strictObject({ reason: textRef });

export const complete = z.strictObject({
  resolved: z.boolean(),
  tested: z.boolean().describe('the test run passed'),
  work: textRef.optional(),
  replacedParts: z.array(code).max(50).default([]),
});
export const signOff = z.strictObject({
  signed: z.boolean(),
  unsignedReason: textRef.optional(),
  quality: z.int().min(1).max(5).optional(),
  attitude: z.int().min(1).max(5).optional(),
  chargedFen: fen.default(0),
  payment: z
    .enum(['on_the_spot', 'invoice_first'])
    .default('on_the_spot')
    .describe('how it is paid; the invoice first, then the money on another visit'),
  paper: z.enum(moneyPapers).optional().describe('what the customer wants sent'),
  checklist,
});
export const askForInvoice = z.strictObject({ paper: z.enum(moneyPapers) });
export const sendInvoice = z.strictObject({
  invoiceNo: code.describe('number of the invoice or receipt'),
  by: z.enum(['post', 'email', 'hand']).default('post'),
  trackingNo: code.optional().describe('of the letter; required by post'),
});
export const handInMoney = z.strictObject({ amountFen: fen.min(1).describe('what finance was given') });
export const handBack = z.strictObject({ ticketNo: code.describe('the ticket that the customer shows'), checklist });
export const shipBack = z.strictObject({ trackingNo: code });

export const reportLoss = z.strictObject({
  whose: z.enum(['customer', 'company']),
  preserveScene: z.boolean().default(false),
  text: textRef.optional(),
});
