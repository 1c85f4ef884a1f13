/**
 * Taking an action: an Update named by the action. Until it is accepted nothing has happened (503, same key again); once
 * accepted it will be done, whether or not this request lives to see it (202).
 */
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { ActionEnvelope, ActionOutcome } from '../../domain/cases/envelope';
import { checkRole, findAction, type AnyAction, type KindDef } from '../../domain/cases/kind';
import { clientPayload } from '../../domain/cases/payload';
import type { Actor } from '../../domain/cases/record';
import type { Problem } from '../../domain/errors';
import { formatInstant, parseInstant } from '../../domain/time/instant';
import type { ApiDeps } from '../deps';
import { ApiError, isDatabaseDown, normalise, refuse } from '../http/problem';
import { check } from '../http/zod-problems';
import { mayWorkOn, notYours } from './access';
import { fingerprint, firstReceipt, forgetReceipt, knownKey, wasTaken, type Asked } from './keys';
import { promiseNamedLoaner, releaseLoaner } from './named-loaner';
import { checkNamedRecords } from './named-records';
import { storeTexts, textsOf, withReferences, type NewText } from './texts';
import { refusalInWords } from './titles/refusals';
import { checkWantedTimes } from './wanted-times';

/** An action is accepted and recorded within a fraction of a second; after this it is asked how far it came. */
const ANSWER_MS = 4_000;
/** That is known at once where it was accepted. If not: the caller gets 503 and comes again with the same key. */
const ACCEPTED_MS = 1_000;
/** An accepted action that is not recorded after this much longer: the caller is told to look later. */
const RECORDED_MS = 3_000;
/** An occurrence cannot lie ahead of the receipt by more than two machines' clocks differ. */
const CLOCK_TOLERANCE_MS = 5_000;

export interface ActionRequest {
  caseId: string;
  action: string;
  payload: unknown;
  occurredAt?: string;
  expectedSeq?: number;
  actor: Actor;
  key: string;
  requestId: string;
  /** Receipt of this request, epoch milliseconds. */
  now: number;
}

/** The outcome; without a result it is accepted but not known to be recorded yet. */
export type Acted = { state: 'done'; result: ActionOutcome } | { state: 'accepted'; result?: ActionOutcome };

/** Takes an action in a case. Throws `ApiError`s; `normalise` has the business's own refusals. */
export async function act(deps: ApiDeps, kind: KindDef, request: ActionRequest): Promise<Acted> {
  const { caseId, actor, key, now } = request;
  const def = findAction(kind, request.action);
  requireRole(def, actor);
  const payload = checkPayload(def, request.payload);
  const occurredAt = checkOccurrence(request.occurredAt, now);
  const print = fingerprint({
    action: def.name,
    caseId,
    actorId: actor.id,
    body: { payload, occurredAt: request.occurredAt, expectedSeq: request.expectedSeq },
  });
  const asked = { actorId: actor.id, key, action: def.name, fingerprint: print, caseId };
  const texts = textsOf(def.payload, payload, asked);
  const receivedAt = await prepare(deps, asked, { payload, texts }, actor, now);
  const envelope: ActionEnvelope = {
    payload: withReferences(payload, texts),
    actor,
    requestId: request.requestId,
    receivedAt: formatInstant(receivedAt),
    occurredAt,
    expectedSeq: request.expectedSeq,
    fingerprint: print,
  };
  const sent = async (): Promise<ActionOutcome | undefined> => {
    checkWantedTimes(payload, occurredAt === undefined ? receivedAt : parseInstant(occurredAt));
    return send(deps, asked, envelope);
  };
  const result = await sent().catch(async (error: unknown) => {
    if (isRefusal(error)) await forget(deps, asked, payload, receivedAt);
    const pinned = () => deps.prisma.case.findUnique({ where: { id: caseId } });
    throw await refusalInWords(deps.prisma, pinned, error);
  });
  if (!result) return { state: 'accepted' };
  return result.recorded ? { state: 'done', result } : { state: 'accepted', result };
}

/**
 * Sends the Update and waits for its result in one call. Answers undefined where it was accepted and its result does not come
 * in time.
 */
async function send(
  deps: ApiDeps,
  { caseId, action, actorId, key, fingerprint: print }: Asked & { caseId: string },
  envelope: ActionEnvelope,
): Promise<ActionOutcome | undefined> {
  const handle = deps.temporal.workflow.getHandle(caseId);
  const update = { updateId: `${actorId}:${key}`, args: [envelope] satisfies [ActionEnvelope] };
  let answer = await heard(deps, caseId, ANSWER_MS, () =>
    handle.executeUpdate<ActionOutcome, [ActionEnvelope]>(action, update),
  );
  if ('failure' in answer) {
    // The same Update again: one that was accepted will be done, any other has not happened.
    const accepted = await heard(deps, caseId, ACCEPTED_MS, () =>
      handle.startUpdate<ActionOutcome, [ActionEnvelope]>(action, { ...update, waitForStage: 'ACCEPTED' }),
    );
    if ('failure' in accepted) throw new ApiError('unavailable', [notAccepted], 5, { cause: accepted.failure });
    answer = await heard(deps, caseId, RECORDED_MS, () => accepted.said.result());
    if ('failure' in answer) deps.log.warn({ caseId, action }, 'an accepted action is not recorded yet');
  }
  const result = 'said' in answer ? answer.said : undefined;
  if (result && result.fingerprint !== print)
    throw refuse('key_reused', '此幂等键已用于另一请求', 'This idempotency key was used for another request', {
      field: 'idempotency-key',
    });
  return result;
}

