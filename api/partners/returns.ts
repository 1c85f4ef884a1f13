/** Special returns of a partner: applied for with a list, decided by a second person, sent, counted when they come in. */
import { z } from 'zod';
import { countedGoods, returnStanding, type SpecialReturn } from '../../domain/partners/returns';
import type { PartnerReturn } from '../../prisma/generated/client';
import { valueWords } from '../../messages/field-words';
import { idempotencyHeaders } from '../cases/keys';
import { once } from '../cases/once';
import { words } from '../cases/titles/event-lines';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
import { refuse } from '../http/problem';
import { after, idParams, page, pageQuery } from '../master/resource';
import type { SupplierPolicy } from '../../policies/contract';
import { mayCall } from '../roles';
import { route, type Route } from '../route';
import { insistKnown, partnerOf } from './records';

const word = z.string().trim().min(1).max(64);
const returnParams = z.strictObject({ id: word, return: z.string().min(1).max(80) });
const standing = z.object({
  id: z.string(),
  decision: z.string(),
  waitingFor: z.string().optional(),
  missing: z.array(z.string()),
  lossPayer: z.string().optional(),
  clauses: z.array(z.string()),
});
const list = z
  .array(
    z.strictObject({
      model: word,
      quantity: z.int().positive(),
      serialNo: word.optional(),
      reason: z.string().trim().min(1).max(200),
    }),
  )
  .min(1)
  .max(500);

const many = z.int().nonnegative().max(1_000_000);
const received = z.object({
  quantity: z.int().describe('what came in'),
  complete: z.boolean(),
  counted: z.int().nullable().describe('what stands: the list, or what was received where it is missing or unclear'),
  refused: z.int(),
  clauses: z.array(z.string()),
});
const returnView = standing.extend({
  appliedAt: z.iso.datetime(),
  written: z.boolean(),
  list: list.nullable().describe('the goods applied for; null where there is no list'),
  approved: z.boolean().nullable(),
  sentAt: z.iso.datetime().nullable(),
  sentBy: z.string().nullable().describe('who entered that it was sent'),
  receivedAt: z.iso.datetime().nullable(),
  receivedBy: z.string().nullable().describe('who counted it'),
  received: received.nullable(),
  mayDecide: z.boolean().describe('the caller may decide it now'),
  titles: z.object({ lossPayer: words.optional() }),
});
const DECIDE = 'POST /v1/partners/:id/returns/:return/decide';

