/**
 * The histories of open cases as they stand now, into an archive of their own: a snapshot that verifies and is audited
 * like the archive of closed cases, for whoever has nothing but files.
 */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { existsSync, readdirSync } from 'node:fs';
import { ArchiveError } from '../../audit/archive/errors';
import { ArchiveFolder } from '../../audit/archive/folder';
import { historiesOfServer } from '../../audit/server';
import { NoHistory } from '../../audit/history';
import { caseKinds } from '../../domain/cases/kinds';

const caseTypes: ReadonlySet<string> = new Set(caseKinds.map(({ opening }) => opening.workflowType));

/**
 * Writes every run of every open case, or of one. Answers how many runs and cases, and the snapshot's chain head.
 * @param at ISO 8601 UTC, noted in the manifest as the instant of the export
 * Throws an ArchiveError where the folder holds something already: a snapshot is of one instant; NoHistory where Temporal
 * knows no such case.
 */
export async function exportOpenCases(
  client: Client,
  folder: string,
  at: string,
  only?: string,
): Promise<{ cases: number; runs: number; head: string | null }> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new ArchiveError(`${folder} is not empty: name a new folder, for a snapshot is of one instant`);
  const writer = new ArchiveFolder(folder).writer();
  const counts = { cases: 0, runs: 0 };
  try {
    for (const caseId of only === undefined ? await openCases(client) : [only]) {
      const runs = await historiesOfServer(client, caseId).catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        throw new NoHistory(
          `Temporal has no case ${caseId}: check the number, or look into the archive of closed cases`,
        );
      });
      if (!caseTypes.has(runs[0]!.workflowType)) throw new NoHistory(`${caseId} is no case: give the number of a case`);
      for (const { runId, workflowType, history } of runs.reverse()) {
        const { events } = history as { events: { eventTime: string }[] };
        const closedAt = events.at(-1)!.eventTime;
        const text = JSON.stringify(history);
        writer.add({ caseId, runId, workflowType, closedAt, history: text, events: events.length }, at);
        counts.runs++;
      }
      counts.cases++;
    }
    return { ...counts, head: writer.head()?.chain ?? null };
  } finally {
    writer.close();
  }
}

async function openCases(client: Client): Promise<string[]> {
  const types = [...caseTypes].map((type) => `'${type}'`).join(', ');
  const query = `WorkflowType IN (${types}) AND ExecutionStatus = 'Running'`;
  const found: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query })) found.push(workflowId);
  return found.sort();
}
