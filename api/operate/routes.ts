/** What people look after beside single cases: escalations, alarms, notices, policies, texts. */
import { z } from 'zod';
import type { Prisma } from '../../prisma/generated/client';
import { maySee, notYours, seenColumns } from '../cases/access';
import { escalationView, toEscalation } from '../cases/trail-view';
import type { ApiDeps } from '../deps';
import { ApiError, refuse } from '../http/problem';
import { after, cursor, nextOf, readCursor } from '../master/resource';
import { decideRoute } from './decide';
import { shownSignoffs, signoffRoutes, signoffView } from './signoffs';
import { route, type Route } from '../route';

const at = z.iso.datetime();
const limit = z.coerce.number().int().min(1).max(500).default(100);

const alarmView = z
  .object({
    key: z.string(),
    kind: z.string(),
    caseId: z.string().nullable(),
    detail: z.unknown(),
    raisedAt: at,
    clearedAt: at.nullable(),
    clearedBy: z.string().nullable(),
  })
  .meta({ id: 'Alarm' });

const policyView = z
  .object({
    id: z.string(),
    version: z.string(),
    hash: z.string(),
    title: z.object({ zh: z.string(), en: z.string() }),
    kinds: z.array(z.string()).describe('kinds of case that it serves'),
    sources: z.array(z.string()),
    hotline: z.string().optional().describe('published number that its customers call'),
    requiredAtOpen: z.array(z.string()),
  })
  .meta({ id: 'Policy' });

const textView = z
  .object({
    id: z.string(),
    caseId: z.string().nullable(),
    kind: z.string(),
    body: z.string(),
    sha256: z.string(),
    authorId: z.string(),
    createdAt: at,
  })
  .meta({ id: 'Text' });

/** An escalation has its key within its case: both stand in a cursor, the case first. */
function afterEscalation(cursor: string | undefined): Prisma.EscalationWhereInput {
  if (cursor === undefined) return {};
  const [raisedAt, id] = readCursor(cursor, 'raisedAt');
  const [caseId = '', ...key] = id.split(' ');
  return {
    OR: [
      { raisedAt: { gt: raisedAt } },
      { raisedAt, caseId: { gt: caseId } },
      { raisedAt, caseId, key: { gt: key.join(' ') } },
    ],
  };
}

