/** The activities of care, surveys and reports, bound to their dependencies. */
import { heartbeat } from '@temporalio/activity';
import type { NoticeDeps } from '../notifications';
import type { CareActivities } from './contract';
import { carePass, settleCareNotices } from './pass';
import { makeReport } from './report';
import { surveyPass } from './surveys';

/** The daily pass tells Temporal that it goes on. */
export function createCareActivities(deps: NoticeDeps): CareActivities {
  const { prisma } = deps;
  return {
    carePass: (request) => carePass(prisma, request, (units) => heartbeat(units)),
    settleCareNotices: (request) => settleCareNotices(prisma, request),
    surveyPass: (request) => surveyPass(deps, request),
    makeReport: (request) => makeReport(prisma, request),
  };
}
