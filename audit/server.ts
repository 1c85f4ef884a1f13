/** The runs of a case as Temporal serves them, for the auditor's readers at the edge. */
import type { WorkflowClient } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { readRun, type Run } from './history';

/** What of Temporal's client is asked. */
export interface HistoryServer {
  workflow: Pick<WorkflowClient, 'getHandle'>;
}

/** A run as the server has it. */
export interface ServedHistory {
  runId: string;
  workflowType: string;
  /** Proto3 JSON: `{ events: [...] }`. */
  history: unknown;
}

/** All histories that the server still has of a case, the newest run first, open ones too. Throws where it knows none. */
export async function historiesOfServer(client: HistoryServer, caseId: string): Promise<ServedHistory[]> {
  const found: ServedHistory[] = [];
  for (let wanted: string | undefined; ;) {
    const handle = client.workflow.getHandle(caseId, wanted);
    const { runId, type } = await handle.describe();
    const history: unknown = JSON.parse(historyToJSON(await handle.fetchHistory()));
    found.push({ runId, workflowType: type, history });
    const { continuedFrom } = readRun(history, runId);
    if (continuedFrom === undefined) return found;
    wanted = continuedFrom;
  }
}

/** The same, read for the auditor. */
export async function runsOfServer(client: HistoryServer, caseId: string): Promise<Run[]> {
  return (await historiesOfServer(client, caseId)).map(({ runId, history }) => readRun(history, runId));
}
