/**
 * The activities as workflows call them, each with its bounds. `record` and `callOut` retry without end (the read model
 * catches up when the database is back); a mail is tried for three days; desks and alarms are best effort, for they
 * delay nothing.
 */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/contract';

/**
 * A record takes milliseconds; two seconds without an answer is a lost worker or a stuck database. Whoever acted waits for
 * it, so it is tried again at once, more slowly while the database is away. One that got through meanwhile does nothing.
 */
export const { record } = proxyActivities<Pick<Activities, 'record'>>({
  startToCloseTimeout: '2s',
  retry: {
    initialInterval: '200ms',
    backoffCoefficient: 2,
    maximumInterval: '10s',
    nonRetryableErrorTypes: ['Unrecordable'],
  },
});

/** Thousands of histories may wait after an outage; a heartbeat tells a slow export from a lost one. */
export const { exportHistories } = proxyActivities<Pick<Activities, 'exportHistories'>>({
  startToCloseTimeout: '1h',
  scheduleToCloseTimeout: '6h',
  heartbeatTimeout: '2m',
  retry: {
    initialInterval: '30s',
    backoffCoefficient: 2,
    maximumInterval: '10m',
    nonRetryableErrorTypes: ['NoArchive', 'BucketRefused'],
  },
});

export const { callOut } = proxyActivities<Pick<Activities, 'callOut'>>({
  startToCloseTimeout: '5s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10s' },
});

/** A mail server that is down for a weekend still gets its mail. */
export const { deliver, deliverDesk } = proxyActivities<Pick<Activities, 'deliver' | 'deliverDesk'>>({
  startToCloseTimeout: '45s',
  scheduleToCloseTimeout: '3 days',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '5m' },
});

/** Once: what it did not get through, or took along when its worker was killed, is tried as a `deliver` of its own. */
export const { deliverStep } = proxyActivities<Pick<Activities, 'deliverStep'>>({
  startToCloseTimeout: '45s',
  retry: { maximumAttempts: 1 },
});

export const { tellDesks, raiseAlarm, oweChainHead } = proxyActivities<
  Pick<Activities, 'tellDesks' | 'raiseAlarm' | 'oweChainHead'>
>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});
