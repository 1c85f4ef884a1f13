/**
 * Papers of a case. Asking for one is an action of the case; a worker makes it once the step is recorded. Here it is
 * asked for, listed and downloaded.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { entryOf } from '../../domain/cases/kinds';
import { forms, readyForms } from '../../domain/documents/forms';
import { formNames, type FormName } from '../../domain/documents/form-names';
import type { Case, Document, PrismaClient } from '../../prisma/generated/client';
import { visibleCase } from '../cases/access';
import { act, type ActionRequest } from '../cases/act';
import { idempotencyHeaders } from '../cases/keys';
import { caseParams } from '../cases/case-params';
import { sectionsOf } from '../cases/state';
import { words } from '../cases/titles/event-lines';
import type { ApiDeps } from '../deps';
import { ApiError, refuse } from '../http/problem';
import { mayCall } from '../roles';
import { route, type Route } from '../route';
import { latePaper, notMade } from './late';
import { download, storeOf } from './send';

/** A paper takes a fraction of a second; after this the caller is told to look later. */
const MADE_MS = 5_000;
const LOOK_MS = 100;

const PDF = 'application/pdf';

const documentView = z
  .object({
    id: z.string(),
    form: z.enum(formNames),
    title: words,
    version: z.int().describe('counts the differing papers of a form'),
    seq: z.int().describe('the step that asked for it first'),
    sha256: z.string(),
    size: z.int().describe('bytes'),
    by: z.string().describe('who took that step; `system` where nobody did'),
    late: z.boolean().describe('asked for once the case had ended: `seq` is its last step, `by` who asked'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Document' });

const documentAnswer = z
  .object({
    state: z
      .enum(['done', 'accepted'])
      .describe('accepted: it is being made; look at the list, or ask with the same key'),
    document: documentView.nullable(),
  })
  .meta({ id: 'DocumentAnswer' });

export function paperRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  const shared = { tag: 'documents' };
  return [
    route({
      ...shared,
      key: 'POST /v1/cases/:id/documents',
      summary: 'Have a paper of the case made; the same paper again where the case says the same',
      params: caseParams,
      headers: idempotencyHeaders,
      body: z.strictObject({ form: z.enum(formNames) }),
      answers: { 201: documentAnswer, 202: documentAnswer },
      handle: async ({ params: { id }, body, headers, requestId, now }, actor) => {
        const found = await visibleCase(prisma, id, actor);
        const key = headers['idempotency-key'];
        const made = await askRunning(deps, found, { payload: body, actor, key, requestId, now }).catch(
          (error: unknown) => {
            if (!(error instanceof ApiError && error.code === 'case_closed')) throw error;
            return latePaper(deps, { found, form: body.form, actor, key, now });
          },
        );
        return made
          ? {
              status: 201,
              body: { state: 'done', document: show(made) },
              headers: { Location: `/v1/cases/${id}/documents/${made.id}` },
            }
          : { status: 202, body: { state: 'accepted', document: null } };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/cases/:id/documents',
      summary: 'The papers of a case, oldest first, and those that can be made now',
      params: caseParams,
      answers: {
        200: z.object({
          documents: z.array(documentView),
          ready: z.array(z.object({ form: z.enum(formNames), title: words })),
          mayAsk: z.boolean().describe('whether the caller may have one made'),
          mayOpen: z.boolean().describe('whether the caller may read one'),
        }),
      },
      handle: async ({ params: { id } }, actor) => {
        const found = await visibleCase(prisma, id, actor);
        const rows = await prisma.document.findMany({
          where: { caseId: id, erasedAt: null },
          orderBy: [{ createdAt: 'asc' }, { form: 'asc' }, { version: 'asc' }],
        });
        const ready = readyForms(sectionsOf(found)).map((form) => ({ form, title: forms[form].title }));
        const mayAsk = mayCall('POST /v1/cases/:id/documents', actor.role);
        const mayOpen = mayCall('GET /v1/cases/:id/documents/:document', actor.role);
        return { status: 200, body: { documents: rows.map(show), ready, mayAsk, mayOpen } };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/cases/:id/documents/:document',
      summary: 'A paper as PDF, proved by its hash',
      params: caseParams.extend({ document: z.string().min(1).max(128) }),
      answers: { 200: null },
      produces: PDF,
      handle: async ({ params: { id, document } }, actor) => {
        await visibleCase(prisma, id, actor);
        const row = await prisma.document.findFirst({ where: { id: document, caseId: id, erasedAt: null } });
        if (!row) throw refuse('not_found', '此案件没有这份单据', 'The case has no such document');
        const { title } = forms[row.form as FormName];
        return download(storeOf(deps), {
          sha256: row.sha256,
          name: `${id}-${title.zh}-${row.version}.pdf`,
          type: PDF,
        });
      },
    }),
  ];
}

/** Asks as an action of the case; undefined where the paper is not made in time. Refused where the case has ended. */
async function askRunning(
  deps: ApiDeps,
  found: Case,
  asked: Pick<ActionRequest, 'payload' | 'actor' | 'key' | 'requestId' | 'now'>,
): Promise<Document | undefined> {
  const { table } = entryOf(sectionsOf(found).kind);
  const acted = await act(deps, table, { ...asked, caseId: found.id, action: 'issueDocument' });
  return acted.state === 'done' ? madeBy(deps.prisma, found.id, acted.result.seq) : undefined;
}

/** The paper that a step asked for; undefined where it is not made in time. Throws where it cannot be made. */
async function madeBy(prisma: PrismaClient, caseId: string, seq: number): Promise<Document | undefined> {
  for (const end = Date.now() + MADE_MS; Date.now() < end; await sleep(LOOK_MS)) {
    const owed = await prisma.notice.findFirst({ where: { caseId, seq, template: 'issue_document' } });
    if (owed?.status === 'sent' && owed.reason !== null)
      return (await prisma.document.findUnique({ where: { id: owed.reason } })) ?? undefined;
    if (owed && owed.status !== 'pending') throw new ApiError('unavailable', [notMade]);
  }
  return undefined;
}

function show({ id, form, version, seq, sha256, size, by, late, createdAt }: Document): z.infer<typeof documentView> {
  return {
    id,
    form: form as FormName,
    title: forms[form as FormName].title,
    version,
    seq,
    sha256,
    size,
    by,
    late,
    createdAt: createdAt.toISOString(),
  };
}
