/** What it takes to open a return or exchange: the request as an agent takes it, and the input that the workflow gets. */
import { openingOf, requiredText, type CaseInput } from '../opening';
import type { TextRef } from '../record';
import { openingFacts } from './facts';
import { openReturnSchema, type OpenReturn } from './request';
import type { ReturnItem, SoldLine } from './state';

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
