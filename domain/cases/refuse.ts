/** Short ways to refuse, so that guards read as sentences. */
import { namingRoles, Refusal, sayNamed, type ErrorCode, type Named } from '../errors';
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

/**
 * Refuses by `code` where the condition does not hold, naming the policy role whose it is, which is what is allowed.
 * @param around the sentences, with `{named}` where the role stands
 */
export function insistRole(
  condition: boolean,
  code: ErrorCode,
  role: string,
  around: { zh: string; en: string },
  field?: string,
): asserts condition {
  if (!condition) throw new Refusal(code, { field, ...namingRoles([role], around), allowed: [role] });
}

/** Refuses while facts are not known, naming them. */
export function insistAllKnown(condition: boolean, facts: readonly string[] = []): asserts condition {
  const around = { zh: '尚缺：{named}', en: 'Not known yet: {named}' };
  const named: Named = { what: 'requirement', codes: facts, around };
  if (!condition) throw new Refusal('requirement_missing', { detail: sayNamed(named), named, allowed: facts });
}

/** Refuses a decision for a duty whose turn it is not. */
export function insistTurn(duty: string, next: string | undefined): void {
  const around = { zh: '现由{named}批准', en: 'It is for {named} to decide now' };
  insistRole(duty === next, 'invalid_request', next ?? '', around, 'duty');
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
