/** What is done with every history that a test produces: replayed by today's code, audited, and searched for personal data. */
import type { History } from '@temporalio/common/lib/proto-utils';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { deskId } from '../../activities/desks';
import { auditCase } from '../../audit/audit-case';
import type { FindingKind } from '../../audit/finding';
import { readRun } from '../../audit/history';
import { LeanWorker } from '../../bin/lean-worker';
import { joined } from './joined-tasks';
import { personalData } from './people';

export type HistoryJson = {
  events: { eventType: string; eventId: string; eventTime: string; [attributes: string]: unknown }[];
};

/** The history of a run as JSON, its payloads as they are stored. */
export async function historyOf(client: Client, workflowId: string, runId?: string): Promise<HistoryJson> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  return JSON.parse(historyToJSON(history)) as HistoryJson;
}

/** Everything that stands in a history, payloads decoded. */
export function wordsOf(history: HistoryJson): string {
  return JSON.stringify(history, (key, value: unknown) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : value,
  );
}

/** The histories of a workflow, newest run first: those that continued as new as well. */
export async function runsOf(client: Client, workflowId: string): Promise<History[]> {
  const runs: History[] = [];
  let runId: string | undefined;
  do {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    runs.push(history);
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? undefined;
  } while (runId);
  return runs;
}

/** Findings that a test brings about on purpose: kinds by case. */
export type Explained = Readonly<Record<string, readonly FindingKind[]>>;

/** Fails on a case in which the auditor finds what only tampering, or a defect, explains. */
function auditRuns(workflowId: string, runs: readonly HistoryJson[], explained: Explained): void {
  const audit = auditCase(
    runs.map((history) => readRun(history)),
    {
      caseId: workflowId,
      allow: { timeSkipping: true },
    },
  );
  const unexplained = audit.findings.filter((f) => f.severity === 'alarm' && !explained[workflowId]?.includes(f.kind));
  if (unexplained.length > 0)
    throw new Error(`the audit of ${workflowId} finds:\n${unexplained.map((f) => JSON.stringify(f)).join('\n')}`);
}

/** Fails on a history that today's code would not have written, and on one that holds personal data. */
export async function replayAll(
  client: Client,
  workflowIds: readonly string[],
  workflowBundle: WorkflowBundleOption,
  explained: Explained = {},
): Promise<void> {
  if (workflowIds.length === 0) throw new Error('the test started no workflow: there is nothing to replay');
  // One worker for all of them, in a thread of its own: to start one costs more than to replay a case.
  const options = { workflowBundle, replayName: 'rig' };
  const replayed = LeanWorker.runReplayHistories(options, looked(client, workflowIds, explained));
  for await (const { workflowId, error } of replayed)
    if (error) throw new Error(`${workflowId} does not replay: ${error.message}`, { cause: error });
}

/** The histories that have to replay, each looked through before: those of the workflows, then of the desks they told. */
async function* looked(
  client: Client,
  workflowIds: readonly string[],
  explained: Explained,
): AsyncGenerator<{ workflowId: string; history: HistoryJson }> {
  const desks = new Set<string>();
  const versionsOf = async (workflowId: string): Promise<HistoryJson[]> => {
    const runs = (await runsOf(client, workflowId)).map((run) => JSON.parse(historyToJSON(run)) as HistoryJson);
    if (workflowIds.includes(workflowId)) auditRuns(workflowId, runs, explained);
    for (const run of runs) {
      const words = wordsOf(run);
      const leaked = personalData.filter((name) => words.includes(name));
      if (leaked.length > 0) throw new Error(`the history of ${workflowId} holds personal data: ${leaked.join(', ')}`);
      for (const person of toldAtDesks(run)) desks.add(deskId(person));
    }
    return runs.flatMap((run) => [run, joined(run)]);
  };
  for (const workflowId of workflowIds)
    for (const history of await versionsOf(workflowId)) yield { workflowId, history };
  for (const workflowId of desks) {
    const versions = await versionsOf(workflowId).catch((error: unknown) => {
      // The test ended before the desk was told.
      if (error instanceof WorkflowNotFoundError) return [];
      throw error;
    });
    for (const history of versions) yield { workflowId, history };
  }
}

/** The people on whose desks something was laid: their desks are workflows that this one started. */
function toldAtDesks(history: HistoryJson): string[] {
  return history.events.flatMap(({ activityTaskScheduledEventAttributes }) => {
    const task = activityTaskScheduledEventAttributes as
      { activityType: { name: string }; input: { payloads: { data: string }[] } } | undefined;
    if (task?.activityType.name !== 'tellDesks') return [];
    const [payload] = task.input.payloads;
    return (JSON.parse(Buffer.from(payload!.data, 'base64').toString('utf8')) as { people: string[] }).people;
  });
}
