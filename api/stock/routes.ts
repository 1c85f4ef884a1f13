/** Parts that are wanted, expected, come and go back; how many shipments were right; the loaner pool. */
import { z } from 'zod';
import { said } from '../../domain/cases/payload';
import { expectedBy } from '../../domain/supply/expected';
import { formatInstant } from '../../domain/time/instant';
import type { PartRequest, Prisma } from '../../prisma/generated/client';
import { insistCase } from '../cases/access';
import { idempotencyHeaders } from '../cases/keys';
import { once } from '../cases/once';
import type { Words } from '../../messages/bilingual';
import { valueWords } from '../../messages/field-words';
import { words } from '../cases/titles/event-lines';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
import { PolicyWords } from '../department/words';
import { refuse } from '../http/problem';
import { after, asRefusal, idParams, page, pageQuery } from '../master/resource';
import { route, type Route } from '../route';
import { tellExpected } from './expected';
import { moveStock } from './moves';

const word = z.string().trim().min(1).max(64);
const at = z.iso.datetime({ offset: true });

const requestView = z
  .object({
    id: z.string(),
    policyId: z.string(),
    caseId: z.string().nullable(),
    partnerId: z.string().nullable(),
    partNo: z.string(),
    quantity: z.int(),
    reason: z.string(),
    stockUnit: z.string().nullable(),
    status: z.string(),
    requestedAt: z.iso.datetime(),
    expectedAt: z.iso.datetime().nullable(),
    receivedAt: z.iso.datetime().nullable(),
    oldPartDue: z.boolean(),
    oldPartAt: z.iso.datetime().nullable(),
    oldPartCard: z.string().nullable(),
    titles: z.object({ policy: words, reason: words, status: words }),
  })
  .meta({ id: 'PartRequest' });

const loanerView = z
  .object({
    id: z.string(),
    serialNo: z.string(),
    product: z.string(),
    model: z.string(),
    depositFen: z.int(),
    condition: z.string().nullable().describe('as it was seen last'),
    titles: z.object({ product: words, condition: words.optional() }),
    holders: z
      .array(
        z.object({
          caseId: z.string(),
          customerId: z.string(),
          since: z.iso.datetime(),
          depositFen: z.int().nullable(),
        }),
      )
      .describe('who has it; more than one is a mistake in the cases'),
  })
  .meta({ id: 'Loaner' });

