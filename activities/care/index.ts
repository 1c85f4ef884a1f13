/** The activities of care, surveys and reports, bound to their dependencies. */
import { heartbeat } from '@temporalio/activity';
import type { ArchiveDeps } from '../archive';
import type { NoticeDeps } from '../notifications';
import type { PrismaClient } from '../../prisma/generated/client';
import type { CareActivities } from './contract';
import { auditorsJudge } from './judged';
import { carePass, settleCareNotices } from './pass';
import { makeReport } from './report';
import { surveyPass } from './surveys';

export interface CareDeps extends NoticeDeps, ArchiveDeps {
  /** A connection that lets statements take minutes; absent: figures are reckoned on the ordinary one. */
  reports?: PrismaClient;
}

/** The daily pass tells Temporal that it goes on. */
export function createCareActivities(deps: CareDeps): CareActivities {
  const { prisma, archive, reports = prisma } = deps;
  const judge = archive && auditorsJudge(archive);
  return {
    carePass: (request) => carePass(prisma, request, (units) => heartbeat(units)),
    settleCareNotices: (request) => settleCareNotices(prisma, request),
    surveyPass: (request) => surveyPass(deps, request),
    makeReport: (request) => makeReport(reports, request, judge),
  };
}
