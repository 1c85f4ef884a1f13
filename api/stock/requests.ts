/** Parts that are asked for: when each is expected, what becomes of it, and the old part that goes back. */
import { z } from 'zod';
import { expectedBy } from '../../domain/supply/expected';
import { formatInstant } from '../../domain/time/instant';
import type { PartRequest } from '../../prisma/generated/client';
import { insistCase } from '../cases/access';
import { idempotencyHeaders } from '../cases/keys';
import { once } from '../cases/once';
import type { ApiDeps } from '../deps';
import { PolicyWords } from '../department/words';
import { refuse } from '../http/problem';
import { after, idParams, page, pageQuery } from '../master/resource';
import { route, type Route } from '../route';
import { tellExpected } from './expected';
import { requestView, toRequest } from './request-view';

const word = z.string().trim().min(1).max(64);
const at = z.iso.datetime({ offset: true });

export function partRequestRoutes(deps: ApiDeps): Route[] {
  const { prisma, policies } = deps;
  const its = new PolicyWords(policies);
  const shown = (r: PartRequest): z.infer<typeof requestView> => toRequest(r, its);
  const change = async (id: string, where: object, data: object): Promise<PartRequest> => {
    const { count } = await prisma.partRequest.updateMany({ where: { id, ...where }, data });
    const found = await prisma.partRequest.findUnique({ where: { id } });
    if (!found) throw refuse('not_found', '没有这个申请', 'There is no such request');
    if (count === 0)
      throw refuse('illegal_transition', '当前状态不允许', 'Not possible in this state', { allowed: found.status });
    return found;
  };
  return [
    route({
      key: 'GET /v1/parts/requests',
      tag: 'parts',
      summary: 'Part requests, by part number',
      query: pageQuery.extend({ status: word.optional(), caseId: word.optional() }),
      answers: { 200: z.object({ rows: z.array(requestView), next: z.string().nullable() }) },
      handle: async ({ query: { q, cursor, limit, status, caseId } }) => {
        const rows = await prisma.partRequest.findMany({
          where: { status, caseId, ...(q !== undefined && { partNo: { contains: q } }), ...after(cursor, 'partNo') },
          orderBy: [{ partNo: 'asc' }, { id: 'asc' }],
          take: limit + 1,
        });
        return { status: 200, body: page(rows, limit, (r) => r.partNo, shown) };
      },
    }),
    route({
      key: 'POST /v1/parts/requests',
      tag: 'parts',
      summary: 'Ask for a part; `reorder` with the stock unit that it was taken out of',
      body: z.strictObject({
        policyId: word,
        caseId: word.nullable().default(null),
        partNo: word,
        quantity: z.int().positive().max(100_000),
        reason: z.enum(['normal', 'urgent', 'reorder']).default('normal'),
        stockUnit: word.nullable().default(null),
        expectedAt: at.nullable().default(null),
        oldPartDue: z.boolean().default(false),
      }),
      headers: idempotencyHeaders,
      answers: { 201: requestView },
      handle: async (call, actor) => {
        const { body, now, requestId } = call;
        if (!policies.source().get(body.policyId))
          throw refuse('invalid_request', '没有这个制度', 'There is no such policy', { field: 'policyId' });
        if (body.caseId !== null) await insistCase(prisma, body.caseId, actor);
        if ((body.reason === 'reorder') !== (body.stockUnit !== null))
          throw refuse('invalid_request', '补订须注明被拆的整机', 'A reorder names the stock unit', {
            field: 'stockUnit',
          });
        const expectedAt = body.expectedAt ?? stockExpected(policies.source(), body, now);
        const data = { ...body, expectedAt, requestedAt: new Date(now), requestedBy: actor.id };
        const made = await once(
          prisma,
          { route: 'POST /v1/parts/requests', actor, call },
          {
            make: (db, id) => {
              if (body.expectedAt !== null) insistAhead(body.expectedAt, now);
              return db.partRequest.create({ data: { ...data, id } });
            },
            find: (id) => prisma.partRequest.findUnique({ where: { id } }),
          },
        );
        if (made.caseId !== null && made.expectedAt !== null)
          await tellExpected(deps, made.caseId, { actor, requestId, now, key: `expected/${made.id}/0` }).catch(() => {
            // The request stands, so it is not asked for twice; the arrival is chased all the same.
            deps.log.warn({ caseId: made.caseId, request: made.id }, 'the case was not told when its part is expected');
          });
        return { status: 201, body: shown(made) };
      },
    }),
    route({
      key: 'POST /v1/parts/requests/:id/expect',
      tag: 'parts',
      summary: 'The supplier names or moves the expected date; a case that waits for the part is warned by it',
      params: idParams,
      body: z.strictObject({ expectedAt: at }),
      answers: { 200: requestView },
      handle: async ({ params, body: { expectedAt }, now, requestId }, actor) => {
        const found = await prisma.partRequest.findUnique({ where: { id: params.id } });
        const before = (found?.expected ?? []) as { expectedAt: string }[];
        // The same date again is a retry, perhaps because the case could not be told.
        const retried = before.at(-1)?.expectedAt === expectedAt;
        if (!retried) insistAhead(expectedAt, now);
        const told = retried ? before : [...before, { expectedAt, toldAt: new Date(now).toISOString(), by: actor.id }];
        const open = { receivedAt: null, status: { not: 'cancelled' } };
        const changed = await change(params.id, open, { expectedAt, expected: told });
        if (changed.caseId !== null) {
          const key = `expected/${changed.id}/${told.length}`;
          await tellExpected(deps, changed.caseId, { actor, requestId, now, key });
        }
        return { status: 200, body: shown(changed) };
      },
    }),
    route({
      key: 'POST /v1/parts/requests/:id/cancel',
      tag: 'parts',
      summary: 'It will not come, or is not wanted any more; a part below its level is then to be ordered anew',
      params: idParams,
      answers: { 200: requestView },
      handle: async ({ params, now }, actor) => {
        const open = { receivedAt: null, status: { not: 'cancelled' } };
        const data = { status: 'cancelled', cancelledAt: new Date(now), cancelledBy: actor.id };
        return { status: 200, body: shown(await change(params.id, open, data)) };
      },
    }),
    route({
      key: 'POST /v1/parts/requests/:id/old-part',
      tag: 'parts',
      summary: 'The old part went back to the maker with its return card',
      params: idParams,
      body: z.strictObject({ cardNo: word }),
      answers: { 200: requestView },
      handle: async ({ params, body: { cardNo }, now }) => {
        const due = { oldPartDue: true, oldPartAt: null };
        const data = { oldPartAt: new Date(now), oldPartCard: cardNo };
        return { status: 200, body: shown(await change(params.id, due, data)) };
      },
    }),
  ];
}

/** An order for the stock itself is expected on some day, so that it is missed when it does not come; the policy's where none is named. */
function stockExpected(
  source: ReturnType<ApiDeps['policies']['source']>,
  { policyId, caseId, stockUnit }: { policyId: string; caseId: string | null; stockUnit: string | null },
  now: number,
): string | null {
  const policy = source.get(policyId);
  const arrives = policy?.stock?.watch?.arrives;
  if (!policy || !arrives || caseId !== null || stockUnit !== null) return null;
  const { zone } = source.calendars(policy.timeZone, new Date(now).getUTCFullYear())[policy.calendar]!;
  return formatInstant(expectedBy(zone, arrives.within, now));
}

/** What is expected comes later: a date that is over would be chased at once, and is a slip of the pen. */
function insistAhead(expectedAt: string, now: number): void {
  if (Date.parse(expectedAt) > now) return;
  throw refuse('invalid_request', '预计到货须晚于现在', 'It is expected at a time that is over', {
    field: 'expectedAt',
    allowed: { minimum: new Date(now).toISOString() },
  });
}
