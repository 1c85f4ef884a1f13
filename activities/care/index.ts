/** The activities of care, surveys and reports, bound to their dependencies. */
import { heartbeat } from '@temporalio/activity';
import type { ArchiveDeps } from '../archive';
import type { NoticeDeps } from '../notifications';
import type { CareActivities } from './contract';
import { auditorsJudge } from './judged';
import { carePass, settleCareNotices } from './pass';
import { makeReport } from './report';
import { surveyPass } from './surveys';

/** The daily pass tells Temporal that it goes on. */
export function createCareActivities(deps: NoticeDeps & ArchiveDeps): CareActivities {
  const { prisma, archive } = deps;
  const judge = archive && auditorsJudge(archive);
  return {
    carePass: (request) => carePass(prisma, request, (units) => heartbeat(units)),
    settleCareNotices: (request) => settleCareNotices(prisma, request),
    surveyPass: (request) => surveyPass(deps, request),
    makeReport: (request) => makeReport(prisma, request, judge),
  };
}
