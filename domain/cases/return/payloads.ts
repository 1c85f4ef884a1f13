/**
 * The payloads of a return's own actions; those that every kind has stand in `../shared-payloads`. Instants are
 * ISO 8601 with offset, money integer fen, free texts references (the API takes strings).
 */
import { z } from 'zod';
import { moneyParties } from '../ledger-rows';
import { bookNumber, code, dateText, fen, instantText, textRef } from '../payload';
import { checklist } from '../shared-payloads';
import { returnReasons, wishes } from './state';

const line = z.int().positive().max(500).describe('line of the sales document');
const quantity = z.int().positive().max(1_000_000);
const moneyParty = z.enum(moneyParties);

export const sale = z.strictObject({
  documentNo: bookNumber.describe('number of the sales document'),
  lines: z
    .array(
      z.strictObject({
        line,
        model: bookNumber,
        quantity: quantity.describe('how many were sold'),
        unitFen: fen.describe('what one of them cost'),
        serialNo: bookNumber.optional(),
        batchNo: bookNumber.optional(),
      }),
    )
    .min(1)
    .max(200),
});
export const items = z
  .array(z.strictObject({ line, quantity, reason: z.enum(returnReasons) }))
  .min(1)
  .max(200);

export const fileApplication = z.strictObject({
  sale,
  items,
  wants: z.enum(wishes),
  text: textRef.optional().describe('what the customer adds'),
});

export const checkDocuments = z.strictObject({
  salesDocuments: z.boolean().describe('all sales documents are there'),
  warrantyCertificate: z.boolean().optional(),
  paymentSettled: z.boolean().optional().describe('the goods are fully paid'),
  until: instantText.optional().describe('when somebody looks again for what is missing'),
});

export const assess = z.strictObject({
  stage: z.enum(['acceptance', 'delivery']).optional().describe('where it is found out there'),
  saleDate: dateText.optional(),
  deliveredOn: dateText.optional(),
  exchangedOn: dateText.optional(),
  contractWarrantyMonths: z.int().nonnegative().max(600).optional(),
  soldByUs: z.boolean().optional(),
  packagingComplete: z.boolean().optional(),
  accessoriesComplete: z.boolean().optional(),
  serialMatches: z.boolean().optional(),
  internalsUntouched: z.boolean().optional(),
  misuse: z.boolean().optional(),
  humanDamage: z.boolean().optional(),
  forceMajeure: z.boolean().optional(),
  resalable: z.boolean().optional(),
  qualityProblem: z.boolean().optional(),
  functionalFault: z.boolean().optional(),
  conformsToContract: z.boolean().optional(),
  discontinued: z.boolean().optional().describe('the product is no longer made'),
  transportDamage: z.boolean().optional(),
  repairTried: z.boolean().optional(),
  repairable: z.boolean().optional(),
  manufacturerConfirmed: z.boolean().optional(),
  majorBatch: z.boolean().optional().describe('a large batch; for a supervisor to say'),
  weightKg: z.number().nonnegative().max(1_000_000).optional(),
  volumeM3: z.number().nonnegative().max(100_000).optional(),
  suppliedBy: instantText.optional().describe('by when the purchaser wants conforming goods'),
});

export const answerOffer = z.strictObject({
  accepted: z.boolean().describe('the customer takes what they are entitled to'),
  wants: z.enum(wishes).optional().describe('another remedy that the customer asks for instead'),
});
export const negotiate = z.strictObject({ text: textRef.describe('what was agreed about the large item') });
export const submit = z.strictObject({ checklist });
export const decideReturn = z.strictObject({
  decision: z.enum(['approved', 'refused']),
  duty: code.describe('the policy role in which you decide'),
  onSite: z.boolean().default(false).describe('confirmed on site'),
  liable: moneyParty.optional().describe('who is liable, as found on site'),
  reason: textRef.optional().describe('required where it is refused'),
});
export const planHandling = z.strictObject({
  liable: moneyParty,
  cause: textRef,
  plan: textRef,
  corrective: textRef.optional().describe('corrective action'),
});
export const issueOrder = z.strictObject({
  orderNo: bookNumber,
  route: z.enum(['carry_in', 'pick_up', 'send_in', 'negotiated', 'on_delivery']),
  freightPayer: moneyParty.optional().describe('where the policy does not say'),
});
export const arrangePickUp = z.strictObject({ at: instantText, trackingNo: code.optional() });

export const receiveGoods = z.strictObject({
  items: z
    .array(z.strictObject({ line, received: z.int().nonnegative().max(1_000_000) }))
    .min(1)
    .max(200),
  trackingNo: code.optional(),
});
export const inspectItem = z.strictObject({
  line,
  accepted: z.int().nonnegative().max(1_000_000),
  refused: z.int().nonnegative().max(1_000_000).default(0),
  refusal: code.optional().describe('a reason for which the policy lets goods be refused'),
  explained: z.boolean().default(false).describe('the customer was told why'),
  condition: textRef.optional(),
});
export const sendBack = z.strictObject({ trackingNo: code });

export const proposeRefund = z.strictObject({
  amountFen: fen.describe('what the customer gets'),
  deductions: z
    .array(z.strictObject({ deduction: code.describe('a deduction of the policy'), fen: fen.positive() }))
    .max(20)
    .default([]),
});
export const payRefund = z.strictObject({
  slipNo: code.describe('number of the payment; of an amended refund, of the payment of the difference, either way'),
});
export const shipReplacement = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        line,
        model: bookNumber,
        quantity,
        serialNo: bookNumber.optional(),
        priceFen: fen.optional().describe('price of one, where it is another model'),
      }),
    )
    .min(1)
    .max(200),
  trackingNo: code.optional(),
});
export const claimSupplier = z.strictObject({
  of: z.enum(['maker', 'dealer']),
  claimedFen: fen,
  oldGoodsSent: z.boolean().default(false).describe('the old goods go back against new ones'),
});
export const settleClaim = z.strictObject({
  claim: z.int().positive().describe('number of the claim'),
  outcome: z.enum(['paid', 'replaced', 'refused']),
  fen: fen.default(0).describe('what was paid'),
});