export function partnerReturnRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  const find = async ({ id, return: returnId }: z.infer<typeof returnParams>): Promise<PartnerReturn> => {
    const found = await prisma.partnerReturn.findUnique({ where: { id: returnId } });
    if (found?.partnerId !== id) throw refuse('not_found', '没有这个申请', 'There is no such application');
    return found;
  };
  return [
    route({
      key: 'GET /v1/partners/:id/returns',
      tag: 'partners',
      summary: 'Special returns, the newest first, with their lists and where each stands',
      params: idParams,
      query: pageQuery.omit({ q: true }),
      answers: {
        200: z.object({
          partner: z.object({ id: z.string(), name: z.string() }),
          readsFile: z.boolean().describe('the caller may read the rest of its file as well'),
          rows: z.array(returnView),
          next: z.string().nullable(),
        }),
      },
      handle: async ({ params, query: { cursor, limit } }, actor) => {
        const { partner, agreement } = await partnerOf(deps, params.id);
        const rows = await prisma.partnerReturn.findMany({
          where: { partnerId: params.id, ...after(cursor, 'appliedAt', { descending: true }) },
          orderBy: [{ appliedAt: 'desc' }, { id: 'asc' }],
          take: limit + 1,
        });
        const view = (row: PartnerReturn): z.infer<typeof returnView> => ({
          ...titled(standsAs(agreement, row)),
          appliedAt: row.appliedAt.toISOString(),
          written: row.written,
          list: row.list === null ? null : list.parse(row.list),
          approved: row.approved,
          sentAt: row.sentAt?.toISOString() ?? null,
          sentBy: row.sentBy,
          receivedAt: row.receivedAt?.toISOString() ?? null,
          receivedBy: row.receivedBy,
          received: row.received === null ? null : received.parse(row.received),
          mayDecide: row.decidedAt === null && row.appliedBy !== actor.id && mayCall(DECIDE, actor.role),
        });
        const readsFile = mayCall('GET /v1/partners/:id', actor.role);
        const { id, name } = partner;
        const listed = page(rows, limit, (r) => r.appliedAt.toISOString(), view);
        return { status: 200, body: { partner: { id, name }, readsFile, ...listed } };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/returns',
      tag: 'partners',
      summary: 'Apply for a special return, in writing and with a list',
      params: idParams,
      headers: idempotencyHeaders,
      body: z.strictObject({ written: z.boolean(), list: list.nullable().default(null) }),
      answers: { 201: standing },
      handle: async (call, actor) => {
        const { params, now } = call;
        const { written, list: items } = call.body;
        const { partner: of, agreement } = await partnerOf(deps, params.id);
        insistKnown(of);
        const stands = returnStanding(agreement, { written, listAttached: items !== null, sent: false });
        if (!stands) throw refuse('illegal_transition', '协议没有特殊退货', 'The agreement knows no special returns');
        const data = {
          partnerId: of.id,
          written,
          ...(items && { list: items }),
          appliedAt: new Date(now),
          appliedBy: actor.id,
        };
        const { id } = await once(
          prisma,
          { route: 'POST /v1/partners/:id/returns', actor, call },
          {
            make: (db, returnId) => db.partnerReturn.create({ data: { ...data, id: returnId } }),
            find: (returnId) => prisma.partnerReturn.findUnique({ where: { id: returnId } }),
          },
        );
        return { status: 201, body: { id, ...stands } };
      },
    }),
    route({
      key: DECIDE,
      tag: 'partners',
      summary: 'Decide on a special return, once, by somebody else than who entered it',
      params: returnParams,
      body: z.strictObject({ approved: z.boolean() }),
      answers: { 200: standing },
      handle: async ({ params, body: { approved }, now }, actor) => {
        const { agreement } = await partnerOf(deps, params.id);
        const found = await find(params);
        if (found.appliedBy === actor.id)
          throw refuse('forbidden', '不得审批自己录入的申请', 'Nobody decides on what they entered');
        const papers = papersOf(found);
        const before = returnStanding(agreement, papers)!;
        if (approved && before.decision === 'blocked')
          throw refuse('requirement_missing', '缺书面申请或清单', 'Written application or list missing', {
            allowed: before.missing,
          });
        const { count } = await prisma.partnerReturn.updateMany({
          where: { id: found.id, decidedAt: null },
          data: { approved, decidedAt: new Date(now), decidedBy: actor.id },
        });
        if (count === 0) throw refuse('already_done', '已审批', 'It is decided already');
        return { status: 200, body: standsAs(agreement, found, { approved }) };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/returns/:return/sent',
      tag: 'partners',
      summary: 'The partner has sent the goods; sent without approval, the answer says who bears the loss',
      params: returnParams,
      answers: { 200: standing },
      handle: async ({ params, now }, actor) => {
        const { agreement } = await partnerOf(deps, params.id);
        const found = await find(params);
        await prisma.partnerReturn.updateMany({
          where: { id: found.id, sentAt: null },
          data: { sentAt: new Date(now), sentBy: actor.id },
        });
        return { status: 200, body: standsAs(agreement, found, { sent: true }) };
      },
    }),
    route({
      key: 'POST /v1/partners/:id/returns/:return/received',
      tag: 'partners',
      summary: 'The goods came in and were counted, once: what stands, and how many may be refused, is the agreement’s',
      params: returnParams,
      body: z.strictObject({
        quantity: many,
        complete: z.boolean().describe('in order, with packaging and accessories'),
        listClear: z.boolean().default(true).describe('whether the list of the application could be counted by'),
        refused: many.default(0),
      }),
      answers: { 200: received },
      handle: async ({ params, body: { quantity, complete, listClear, refused }, now }, actor) => {
        const { agreement } = await partnerOf(deps, params.id);
        const found = await find(params);
        const items = found.list as { quantity: number }[] | null;
        const { counted, mayRefuse, clauses } = countedGoods(agreement, {
          list: items === null ? 'none' : listClear ? 'clear' : 'unclear',
          ...(items && { claimed: items.reduce((sum, item) => sum + item.quantity, 0) }),
          received: quantity,
          complete,
        });
        if (refused > mayRefuse)
          throw refuse('invalid_request', '拒收数量超出协议允许', 'The agreement lets fewer be refused', {
            field: 'refused',
            allowed: { max: mayRefuse },
          });
        const goods = { quantity, complete, counted: counted ?? null, refused, clauses: [...clauses] };
        const at = new Date(now);
        const { count } = await prisma.partnerReturn.updateMany({
          where: { id: found.id, receivedAt: null },
          data: {
            ...{ received: goods, receivedAt: at, receivedBy: actor.id },
            ...(found.sentAt === null && { sentAt: at, sentBy: actor.id }),
          },
        });
        if (count === 0) throw refuse('already_done', '已清点入库', 'The goods were counted already');
        return { status: 200, body: goods };
      },
    }),
  ];
}

/** Where an application stands by the agreement, with what became known just now. Throws a refusal where it knows none. */
function standsAs(
  agreement: SupplierPolicy,
  row: PartnerReturn,
  now: Partial<SpecialReturn> = {},
): z.infer<typeof standing> {
  const stands = returnStanding(agreement, { ...papersOf(row), ...now });
  if (!stands) throw refuse('illegal_transition', '协议没有特殊退货', 'The agreement knows no special returns');
  return { id: row.id, ...stands, missing: [...stands.missing], clauses: [...stands.clauses] };
}

/** With who bears the loss in words, where the agreement says it. */
function titled(
  stands: z.infer<typeof standing>,
): z.infer<typeof standing> & Pick<z.infer<typeof returnView>, 'titles'> {
  const { lossPayer } = stands;
  const known = lossPayer !== undefined && lossPayer !== 'unknown';
  return {
    ...stands,
    titles: known ? { lossPayer: valueWords(lossPayer, 'payer') ?? asNamed(lossPayer) } : {},
  };
}

/** What is known of an application, as the agreement is asked. */
function papersOf({ written, list: items, sentAt, approved }: PartnerReturn): SpecialReturn {
  return { written, listAttached: items !== null, sent: sentAt !== null, ...(approved !== null && { approved }) };
}
