/** The loaner pool: who has what since when, deposit and condition. */
import { z } from 'zod';
import type { Words } from '../../messages/bilingual';
import { valueWords } from '../../messages/field-words';
import { insistCase } from '../cases/access';
import { idempotencyHeaders } from '../cases/keys';
import { once } from '../cases/once';
import { words } from '../cases/titles/event-lines';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
import { PolicyWords } from '../department/words';
import { refuse } from '../http/problem';
import { after, asRefusal, idParams, page, pageQuery } from '../master/resource';
import { route, type Route } from '../route';

const word = z.string().trim().min(1).max(64);

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

export function loanerRoutes({ prisma, policies }: ApiDeps): Route[] {
  const its = new PolicyWords(policies);
  return [
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
        const out = await holders(
          prisma,
          units.map(({ id }) => id),
        );
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
}

/** The cases that have issued these units and not taken them back: the cases are the truth. */
async function holders(
  prisma: ApiDeps['prisma'],
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

function conditionOf(condition: string | undefined): { condition?: Words } {
  return condition === undefined ? {} : { condition: valueWords(condition, 'condition') ?? asNamed(condition) };
}
