/** The runs of a case as Temporal serves them, for the auditor's readers at the edge. */
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { readRun, type Run } from './history';

/** All runs that the server still has, the newest first, open ones too. Throws where it knows no such case. */
export async function runsOfServer(client: Client, caseId: string): Promise<Run[]> {
  const runs: Run[] = [];
  for (let runId: string | undefined; ;) {
    const handle = client.workflow.getHandle(caseId, runId);
    const { runId: found } = await handle.describe();
    const run = readRun(JSON.parse(historyToJSON(await handle.fetchHistory())), found);
    runs.push(run);
    if (run.continuedFrom === undefined) return runs;
    runId = run.continuedFrom;
  }
}