export function stockRoutes(deps: ApiDeps): Route[] {
  const { prisma, policies } = deps;
  const its = new PolicyWords(policies);
  const toRequest = (r: PartRequest): z.infer<typeof requestView> => ({
    ...plainRequest(r),
    titles: {
      policy: its.policy(r.policyId),
      reason: valueWords(r.reason, 'reason') ?? asNamed(r.reason),
      status: valueWords(r.status, 'partRequest') ?? asNamed(r.status),
    },
  });
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
        return { status: 200, body: page(rows, limit, (r) => r.partNo, toRequest) };
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
            make: (db, id) => db.partRequest.create({ data: { ...data, id } }),
            find: (id) => prisma.partRequest.findUnique({ where: { id } }),
          },
        );
        if (made.caseId !== null && made.expectedAt !== null)
          await tellExpected(deps, made.caseId, { actor, requestId, now, key: `expected/${made.id}/0` }).catch(() => {
            // The request stands, so it is not asked for twice; the arrival is chased all the same.
            deps.log.warn({ caseId: made.caseId, request: made.id }, 'the case was not told when its part is expected');
          });
        return { status: 201, body: toRequest(made) };
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
        const told =
          before.at(-1)?.expectedAt === expectedAt
            ? before
            : [...before, { expectedAt, toldAt: new Date(now).toISOString(), by: actor.id }];
        const open = { receivedAt: null, status: { not: 'cancelled' } };
        const changed = await change(params.id, open, { expectedAt, expected: told });
        if (changed.caseId !== null) {
          const key = `expected/${changed.id}/${told.length}`;
          await tellExpected(deps, changed.caseId, { actor, requestId, now, key });
        }
        return { status: 200, body: toRequest(changed) };
      },
    }),
    route({
      key: 'POST /v1/parts/requests/:id/deliveries',
      tag: 'parts',
      summary: 'A shipment came, right or wrong; a right one ends the request',
      params: idParams,
      body: z
        .strictObject({
          quantity: z.int().positive().max(100_000),
          correct: z.boolean(),
          fault: z.enum(['wrong_part', 'wrong_quantity', 'damaged']).nullable().default(null),
        })
        .refine(({ correct, fault }) => correct === (fault === null), {
          path: ['fault'],
          ...said('到货有误须说明是什么错；无误则不填', 'what was wrong with it; nothing where it was right'),
        }),
      headers: idempotencyHeaders,
      answers: { 201: requestView },
      handle: async (call, actor) => {
        const { params, body, now } = call;
        const arrived = { at: new Date(now), by: actor.id };
        const ended = body.correct ? { status: 'received', receivedAt: arrived.at } : {};
        const made = await once(
          prisma,
          { route: 'POST /v1/parts/requests/:id/deliveries', actor, call },
          {
            make: async (db) => {
              const found = await db.partRequest.findUnique({
                where: { id: params.id },
                include: { deliveries: true },
              });
              if (!found) throw refuse('not_found', '没有这个申请', 'There is no such request');
              if (found.receivedAt || found.status === 'cancelled')
                throw refuse('already_done', '已收货或已取消', 'It is received or cancelled already');
              const no = found.deliveries.length + 1;
              await db.partDelivery.create({ data: { requestId: found.id, no, ...arrived, ...body } });
              if (body.correct) await stockUp(db, found, { ...arrived, quantity: body.quantity });
              return db.partRequest.update({ where: { id: found.id }, data: ended });
            },
            find: () => prisma.partRequest.findUnique({ where: { id: params.id } }),
          },
        ).catch((error: unknown) => Promise.reject(asRefusal(error) as Error));
        return { status: 201, body: toRequest(made) };
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
        return { status: 200, body: toRequest(await change(params.id, open, data)) };
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
        return { status: 200, body: toRequest(await change(params.id, due, data)) };
      },
    }),
    route({
      key: 'GET /v1/parts/accuracy',
      tag: 'parts',
      summary: 'How many shipments of a period were right: counted, with their faults',
      query: z.strictObject({ policyId: word, from: at, until: at }),
      answers: {
        200: z.object({
          shipped: z.int(),
          correct: z.int(),
          faults: z.record(z.string(), z.int()),
          kpi: z.string().nullable(),
        }),
      },
      handle: async ({ query: { policyId, from, until } }) => {
        const groups = await prisma.partDelivery.groupBy({
          by: ['correct', 'fault'],
          where: { at: { gte: from, lt: until }, request: { policyId } },
          _count: true,
        });
        const count = (of: typeof groups): number => of.reduce((sum, g) => sum + g._count, 0);
        const faults = Object.fromEntries(
          groups.flatMap(({ fault, _count }) => (fault === null ? [] : [[fault, _count]])),
        );
        const body = { shipped: count(groups), correct: count(groups.filter((g) => g.correct)), faults };
        return { status: 200, body: { ...body, kpi: policies.source().get(policyId)?.stock?.accuracy ?? null } };
      },
    }),
    route({
      key: 'GET /v1/loaners',
      tag: 'loaners',
      summary: 'The loaner pool: who has what since when, deposit and condition',
      query: pageQuery,
      answers: { 200: z.object({ rows: z.array(loanerView), next: z.string().nullable() }) },
      handle: async ({ query: { q, cursor, limit } }) => {
        const units = await prisma.loanerUnit.findMany({
          where: {
            retiredAt: null,
            ...(q !== undefined && { serialNo: { contains: q } }),
            ...after(cursor, 'serialNo'),
          },
          orderBy: [{ serialNo: 'asc' }, { id: 'asc' }],
          take: limit + 1,
          include: { checks: { orderBy: { at: 'desc' }, take: 1 } },
        });
        const out = await holders(units.map(({ id }) => id));
        const show = (u: (typeof units)[number]): z.infer<typeof loanerView> => ({
          ...{ id: u.id, serialNo: u.serialNo, product: u.product, model: u.model, depositFen: u.depositFen },
          condition: u.checks[0]?.condition ?? null,
          holders: out.filter(({ unitId }) => unitId === u.id).map(({ unitId: _, ...holder }) => holder),
          titles: { product: its.product(u.product), ...conditionOf(u.checks[0]?.condition) },
        });
        return { status: 200, body: page(units, limit, (u) => u.serialNo, show) };
      },
    }),
    route({
      key: 'POST /v1/loaners',
      tag: 'loaners',
      summary: 'Add a unit to the pool',
      body: z.strictObject({
        serialNo: word,
        product: word,
        model: word,
        depositFen: z.int().nonnegative().max(1_000_000_000).default(0),
      }),
      answers: { 201: z.object({ id: z.string() }) },
      handle: async ({ body }) => {
        const made = await prisma.loanerUnit
          .create({ data: body })
          .catch((error: unknown) => Promise.reject(asRefusal(error) as Error));
        return { status: 201, body: { id: made.id } };
      },
    }),
    route({
      key: 'POST /v1/loaners/:id/checks',
      tag: 'loaners',
      summary: 'The condition of a unit at the hand-out or the return',
      params: idParams,
      body: z.strictObject({
        condition: z.enum(['good', 'worn', 'damaged', 'incomplete']),
        caseId: word.nullable().default(null),
      }),
      headers: idempotencyHeaders,
      answers: { 201: z.object({ id: z.string() }) },
      handle: async (call, actor) => {
        const { params, body, now } = call;
        if ((await prisma.loanerUnit.count({ where: { id: params.id } })) === 0)
          throw refuse('not_found', '没有这台代用机', 'There is no such unit');
        if (body.caseId !== null) await insistCase(prisma, body.caseId, actor);
        const data = { ...body, unitId: params.id, at: new Date(now), by: actor.id };
        const { id } = await once(
          prisma,
          { route: 'POST /v1/loaners/:id/checks', actor, call },
          {
            make: (db, checkId) => db.loanerCheck.create({ data: { ...data, id: checkId } }),
            find: (checkId) => prisma.loanerCheck.findUnique({ where: { id: checkId } }),
          },
        );
        return { status: 201, body: { id } };
      },
    }),
  ];

  /** The cases that have issued these units and not taken them back: the cases are the truth. */
  async function holders(
    ids: string[],
  ): Promise<{ unitId: string; caseId: string; customerId: string; since: string; depositFen: number | null }[]> {
    const rows = await prisma.$queryRaw<
      { unitId: string; caseId: string; customerId: string; since: number; depositFen: number | null }[]
    >`
      SELECT c."state" #>> '{loaner,unitId}' AS "unitId", c."id" AS "caseId", c."customerId",
        (c."state" #>> '{loaner,issuedAt}')::float8 AS "since", (c."state" #>> '{loaner,depositFen}')::float8 AS "depositFen"
      FROM cases."Case" c
      WHERE c."state" #>> '{loaner,status}' = 'issued' AND c."state" #>> '{loaner,unitId}' = ANY(${ids})`;
    return rows.map((row) => ({ ...row, since: new Date(row.since).toISOString() }));
  }
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

