/**
 * What a step says of an action in the action's own words: a field of one of its events that has the name of a field of
 * the action's payload has its value too. So the record cannot tell another amount, person or date than was asked for.
 */
import { parseInstant } from '../domain/time/instant';
import { finding, type Finding } from './finding';
import type { Claim, EventRef } from './timeline';

/** Events that tell what an action brought about, in words of their own. */
const consequence =
  /^(clock_breached|breach_withdrawn|escalation_(raised|climbed|repeated|settled)|entry_posted|price_replaced|policy_|status_|people_)/;

/** Differences between the events of a step and the payload of the action that caused it. */
export function echoDifferences({ step, source }: Claim, payload: unknown, action: EventRef): Finding[] {
  const asked = (payload ?? {}) as Readonly<Record<string, unknown>>;
  return step.events.flatMap(({ type, data = {} }) =>
    consequence.test(type)
      ? []
      : Object.entries(data).flatMap(([key, claimed]): Finding[] => {
          const said = scalar(asked[key]);
          if (said === undefined || said === claimed || sameMoment(said, claimed)) return [];
          return [
            finding('claim_differs', [source, action], {
              data: { step: step.seq, what: type, key, claimed: String(claimed), derived: String(said) },
            }),
          ];
        }),
  );
}

/** A case writes every moment down in UTC, in whatever notation it was sent. */
function sameMoment(said: unknown, claimed: unknown): boolean {
  if (typeof said !== 'string' || typeof claimed !== 'string') return false;
  try {
    return parseInstant(said) === parseInstant(claimed);
  } catch {
    return false;
  }
}

/** A figure, a word, or the id of a text; undefined for all else, which events tell in other words. */
function scalar(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const { id, sha256 } = (value ?? {}) as { id?: unknown; sha256?: unknown };
  return typeof id === 'string' && typeof sha256 === 'string' ? id : undefined;
}
