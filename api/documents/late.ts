/**
 * A paper that is asked for once the case has ended: customers want their service report or repair ticket weeks later.
 * The case is not touched, for it has no workflow any more; the paper gets a short one of its own, which a retry meets.
 */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Actor, DeliverOutcome } from '../../domain/cases/record';
import { forms, readyForms } from '../../domain/documents/forms';
import type { FormName } from '../../domain/documents/form-names';
import type { LatePaperRequest } from '../../domain/documents/late-paper';
import { formatInstant } from '../../domain/time/instant';
import type { Case, Document } from '../../prisma/generated/client';
import { fingerprint, firstReceipt } from '../cases/keys';
import { sectionsOf } from '../cases/state';
import { sha256 } from '../cases/texts';
import type { ApiDeps } from '../deps';
import { ApiError, refuse } from '../http/problem';

/** The paper takes a fraction of a second; after this the caller is told to look later. */
const MADE_MS = 5_000;

/** What is asked of an ended case, by whom, under which key; `now` in epoch milliseconds. */
export interface LateAsked {
  found: Case;
  form: FormName;
  actor: Actor;
  key: string;
  now: number;
}

/** The paper; undefined where it is not made in time. Refuses a form that the case has nothing for. */
export async function latePaper(deps: ApiDeps, asked: LateAsked): Promise<Document | undefined> {
  const { found, form, actor, key, now } = asked;
  requireReady(found, form);
  // As the action prints it: under one key the two are one request.
  const action = 'issueDocument';
  const print = fingerprint({ action, caseId: found.id, actorId: actor.id, body: { payload: { form } } });
  const of = { key, actorId: actor.id, action, fingerprint: print, caseId: found.id };
  const askedAt = formatInstant(await firstReceipt(deps.prisma, of, now));
  const request: LatePaperRequest = { caseId: found.id, form, seq: found.seq, by: actor.id, askedAt };
  const outcome = await made(deps, `paper-${found.id}-${sha256(`${actor.id}:${key}`).slice(0, 16)}`, request);
  if (!outcome) return undefined;
  if (outcome.document === undefined) throw new ApiError('unavailable', [notMade]);
  return (await deps.prisma.document.findUnique({ where: { id: outcome.document.id } })) ?? undefined;
}

/** The problem where a paper could not be made. */
export const notMade = {
  detail: { zh: '单据未能生成，请联系管理员', en: 'The document could not be made; ask the administrator' },
};

function requireReady(found: Case, form: FormName): void {
  const ready = readyForms(sectionsOf(found));
  if (ready.includes(form)) return;
  const { zh, en } = forms[form].title;
  throw refuse('requirement_missing', `此案件没有「${zh}」的内容`, `The case has nothing for the form ${en}`, {
    field: 'form',
    allowed: ready,
  });
}

/** Runs the paper's workflow, or meets the one that this key started. */
async function made(
  { temporal, config }: ApiDeps,
  workflowId: string,
  request: LatePaperRequest,
): Promise<DeliverOutcome | undefined> {
  const until = Date.now() + MADE_MS;
  try {
    await temporal.withDeadline(until, () =>
      temporal.workflow.start('latePaper', {
        workflowId,
        taskQueue: config.taskQueue,
        args: [request],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        staticSummary: `${request.caseId} ${request.form}`,
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError))
      throw new ApiError('unavailable', [], 5, { cause: error });
  }
  const handle = temporal.workflow.getHandle<(r: LatePaperRequest) => Promise<DeliverOutcome>>(workflowId);
  return temporal.withDeadline(until, () => handle.result()).catch(() => undefined);
}
