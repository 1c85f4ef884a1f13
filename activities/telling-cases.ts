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
import type { SystemRole } from '../domain/cases/record';

/** The part of Temporal's client that is needed. */
export type CaseClient = Pick<WorkflowClient, 'getHandle'>;

export interface TellCaseRequest {
  /** The notice's business key. */
  key: string;
  /** Number of the case that is told, and the action that it takes. */
  caseId: string;
  action: 'complained';
  /** Number of the case that tells it. */
  from: string;
  params: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  owedAt: string;
}

/** Sends the Update; answers why it was not taken. Throws where it may succeed later. */
export async function tellCase(
  temporal: CaseClient,
  request: TellCaseRequest,
): Promise<'case_ended' | 'not_taken' | undefined> {
  const { key, caseId, action, from, params, owedAt } = request;
  const envelope: ActionEnvelope = {
    payload: { complaint: from },
    actor: { id: String(params.by), role: params.role as SystemRole, duties: [] },
    requestId: key,
    receivedAt: owedAt,
    fingerprint: key,
  };
  try {
    const told = await temporal.getHandle(caseId).startUpdate<ActionOutcome, [ActionEnvelope]>(action, {
      updateId: `${envelope.actor.id}:${key}`,
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
