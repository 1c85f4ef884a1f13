/**
 * Photographs and papers that people put to a case: taken in without metadata, kept by hash, and named by an action of the
 * case, so that its history proves them. What no recorded step names is nowhere shown.
 */
import { z } from 'zod';
import { attachmentTypes, type AttachmentType } from '../../documents/attachments/types';
import { hashOf } from '../../documents/store/store';
import { entryOf } from '../../domain/cases/kinds';
import { isPlainText, said } from '../../domain/cases/payload';
import { attachmentSubjects } from '../../domain/cases/shared-payloads';
import { valueWords } from '../../messages/field-words';
import type { Attachment, Prisma, PrismaClient } from '../../prisma/generated/client';
import { visibleCase } from '../cases/access';
import { act, isRefusal, type Acted } from '../cases/act';
import { idempotencyHeaders } from '../cases/keys';
import { caseParams } from '../cases/case-params';
import { sectionsOf } from '../cases/state';
import { sha256 } from '../cases/texts';
import { words } from '../cases/titles/event-lines';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { mayCall } from '../roles';
import { route, type Route } from '../route';
import { keepClean, keptName } from './keep';
import { readUpload, uploadOf } from './read-upload';
import { download, storeOf } from './send';

/** A case with more than so many photographs has something wrong with it. */
const ATTACHMENTS = 100;

const subjectView = z.object({ code: z.enum(attachmentSubjects), title: words });

const attachmentView = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.enum(attachmentTypes),
    about: subjectView,
    sha256: z.string().describe('of the bytes as kept, without metadata; the history has the same'),
    size: z.int().describe('bytes as kept'),
    givenSha256: z.string().describe('of the bytes as they were sent'),
    by: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Attachment' });

const attachmentAnswer = z
  .object({
    state: z.enum(['done', 'accepted']).describe('accepted: it will be recorded; ask again with the same key'),
    attachment: attachmentView,
  })
  .meta({ id: 'AttachmentAnswer' });

const uploadQuery = z.strictObject({
  about: z.enum(attachmentSubjects).describe('what it shows'),
  name: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .refine(isPlainText, said('不能含有控制字符', 'no control characters'))
    .default('file')
    .describe('as people read it; the ending follows the type'),
});

