/** The activities as a worker registers them. */
import { activityInfo, heartbeat } from '@temporalio/activity';
import { raiseAlarm } from './alarms';
import { exportHistories } from './archive';
import { oweChainHead } from './archive-head';
import { createCareActivities, type CareDeps } from './care';
import type { CareActivities } from './care/contract';
import type { Activities } from './contract';
import { tellDesks, type DeskDeps } from './desks';
import { createDispatchActivities } from './dispatch';
import type { DispatchActivities } from './dispatch/contract';
import { deliver, deliverDesk, deliverStep } from './notifications';
import type { PublishDeps } from './dispatch/publish';
import { recordStep } from './records';
import { createRecurringActivities } from './recurring';
import type { RecurringActivities } from './recurring/contract';
import { retainRecords } from './retention';
import { callOut } from './roster';
import { createSupplyActivities } from './supply';
import type { SupplyActivities } from './supply/contract';

/** What activities need of the world: database, mail server, Temporal, the log. None of them reads a clock. */
export interface ActivityDeps extends CareDeps, Omit<DeskDeps, 'temporal'>, Omit<PublishDeps, 'temporal'> {
  temporal: DeskDeps['temporal'] & PublishDeps['temporal'];
}

/** Binds the activities to their dependencies. `deliver` and `deliverDesk` ask Temporal which attempt they are. */
export function createActivities(
  deps: ActivityDeps,
): Activities & CareActivities & RecurringActivities & DispatchActivities & SupplyActivities {
  return {
    ...createCareActivities(deps),
    ...createDispatchActivities(deps),
    ...createRecurringActivities(deps),
    ...createSupplyActivities(deps),
    record: (step) => recordStep(deps, step),
    deliver: (request) => deliver(deps, request, activityInfo().attempt),
    deliverStep: (request) => deliverStep(deps, request),
    issueLatePaper: ({ askedAt, ...paper }) =>
      deps.issueDocument?.({ ...paper, owedAt: askedAt, late: true }) ??
      Promise.resolve({ result: 'nobody', reason: 'no_store' }),
    callOut: (request) => callOut(deps.prisma, request),
    tellDesks: (request) => tellDesks(deps, request),
    deliverDesk: (request) => deliverDesk(deps, request, activityInfo().attempt),
    exportHistories: (request) =>
      exportHistories(deps.archive ? { archive: { ...deps.archive, heartbeat: (n) => heartbeat(n) } } : {}, request),
    retainRecords: (request) => retainRecords(deps, request),
    oweChainHead: (request) => oweChainHead(deps.prisma, request),
    raiseAlarm: (request) => raiseAlarm(deps, request),
  };
}
