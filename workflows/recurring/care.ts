/** What installed products and their owners are owed: the daily passes of a policy's care and surveys. */
import { proxyActivities } from '@temporalio/workflow';
import type { CareActivities, CarePassOutcome, SurveyPassOutcome } from '../../activities/care/contract';
import { deliverOwed, scheduledTime } from './effects';

/** A pass over a hundred thousand units takes a minute; a database that is down is waited for, for a day. */
const passes = proxyActivities<Pick<CareActivities, 'carePass' | 'settleCareNotices' | 'surveyPass'>>({
  startToCloseTimeout: '20m',
  heartbeatTimeout: '5m',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/** Makes the tasks that are due and sends the notices. `at` is the scheduled time; a Schedule gives it by itself. */
export async function carePass({ policyId, at }: { policyId: string; at?: string }): Promise<CarePassOutcome> {
  const time = scheduledTime(at);
  const outcome = await passes.carePass({ policyId, at: time });
  if (outcome.notices === 0) return outcome;
  await deliverOwed({ batch: outcome.batch, at: time });
  await passes.settleCareNotices({ batch: outcome.batch, at: time });
  return outcome;
}

/** Sends the surveys that are due, and reminds. */
export async function surveyPass({ policyId, at }: { policyId: string; at?: string }): Promise<SurveyPassOutcome> {
  const time = scheduledTime(at);
  const outcome = await passes.surveyPass({ policyId, at: time });
  if (outcome.sent + outcome.reminded > 0) await deliverOwed({ batch: outcome.batch, at: time });
  return outcome;
}