export function attachmentRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  const shared = { tag: 'documents' };
  return [
    route({
      ...shared,
      key: 'POST /v1/cases/:id/attachments',
      summary: 'Attach a photograph or PDF; metadata is taken out, the hash goes into the case’s history',
      params: caseParams,
      query: uploadQuery,
      headers: idempotencyHeaders,
      file: { accepts: attachmentTypes, read: readUpload },
      answers: { 201: attachmentAnswer, 202: attachmentAnswer },
      handle: async ({ params: { id }, query, headers, req, requestId, now }, actor) => {
        const found = await visibleCase(prisma, id, actor);
        const { bytes, type } = uploadOf(req);
        const key = headers['idempotency-key'];
        const givenSha256 = hashOf(bytes);
        // From what was asked, so that a retry names the same row and another file under a used key another one.
        const attachmentId = `a-${sha256(JSON.stringify([actor.id, key, id, givenSha256, query])).slice(0, 32)}`;
        const of = {
          id: attachmentId,
          caseId: id,
          ...query,
          type,
          givenSha256,
          by: actor.id,
          createdAt: new Date(now),
        };
        const { row, fresh } = await keep(deps, bytes, of);
        const acted = await act(deps, entryOf(sectionsOf(found).kind).table, {
          caseId: id,
          action: 'attach',
          payload: { attachment: { id: row.id, sha256: row.sha256 }, about: row.about },
          actor,
          key,
          requestId,
          now,
        }).catch(async (error: unknown) => {
          if (fresh && isRefusal(error)) await forget(prisma, row);
          throw error;
        });
        return { status: statusOf(acted), body: { state: acted.state, attachment: show(row) } };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/cases/:id/attachments',
      summary: 'What was attached to a case, oldest first',
      params: caseParams,
      answers: {
        200: z.object({
          attachments: z.array(attachmentView),
          subjects: z.array(subjectView).describe('what a file may be about'),
          mayAttach: z.boolean().describe('whether the caller may attach one now'),
        }),
      },
      handle: async ({ params: { id } }, actor) => {
        const found = await visibleCase(prisma, id, actor);
        const rows = await prisma.attachment.findMany({
          where: { id: { in: await recorded(prisma, id) }, erasedAt: null },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        });
        const running = !entryOf(sectionsOf(found).kind).table.ended.includes(found.status);
        const mayAttach = running && mayCall('POST /v1/cases/:id/attachments', actor.role);
        return {
          status: 200,
          body: { attachments: rows.map(show), subjects: attachmentSubjects.map(subject), mayAttach },
        };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/cases/:id/attachments/:attachment',
      summary: 'An attachment as it is kept, proved by its hash',
      params: caseParams.extend({ attachment: z.string().min(1).max(64) }),
      answers: { 200: null },
      produces: 'application/octet-stream',
      handle: async ({ params: { id, attachment } }, actor) => {
        await visibleCase(prisma, id, actor);
        const known = (await recorded(prisma, id)).includes(attachment);
        const row = known ? await prisma.attachment.findFirst({ where: { id: attachment, erasedAt: null } }) : null;
        if (!row) throw refuse('not_found', '此案件没有这个附件', 'The case has no such attachment');
        const type = row.type as AttachmentType;
        return download(storeOf(deps), { sha256: row.sha256, type, name: keptName(row.name, type) });
      },
    }),
  ];
}

/** Cleans and keeps an upload; one that was sent before is not read again. */
async function keep(
  deps: ApiDeps,
  bytes: Buffer,
  of: Omit<Prisma.AttachmentCreateManyInput, 'sha256' | 'size'> & { id: string; type: AttachmentType },
): Promise<{ row: Attachment; fresh: boolean }> {
  const { prisma } = deps;
  const before = await prisma.attachment.findUnique({ where: { id: of.id } });
  if (before) return { row: before, fresh: false };
  if ((await prisma.attachment.count({ where: { caseId: of.caseId } })) >= ATTACHMENTS)
    throw refuse(
      'too_large',
      `每个案件最多 ${ATTACHMENTS} 个附件`,
      `A case may have at most ${ATTACHMENTS} attachments`,
      {
        allowed: { maximum: ATTACHMENTS },
      },
    );
  const store = storeOf(deps);
  const data = { ...of, ...(await keepClean(store, bytes, of.type)) };
  await prisma.attachment.createMany({ data, skipDuplicates: true });
  return { row: await prisma.attachment.findUniqueOrThrow({ where: { id: of.id } }), fresh: true };
}

/** The case did not take it: its row goes, unless a twin of this request had it recorded. Bytes that nothing names stay. */
async function forget(prisma: PrismaClient, { id, caseId }: Attachment): Promise<void> {
  if (!(await recorded(prisma, caseId)).includes(id)) await prisma.attachment.deleteMany({ where: { id } });
}

/** Ids of the attachments that the case's recorded steps name. */
async function recorded(prisma: PrismaClient, caseId: string): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    SELECT e->'data'->>'attachment' AS id FROM cases."Step" s, jsonb_array_elements(s."events") e
    WHERE s."caseId" = ${caseId} AND s."causeName" = 'attach' AND e->>'type' = 'attached'`;
  return rows.map(({ id }) => id);
}

const statusOf = ({ state }: Acted): number => (state === 'done' ? 201 : 202);

function show({ caseId: _, erasedAt: __, about, type, createdAt, ...row }: Attachment): z.infer<typeof attachmentView> {
  return {
    ...row,
    type: type as AttachmentType,
    about: subject(about as (typeof attachmentSubjects)[number]),
    createdAt: createdAt.toISOString(),
  };
}

function subject(code: (typeof attachmentSubjects)[number]): z.infer<typeof subjectView> {
  return { code, title: valueWords(code, 'about') ?? { zh: code, en: code } };
}
