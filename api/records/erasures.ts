/** Erasure of a customer's, a person's or a partner's data on request, its proofs, and the legal holds that stop it. */
import { z } from 'zod';
import { liftHold, listHolds, placeHold } from '../../prisma/erasure/holds';
import { erasePartner } from '../../prisma/erasure/partners';
import { eraseCustomer, erasePerson } from '../../prisma/erasure/subjects';
import type { Erasure, LegalHold } from '../../prisma/generated/client';
import { idempotencyHeaders } from '../cases/keys';
import { once } from '../cases/once';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { after, cursor, idParams, nextOf, page, readCursor } from '../master/resource';
import { route, type Route } from '../route';

const at = z.iso.datetime({ offset: true });
const reason = z.string().trim().min(1).max(500).describe('why, such as the number of the letter; no names');

const counted = z.coerce.number().int().positive().max(2_147_483_647);

const proofView = z
  .object({
    n: z.int().positive(),
    subject: z.enum(['customer', 'person', 'partner', 'retention']),
    subjectId: z.string(),
    reason: z.string(),
    by: z.string(),
    at,
    what: z.array(z.object({ table: z.string(), rows: z.int(), sha256: z.string() })),
    previous: z.string(),
    chain: z.string().describe('SHA-256 over this proof and the chain value before it'),
  })
  .meta({ id: 'Erasure' });

const holdView = z
  .object({
    id: z.string(),
    subject: z.enum(['customer', 'person', 'partner', 'case']),
    subjectId: z.string(),
    reason: z.string(),
    placedBy: z.string(),
    placedAt: at,
    liftedBy: z.string().nullable(),
    liftedAt: at.nullable(),
    liftReason: z.string().nullable(),
  })
  .meta({ id: 'LegalHold' });

export function erasureRoutes({ prisma, documents }: ApiDeps): Route[] {
  const shared = { tag: 'records' };
  return [
    route({
      ...shared,
      key: 'POST /v1/erasures',
      summary:
        'Erase the personal data of a customer, a person or a partner for good; cases, settlements and their proof stay',
      body: z.strictObject({
        subject: z.enum(['customer', 'person', 'partner']),
        id: z.string().min(1).max(64),
        reason,
      }),
      answers: { 201: proofView },
      handle: async ({ body, now }, actor) => {
        const request = { subjectId: body.id, reason: body.reason, by: actor.id, at: new Date(now).toISOString() };
        const erase = {
          customer: () => eraseCustomer(prisma, request, documents),
          person: () => erasePerson(prisma, request),
          partner: () => erasePartner(prisma, request),
        };
        return { status: 201, body: showProof(await erase[body.subject]()) };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/erasures',
      summary: 'The proofs of erasure, the newest first',
      query: z.strictObject({
        subjectId: z.string().max(64).optional(),
        cursor,
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answers: { 200: z.object({ rows: z.array(proofView), next: z.string().nullable() }) },
      handle: async ({ query: { subjectId, cursor: past, limit } }) => {
        const rows = await prisma.erasure.findMany({
          where: { subjectId, ...(past !== undefined && { n: { lt: numberIn(past) } }) },
          orderBy: { n: 'desc' },
          take: limit + 1,
        });
        const next = nextOf(rows, limit, ({ n, chain }) => [String(n), chain]);
        return { status: 200, body: { rows: rows.slice(0, limit).map(showProof), next } };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/legal-holds',
      summary: 'Legal holds, the newest first',
      query: z.strictObject({
        inForce: z.stringbool().optional(),
        subjectId: z.string().max(64).optional(),
        cursor,
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answers: { 200: z.object({ rows: z.array(holdView), next: z.string().nullable() }) },
      handle: async ({ query: { inForce, subjectId, cursor: past, limit } }) => {
        const order = after(past, 'placedAt', { descending: true });
        const rows = await listHolds(prisma, { inForce, subjectId, limit: limit + 1, past: order });
        return { status: 200, body: page(rows, limit, (r) => r.placedAt.toISOString(), showHold) };
      },
    }),
    route({
      ...shared,
      key: 'POST /v1/legal-holds',
      summary: 'Place a legal hold: nothing of this customer, person, partner or case is erased until it is lifted',
      body: z.strictObject({
        subject: z.enum(['customer', 'person', 'partner', 'case']),
        id: z.string().min(1).max(64),
        reason,
      }),
      headers: idempotencyHeaders,
      answers: { 201: holdView },
      handle: async (call, actor) => {
        const { subject, id: subjectId, reason: why } = call.body;
        const placed = { subject, subjectId, reason: why, by: actor.id, at: new Date(call.now).toISOString() };
        // Placed twice, it would stay in force when one of the two is lifted.
        const hold = await once(
          prisma,
          { route: 'POST /v1/legal-holds', actor, call },
          {
            make: (db, id) => placeHold(db, { ...placed, id }),
            find: (id) => prisma.legalHold.findUnique({ where: { id } }),
          },
        );
        return { status: 201, body: showHold(hold) };
      },
    }),
    route({
      ...shared,
      key: 'POST /v1/legal-holds/:id/lift',
      summary: 'Lift a legal hold',
      params: idParams,
      body: z.strictObject({ reason }),
      answers: { 200: holdView },
      handle: async ({ params: { id }, body, now }, actor) => {
        const lift = { id, reason: body.reason, by: actor.id, at: new Date(now).toISOString() };
        return { status: 200, body: showHold(await liftHold(prisma, lift)) };
      },
    }),
  ];
}

/** Proofs are counted: a cursor names the number and the chain value that the list stands after. */
function numberIn(past: string): number {
  const n = counted.safeParse(readCursor(past, 'n')[0]);
  if (n.success) return n.data;
  throw refuse('invalid_request', '游标无效', 'The cursor is not valid', { field: 'cursor' });
}

function showProof(proof: Erasure): z.infer<typeof proofView> {
  return proofView.parse({ ...proof, at: proof.at.toISOString() });
}

function showHold(hold: LegalHold): z.infer<typeof holdView> {
  return holdView.parse({
    ...hold,
    placedAt: hold.placedAt.toISOString(),
    liftedAt: hold.liftedAt?.toISOString() ?? null,
  });
}
