/** What is done with every history that a test produces: replayed by today's code, audited, and searched for personal data. */
import type { History } from '@temporalio/common/lib/proto-utils';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { deskId } from '../../activities/desks';
import { auditCase } from '../../audit/audit-case';
import type { FindingKind } from '../../audit/finding';
import { readRun } from '../../audit/history';
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
function auditRuns(workflowId: string, runs: readonly History[], explained: Explained): void {
  const audit = auditCase(
    runs.map((history) => readRun(JSON.parse(historyToJSON(history)))),
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
  const desks = new Set<string>();
  const replay = async (workflowId: string): Promise<void> => {
    const runs = await runsOf(client, workflowId);
    if (workflowIds.includes(workflowId)) auditRuns(workflowId, runs, explained);
    for (const history of runs) {
      const json = JSON.parse(historyToJSON(history)) as HistoryJson;
      for (const version of [json, joined(json)])
        await Worker.runReplayHistory({ workflowBundle, replayName: workflowId }, version, workflowId);
      const words = wordsOf(json);
      const leaked = personalData.filter((name) => words.includes(name));
      if (leaked.length > 0) throw new Error(`the history of ${workflowId} holds personal data: ${leaked.join(', ')}`);
      for (const person of toldAtDesks(json)) desks.add(deskId(person));
    }
  };
  for (const workflowId of workflowIds) await replay(workflowId);
  for (const desk of desks) {
    await replay(desk).catch((error: unknown) => {
      // The test ended before the desk was told.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
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
