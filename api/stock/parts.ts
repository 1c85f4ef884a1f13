/** The parts that a department keeps: how many there are, below how many one is ordered (N-2.3-5b), and what moves them. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Part, Prisma, StockWarning } from '../../prisma/generated/client';
import { insistCase } from '../cases/access';
import { words } from '../cases/titles/event-lines';
import type { ApiDeps } from '../deps';
import { PolicyWords } from '../department/words';
import { etagOf, mustMatchHeaders, versionNamed } from '../http/if-match';
import { refuse } from '../http/problem';
import { after, asRefusal, idParams, nextOf, pageQuery, recordVersion } from '../master/resource';
import { route, type Route } from '../route';
import { changePart, moveStock, watch, type Move } from './moves';

const word = z.string().trim().min(1).max(64);
const many = z.int().nonnegative().max(1_000_000);
const slipNo = word.describe('number of the slip; a slip moves a part once');

const partView = z
  .object({
    id: z.string(),
    version: recordVersion,
    policyId: z.string(),
    partNo: z.string(),
    name: z.string(),
    onHand: z.int(),
    reorderLevel: z.int().describe('below it the part is to be ordered'),
    lowSince: z.iso.datetime().nullable().describe('since when it is below its level'),
    onOrder: z.boolean().describe('it is ordered for the stock, and has not come'),
    titles: z.object({ policy: words }),
  })
  .meta({ id: 'Part' });

type Shown = Part & { warnings: StockWarning[] };
const open = { warnings: { where: { clearedAt: null } } };

export function partRoutes({ prisma, policies }: ApiDeps): Route[] {
  const its = new PolicyWords(policies);
  const toParts = async (db: Prisma.TransactionClient, parts: Shown[]): Promise<z.infer<typeof partView>[]> => {
    const ordered = await onOrder(db, parts);
    return parts.map(({ warnings, createdAt: _, ...part }) => ({
      ...part,
      lowSince: warnings[0]?.fellAt.toISOString() ?? null,
      onOrder: ordered.has(nameOf(part)),
      titles: { policy: its.policy(part.policyId) },
    }));
  };
  /** Works on a part in one transaction and answers it with what is open about it. */
  const inOne = async (id: string, work: (db: Prisma.TransactionClient) => Promise<unknown>) => {
    try {
      return await prisma.$transaction(async (db) => {
        await work(db);
        const [changed] = await toParts(db, [await db.part.findUniqueOrThrow({ where: { id }, include: open })]);
        return changed!;
      });
    } catch (error) {
      throw asRefusal(error);
    }
  };
  const shown = <S extends 200 | 201>(status: S, body: z.infer<typeof partView>) => ({
    ...{ status, body },
    headers: etagOf(body.version),
  });
  const moved = async (id: string, move: Move) => shown(200, await inOne(id, (db) => moveStock(db, id, move)));
  return [
    route({
      key: 'GET /v1/parts',
      tag: 'parts',
      summary: 'Parts in stock, by number; `low` those below their reorder level',
      query: pageQuery.extend({ policyId: word.optional(), low: z.stringbool().default(false) }),
      answers: { 200: z.object({ rows: z.array(partView), next: z.string().nullable() }) },
      handle: async ({ query: { q, cursor, limit, policyId, low } }) => {
        const rows = await prisma.part.findMany({
          where: {
            policyId,
            ...(low && { warnings: { some: { clearedAt: null } } }),
            ...(q !== undefined && { OR: [{ partNo: { contains: q } }, { name: { contains: q } }] }),
            ...after(cursor, 'partNo'),
          },
          orderBy: [{ partNo: 'asc' }, { id: 'asc' }],
          take: limit + 1,
          include: open,
        });
        const next = nextOf(rows, limit, ({ partNo, id }) => [partNo, id]);
        return { status: 200, body: { rows: await toParts(prisma, rows.slice(0, limit)), next } };
      },
    }),
    route({
      key: 'POST /v1/parts',
      tag: 'parts',
      summary: 'Add a part with its reorder level',
      body: z.strictObject({
        policyId: word,
        partNo: word,
        name: z.string().trim().min(1).max(200),
        reorderLevel: many,
        onHand: many.default(0).describe('counted at the beginning'),
      }),
      answers: { 201: partView },
      handle: async ({ body, now }) => {
        if (!policies.source().get(body.policyId))
          throw refuse('invalid_request', '没有这个制度', 'There is no such policy', { field: 'policyId' });
        const id = randomUUID();
        const made = await inOne(id, async (db) =>
          watch(db, await db.part.create({ data: { ...body, id } }), new Date(now)),
        );
        return shown(201, made);
      },
    }),
    route({
      key: 'PATCH /v1/parts/:id',
      tag: 'parts',
      summary: 'Change the name or the reorder level of a part',
      params: idParams,
      headers: mustMatchHeaders,
      body: z.strictObject({ name: z.string().trim().min(1).max(200).optional(), reorderLevel: many.optional() }),
      answers: { 200: partView },
      handle: async ({ params: { id }, headers, body, now }) => {
        const version = versionNamed(headers);
        return shown(200, await inOne(id, (db) => changePart(db, { id, version }, body, new Date(now))));
      },
    }),
    route({
      key: 'POST /v1/parts/:id/draws',
      tag: 'parts',
      summary: 'Parts are taken out of the stock, perhaps for a case',
      params: idParams,
      body: z.strictObject({
        slipNo,
        quantity: z.int().positive().max(100_000),
        caseId: word.nullable().default(null),
      }),
      answers: { 200: partView },
      handle: async ({ params, body: { slipNo: slip, quantity, caseId }, now }, actor) => {
        if (caseId !== null) await insistCase(prisma, caseId, actor);
        const at = new Date(now);
        return moved(params.id, { kind: 'draw', slipNo: slip, change: -quantity, caseId, at, by: actor.id });
      },
    }),
    route({
      key: 'POST /v1/parts/:id/counts',
      tag: 'parts',
      summary: 'The stock was counted: what is there stands from now on',
      params: idParams,
      body: z.strictObject({ slipNo, onHand: many }),
      answers: { 200: partView },
      handle: async ({ params, body, now }, actor) =>
        moved(params.id, {
          ...{ kind: 'count', slipNo: body.slipNo, change: { counted: body.onHand } },
          at: new Date(now),
          by: actor.id,
        }),
    }),
  ];
}

const nameOf = ({ policyId, partNo }: Pick<Part, 'policyId' | 'partNo'>): string => JSON.stringify([policyId, partNo]);

/** Those of these parts that are ordered for the stock itself, by policy and number. */
async function onOrder(db: Prisma.TransactionClient, parts: readonly Part[]): Promise<ReadonlySet<string>> {
  const orders = await db.partRequest.findMany({
    where: {
      ...{ caseId: null, partnerId: null, stockUnit: null, receivedAt: null, status: { not: 'cancelled' } },
      partNo: { in: parts.map(({ partNo }) => partNo) },
      policyId: { in: [...new Set(parts.map(({ policyId }) => policyId))] },
    },
    select: { policyId: true, partNo: true },
    distinct: ['policyId', 'partNo'],
  });
  return new Set(orders.map(nameOf));
}
