/** A report of a policy, made for the period that has ended and mailed to those whom the policy names. */
import { proxyActivities } from '@temporalio/workflow';
import type { CareActivities, ReportOutcome } from '../../activities/care/contract';
import { deliverOwed, scheduledTime } from './effects';

/** A year's figures take minutes; a database that is down is waited for, for three days, and the duty is chased. */
const { makeReport } = proxyActivities<Pick<CareActivities, 'makeReport'>>({
  startToCloseTimeout: '10m',
  scheduleToCloseTimeout: '3 days',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '5m' },
});

/** Makes one report. `at` is the scheduled time; a Schedule gives it by itself. */
export async function report(input: { policyId: string; reportId: string; at?: string }): Promise<ReportOutcome> {
  const at = scheduledTime(input.at);
  const outcome = await makeReport({ policyId: input.policyId, reportId: input.reportId, at });
  await deliverOwed({ batch: outcome.batch, at });
  return outcome;
}
