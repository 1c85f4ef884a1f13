/** Cases: opening, lists, detail, and what may be done. */
import { z } from 'zod';
import { allowedActions, type AnyAction } from '../../domain/cases/kind';
import { caseKinds, entryOf } from '../../domain/cases/kinds';
import type { Opening } from '../../domain/cases/opening';
import type { ApiDeps } from '../deps';
import { etagOf } from '../http/if-match';
import type { RouteKey } from '../roles';
import { route, type Route } from '../route';
import { visibleCase } from './access';
import { actionRoute } from './action-route';
import { caseParams } from './case-params';
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
        const view = await toView(prisma, found, actor, await termsOf(deps, found, actor));
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

function toOffered(action: AnyAction, context: FormContext): z.infer<typeof offeredAction> {
  return {
    name: action.name,
    title: action.title,
    clauses: [...(action.clauses ?? [])],
    payload: payloadSchema(action),
    fields: fieldsOf(action, context),
  };
}
