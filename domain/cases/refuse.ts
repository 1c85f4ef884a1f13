/** Short ways to refuse, so that guards read as sentences. */
import { Refusal, type ErrorCode } from '../errors';
import { parseInstant, type Instant } from '../time/instant';

/** Refuses unless the condition holds. */
export function insist(
  condition: boolean,
  code: ErrorCode,
  zh: string,
  en: string,
  field?: string,
  allowed?: unknown,
): asserts condition {
  if (!condition) throw new Refusal(code, { field, detail: { zh, en }, allowed });
}

/** Refuses a value that is not among those that the policy knows. */
export function insistKnown(value: string | undefined, known: readonly string[], field: string): void {
  if (value === undefined || known.includes(value)) return;
  insist(false, 'invalid_request', `${field} 未知:${value}`, `${field} is not known: ${value}`, field, known);
}

/** An instant that must lie after another. */
export function instantAfter(text: string, after: Instant, field: string): Instant {
  const at = parseInstant(text);
  insist(at > after, 'time_refused', '时间必须晚于现在', 'The time must be in the future', field);
  return at;
}
