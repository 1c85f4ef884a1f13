/** The runs of a case, and of its late papers, as Temporal serves them, for the auditor's readers at the edge. */
import { WorkflowNotFoundError, type WorkflowClient } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { caseOfLatePaper, latePaperIds, latePaperType } from '../domain/documents/late-paper';
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

/** A late paper's run, as a list of them names it. */
interface PaperRun {
  workflowId: string;
  runId: string;
  type: string;
}

/** The late papers that the server has, by the case that they are of. */
export type PapersOfCases = ReadonlyMap<string, readonly PaperRun[]>;

type Listing = { workflow: Pick<WorkflowClient, 'list'> };

/** Of every case, with one question: for whoever goes through many. */
export async function papersOfCases({ workflow }: Listing): Promise<PapersOfCases> {
  return listed(workflow, `WorkflowType = '${latePaperType}'`);
}

async function papersOf({ workflow }: Listing, caseId: string): Promise<PapersOfCases> {
  // The id of a case stands in the query: what is none has no papers.
  if (!/^[\w-]+$/.test(caseId)) return new Map();
  const ids = `WorkflowId STARTS_WITH '${latePaperIds(caseId)}'`;
  return listed(workflow, `WorkflowType = '${latePaperType}' AND ${ids}`);
}

async function listed(workflow: Listing['workflow'], query: string): Promise<PapersOfCases> {
  const found = new Map<string, PaperRun[]>();
  for await (const { workflowId, runId, type } of workflow.list({ query })) {
    const caseId = caseOfLatePaper(workflowId);
    if (caseId === undefined) continue;
    const known = found.get(caseId);
    const run = { workflowId, runId, type };
    if (known) known.push(run);
    else found.set(caseId, [run]);
  }
  return found;
}

/**
 * All histories that the server still has of a case and of its late papers: beyond retention there may be papers of a case
 * that is gone. None where it knows neither.
 * @param papers those of many cases, where they were listed before; else the server is asked for those of this one
 */
export async function historiesWithPapers(
  client: HistoryServer & Listing,
  caseId: string,
  papers?: PapersOfCases,
): Promise<ServedHistory[]> {
  const found = (await unlessGone(historiesOfServer(client, caseId))) ?? [];
  for (const { workflowId, runId, type } of (papers ?? (await papersOf(client, caseId))).get(caseId) ?? []) {
    // Retention may end between the list and the question: what is listed may be gone.
    const history = await unlessGone(client.workflow.getHandle(workflowId, runId).fetchHistory());
    if (history) found.push({ runId, workflowType: type, history: JSON.parse(historyToJSON(history)) as unknown });
  }
  return found;
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
