/** Taking an action in a case: the request around its payload, and the answer. */
import { z } from 'zod';
import { findAction, type KindDef } from '../../domain/cases/kind';
import { kindOfNumber } from '../../domain/cases/kinds';
import type { Actor } from '../../domain/cases/record';
import type { Problem } from '../../domain/errors';
import type { Case } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { etagOf, ifMatchHeaders, versionIn } from '../http/if-match';
import { fieldNames } from '../http/places';
import { ApiError, normalise, refuse } from '../http/problem';
import { route, type Answer, type Route } from '../route';
import { act, type Acted } from './act';
import { caseParams } from './case-params';
import { idempotencyHeaders } from './keys';
import { termsOf } from './titles/of-case';
import { caseView, toView } from './view';

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

/** The route of every action; the OpenAPI document describes each by its own name. */
export function actionRoute(deps: ApiDeps): Route {
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
      const table = tableOf(params.id);
      const ifMatch = versionIn(headers);
      const acted = await act(deps, table, {
        caseId: params.id,
        action: params.action,
        payload: body.payload,
        occurredAt: body.occurredAt,
        expectedSeq: expectedSeq(ifMatch, body.expectedSeq),
        actor,
        key: headers['idempotency-key'],
        requestId,
        now,
      }).catch((error: unknown) => {
        throw asSent(error, { table, action: params.action, byHeader: ifMatch !== undefined });
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
  const view = async (row: Case) => toView(deps.prisma, row, actor, await termsOf(deps, row, actor));
  const shown = found ? await view(found).catch(() => null) : null;
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

/** What is sent around the payload; no payload has a field of such a name. */
export const besidePayload = ['action', 'idempotency-key', 'occurredAt', 'expectedSeq'];

/** What an action was sent as. */
interface Sent {
  table: KindDef;
  action: string;
  /** The version that it was decided on came as `If-Match`. */
  byHeader: boolean;
}

/** The refusal of an action with the paths that the caller sent: the business names fields of the payload. */
function asSent(error: unknown, sent: Sent): ApiError {
  const { code, problems, retryAfter, cause } = normalise(error);
  return new ApiError(
    code,
    problems.map((problem) => pathOf(problem, sent)),
    retryAfter,
    { cause },
  );
}

function pathOf(problem: Problem, { table, action, byHeader }: Sent): Problem {
  const { field } = problem;
  if (field === undefined || problem.in !== undefined || besidePayload.includes(field))
    return byHeader && field === 'expectedSeq' ? asHeader(problem) : problem;
  const names = fieldNames(findAction(table, action).payload);
  return names.includes(field.split('.')[0]!) ? { ...problem, field: `payload.${field}` } : problem;
}

/** A stale version as the header has it: what is allowed can be sent back. */
function asHeader(problem: Problem): Problem {
  const allowed = typeof problem.allowed === 'number' ? etagOf(problem.allowed).ETag : problem.allowed;
  return { ...problem, field: 'if-match', allowed };
}

/** The actions of a case by its number, so that acting needs no database. */
function tableOf(caseId: string): KindDef {
  const entry = kindOfNumber(caseId);
  if (!entry) throw refuse('not_found', `没有案件 ${caseId}`, `There is no case ${caseId}`);
  return entry.table;
}
