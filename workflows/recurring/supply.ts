/** Twice an hour: what is owed around customer files, parts, loaners and partners is opened or closed, and low stock is told. */
import { proxyActivities } from '@temporalio/workflow';
import type { SupplyActivities, SupplyOutcome } from '../../activities/supply/contract';
import { deliverOwed, scheduledTime } from './effects';

/** A pass takes seconds; a database that is down is waited for until the next pass looks at the same rows. */
const { supplyPass } = proxyActivities<SupplyActivities>({
  startToCloseTimeout: '2m',
  scheduleToCloseTimeout: '30m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/** One pass for a policy. `at` is the scheduled time; a Schedule gives it by itself. */
export async function supply({ policyId, at }: { policyId: string; at?: string }): Promise<SupplyOutcome> {
  const time = scheduledTime(at);
  const outcome = await supplyPass({ policyId, at: time });
  // Always: a pass that was kept and then lost its answer tells nothing the second time, and still owes its mail.
  await deliverOwed({ batch: outcome.batch, at: time });
  return outcome;
}
