/** At night: what a policy no longer keeps of its ended cases is erased. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/contract';
import { scheduledTime } from './effects';

/** The first pass after years erases tens of thousands; the next night goes on where this one was broken off. */
const { retainRecords } = proxyActivities<Pick<Activities, 'retainRecords'>>({
  startToCloseTimeout: '1h',
  scheduleToCloseTimeout: '6h',
  retry: { initialInterval: '10s', backoffCoefficient: 2, maximumInterval: '10m' },
});

/** One pass for a policy. `at` is the scheduled time; a Schedule gives it by itself. */
export async function retention({ policyId, at }: { policyId: string; at?: string }): Promise<{ cases: number }> {
  return retainRecords({ policyId, at: scheduledTime(at) });
}
