/** The request that opens a return or exchange, field by field. */
import { z } from 'zod';
import { openRequest } from '../opening';
import { code, textRef } from '../payload';
import { items, sale } from './payloads';
import { wishes } from './state';

/** The request, with the free texts as references (see `clientPayload`). */
export const openReturnSchema = openRequest.extend({
  wants: z.enum(wishes).describe('what the customer asks for'),
  reason: textRef.describe('why, in the customer’s words'),
  wish: textRef.optional().describe('requested time and special requirements'),
  stage: z.enum(['acceptance', 'delivery']).optional().describe('where it was found out there'),
  product: code.optional().describe('product family of the policy; from the asset where one is given'),
  region: code.optional(),
  sale: sale.optional().describe('the sales document, where it is at hand'),
  items: items.optional().describe('what comes back; needs the sales document'),
  saleDate: z.iso.date().optional(),
  deliveredOn: z.iso.date().optional(),
  soldByUs: z.boolean().optional(),
  qualityProblem: z.boolean().optional(),
  weightKg: z.number().nonnegative().max(1_000_000).optional(),
  volumeM3: z.number().nonnegative().max(100_000).optional(),
});
export type OpenReturn = z.infer<typeof openReturnSchema>;
