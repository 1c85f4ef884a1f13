/** Cases: opening, lists, detail, and what may be done. */
import { z } from 'zod';
import { allowedActions, type AnyAction, type KindDef } from '../../domain/cases/kind';
import { caseKinds, entryOf, kindOfNumber } from '../../domain/cases/kinds';
import type { Opening } from '../../domain/cases/opening';
import type { Actor } from '../../domain/cases/record';
import type { Case } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { etagOf, ifMatchHeaders, versionIn } from '../http/if-match';
import { refuse } from '../http/problem';
import type { RouteKey } from '../roles';
import { route, type Answer, type Route } from '../route';
import { act, type Acted } from './act';
import { visibleCase } from './access';
import { derivationOf } from './derivation';
import { idempotencyHeaders } from './keys';
import { listCases, listQuery } from './list';
import { openCase, openingRequest } from './open';
import { openingFormRoute } from './opening-form';
import { caseState, sectionsOf } from './state';
import { fieldsOf, fieldView, payloadSchema } from './titles/action-fields';
import type { FormContext } from './titles/choices';
import { clauseTexts, textsOfClauses } from './titles/clause-texts';
import { words } from './titles/event-lines';
import { affectedNames, candidates, customerNames } from './titles/names';
import { peopleOfStep, termsOf, termsOfRows } from './titles/of-case';
import { thingsOf } from './titles/things';
import {
  clockView,
  noticeView,
  stepView,
  titledEscalationView,
  toClock,
  toNotice,
  toStep,
  toTitledEscalation,
} from './trail-view';
import { caseRow, caseView, toRow, toView } from './view';

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

const actionHeaders = idempotencyHeaders.extend(ifMatchHeaders.shape);

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
    title: words,
    clauses: z.array(z.string()),
    payload: z.record(z.string(), z.unknown()).describe('JSON Schema of the payload'),
    fields: z
      .record(z.string(), fieldView)
      .describe('by field, those inside groups and lists as `sale.lines.model`: label and choices in words'),
  })
  .meta({ id: 'OfferedAction' });