/** Whether the case said no, rather than nothing: only then it is certain that the action was not done. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.code !== 'unavailable' && error.code !== 'internal';
}

/** Without a database the receipt stays; the refusal is told all the same. */
async function forget(
  deps: ApiDeps,
  asked: Asked & { caseId: string },
  payload: Readonly<Record<string, unknown>>,
  receivedAt: number,
): Promise<void> {
  const { caseId, action } = asked;
  try {
    await forgetReceipt(deps.prisma, asked, receivedAt);
    await releaseLoaner(deps.prisma, payload, caseId);
  } catch {
    deps.log.warn({ caseId, action }, 'the key of a refused action could not be forgotten');
  }
}

function requireRole(def: AnyAction, actor: Actor): void {
  if (def.told)
    throw refuse('forbidden', `「${def.title.zh}」只由另一案件发出`, `Only another case says ${def.name}`, {
      field: 'action',
    });
  checkRole(def, actor);
}

function checkPayload(def: AnyAction, payload: unknown): Readonly<Record<string, unknown>> {
  const read = check(clientPayload(def.payload), payload ?? {}, 'payload');
  if (!read.ok)
    throw new ApiError(
      'invalid_request',
      read.problems.map((problem) => ({ in: 'body', ...problem })),
    );
  return read.value as Record<string, unknown>;
}

function checkOccurrence(occurredAt: string | undefined, now: number): string | undefined {
  if (occurredAt === undefined) return undefined;
  const instant = parseInstant(occurredAt);
  if (instant > now + CLOCK_TOLERANCE_MS) {
    throw refuse('time_refused', '发生时间不能晚于现在', 'It cannot have occurred in the future', {
      field: 'occurredAt',
      allowed: { maximum: formatInstant(now) },
    });
  }
  return formatInstant(instant);
}

/**
 * What the database does for an action: ownership, people it names, first receipt, texts. Without a database an action still goes
 * through, received now, unless it carries words that could then be kept nowhere.
 */
async function prepare(
  deps: ApiDeps,
  asked: Parameters<typeof firstReceipt>[1],
  { payload, texts }: { payload: Readonly<Record<string, unknown>>; texts: readonly NewText[] },
  actor: Actor,
  now: number,
): Promise<number> {
  try {
    const row = await deps.prisma.case.findUnique({ where: { id: asked.caseId } });
    if (row && !mayWorkOn(actor, row)) throw notYours();
    await checkNamedRecords(deps, asked, row, payload, actor, now).catch(async (error: unknown) => {
      // What was received before was judged then: how things stand now, perhaps because of it, refuses no retry.
      if (!isRefusal(error) || !(await knownKey(deps.prisma, asked))) throw error;
    });
    // A request that the case has taken is answered as it was; one that came to nothing lends no unit that is another's by now.
    if (payload.unitId !== undefined && !(await wasTaken(deps.prisma, asked)))
      await promiseNamedLoaner(deps.prisma, payload, asked.caseId, now);
    const receivedAt = await firstReceipt(deps.prisma, asked, now);
    await storeTexts(deps.prisma, texts, {
      caseId: asked.caseId,
      authorId: actor.id,
      at: receivedAt,
      kind: asked.action,
    });
    return receivedAt;
  } catch (error) {
    if (!isDatabaseDown(error)) throw error;
    if (texts.length > 0) throw new ApiError('unavailable', [noPlaceForWords], 5, { cause: error });
    deps.log.warn(
      { caseId: asked.caseId, action: asked.action },
      'the database is down: the action goes through with this receipt',
    );
    return now;
  }
}

const noPlaceForWords: Problem = {
  detail: {
    zh: '数据库暂不可用，文字无法保存；请用相同的幂等键重试',
    en: 'The database is not available, so the words cannot be kept; retry with the same idempotency key',
  },
};

const notAccepted: Problem = {
  detail: {
    zh: '操作尚未被受理，请用相同的幂等键重试',
    en: 'The action was not accepted yet; retry with the same idempotency key',
  },
};

/** What the case says within so many milliseconds, or why nothing was heard. Throws what it refuses. */
async function heard<T>(
  deps: ApiDeps,
  caseId: string,
  ms: number,
  ask: () => Promise<T>,
): Promise<{ said: T } | { failure: unknown }> {
  try {
    return { said: await deps.temporal.withDeadline(Date.now() + ms, ask) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw await gone(deps, caseId);
    const known = normalise(error);
    // What failed inside the case is an answer too, though none that it should give.
    if (isRefusal(known) || error instanceof WorkflowUpdateFailedError) throw known;
    return { failure: error };
  }
}

/** Why no workflow takes the Update: its case has ended, or there never was one. */
async function gone(deps: ApiDeps, caseId: string): Promise<ApiError> {
  const known = await deps.prisma.case.count({ where: { id: caseId } }).catch(() => 0);
  return known > 0
    ? refuse('case_closed', `案件 ${caseId} 已结束`, `The case ${caseId} has ended`)
    : refuse('not_found', `没有案件 ${caseId}`, `There is no case ${caseId}`);
}
