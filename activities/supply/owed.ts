/** Something that somebody owes, as a pass found it, and how it becomes a chore with its date, warning and ladder. */
import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import { clausesOf } from '../../domain/policy/compile-targets';
import type { Policy } from '../../domain/policy/schema';
import { choreLadder, type ChoreKind, type NewChore } from '../../domain/recurring/chore';
import { expectedBy } from '../../domain/supply/expected';
import { durationMs } from '../../domain/time/duration';
import type { Instant } from '../../domain/time/instant';

/** One duty that is open or was done. */
export interface Owed {
  key: string;
  kind: ChoreKind;
  subject: Readonly<Record<string, string | number | boolean>>;
  region?: string;
  /** When it was done; absent while it is open. */
  doneAt?: Instant;
}

/** The rule of a duty with a number of dates; see `domain/policy/schema-stock.ts`. */
export type DatedRule = NonNullable<NonNullable<Policy['stock']>['arrival']>;

/** The chore of a duty that counts dates from an instant: due at the end of the last (R-DAYEND). */
export function datedChore(
  policy: Policy,
  zone: CalendarSnapshot['zone'],
  rule: DatedRule,
  from: Instant,
  owed: Owed,
): NewChore {
  const dueAt = expectedBy(zone, rule.within, from);
  return {
    ...about(owed),
    policyId: policy.id,
    owner: `role:${rule.role}`,
    createdAt: from,
    warnAt: rule.warn === 'at_once' ? from : Math.max(from, dueAt - durationMs(rule.warn)),
    dueAt,
    ladder: choreLadder(policy, rule.ladder, dueAt - from),
    clauses: clausesOf(rule),
  };
}

export function about({ key, kind, subject, region }: Owed): Pick<NewChore, 'key' | 'kind' | 'subject' | 'region'> {
  return { key, kind, subject, ...(region !== undefined && { region }) };
}