/** What came for the stock itself goes into it; what came for a case or a robbed unit goes there. */
async function stockUp(
  db: Prisma.TransactionClient,
  { id, policyId, partNo, caseId, partnerId, stockUnit }: PartRequest,
  { at, by, quantity }: { at: Date; by: string; quantity: number },
): Promise<void> {
  if (caseId !== null || partnerId !== null || stockUnit !== null) return;
  const part = await db.part.findUnique({ where: { policyId_partNo: { policyId, partNo } } });
  if (part) await moveStock(db, part.id, { kind: 'receipt', slipNo: id, change: quantity, at, by });
}

function conditionOf(condition: string | undefined): { condition?: Words } {
  return condition === undefined ? {} : { condition: valueWords(condition, 'condition') ?? asNamed(condition) };
}

function plainRequest(r: PartRequest): Omit<z.infer<typeof requestView>, 'titles'> {
  const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
  return {
    ...{
      id: r.id,
      policyId: r.policyId,
      caseId: r.caseId,
      partnerId: r.partnerId,
      partNo: r.partNo,
      quantity: r.quantity,
    },
    ...{
      reason: r.reason,
      stockUnit: r.stockUnit,
      status: r.status,
      oldPartDue: r.oldPartDue,
      oldPartCard: r.oldPartCard,
    },
    requestedAt: r.requestedAt.toISOString(),
    expectedAt: iso(r.expectedAt),
    receivedAt: iso(r.receivedAt),
    oldPartAt: iso(r.oldPartAt),
  };
}
