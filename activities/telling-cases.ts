/**
 * What one case tells another: an action of its table, taken in the name of whoever caused it. Told once: the Update's id
 * is the notice's key. A case that has ended, or refuses it, is left as it is.
 */
import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateStage,
  type WorkflowClient,
} from '@temporalio/client';
import type { ActionEnvelope, ActionOutcome } from '../domain/cases/envelope';
import type { Actor, SystemRole } from '../domain/cases/record';

/** The part of Temporal's client that is needed. */
export type CaseClient = Pick<WorkflowClient, 'getHandle'>;

export interface TellCaseRequest {
  /** The notice's business key. */
  key: string;
  /** Number of the case that is told, and the action that it takes. */
  caseId: string;
  action: string;
  actor: Actor;
  payload: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  owedAt: string;
}

/** Why a case did not take what it was told. */
export type NotTaken = 'case_ended' | 'not_taken';

/**
 * The action that a notice's template stands for, by whom, and its payload. A merged case hands on its running clocks
 * as parameters `clock.<milestone>`, each the ISO instant at which it had begun.
 */
export function wordToCase(
  template: string,
  from: string,
  params: Readonly<Record<string, unknown>>,
): Pick<TellCaseRequest, 'action' | 'actor' | 'payload'> {
  const actor = { id: String(params.by), role: params.role as SystemRole, duties: [] };
  if (template !== 'absorb') return { action: template, actor, payload: { complaint: from } };
  const clocks = Object.entries(params).flatMap(([name, startedAt]) =>
    name.startsWith('clock.') ? [{ milestone: name.slice('clock.'.length), startedAt }] : [],
  );
  return { action: template, actor, payload: { duplicate: from, clocks } };
}

/** Sends the Update; answers why it was not taken. Throws where it may succeed later. */
export async function tellCase(
  temporal: CaseClient,
  { key, caseId, action, actor, payload, owedAt }: TellCaseRequest,
): Promise<NotTaken | undefined> {
  const envelope: ActionEnvelope = { payload, actor, requestId: key, receivedAt: owedAt, fingerprint: key };
  try {
    const told = await temporal.getHandle(caseId).startUpdate<ActionOutcome, [ActionEnvelope]>(action, {
      updateId: `${actor.id}:${key}`,
      args: [envelope],
      waitForStage: WorkflowUpdateStage.ACCEPTED,
    });
    await told.result();
    return undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'case_ended';
    if (error instanceof WorkflowUpdateFailedError) return 'not_taken';
    throw error;
  }
}
