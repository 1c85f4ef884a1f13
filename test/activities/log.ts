import type { ActivityLog } from '../../activities/alarms';

/** Keeps what was logged, so that a test can look for what must not be there. */
export function memoryLog(): ActivityLog & { lines: string[] } {
  const lines: string[] = [];
  const keep = (values: object, message: string): void => void lines.push(`${message} ${JSON.stringify(values)}`);
  return { lines, info: keep, warn: keep, error: keep };
}
