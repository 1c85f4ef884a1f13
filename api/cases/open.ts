/**
 * Opening a case. One row with key → number, fingerprint and receipt, then `workflow.start` under that number; a retry
 * meets the same number, whatever failed in between. No database, no opening.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { z } from 'zod';
import { clientPayload } from '../../domain/cases/payload';
import type { Actor, TextRef } from '../../domain/cases/record';
import type { CasePolicy } from '../../domain/policy/case-policy';
import type { CaseKind } from '../../domain/policy/rule';
import type { CaseInput, Opening, OpenRequest } from '../../domain/cases/opening';
import { wallTime } from '../../domain/calendar/zone';
import { formatInstant } from '../../domain/time/instant';
import type { PrismaClient } from '../../prisma/generated/client';
import { caseKind, policyId } from '../../workflows/search-attributes';
import type { ApiDeps } from '../deps';
import { ApiError, refuse } from '../http/problem';
import type { OpeningRecords, ResolvedOpening } from '../../policies/contract';
import { checkConcerned } from './concerned';
import { fingerprint, knownKey, openingNumber, type Asked } from './keys';
import { checkNamedGoods } from './named-goods';
import { caseStart } from './start-options';
import { storeTexts, textsOf, withReferences } from './texts';

/** The start is durable within milliseconds, also without a worker; beyond this the server is not well. */
const START_DEADLINE_MS = 5_000;
/** How long an answer waits for the first step in the read model, so that a reader finds what they opened. */
const RECORD_WAIT_MS = 1_500;
const RECORD_POLL_MS = 30;

export interface Opened {
  caseId: string;
  kind: string;
  receivedAt: string;
  policy: { id: string; version: string; hash: string };
  /** Whether the read model shows the case already. */
  recorded: boolean;
}

/** The request as clients send it. */
export function openingRequest(opening: Opening): z.ZodType {
  return clientPayload(opening.schema);
}

/** What an opening needs of the API's parts. */
export type OpeningDeps = Pick<ApiDeps, 'prisma' | 'temporal' | 'policies'> & { config: { taskQueue: string } };

export interface OpenCall {
  body: Readonly<Record<string, unknown>>;
  actor: Actor;
  key: string;
  requestId: string;
  /** Epoch milliseconds. */
  now: number;
  /** Where another case asked for it: its links from the beginning, and who owns it. */
  origin?: { links: CaseInput['links']; dispatcherId?: string };
}

/** Opens a case, or finds the one that this key opened. `body` has passed `openingRequest`. */
export async function openCase(deps: OpeningDeps, opening: Opening, call: OpenCall): Promise<Opened> {
  const { body, actor, key, requestId, now, origin } = call;
  const asked = { actorId: actor.id, key, action: `open ${opening.kind}` };
  const print = fingerprint({ action: asked.action, actorId: actor.id, body });
  const found = await alreadyOpened(deps.prisma, { ...asked, fingerprint: print });
  if (found) return found;

  requirePolicy(deps, opening.kind, body.policy);
  const texts = textsOf(opening.schema, body, { ...asked, fingerprint: print });
  // Checked by `openingRequest`; only the texts' places differ.
  const request = withReferences(body, texts) as unknown as OpenRequest;
  const records = await recordsOf(deps.prisma, request);
  const resolved = deps.policies.resolveOpening(opening.kind, request, records, now);
  if (resolved.problems.length > 0) throw new ApiError('invalid_request', resolved.problems);

  await checkNamed(deps, request, resolved, actor, now);

  const number = { kind: opening.kind, prefix: opening.prefix, year: numberYear(resolved.policy, now) };
  const { caseId, receivedAt } = await openingNumber(
    deps.prisma,
    { ...asked, fingerprint: print },
    number,
    now,
    (tx, id) => storeTexts(tx, texts, { caseId: id, authorId: actor.id, at: now, kind: opening.kind }),
  );
  const refs: Record<string, TextRef> = Object.fromEntries(texts.map((t) => [t.field, t.ref]));
  const policy = servicePin(resolved.policy);
  const base: CaseInput = {
    caseId,
    policy: resolved.policy,
    parties: {
      customerId: request.customerId,
      siteId: request.siteId,
      assetId: request.assetId,
      dispatcherId: actor.role === 'dispatcher' ? actor.id : origin?.dispatcherId,
    },
    facts: resolved.facts,
    actor,
    requestId,
    receivedAt: formatInstant(receivedAt),
    ...(origin && { links: origin.links }),
  };
  const input = opening.input({ request, texts: refs, base });
  await start(deps, opening, caseId, policy.id, print, input);
  const recorded = await isRecorded(deps.prisma, caseId);
  return { caseId, kind: opening.kind, receivedAt: formatInstant(receivedAt), policy, recorded };
}

/** What a complaint names beside its customer. */
type NamedInRequest = OpenRequest & { aboutCase?: string; concernedIds?: readonly string[] };

