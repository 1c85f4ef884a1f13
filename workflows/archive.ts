/**
 * The scheduled export of closed cases. It takes its scheduled time as an argument, or from the Schedule that started
 * it; an operator is told when an export fails, or when it was so late that retention comes near.
 */
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { RecurringActivities } from '../activities/recurring/contract';
import { formatInstant, parseInstant } from '../domain/time/instant';
import { exportHistories, oweChainHead, raiseAlarm } from './effects';

export interface ArchiveInput {
  /** ISO 8601 UTC; absent where a Schedule starts it. */
  scheduledAt?: string;
  /** How long the server keeps a closed run, milliseconds. */
  retentionMs: number;
}

export interface ArchiveResult {
  exported: number;
  /** The archive's chain head: to be written down elsewhere. */
  head: string | null;
}

/** Exports once. A failure is an alarm, never a failed workflow: the next one tries again. */
export async function archive({ scheduledAt, retentionMs }: ArchiveInput): Promise<ArchiveResult> {
  const at = scheduledAt ?? scheduledTime();
  try {
    const { exported, lines, head, oldestClosedAt, missing = [] } = await exportHistories({ at });
    const waitedMs = oldestClosedAt === null ? 0 : parseInstant(at) - parseInstant(oldestClosedAt);
    if (waitedMs > retentionMs / 4) await alarm('archive_behind', at, { oldestClosedAt, waitedMs });
    if (missing.length > 0) await alarmOnce(missing, at);
    if (head !== null) await tellHead(at, head, lines);
    return { exported, head };
  } catch (err) {
    await alarm('archive_failed', at, {
      reason: err instanceof Error ? ((err.cause as Error | undefined)?.message ?? err.message) : 'unknown',
    });
    return { exported: 0, head: null };
  }
}

/** Once for the same cases: what is lost does not come back by being told every hour. */
async function alarmOnce(missing: readonly string[], at: string): Promise<void> {
  const cases = missing.slice(0, 20).join(' ');
  await raiseAlarm({
    key: `archive_incomplete/${missing.length}/${cases}`.slice(0, 200),
    ...{ kind: 'archive_incomplete', at, detail: { cases, count: missing.length } },
  });
}

/** A mail server that is down must not keep the next export waiting: what was not sent goes with that one. */
const { deliverOwed } = proxyActivities<Pick<RecurringActivities, 'deliverOwed'>>({
  startToCloseTimeout: '5m',
  heartbeatTimeout: '2m',
  scheduleToCloseTimeout: '20m',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '5m' },
});

/** Its failure is an alarm of its own: the export itself was well. */
async function tellHead(at: string, head: string, lines: number): Promise<void> {
  try {
    const { batch, owed } = await oweChainHead({ at, head, lines });
    if (owed > 0) await deliverOwed({ batch, at });
  } catch {
    await alarm('chain_head_untold', at, { head, lines });
  }
}

/** When the Schedule wanted this run; its start where nobody scheduled it. */
function scheduledTime(): string {
  const { startTime, searchAttributes } = workflowInfo();
  const [scheduled] = (searchAttributes.TemporalScheduledStartTime ?? []) as (Date | string)[];
  return formatInstant(scheduled === undefined ? startTime.getTime() : new Date(scheduled).getTime());
}

async function alarm(kind: string, at: string, detail: Record<string, unknown>): Promise<void> {
  await raiseAlarm({ key: `${kind}/${at.slice(0, 10)}`, kind, at, detail });
}
