/** Cases: opening, lists, detail, and what may be done. */
import { z } from 'zod';
import { allowedActions, type AnyAction, type KindDef } from '../../domain/cases/kind';
import { clientPayload } from '../../domain/cases/payload';
import type { Actor } from '../../domain/cases/record';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { route, type Answer, type Route } from '../route';
import { act, type Acted } from './act';
import { visibleCase } from './access';
import { derivationOf } from './derivation';
import { idempotencyHeaders } from './keys';
import { listCases, listQuery } from './list';
import { openCase, openingRequest } from './open';
import { repairOpening } from './opening';
import { caseState, sectionsOf } from './state';
import {
  caseRow,
  caseView,
  clockView,
  escalationView,
  noticeView,
  stepView,
  toClock,
  toEscalation,
  toNotice,
  toRow,
  toStep,
  toView,
} from './view';

export const caseParams = z.strictObject({
  id: z.string().min(1).max(64).describe('case number, such as R2026-000001'),
});

/** The body of an action. */
export const actionBody = z.strictObject({
  payload: z.record(z.string(), z.unknown()).default({}).describe('as the action’s own schema says'),
  occurredAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('when it happened, where that was before this request'),
  expectedSeq: z
    .int()
    .nonnegative()
    .optional()
    .describe('refused as stale_version where the case has gone on; like If-Match'),
});

const actionHeaders = idempotencyHeaders.extend({
  'if-match': z
    .string()
    .regex(/^"\d+"$/)
    .optional()
    .describe('ETag of the case as it was read'),
});

export const actionAnswer = z
  .object({
    state: z.enum(['done', 'accepted']).describe('accepted: it will be done and recorded; ask again with the same key'),
    seq: z.int().nullable(),
    status: z.string().nullable(),
    case: caseView.nullable().describe('as the read model shows it after the action'),
  })
  .meta({ id: 'ActionAnswer' });

export const openedAnswer = z
  .object({
    caseId: z.string(),
    kind: z.string(),
    receivedAt: z.iso.datetime(),
    policy: z.object({ id: z.string(), version: z.string(), hash: z.string() }),
    recorded: z.boolean().describe('whether the read model shows the case already'),
  })
  .meta({ id: 'Opened' });

const offeredAction = z
  .object({
    name: z.string(),
    title: z.object({ zh: z.string(), en: z.string() }),
    clauses: z.array(z.string()),
    payload: z.record(z.string(), z.unknown()).describe('JSON Schema of the payload'),
  })
  .meta({ id: 'OfferedAction' });

export function caseRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  return [
    openRepairRoute(deps),
    route({
      key: 'GET /v1/cases',
      tag: 'cases',
      summary: 'Worklists: due soon, breached, mine, unassigned; with filters and a cursor',
      query: listQuery,
      answers: { 200: z.object({ rows: z.array(caseRow), next: z.string().nullable() }) },
      handle: async ({ query, now }, actor) => {
        const { rows, next } = await listCases(prisma, query, actor, now);
        return { status: 200, body: { rows: rows.map(toRow), next } };
      },
    }),
    route({
      key: 'GET /v1/cases/:id',
      tag: 'cases',
      summary: 'A case as last recorded',
      params: caseParams,
      answers: { 200: caseView },
      handle: async ({ params }, actor) => {
        const found = await visibleCase(prisma, params.id, actor);
        return { status: 200, body: await toView(prisma, found, actor), headers: { ETag: `"${found.seq}"` } };
      },
    }),
    route({
      key: 'GET /v1/cases/:id/timeline',
      tag: 'cases',
      summary: 'Every recorded step, oldest first',
      params: caseParams,
      answers: { 200: z.object({ steps: z.array(stepView) }) },
      handle: async ({ params }, actor) => {
        await visibleCase(prisma, params.id, actor);
        const steps = await prisma.step.findMany({ where: { caseId: params.id }, orderBy: { seq: 'asc' } });
        return { status: 200, body: { steps: steps.map(toStep) } };
      },
    }),
    route({
      key: 'GET /v1/cases/:id/clocks',
      tag: 'cases',
      summary: 'SLA clocks with their due times, how each came about, and its clauses',
      params: caseParams,
      answers: { 200: z.object({ clocks: z.array(clockView) }) },
      handle: async ({ params, language, now }, actor) => {
        const found = await visibleCase(prisma, params.id, actor);
        const clocks = await prisma.clock.findMany({
          where: { caseId: params.id },
          orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { key: 'asc' }],
        });
        const { kind, facts } = sectionsOf(found);
        const policy = deps.policies.forCase(found.policyId, kind, found.policyHash);
        return {
          status: 200,
          body: { clocks: clocks.map((c) => toClock(c, derivationOf(c, policy, facts, language, now))) },
        };
      },
    }),
    route({
      key: 'GET /v1/cases/:id/escalations',
      tag: 'cases',
      summary: 'Escalations of a case',
      params: caseParams,
      answers: { 200: z.object({ escalations: z.array(escalationView) }) },
      handle: async ({ params }, actor) => {
        await visibleCase(prisma, params.id, actor);
        const rows = await prisma.escalation.findMany({
          where: { caseId: params.id },
          orderBy: [{ raisedAt: 'asc' }, { key: 'asc' }],
        });
        return { status: 200, body: { escalations: rows.map(toEscalation) } };
      },
    }),
    route({
      key: 'GET /v1/cases/:id/notices',
      tag: 'cases',
      summary: 'Who was told what, and whether it was sent',
      params: caseParams,
      answers: { 200: z.object({ notices: z.array(noticeView) }) },
      handle: async ({ params }, actor) => {
        await visibleCase(prisma, params.id, actor);
        const rows = await prisma.notice.findMany({
          where: { caseId: params.id },
          orderBy: [{ createdAt: 'asc' }, { key: 'asc' }],
        });
        return { status: 200, body: { notices: rows.map(toNotice) } };
      },
    }),
    route({
      key: 'GET /v1/cases/:id/actions',
      tag: 'cases',
      summary: 'What the caller may do now, with the JSON Schema of each payload',
      params: caseParams,
      answers: { 200: z.object({ seq: z.int(), actions: z.array(offeredAction) }) },
      handle: async ({ params }, actor) => {
        const found = await visibleCase(prisma, params.id, actor);
        const actions = allowedActions(kindOf(deps, found.kind), await caseState(prisma, found), actor);
        return { status: 200, body: { seq: found.seq, actions: actions.map(toOffered) } };
      },
    }),
    actionRoute(deps),
  ];
}