/** Refuses a case that is not there, and people whom a complaint cannot be about without anybody left to answer. */
async function checkNamed(
  { prisma }: OpeningDeps,
  request: NamedInRequest,
  { policy, facts }: ResolvedOpening,
  actor: Actor,
  now: number,
): Promise<void> {
  const { aboutCase, concernedIds = [] } = request;
  if (aboutCase !== undefined && (await prisma.case.count({ where: { id: aboutCase } })) === 0)
    throw refuse('invalid_request', '没有这个案件', 'There is no such case', { field: 'aboutCase' });
  const region = typeof facts.region === 'string' ? facts.region : undefined;
  await checkNamedGoods(prisma, request, { customerId: request.customerId });
  if (concernedIds.length > 0) await checkConcerned(prisma, { ids: concernedIds, actor, policy, region, now });
}

function requirePolicy(deps: OpeningDeps, kind: CaseKind, id: unknown): void {
  const serving = deps.policies.list(kind);
  if (serving.some((p) => p.id === id)) return;
  const allowed = serving.map((p) => p.id);
  throw refuse('invalid_request', `没有政策 ${String(id)}`, `There is no policy ${String(id)}`, {
    field: 'policy',
    allowed,
  });
}

/** The answer to a retry whose case the read model shows already: nothing is resolved anew. */
async function alreadyOpened(prisma: PrismaClient, asked: Asked): Promise<Opened | undefined> {
  const key = await knownKey(prisma, asked);
  const row = key?.caseId ? await prisma.case.findUnique({ where: { id: key.caseId } }) : null;
  if (!key || !row) return undefined;
  return {
    caseId: row.id,
    kind: row.kind,
    receivedAt: key.receivedAt.toISOString(),
    policy: { id: row.policyId, version: row.policyVersion, hash: row.policyHash },
    recorded: true,
  };
}

function servicePin(policy: CasePolicy): Opened['policy'] {
  const pin = policy.pins.find((p) => p.layer === 'service');
  if (!pin) throw new Error('an opening was resolved without a service policy');
  return { id: pin.id, version: pin.version, hash: pin.hash };
}

/** The year of a case number: by the wall clock of the policy's zone, `now` in epoch milliseconds. */
export function numberYear(policy: CasePolicy, now: number): number {
  const calendar = Object.values(policy.calendars)[0];
  return new Date(calendar ? wallTime(calendar.zone, now) : now).getUTCFullYear();
}

async function recordsOf(prisma: PrismaClient, request: OpenRequest): Promise<OpeningRecords> {
  const [customer, site, asset] = await Promise.all([
    prisma.customer.findUnique({ where: { id: request.customerId, erasedAt: null } }),
    request.siteId ? prisma.site.findUnique({ where: { id: request.siteId } }) : undefined,
    request.assetId ? prisma.asset.findUnique({ where: { id: request.assetId } }) : undefined,
  ]);
  if (!customer) throw refuse('invalid_request', '没有这个客户', 'There is no such customer', { field: 'customerId' });
  if (site === null || (site && site.customerId !== customer.id)) {
    throw refuse('invalid_request', '该客户没有这个地点', 'The customer has no such site', { field: 'siteId' });
  }
  if (asset === null || (asset && asset.customerId !== customer.id)) {
    throw refuse('invalid_request', '该客户没有这台设备', 'The customer has no such asset', { field: 'assetId' });
  }
  return { customer, site, asset };
}

async function start(
  deps: OpeningDeps,
  opening: Opening,
  caseId: string,
  policy: string,
  print: string,
  input: unknown,
): Promise<void> {
  try {
    await deps.temporal.withDeadline(Date.now() + START_DEADLINE_MS, () =>
      deps.temporal.workflow.start(opening.workflowType, {
        ...caseStart,
        workflowId: caseId,
        taskQueue: deps.config.taskQueue,
        args: [input],
        typedSearchAttributes: [
          { key: caseKind, value: opening.kind },
          { key: policyId, value: policy },
        ],
        memo: { fingerprint: print },
        staticSummary: `${caseId} ${policy}`,
      }),
    );
  } catch (error) {
    // The case ran and has ended: the retry came late, its number stands.
    if (error instanceof WorkflowExecutionAlreadyStartedError) return;
    throw new ApiError('unavailable', [notStarted], 5, { cause: error });
  }
}

const notStarted = {
  detail: {
    zh: '流程引擎暂不可用，请用相同的幂等键重试，案件号不变',
    en: 'The workflow engine is not available; retry with the same idempotency key, the case number stays',
  },
};

async function isRecorded(prisma: PrismaClient, caseId: string): Promise<boolean> {
  for (const began = Date.now(); Date.now() - began < RECORD_WAIT_MS; await sleep(RECORD_POLL_MS)) {
    if ((await prisma.case.count({ where: { id: caseId } })) > 0) return true;
  }
  return false;
}
