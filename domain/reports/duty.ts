/** What somebody owes for a report of a period: that it comes. */
import { clausesOf } from '../policy/compile-targets';
import type { Policy } from '../policy/schema';
import type { PolicyReport } from '../policy/schema-reports';
import { choreLadder, type NewChore } from '../recurring/chore';
import { durationMs } from '../time/duration';
import type { Instant } from '../time/instant';

/**
 * The duty of a report that is to be made at an instant, under the key of its period. Throws a RangeError where the
 * policy does not have its ladder.
 */
export function reportDuty(
  policy: Pick<Policy, 'id' | 'ladders'>,
  report: PolicyReport,
  key: string,
  createdAt: Instant,
): NewChore {
  const span = durationMs(report.due.within);
  return {
    key,
    kind: 'report',
    policyId: policy.id,
    owner: `role:${report.owner}`,
    subject: { report: report.id },
    createdAt,
    dueAt: createdAt + span,
    ladder: choreLadder(policy, report.ladder, span),
    clauses: clausesOf(report),
  };
}
