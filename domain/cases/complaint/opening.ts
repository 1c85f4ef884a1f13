/** What it takes to open a complaint: the request as whoever took it writes it down, and the input of its workflow. */
import { openingOf, requiredText, type CaseInput } from '../opening';
import type { TextRef } from '../record';
import { openingFacts } from './facts';
import { openComplaintSchema, type OpenComplaint } from './request';
import type { ComplaintForm } from './state';

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