export function caseRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  return [
    ...caseKinds.map(({ opening }) => openRoute(deps, opening)),
    openingFormRoute(deps),
    route({
      key: 'GET /v1/cases',
      tag: 'cases',
      summary: 'Worklists: due soon, breached, mine, unassigned; with filters and a cursor',
      query: listQuery,
      answers: { 200: z.object({ rows: z.array(caseRow), next: z.string().nullable() }) },
      handle: async ({ query, now }, actor) => {
        const { rows, next } = await listCases(deps, query, actor, now);
        const terms = await termsOfRows(deps, rows, actor);
        const customers = await customerNames(
          prisma,
          rows.map((c) => c.customerId),
          actor,
        );
        return {
          status: 200,
          body: { rows: rows.map((c) => toRow(c, terms.get(c)!, customers.get(c.customerId))), next },
        };
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
        const view = await viewOf(deps, found, actor);
        return { status: 200, body: view, headers: etagOf(found.seq) };
      },
    }),
    route({
      key: 'GET /v1/cases/:id/timeline',
      tag: 'cases',
      summary: 'Every recorded step, oldest first',
      params: caseParams,
      answers: { 200: z.object({ steps: z.array(stepView), clauseTexts }) },
      handle: async ({ params }, actor) => {
        const found = await visibleCase(prisma, params.id, actor);
        const recorded = await prisma.step.findMany({ where: { caseId: params.id }, orderBy: { seq: 'asc' } });
        const terms = await termsOf(deps, found, actor, recorded.flatMap(peopleOfStep));
        const steps = recorded.map((s) => toStep(s, terms));
        const cited = steps.flatMap((s) => s.events.flatMap((e) => e.clauses ?? []));
        return { status: 200, body: { steps, clauseTexts: textsOfClauses(cited) } };
      },
    }),
    route({
      key: 'GET /v1/cases/:id/clocks',
      tag: 'cases',
      summary: 'SLA clocks with their due times, how each came about, and its clauses',
      params: caseParams,
      answers: { 200: z.object({ clocks: z.array(clockView), clauseTexts }) },
      handle: async ({ params, language, now }, actor) => {
        const found = await visibleCase(prisma, params.id, actor);
        const clocks = await prisma.clock.findMany({
          where: { caseId: params.id },
          orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { key: 'asc' }],
        });
        const { kind, facts } = sectionsOf(found);
        const policy = deps.policies.forCase(found.policyId, kind, found.policyHash);
        const terms = await termsOf(deps, found, actor);
        return {
          status: 200,
          body: {
            clocks: clocks.map((c) => toClock(c, derivationOf(c, policy, facts, language, now), terms)),
            clauseTexts: textsOfClauses(clocks.flatMap((c) => c.clauses)),
          },
        };
      },
    }),
    route({
      key: 'GET /v1/cases/:id/escalations',
      tag: 'cases',
      summary: 'Escalations of a case',
      params: caseParams,
      answers: { 200: z.object({ escalations: z.array(titledEscalationView), clauseTexts }) },
      handle: async ({ params }, actor) => {
        const found = await visibleCase(prisma, params.id, actor);
        const rows = await prisma.escalation.findMany({
          where: { caseId: params.id },
          orderBy: [{ raisedAt: 'asc' }, { key: 'asc' }],
        });
        const people = rows.flatMap((e) => [e.acknowledgedBy, ...e.people]);
        const terms = await termsOf(deps, found, actor, people);
        return {
          status: 200,
          body: {
            escalations: rows.map((e) => toTitledEscalation(e, terms)),
            clauseTexts: textsOfClauses(rows.flatMap((e) => e.clauses)),
          },
        };
      },
    }),
    route({
      key: 'GET /v1/cases/:id/notices',
      tag: 'cases',
      summary: 'Who was told what, and whether it was sent',
      params: caseParams,
      answers: { 200: z.object({ notices: z.array(noticeView) }) },
      handle: async ({ params }, actor) => {
        const found = await visibleCase(prisma, params.id, actor);
        const rows = await prisma.notice.findMany({
          where: { caseId: params.id },
          orderBy: [{ createdAt: 'asc' }, { key: 'asc' }],
        });
        const told = rows.map((n) => (n.to.startsWith('person:') ? n.to.slice('person:'.length) : undefined));
        const terms = await termsOf(deps, found, actor, told);
        return { status: 200, body: { notices: rows.map((n) => toNotice(n, terms)) } };
      },
    }),
    route({
      key: 'GET /v1/cases/:id/actions',
      tag: 'cases',
      summary: 'What the caller may do now, with the JSON Schema of each payload',
      params: caseParams,
      answers: { 200: z.object({ seq: z.int(), actions: z.array(offeredAction), clauseTexts }) },
      handle: async ({ params }, actor) => {
        const found = await visibleCase(prisma, params.id, actor);
        const state = await caseState(prisma, found);
        const actions = allowedActions(entryOf(state.kind).table, state, actor);
        const context = {
          state,
          actor,
          policy: deps.policies.forCase(found.policyId, state.kind, found.policyHash),
          terms: await termsOf(deps, found, actor),
          people: await candidates(prisma, actor),
          customers: await affectedNames(prisma, state, actor),
          ...(await thingsOf(prisma, state, actions)),
        };
        return {
          status: 200,
          body: {
            seq: found.seq,
            actions: actions.map((a) => toOffered(a, context)),
            clauseTexts: textsOfClauses(actions.flatMap((a) => [...(a.clauses ?? [])])),
          },
        };
      },
    }),
    actionRoute(deps),
  ];
}

function openRoute(deps: ApiDeps, opening: Opening): Route {
  return route({
    key: `POST /v1/cases/${opening.kind}` as RouteKey,
    tag: 'cases',
    summary: `${opening.title.zh}立案 / Open: ${opening.title.en}`,
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
      const acted = await act(deps, tableOf(params.id), {
        caseId: params.id,
        action: params.action,
        payload: body.payload,
        occurredAt: body.occurredAt,
        expectedSeq: expectedSeq(versionIn(headers), body.expectedSeq),
        actor,
        key: headers['idempotency-key'],
        requestId,
        now,
      });
      return answerOf(deps, params.id, acted, actor);
    },
  });
}

function expectedSeq(fromHeader: number | undefined, fromBody: number | undefined): number | undefined {
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
  const shown = found ? await viewOf(deps, found, actor).catch(() => null) : null;
  const body = {
    state: acted.state,
    seq: acted.result?.seq ?? null,
    status: acted.result?.status ?? null,
    case: shown,
  };
  return {
    status: acted.state === 'done' ? 200 : 202,
    body,
    headers: found ? etagOf(found.seq) : {},
  };
}

async function viewOf(deps: ApiDeps, found: Case, actor: Actor): Promise<z.infer<typeof caseView>> {
  return toView(deps.prisma, found, actor, await termsOf(deps, found, actor));
}

/** The actions of a case by its number, so that acting needs no database. */
function tableOf(caseId: string): KindDef {
  const entry = kindOfNumber(caseId);
  if (!entry) throw refuse('not_found', `没有案件 ${caseId}`, `There is no case ${caseId}`);
  return entry.table;
}

function toOffered(action: AnyAction, context: FormContext): z.infer<typeof offeredAction> {
  return {
    name: action.name,
    title: action.title,
    clauses: [...(action.clauses ?? [])],
    payload: payloadSchema(action),
    fields: fieldsOf(action, context),
  };
}
