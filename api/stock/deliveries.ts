/** Shipments of parts: right or wrong, what they fill up, and how many of a period were right. */
import { z } from 'zod';
import { said } from '../../domain/cases/payload';
import type { PartRequest, Prisma } from '../../prisma/generated/client';
import { idempotencyHeaders } from '../cases/keys';
import { once } from '../cases/once';
import type { ApiDeps } from '../deps';
import { PolicyWords } from '../department/words';
import { refuse } from '../http/problem';
import { asRefusal, idParams } from '../master/resource';
import { route, type Route } from '../route';
import { moveStock } from './moves';
import { requestView, toRequest } from './request-view';

const word = z.string().trim().min(1).max(64);
const at = z.iso.datetime({ offset: true });

export function deliveryRoutes({ prisma, policies }: ApiDeps): Route[] {
  const its = new PolicyWords(policies);
  return [
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
        return { status: 201, body: toRequest(made, its) };
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
  ];
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
