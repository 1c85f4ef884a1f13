/** Tells supervisors' desks, long-lived workflows, what came and what is settled. */
import type { WorkflowClient } from '@temporalio/client';
import type { Activities } from './contract';

/** The part of Temporal's client that is needed: it starts a desk that does not run yet. */
export type DeskClient = Pick<WorkflowClient, 'signalWithStart'>;

export interface DeskDeps {
  temporal: DeskClient;
  /** Where desks run. */
  taskQueue: string;
}

/** The workflow id of a person's desk. */
export function deskId(personId: string): string {
  return `desk-${personId}`;
}

/**
 * Sends `escalated` or `settled` to each person's `supervisorDesk`, whose only argument is `{personId}`. A repeat is
 * harmless: desks drop what they know, by escalation.
 */
export async function tellDesks(
  { temporal, taskQueue }: DeskDeps,
  request: Parameters<Activities['tellDesks']>[0],
): Promise<void> {
  for (const personId of new Set(request.people)) {
    await temporal.signalWithStart('supervisorDesk', {
      workflowId: deskId(personId),
      taskQueue,
      args: [{ personId }],
      signal: request.signal,
      signalArgs: [request.entry],
    });
  }
}