function openRepairRoute(deps: ApiDeps): Route {
  const opening = deps.openings.repair ?? repairOpening;
  return route({
    key: 'POST /v1/cases/repair',
    tag: 'cases',
    summary: 'Open a repair',
    headers: idempotencyHeaders,
    body: openingRequest(opening),
    answers: { 201: openedAnswer },
    handle: async ({ body, headers, requestId, now }, actor) => {
      const opened = await openCase(deps, opening, {
        body: body as Record<string, unknown>,
        actor,
        key: headers['idempotency-key'],
        requestId,
        now,
      });
      return { status: 201, body: opened, headers: { Location: `/v1/cases/${opened.caseId}` } };
    },
  });
}

function actionRoute(deps: ApiDeps): Route {
  return route({
    key: 'POST /v1/cases/:id/actions/:action',
    tag: 'actions',
    summary: 'Take an action in a case',
    params: caseParams.extend({ action: z.string().min(1).max(64) }),
    headers: actionHeaders,
    body: actionBody,
    answers: { 200: actionAnswer, 202: actionAnswer },
    undocumented: true,
    handle: async ({ params, headers, body, requestId, now }, actor) => {
      const acted = await act(deps, kindOfCase(deps, params.id), {
        caseId: params.id,
        action: params.action,
        payload: body.payload,
        occurredAt: body.occurredAt,
        expectedSeq: expectedSeq(headers['if-match'], body.expectedSeq),
        actor,
        key: headers['idempotency-key'],
        requestId,
        now,
      });
      return answerOf(deps, params.id, acted, actor);
    },
  });
}

function expectedSeq(ifMatch: string | undefined, fromBody: number | undefined): number | undefined {
  const fromHeader = ifMatch === undefined ? undefined : Number(ifMatch.slice(1, -1));
  if (fromHeader !== undefined && fromBody !== undefined && fromHeader !== fromBody) {
    throw refuse('invalid_request', 'If-Match 与 expectedSeq 不一致', 'If-Match and expectedSeq differ', {
      field: 'expectedSeq',
    });
  }
  return fromHeader ?? fromBody;
}

async function answerOf(deps: ApiDeps, caseId: string, acted: Acted, actor: Actor): Promise<Answer> {
  // The action is done: a read that fails now must not make it look undone.
  const found =
    acted.state === 'done' ? await deps.prisma.case.findUnique({ where: { id: caseId } }).catch(() => null) : null;
  const shown = found ? await toView(deps.prisma, found, actor).catch(() => null) : null;
  const body = {
    state: acted.state,
    seq: acted.result?.seq ?? null,
    status: acted.result?.status ?? null,
    case: shown,
  };
  return {
    status: acted.state === 'done' ? 200 : 202,
    body,
    headers: found ? { ETag: `"${found.seq}"` } : {},
  };
}

function kindOf(deps: ApiDeps, kind: string): KindDef {
  const found = deps.kinds.find((k) => k.kind === kind);
  if (!found) throw new Error(`a case is of kind ${kind}, which this API does not serve`);
  return found;
}

/** The kind of a case by its number's prefix, so that actions need no database. */
function kindOfCase(deps: ApiDeps, caseId: string): KindDef {
  const opening = Object.values(deps.openings).find((o) => caseId.startsWith(o.prefix));
  if (!opening) throw refuse('not_found', `没有案件 ${caseId}`, `There is no case ${caseId}`);
  return kindOf(deps, opening.kind);
}

function toOffered(action: AnyAction): z.infer<typeof offeredAction> {
  const payload = z.toJSONSchema(clientPayload(action.payload), { io: 'input', unrepresentable: 'any' });
  return { name: action.name, title: action.title, clauses: [...(action.clauses ?? [])], payload };
}
