/** The day of a dispatcher: tomorrow's plan, its table, the end of the day, and a plan that is published. */
import { proxyActivities } from '@temporalio/workflow';
import type { DispatchActivities, PublishRequest } from '../../activities/dispatch/contract';
import { deliverOwed, scheduledTime } from '../recurring/effects';

/** Seconds for hundreds of jobs; a database that is down is waited for until the next one comes. */
const {
  draftPlan: draft,
  movementTable: table,
  endOfDay: end,
} = proxyActivities<Pick<DispatchActivities, 'draftPlan' | 'movementTable' | 'endOfDay'>>({
  startToCloseTimeout: '2m',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/** One Update for each case that changes hands: hundreds take a minute or two. */
const { publishPlan: publish } = proxyActivities<Pick<DispatchActivities, 'publishPlan'>>({
  startToCloseTimeout: '15m',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '1m' },
});

interface DutyInput {
  policyId: string;
  /** Scheduled time; a Schedule gives it by itself. */
  at?: string;
}

/** N-2.6-2a: the next day's plan is drafted before the policy's hour, and whoever owns it is told. */
export async function draftPlan({ policyId, at }: DutyInput): ReturnType<typeof draft> {
  const time = scheduledTime(at);
  const outcome = await draft({ policyId, at: time });
  await deliverOwed({ batch: outcome.batch, at: time });
  return outcome;
}

/** N-2.6-2b: the table of staff movements and callbacks at the policy's hour. */
export async function movementTable({ policyId, at }: DutyInput): ReturnType<typeof table> {
  const time = scheduledTime(at);
  const outcome = await table({ policyId, at: time });
  await deliverOwed({ batch: outcome.batch, at: time });
  return outcome;
}

/** S-5.10: what is left over at the end of the day comes first on the next; the day's sheets are reconciled. */
export async function endOfDay({ policyId, at }: DutyInput): ReturnType<typeof end> {
  const time = scheduledTime(at);
  const outcome = await end({ policyId, at: time });
  await deliverOwed({ batch: outcome.batch, at: time });
  return outcome;
}

/** A dispatcher published the plan: cases get their engineers, engineers their day. */
export async function publishPlan(request: PublishRequest): ReturnType<typeof publish> {
  const outcome = await publish(request);
  await deliverOwed({ batch: outcome.batch, at: request.at });
  return outcome;
}
