/** What it takes to open a repair: the request as a dispatcher or agent sends it, and the input that the workflow gets. */
import { openingOf, requiredText, type CaseInput } from '../opening';
import type { TextRef } from '../record';
import { openingFacts } from './facts';
import { openRepairSchema, type OpenRepair } from './request';

/** The input of a repair workflow. Instants ISO 8601 UTC. */
export interface RepairInput extends CaseInput {
  severeLoss: boolean;
  texts: { fault: TextRef; wish?: TextRef };
  intake: {
    source: string;
    accessories?: TextRef;
    trackingNo?: string;
    collectPayment: boolean;
    signatureNeeded: boolean;
    salespersonAccompanies: boolean;
    filledBy: string;
  };
}

/** How a repair is opened. */
export const repairOpening = openingOf<OpenRepair>({
  kind: 'repair',
  prefix: 'R',
  workflowType: 'repair',
  title: { zh: '维修', en: 'Repair' },
  schema: openRepairSchema,
  facts: openingFacts,
  following: ({ words }) => ({ channel: 'carry_in', fault: words }),
  input: ({ request, texts, base }): RepairInput => ({
    ...base,
    severeLoss: request.severeLoss,
    texts: { fault: requiredText(texts, 'fault'), wish: texts.wish },
    intake: {
      source: request.source,
      accessories: texts.accessories,
      trackingNo: request.trackingNo,
      collectPayment: request.collectPayment,
      signatureNeeded: request.signatureNeeded,
      salespersonAccompanies: request.salespersonAccompanies,
      filledBy: request.filledBy,
    },
  }),
});
