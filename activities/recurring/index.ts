/** The activities of recurring duties, bound to their dependencies. */
import { activityInfo, heartbeat } from '@temporalio/activity';
import type { NoticeDeps } from '../notifications';
import { chaseChores } from './chores';
import type { RecurringActivities } from './contract';
import { deliverOwed } from './owed-notices';

/** `deliverOwed` asks Temporal which attempt it is, and tells it that it goes on. */
export function createRecurringActivities(deps: NoticeDeps): RecurringActivities {
  return {
    chaseChores: (request) => chaseChores(deps.prisma, request),
    deliverOwed: (request) => deliverOwed(deps, request, activityInfo().attempt, (sent) => heartbeat(sent)),
  };
}
