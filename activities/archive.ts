/** Exports the histories of closed cases into the archive, before Temporal's retention ends. */
import { ApplicationFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { WorkflowClient } from '@temporalio/client';
import { ArchiveFolder, type ArchiveWriter } from '../audit/archive/folder';
import { VerdictStore } from '../audit/archive/verdicts';
import { caseKinds } from '../domain/cases/kinds';
import type { ActivityLog } from './alarms';
import type { Activities } from './contract';

export interface ArchiveDeps {
  /** Absent where this worker keeps no archive. */
  archive?: {
    folder: string;
    histories: Pick<WorkflowClient, 'list' | 'getHandle'>;
    log: ActivityLog;
    /** Told after every run, so that a stuck export is noticed. */
    heartbeat?: (exported: number) => void;
  };
}

/** Workflow types whose runs are kept: every kind of case. */
const archivedTypes = caseKinds.map(({ opening }) => opening.workflowType);
/** Visibility may lag, and a run may be listed late: so much before the newest export is looked at again. */
const overlapMs = 24 * 3_600_000;

interface Closed {
  caseId: string;
  runId: string;
  workflowType: string;
  closedAt: string;
}

/**
 * Adds every closed run that the archive lacks, oldest first, and judges them; so it can be broken off and repeated at will.
 * @param request `at`: the instant of the export, ISO 8601 UTC
 */
export async function exportHistories(
  deps: ArchiveDeps,
  { at }: Parameters<Activities['exportHistories']>[0],
): ReturnType<Activities['exportHistories']> {
  if (!deps.archive)
    throw ApplicationFailure.nonRetryable('This worker has no archive: set ARCHIVE_FOLDER', 'NoArchive');
  const { folder, histories, log, heartbeat } = deps.archive;
  const writer = new ArchiveFolder(folder).writer();
  try {
    const waiting = await closedRuns(histories, writer);
    let exported = 0;
    for (const closed of waiting) {
      writer.add({ ...closed, ...(await historyText(histories, closed)) }, at);
      heartbeat?.(++exported);
    }
    const head = writer.head();
    new VerdictStore(folder).update((judged) => {
      writer.beat();
      heartbeat?.(judged);
    });
    log.info({ exported, lines: head?.n ?? 0, head: head?.chain ?? null }, 'histories exported');
    return { exported, lines: head?.n ?? 0, head: head?.chain ?? null, oldestClosedAt: waiting[0]?.closedAt ?? null };
  } finally {
    writer.close();
  }
}

/** The closed runs that are not in the archive yet, oldest first. */
async function closedRuns(client: Pick<WorkflowClient, 'list'>, writer: ArchiveWriter): Promise<Closed[]> {
  const types = archivedTypes.map((type) => `'${type}'`).join(', ');
  const newest = writer.head()?.closedAt;
  const since = newest && new Date(Date.parse(newest) - overlapMs).toISOString();
  const query = `WorkflowType IN (${types}) AND ExecutionStatus != 'Running'${since ? ` AND CloseTime >= '${since}'` : ''}`;
  const found: Closed[] = [];
  for await (const { workflowId, runId, type, closeTime } of client.list({ query }))
    if (closeTime && !writer.has(runId))
      found.push({ caseId: workflowId, runId, workflowType: type, closedAt: closeTime.toISOString() });
  return found.sort((a, b) => (a.closedAt < b.closedAt ? -1 : 1));
}

async function historyText(
  client: Pick<WorkflowClient, 'getHandle'>,
  { caseId, runId }: Closed,
): Promise<{ history: string; events: number }> {
  const history = await client.getHandle(caseId, runId).fetchHistory();
  return { history: historyToJSON(history), events: history.events?.length ?? 0 };
}
