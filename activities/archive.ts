/** Exports the histories of closed cases into the archive, before Temporal's retention ends. */
import { ApplicationFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { WorkflowClient } from '@temporalio/client';
import { parts, type ArchiveBucket } from '../audit/archive/bucket';
import { explainedFile } from '../audit/archive/errors';
import { ArchiveFolder, type ArchiveWriter, type ClosedRun } from '../audit/archive/folder';
import type { ManifestLine } from '../audit/archive/manifest';
import { VerdictStore } from '../audit/archive/verdicts';
import { isLatePaper, latePaperOf } from '../audit/late-papers';
import { readRun } from '../audit/history';
import { caseKinds } from '../domain/cases/kinds';
import { latePaperType } from '../domain/documents/late-paper';
import type { ActivityLog } from './alarms';
import type { Activities } from './contract';

export interface ArchiveDeps {
  /** Absent where this worker keeps no archive. */
  archive?: {
    folder: string;
    /** Holds every line before the folder notes it, where there is one. */
    bucket?: ArchiveBucket | undefined;
    histories: Pick<WorkflowClient, 'list' | 'getHandle'>;
    log: ActivityLog;
    /** Told after every run, so that a stuck export is noticed. */
    heartbeat?: (exported: number) => void;
  };
}

/** Workflow types whose runs are kept: every kind of case, and beside them the papers of ended cases. */
const caseTypes = caseKinds.map(({ opening }) => `'${opening.workflowType}'`).join(', ');
/** Visibility may lag, and a run may be listed late: so much before the newest export is looked at again. */
const overlapMs = 24 * 3_600_000;

interface Closed {
  workflowId: string;
  runId: string;
  workflowType: string;
  closedAt: string;
}

/**
 * Adds every closed run that the archive lacks, oldest first, and judges them; so it can be broken off and repeated at will.
 * With a bucket the folder first takes over what that has, and no run counts as exported that is not there.
 * @param request `at`: the instant of the export, ISO 8601 UTC
 * @throws ApplicationFailure `NoArchive`, or an Error `BucketRefused`: neither is retried, an operator has to mend something
 */
export async function exportHistories(
  deps: ArchiveDeps,
  { at }: Parameters<Activities['exportHistories']>[0],
): ReturnType<Activities['exportHistories']> {
  if (!deps.archive)
    throw ApplicationFailure.nonRetryable('This worker has no archive: set ARCHIVE_FOLDER', 'NoArchive');
  try {
    return await exportTo(deps.archive, at);
  } catch (error) {
    // An alarm quotes it to an operator.
    throw explainedFile(error, deps.archive.folder);
  }
}

async function exportTo(
  { folder, bucket, histories, log, heartbeat }: NonNullable<ArchiveDeps['archive']>,
  at: string,
): ReturnType<Activities['exportHistories']> {
  const archive = new ArchiveFolder(folder);
  const writer = archive.writer();
  let exported = 0;
  const beat = (): void => {
    writer.beat();
    heartbeat?.(exported);
  };
  try {
    await bucket?.sync(archive, writer, beat);
    const waiting = await closedRuns(histories, writer);
    for (const part of parts(waiting)) {
      const lines: ManifestLine[] = [];
      for (const closed of part) {
        lines.push(writer.stage(await withHistory(histories, closed), at, lines.at(-1)));
        exported++;
        beat();
      }
      const kept = bucket ? await bucket.keep(archive, writer, lines, beat) : lines;
      for (const line of kept) writer.note(line);
    }
    const head = writer.head();
    const { missing } = await new VerdictStore(folder).update(beat);
    log.info({ exported, lines: head?.n ?? 0, head: head?.chain ?? null }, 'histories exported');
    // Papers do not count: an archive of before knows none, and first takes over all that the server keeps.
    const oldest = waiting.find((run) => !isLatePaper(run));
    return {
      ...{ exported, lines: head?.n ?? 0, head: head?.chain ?? null, oldestClosedAt: oldest?.closedAt ?? null },
      missing: missing.filter(({ since }) => staysMissing(since, at)).map(({ caseId }) => caseId),
    };
  } finally {
    writer.close();
  }
}

/**
 * A case ends before anybody asks for a late paper of it, so its runs were to come first: one that visibility named late has
 * come by now.
 */
function staysMissing(since: string, at: string): boolean {
  return Date.parse(at) - Date.parse(since) > overlapMs;
}

/**
 * The closed runs that are not in the archive yet, oldest first. Papers are few, and asked for as far back as the server
 * keeps them: an archive of before knows none.
 */
async function closedRuns(client: Pick<WorkflowClient, 'list'>, writer: ArchiveWriter): Promise<Closed[]> {
  const newest = writer.head()?.closedAt;
  const since = newest && new Date(Date.parse(newest) - overlapMs).toISOString();
  const cases = `WorkflowType IN (${caseTypes})${since ? ` AND CloseTime >= '${since}'` : ''}`;
  const query = `(${cases} OR WorkflowType = '${latePaperType}') AND ExecutionStatus != 'Running'`;
  // By run: a page of the list may repeat what the one before it had.
  const found = new Map<string, Closed>();
  for await (const { workflowId, runId, type, closeTime } of client.list({ query }))
    if (closeTime && !writer.has(runId))
      found.set(runId, { workflowId, runId, workflowType: type, closedAt: closeTime.toISOString() });
  return [...found.values()].sort((a, b) => (a.closedAt < b.closedAt ? -1 : 1));
}

/** A case's run belongs to the case that its workflow is, a paper's to the case that it was asked for. */
async function withHistory(
  client: Pick<WorkflowClient, 'getHandle'>,
  { workflowId, ...closed }: Closed,
): Promise<ClosedRun> {
  const kept = await client.getHandle(workflowId, closed.runId).fetchHistory();
  const history = historyToJSON(kept);
  const paper = closed.workflowType === latePaperType ? latePaperOf(readRun(JSON.parse(history))) : undefined;
  return { ...closed, caseId: paper?.request?.caseId ?? workflowId, history, events: kept.events?.length ?? 0 };
}
