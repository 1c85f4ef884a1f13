/** The request that opens a complaint, field by field. */
import { z } from 'zod';
import { openRequest } from '../opening';
import { code, recordId, textRef } from '../payload';

/** The request, with the free texts as references (see `clientPayload`). */
export const openComplaintSchema = openRequest.extend({
  channel: z.enum(['phone', 'fax', 'letter', 'oral', 'email', 'message', 'other']),
  complaint: textRef.describe('what the customer complains about, in their words'),
  wish: textRef.optional().describe('what the customer wants'),
  region: code.optional().describe('region of the policy; from the site where one is given'),
  product: code.optional().describe('product family of the policy; from the asset where one is given'),
  lots: z.array(code).max(20).default([]).describe('lot numbers on the goods'),
  aboutCase: code.optional().describe('number of the case that it is about'),
  concernedIds: z
    .array(recordId)
    .max(10)
    .default([])
    .describe('members of the staff whom it is about: they neither act in it nor are told'),
  addressedTo: code.optional().describe('level of the policy to which the customer turned directly'),
  urgent: z.boolean().default(false),
  safety: z.boolean().default(false).describe('people or things are in danger'),
  severeLoss: z.boolean().default(false).describe('a quality failure with severe loss for the customer'),
  preserveScene: z.boolean().default(false).describe('the customer is asked to leave the scene as it is'),
});
export type OpenComplaint = z.infer<typeof openComplaintSchema>;
