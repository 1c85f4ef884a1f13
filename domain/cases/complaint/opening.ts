/** What it takes to open a complaint: the request as whoever took it writes it down, and the input of its workflow. */
import { z } from 'zod';
import { openingOf, openRequest, requiredText, type CaseInput } from '../opening';
import { code, recordId, textRef } from '../payload';
import type { TextRef } from '../record';
import { openingFacts } from './facts';
import type { ComplaintForm } from './state';

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

/** The input of a complaint workflow. Instants ISO 8601 UTC. */
export interface ComplaintInput extends CaseInput {
  texts: { complaint: TextRef; wish?: TextRef };
  form: ComplaintForm;
  /** Marks of what must be known above at once. */
  danger: readonly ('safety_reported' | 'severe_loss' | 'urgent_reported')[];
  preserveScene: boolean;
  /** A level of the policy to which the customer turned directly. */
  addressedTo?: string;
  aboutCase?: string;
}

/** How a complaint is opened. */
export const complaintOpening = openingOf<OpenComplaint>({
  kind: 'complaint',
  prefix: 'C',
  workflowType: 'complaint',
  title: { zh: '投诉', en: 'Complaint' },
  schema: openComplaintSchema,
  facts: openingFacts,
  following: ({ of, words }) => ({ channel: 'phone', complaint: words, aboutCase: of }),
  input: ({ request, texts, base }): ComplaintInput => ({
    ...base,
    parties: { ...base.parties, ...(request.concernedIds.length > 0 && { barred: request.concernedIds }) },
    texts: { complaint: requiredText(texts, 'complaint'), wish: texts.wish },
    form: {
      source: request.source,
      channel: request.channel,
      recorder: base.actor.id,
      lots: [...new Set(request.lots)],
    },
    danger: [
      ...(request.safety ? (['safety_reported'] as const) : []),
      ...(request.severeLoss ? (['severe_loss'] as const) : []),
      ...(request.urgent ? (['urgent_reported'] as const) : []),
    ],
    preserveScene: request.preserveScene,
    addressedTo: request.addressedTo,
    aboutCase: request.aboutCase,
  }),
});
