/** The runs of a case, and of its late papers, as Temporal serves them, for the auditor's readers at the edge. */
import { WorkflowNotFoundError, type WorkflowClient } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { latePaperIds, latePaperType } from '../domain/documents/late-paper';
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

/**
 * All histories that the server still has of a case and of its late papers: beyond retention there may be papers of a case
 * that is gone. None where it knows neither.
 */
export async function historiesWithPapers(
  client: HistoryServer & { workflow: Pick<WorkflowClient, 'list'> },
  caseId: string,
): Promise<ServedHistory[]> {
  const own = (await unlessGone(historiesOfServer(client, caseId))) ?? [];
  // The id of a case stands in the query: what is none has no papers.
  if (!/^[\w-]+$/.test(caseId)) return own;
  const papers: ServedHistory[] = [];
  const query = `WorkflowType = '${latePaperType}' AND WorkflowId STARTS_WITH '${latePaperIds(caseId)}'`;
  for await (const { workflowId, runId, type } of client.workflow.list({ query })) {
    // Retention may end between the list and the question: what is listed may be gone.
    const history = await unlessGone(client.workflow.getHandle(workflowId, runId).fetchHistory());
    if (history) papers.push({ runId, workflowType: type, history: JSON.parse(historyToJSON(history)) as unknown });
  }
  return [...own, ...papers];
}

/** Undefined where the server does not know the workflow. */
async function unlessGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
