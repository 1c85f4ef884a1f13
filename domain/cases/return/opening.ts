/** What it takes to open a return or exchange: the request as an agent takes it, and the input that the workflow gets. */
import { z } from 'zod';
import { openingOf, openRequest, requiredText, type CaseInput } from '../opening';
import { code, textRef } from '../payload';
import type { TextRef } from '../record';
import { openingFacts } from './facts';
import { items, sale } from './payloads';
import { wishes, type ReturnItem, type SoldLine } from './state';

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

/** The input of a return workflow. Instants ISO 8601 UTC. */
export interface ReturnInput extends CaseInput {
  texts: { reason: TextRef; wish?: TextRef };
  sale?: { documentNo: string; lines: readonly SoldLine[] };
  items: readonly ReturnItem[];
}

/** How a return is opened. */
export const returnOpening = openingOf<OpenReturn>({
  kind: 'return',
  prefix: 'T',
  workflowType: 'returnExchange',
  title: { zh: '退换货', en: 'Return or exchange' },
  schema: openReturnSchema,
  facts: openingFacts,
  following: ({ words }) => ({ wants: 'return', reason: words }),
  input: ({ request, texts, base }): ReturnInput => ({
    ...base,
    texts: { reason: requiredText(texts, 'reason'), wish: texts.wish },
    sale: request.sale,
    items: request.items ?? [],
  }),
});
