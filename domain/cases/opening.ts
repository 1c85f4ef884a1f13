/**
 * What it takes to open a case of any kind: the request as an agent sends it, what the API resolved of it, and the
 * input that the workflow gets. What a kind adds stands in its own `opening.ts`.
 */
import { z } from 'zod';
import type { Problem } from '../errors';
import type { CasePolicy } from '../policy/case-policy';
import type { CaseKind, Facts } from '../policy/rule';
import type { Policy } from '../policy/schema';
import type { LocalDate } from '../time/date';
import { parseInstant } from '../time/instant';
import { emptyLedger } from './ledger-rows';
import type { KnownRecords } from './opening-facts';
import { code, recordId } from './payload';
import type { Actor, TextRef } from './record';
import type { CaseState, Parties } from './state';

/** The fields that every request has; a kind's own schema extends it. */
export const openRequest = z.strictObject({
  policy: code.describe('id of a service policy'),
  customerId: recordId,
  siteId: recordId.optional(),
  assetId: recordId.optional(),
  source: code.describe('how the request came, one of the policy’s sources'),
});
export type OpenRequest = z.infer<typeof openRequest>;

/** The input of any case workflow. Instants ISO 8601 UTC. */
export interface CaseInput {
  caseId: string;
  policy: CasePolicy;
  parties: Parties;
  facts: Facts;
  actor: Actor;
  requestId: string;
  receivedAt: string;
  /** Cases that it is linked to from the beginning. */
  links?: CaseState['links'];
}

/** What the workflow's input is made from. */
export interface OpeningParts<R extends OpenRequest = OpenRequest> {
  request: R;
  /** Free texts of the request, by field. */
  texts: Readonly<Record<string, TextRef>>;
  /** What every kind's input has. */
  base: CaseInput;
}

/** How a case of a kind is opened. */
export interface Opening<R extends OpenRequest = OpenRequest> {
  kind: CaseKind;
  /** First letter of its case numbers. */
  prefix: string;
  workflowType: string;
  title: { zh: string; en: string };
  /** The request with texts as references; clients send them as strings. */
  schema: z.ZodType<R>;
  /** The facts with which it opens, and everything that is wrong with the request; `today` is the local date. */
  facts(policy: Policy, request: R, known: KnownRecords, today: LocalDate): { facts: Facts; problems: Problem[] };
  input(parts: OpeningParts<R>): CaseInput;
  /** The kind's own part of a request that follows from another case; absent where none ever follows. */
  following?(from: Following): Record<string, unknown>;
}

/** What is known of the case that another one follows from. */
export interface Following {
  of: string;
  facts: Facts;
  /** What was written there about it. */
  words: string;
}

/** An opening as registries hold it: the request has passed its schema before it gets there. */
export function openingOf<R extends OpenRequest>(opening: Opening<R>): Opening {
  return opening;
}

/** A free text that the schema insists on. Throws where it is not there. */
export function requiredText(texts: Readonly<Record<string, TextRef>>, name: string): TextRef {
  const text = texts[name];
  if (!text) throw new Error(`the request has no text ${name}, though its schema asks for one`);
  return text;
}

/** What the state of every kind has before the first step. */
export function newCase<K extends CaseKind>(input: CaseInput, kind: K): CaseState & { kind: K } {
  return {
    caseId: input.caseId,
    kind,
    status: 'new',
    seq: 0,
    openedAt: parseInstant(input.receivedAt),
    pins: input.policy.pins,
    parties: input.parties,
    facts: {},
    done: {},
    paused: {},
    clocks: {},
    escalations: {},
    findings: [],
    notes: [],
    links: input.links ?? [],
    lookAgain: {},
    callbacks: {},
    ledger: emptyLedger,
  };
}
