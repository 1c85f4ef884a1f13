/** How the workflow of a case is started, by whomever. */
import type { WorkflowStartOptions } from '@temporalio/client';

/**
 * The case's number is its workflow's id, once and for ever: a retry meets the case that runs. A task takes milliseconds;
 * one that a killed worker took along is given to another after four seconds.
 */
export const caseStart = {
  workflowTaskTimeout: '4s',
  workflowIdConflictPolicy: 'USE_EXISTING',
  workflowIdReusePolicy: 'REJECT_DUPLICATE',
} as const satisfies Partial<WorkflowStartOptions>;
