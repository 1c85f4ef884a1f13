/**
 * The scheduled export of closed cases. It takes its scheduled time as an argument, or from the Schedule that started
 * it; an operator is told when an export fails, or when it was so late that retention comes near.
 */
import { workflowInfo } from '@temporalio/workflow';
import { formatInstant, parseInstant } from '../domain/time/instant';
import { exportHistories, raiseAlarm } from './effects';

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
    const { exported, head, oldestClosedAt } = await exportHistories({ at });
    const waitedMs = oldestClosedAt === null ? 0 : parseInstant(at) - parseInstant(oldestClosedAt);
    if (waitedMs > retentionMs / 4) await alarm('archive_behind', at, { oldestClosedAt, waitedMs });
    return { exported, head };
  } catch (err) {
    await alarm('archive_failed', at, {
      reason: err instanceof Error ? ((err.cause as Error | undefined)?.message ?? err.message) : 'unknown',
    });
    return { exported: 0, head: null };
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
