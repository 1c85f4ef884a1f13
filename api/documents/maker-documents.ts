/**
 * Technical documents from makers (N-2.3-6): kept by hash without metadata, for a product family or one model of it, found by
 * whoever works on cases, and shown with each case of the product. One that is out of date is withdrawn, never erased.
 */
import { z } from 'zod';
import { attachmentTypes, type AttachmentType } from '../../documents/attachments/types';
import { hashOf } from '../../documents/store/store';
import { isPlainText, said } from '../../domain/cases/payload';
import type { Words } from '../../messages/bilingual';
import { valueWords } from '../../messages/field-words';
import type { MakerDocument, Prisma } from '../../prisma/generated/client';
import { visibleCase } from '../cases/access';
import { idempotencyHeaders } from '../cases/keys';
import { once } from '../cases/once';
import { caseParams } from '../cases/case-params';
import { words } from '../cases/titles/event-lines';
import type { ApiDeps } from '../deps';
import { PolicyWords } from '../department/words';
import { refuse } from '../http/problem';
import { after, idParams, page, pageQuery } from '../master/resource';
import { route, type Route } from '../route';
import { keptName, keepClean } from './keep';
import { readUpload, uploadOf } from './read-upload';
import { download, storeOf } from './send';

/** What a maker's document is. */
export const makerDocumentKinds = [
  'service_manual',
  'user_manual',
  'drawing',
  'parts_list',
  'bulletin',
  'other',
] as const;

const line = (most: number) =>
  z.string().trim().min(1).max(most).refine(isPlainText, said('不能含有控制字符', 'no control characters'));

const about = {
  product: line(64).describe('product family of the policies'),
  model: line(100).optional().describe('absent: for every model of the family'),
  maker: line(200),
  title: line(200),
  kind: z.enum(makerDocumentKinds),
  edition: line(64).optional().describe('as the maker names it'),
};

const documentView = z
  .object({
    id: z.string(),
    product: z.string(),
    model: z.string().nullable(),
    maker: z.string(),
    title: z.string(),
    kind: z.object({ code: z.enum(makerDocumentKinds), title: words }),
    edition: z.string().nullable(),
    type: z.enum(attachmentTypes),
    size: z.int().describe('bytes as kept'),
    sha256: z.string().describe('of the bytes as kept, without metadata'),
    givenSha256: z.string().describe('of the bytes as they were sent'),
    by: z.string(),
    createdAt: z.iso.datetime(),
    withdrawnAt: z.iso.datetime().nullable(),
    titles: z.object({ product: words }),
  })
  .meta({ id: 'MakerDocument' });

function shown({ withdrawnBy: _, kind, ...row }: MakerDocument, product: Words): z.infer<typeof documentView> {
  const code = kind as (typeof makerDocumentKinds)[number];
  return {
    ...row,
    titles: { product },
    kind: { code, title: valueWords(code, 'kind') ?? { zh: code, en: code } },
    type: row.type as AttachmentType,
    createdAt: row.createdAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  };
}

/** Those of a family that are meant for every model, or for this one; out-of-date ones are no help. */
function meantFor(product: string, model: string | undefined): Prisma.MakerDocumentWhereInput {
  return { withdrawnAt: null, product, OR: [{ model: null }, ...(model === undefined ? [] : [{ model }])] };
}

