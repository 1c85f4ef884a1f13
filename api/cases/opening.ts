/**
 * How a case of each kind is opened: its number's prefix, its request, and the input of its workflow. The API stores the
 * free texts, resolves the records and pins the policies; what a kind adds stands in one entry.
 */
import type { z } from 'zod';
import { openRepairSchema, type OpenRepair, type RepairInput } from '../../domain/cases/repair/opening';
import type { Actor, TextRef } from '../../domain/cases/record';
import type { CaseKind } from '../../domain/policy/case-policy';
import { formatInstant } from '../../domain/time/instant';
import type { ResolvedOpening } from '../policies';

/** What the workflow's input is made from. */
export interface OpeningParts {
  caseId: string;
  request: OpenRepair;
  resolved: ResolvedOpening;
  texts: Readonly<Record<string, TextRef>>;
  actor: Actor;
  requestId: string;
  /** Epoch milliseconds. */
  receivedAt: number;
}

export interface Opening {
  kind: CaseKind;
  /** First letter of its case numbers. */
  prefix: string;
  /** The request with texts as references; clients send them as strings. */
  schema: z.ZodType<OpenRepair>;
  workflowType: string;
  input(parts: OpeningParts): unknown;
}

export type Openings = Readonly<Partial<Record<CaseKind, Opening>>>;

/** The repair's entry. */
export const repairOpening: Opening = {
  kind: 'repair',
  prefix: 'R',
  schema: openRepairSchema,
  workflowType: 'repair',
  input: ({ caseId, request, resolved, texts, actor, requestId, receivedAt }): RepairInput => ({
    caseId,
    policy: resolved.policy,
    parties: {
      customerId: request.customerId,
      siteId: request.siteId,
      assetId: request.assetId,
      dispatcherId: actor.role === 'dispatcher' ? actor.id : undefined,
    },
    facts: resolved.facts,
    severeLoss: request.severeLoss,
    texts: { fault: required(texts, 'fault'), wish: texts.wish },
    intake: {
      source: request.source,
      accessories: texts.accessories,
      trackingNo: request.trackingNo,
      collectPayment: request.collectPayment,
      signatureNeeded: request.signatureNeeded,
      salespersonAccompanies: request.salespersonAccompanies,
      filledBy: request.filledBy,
    },
    actor,
    requestId,
    receivedAt: formatInstant(receivedAt),
  }),
};

function required(texts: Readonly<Record<string, TextRef>>, name: string): TextRef {
  const text = texts[name];
  if (!text) throw new Error(`the request has no text ${name}, though its schema asks for one`);
  return text;
}
