/** The request that opens a repair, field by field. */
import { z } from 'zod';
import { openRequest } from '../opening';
import { code, spanText, textRef } from '../payload';
import { repairWorks } from './state';

/** The request, with the free texts as references (see `clientPayload`). */
export const openRepairSchema = openRequest.extend({
  channel: z.enum(['on_site', 'carry_in', 'send_in', 'remote']),
  kind: z.enum(['project', 'product', 'contract']).default('product'),
  work: z.enum(repairWorks).default('repair'),
  product: code.optional().describe('product family of the policy; from the asset where one is given'),
  level: code.optional().describe('fault level of the policy, if known'),
  region: code.optional().describe('region of the policy; from the site where one is given'),
  fault: textRef.describe('what is wrong, in the customer’s words'),
  wish: textRef.optional().describe('requested time and special requirements'),
  severeLoss: z.boolean().default(false).describe('a quality failure with severe loss for the customer'),
  outOfTown: z.boolean().optional(),
  travelTime: spanText.optional(),
  weightKg: z.number().nonnegative().max(1_000_000).optional(),
  volumeM3: z.number().nonnegative().max(100_000).optional(),
  soldByUs: z.boolean().optional(),
  proofShown: z.boolean().optional(),
  purchaseDate: z.iso.date().optional(),
  accessories: textRef.optional().describe('accessories received, one a line'),
  trackingNo: code.optional(),
  collectPayment: z.boolean().default(false),
  signatureNeeded: z.boolean().default(true),
  salespersonAccompanies: z.boolean().default(false),
  filledBy: z.enum(['customer', 'salesperson', 'agent']).default('agent'),
});
export type OpenRepair = z.infer<typeof openRepairSchema>;