export function makerDocumentRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  const its = new PolicyWords(deps.policies);
  const show = (row: MakerDocument): z.infer<typeof documentView> => shown(row, its.product(row.product));
  const shared = { tag: 'documents' };
  return [
    route({
      ...shared,
      key: 'GET /v1/maker-documents',
      summary: 'The archive of makers’ technical documents, by title',
      query: pageQuery.extend({
        product: about.product.optional(),
        model: about.model.describe('with those for every model'),
        kind: about.kind.optional(),
        withdrawn: z.stringbool().default(false).describe('those that are out of date instead'),
      }),
      answers: { 200: z.object({ rows: z.array(documentView), next: z.string().nullable() }) },
      handle: async ({ query: { q, cursor, limit, product, model, kind, withdrawn } }) => {
        const like = { contains: q ?? '', mode: 'insensitive' as const };
        const rows = await prisma.makerDocument.findMany({
          where: {
            ...{ product, kind, withdrawnAt: withdrawn ? { not: null } : null },
            AND: [
              after(cursor, 'title'),
              ...(model === undefined ? [] : [{ OR: [{ model: null }, { model }] }]),
              ...(q === undefined ? [] : [{ OR: [{ title: like }, { maker: like }, { model: like }] }]),
            ],
          },
          orderBy: [{ title: 'asc' }, { id: 'asc' }],
          take: limit + 1,
        });
        return { status: 200, body: page(rows, limit, ({ title }) => title, show) };
      },
    }),
    route({
      ...shared,
      key: 'POST /v1/maker-documents',
      summary: 'Put a maker’s document into the archive; metadata is taken out',
      query: z.strictObject(about),
      headers: idempotencyHeaders,
      file: { accepts: attachmentTypes, read: readUpload },
      answers: { 201: documentView },
      handle: async ({ query, headers, req, now }, actor) => {
        const { bytes, type } = uploadOf(req);
        const givenSha256 = hashOf(bytes);
        const kept = await keepClean(storeOf(deps), bytes, type);
        const data = { ...query, ...kept, type, givenSha256, by: actor.id, createdAt: new Date(now) };
        const made = await once(
          prisma,
          // What was asked is the file as well: another one under a used key is another request.
          { route: 'POST /v1/maker-documents', actor, call: { headers, params: query, body: { givenSha256 }, now } },
          {
            make: (db, id) => db.makerDocument.create({ data: { ...data, id: `m-${id}` } }),
            find: (id) => prisma.makerDocument.findUnique({ where: { id: `m-${id}` } }),
          },
        );
        return { status: 201, body: show(made) };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/maker-documents/:id/file',
      summary: 'A maker’s document as it is kept, proved by its hash',
      params: idParams,
      answers: { 200: null },
      produces: 'application/octet-stream',
      handle: async ({ params: { id } }) => {
        const row = await prisma.makerDocument.findUnique({ where: { id } });
        if (!row) throw noSuch();
        const type = row.type as AttachmentType;
        return download(storeOf(deps), { sha256: row.sha256, type, name: keptName(row.title, type) });
      },
    }),
    route({
      ...shared,
      key: 'POST /v1/maker-documents/:id/withdraw',
      summary: 'A document is out of date: cases show it no more, the archive keeps it',
      params: idParams,
      answers: { 200: documentView },
      handle: async ({ params: { id }, now }, actor) => {
        const data = { withdrawnAt: new Date(now), withdrawnBy: actor.id };
        await prisma.makerDocument.updateMany({ where: { id, withdrawnAt: null }, data });
        const row = await prisma.makerDocument.findUnique({ where: { id } });
        if (!row) throw noSuch();
        return { status: 200, body: show(row) };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/cases/:id/maker-documents',
      summary: 'The makers’ documents for the product and model of a case',
      params: caseParams,
      answers: { 200: z.object({ documents: z.array(documentView) }) },
      handle: async ({ params: { id } }, actor) => {
        const found = await visibleCase(prisma, id, actor);
        const asset = found.assetId === null ? null : await prisma.asset.findUnique({ where: { id: found.assetId } });
        const { facts } = found.state as { facts?: { product?: string } };
        const product = asset?.product ?? facts?.product;
        if (product === undefined) return { status: 200, body: { documents: [] } };
        const rows = await prisma.makerDocument.findMany({
          where: meantFor(product, asset?.model),
          orderBy: [{ title: 'asc' }, { id: 'asc' }],
          take: CASE_DOCUMENTS,
        });
        return { status: 200, body: { documents: rows.map(show) } };
      },
    }),
  ];
}

/** A family with more documents than so many is looked through in the archive. */
const CASE_DOCUMENTS = 200;

function noSuch(): Error {
  return refuse('not_found', '资料库中没有这份资料', 'The archive has no such document');
}