export function operateRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  return [
    route({
      key: 'GET /v1/escalations',
      tag: 'escalations',
      summary: 'Open escalations, oldest first: all, or those sent to the caller',
      query: z.strictObject({ list: z.enum(['open', 'mine']).default('open'), cursor, limit }),
      answers: { 200: z.object({ escalations: z.array(escalationView), next: z.string().nullable() }) },
      handle: async ({ query: { list, cursor: past, limit: most } }, actor) => {
        const mine = list === 'mine' ? { people: { has: actor.id } } : {};
        const found = await prisma.escalation.findMany({
          where: { endedAt: null, ...mine, ...afterEscalation(past) },
          orderBy: [{ raisedAt: 'asc' }, { caseId: 'asc' }, { key: 'asc' }],
          take: most + 1,
        });
        const rows = found.slice(0, most);
        const next = nextOf(found, most, (e) => [e.raisedAt.toISOString(), `${e.caseId} ${e.key}`]);
        const cases = await prisma.case.findMany({
          where: { id: { in: rows.map((e) => e.caseId) } },
          select: { id: true, ...seenColumns },
        });
        const seen = new Set(cases.filter((c) => maySee(actor, c)).map((c) => c.id));
        return { status: 200, body: { escalations: rows.filter((e) => seen.has(e.caseId)).map(toEscalation), next } };
      },
    }),
    route({
      key: 'GET /v1/alarms',
      tag: 'operation',
      summary: 'What an operator must look at, newest first',
      query: z.strictObject({ cleared: z.stringbool().default(false), cursor, limit }),
      answers: { 200: z.object({ alarms: z.array(alarmView), next: z.string().nullable() }) },
      handle: async ({ query: { cleared, cursor: past, limit: most } }) => {
        const rows = await prisma.alarm.findMany({
          where: {
            clearedAt: cleared ? { not: null } : null,
            ...after(past, 'raisedAt', { key: 'key', descending: true }),
          },
          orderBy: [{ raisedAt: 'desc' }, { key: 'asc' }],
          take: most + 1,
        });
        const next = nextOf(rows, most, ({ raisedAt, key }) => [raisedAt.toISOString(), key]);
        const alarms = rows.slice(0, most).map((a) => ({
          ...a,
          raisedAt: a.raisedAt.toISOString(),
          clearedAt: a.clearedAt?.toISOString() ?? null,
        }));
        return { status: 200, body: { alarms, next } };
      },
    }),
    route({
      key: 'POST /v1/alarms/clear',
      tag: 'operation',
      summary: 'Mark an alarm as dealt with; who and when are kept',
      body: z.strictObject({ key: z.string().min(1).max(300) }),
      answers: { 204: null },
      handle: async ({ body, now }, actor) => {
        const { count } = await prisma.alarm.updateMany({
          where: { key: body.key, clearedAt: null },
          data: { clearedAt: new Date(now), clearedBy: actor.id },
        });
        if (count === 0 && (await prisma.alarm.count({ where: { key: body.key } })) === 0)
          throw refuse('not_found', '没有这个告警', 'There is no such alarm', { field: 'key' });
        return { status: 204 };
      },
    }),
    route({
      key: 'POST /v1/notices/resend',
      tag: 'operation',
      summary: 'Send a refused notice once more, with the same Message-ID',
      body: z.strictObject({ key: z.string().min(1).max(300) }),
      answers: { 200: z.object({ result: z.string(), reason: z.string().optional() }) },
      handle: async ({ body }) => {
        const notice = await prisma.notice.findUnique({ where: { key: body.key } });
        if (!notice) throw refuse('not_found', '没有这个通知', 'There is no such notice', { field: 'key' });
        if (notice.status === 'sent')
          throw refuse('already_done', '该通知已发送', 'The notice was sent already', { field: 'key' });
        if (!deps.resendNotice) throw new ApiError('unavailable');
        const { result, reason } = await deps.resendNotice(body.key);
        return { status: 200, body: { result, reason } };
      },
    }),
    route({
      key: 'GET /v1/policies',
      tag: 'policies',
      summary: 'The service policies in their newest versions',
      answers: { 200: z.object({ policies: z.array(policyView) }) },
      handle: () => ({ status: 200, body: { policies: deps.policies.list().map((p) => policyView.parse(p)) } }),
    }),
    route({
      key: 'GET /v1/policies/:id',
      tag: 'policies',
      summary: 'A policy, and what cases of each of its kinds carry of it',
      params: z.strictObject({ id: z.string().min(1).max(64) }),
      answers: {
        200: policyView.extend({
          cases: z.record(z.string(), z.unknown()).describe('by kind'),
          signoffs: z.array(signoffView).describe('who signed the version in force; none under one that ships'),
        }),
      },
      handle: async ({ params }, actor) => {
        const found = deps.policies.get(params.id);
        if (!found) {
          throw refuse('not_found', `没有政策 ${params.id}`, `There is no policy ${params.id}`, {
            allowed: deps.policies.list().map((p) => p.id),
          });
        }
        return {
          status: 200,
          body: {
            ...policyView.parse(found),
            signoffs: await shownSignoffs(
              deps,
              await prisma.policySignoff.findMany({
                where: { policyId: params.id, hash: found.hash },
                orderBy: { as: 'asc' },
              }),
              actor,
            ),
            cases: Object.fromEntries(found.kinds.map((kind) => [kind, deps.policies.forCase(params.id, kind)])),
          },
        };
      },
    }),
    ...signoffRoutes(deps),
    decideRoute(deps),
    route({
      key: 'GET /v1/texts/:id',
      tag: 'texts',
      summary: 'A free text that a history refers to by id and SHA-256',
      params: z.strictObject({ id: z.string().min(1).max(64) }),
      answers: { 200: textView },
      handle: async ({ params }, actor) => {
        const text = await prisma.text.findUnique({ where: { id: params.id } });
        if (!text) throw refuse('not_found', '没有这段文字', 'There is no such text');
        const of = text.caseId
          ? await prisma.case.findUnique({ where: { id: text.caseId }, select: seenColumns })
          : null;
        if (text.authorId !== actor.id && !maySee(actor, of ?? {})) throw notYours();
        return { status: 200, body: { ...text, createdAt: text.createdAt.toISOString() } };
      },
    }),
  ];
}
