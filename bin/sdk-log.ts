/** What the log keeps of the Temporal SDK's own lines: ids and codes. Messages of faults may hold what people wrote. */
import { ApplicationFailure, type LogMetadata } from '@temporalio/common';

const kept = ['workflowId', 'workflowType', 'activityType', 'attempt', 'durationMs', 'taskQueue'] as const;

/** The fields of one line: which workflow and activity, which fault, and where in the code it was thrown. */
export function loggedFields(meta: LogMetadata = {}): Record<string, unknown> {
  const fields = Object.fromEntries(kept.flatMap((key) => (meta[key] === undefined ? [] : [[key, meta[key]]])));
  const error: unknown = meta.error;
  if (!(error instanceof Error)) return fields;
  const fault = error instanceof ApplicationFailure ? (error.type ?? error.name) : error.name;
  return { ...fields, fault, at: thrownAt(error) };
}

/** The first line of the stack in code of ours. */
function thrownAt({ stack }: Error): string | undefined {
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return (frames.find((line) => !line.includes('node_modules')) ?? frames[0])?.trim().slice(0, 200);
}
