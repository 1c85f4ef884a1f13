/** The activities of dispatch, bound to their dependencies. */
import type { DispatchActivities } from './contract';
import { draftPlan } from './draft';
import { endOfDay } from './end-of-day';
import { publishPlan, type PublishDeps } from './publish';
import { movementTable } from './table';

export function createDispatchActivities(deps: PublishDeps): DispatchActivities {
  return {
    draftPlan: (request) => draftPlan(deps, request),
    movementTable: (request) => movementTable(deps, request),
    endOfDay: (request) => endOfDay(deps, request),
    publishPlan: (request) => publishPlan(deps, request),
  };
}
