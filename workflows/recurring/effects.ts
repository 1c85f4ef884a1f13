/** The activities of recurring duties as workflows call them, each with its bounds. */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { RecurringActivities } from '../../activities/recurring/contract';
import { formatInstant } from '../../domain/time/instant';

/** A pass takes seconds over a hundred thousand rows; a database that is down is waited for, for a day. */
export const { chaseChores } = proxyActivities<Pick<RecurringActivities, 'chaseChores'>>({
  startToCloseTimeout: '2m',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/** A batch of mails; a mail server that is down for a weekend still gets them. */
export const { deliverOwed } = proxyActivities<Pick<RecurringActivities, 'deliverOwed'>>({
  startToCloseTimeout: '30m',
  heartbeatTimeout: '2m',
  scheduleToCloseTimeout: '3 days',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '15m' },
});

const scheduledStart = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

/**
 * The time for which a run was scheduled, ISO 8601 UTC: as it was given, else from the Schedule that started it, so that
 * a run made up for after an outage works for its own time.
 */
export function scheduledTime(given: string | undefined): string {
  if (given !== undefined) return given;
  const scheduled = workflowInfo().typedSearchAttributes.get(scheduledStart);
  return formatInstant(scheduled?.getTime() ?? workflowInfo().startTime.getTime());
}
