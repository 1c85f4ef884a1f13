/** Calls to a sample of those who were visited (C-IOT-6.2-d). Pure; the pass picks which, and reads and writes. */
import type { ZoneSnapshot } from '../calendar/snapshot';
import type { CareRule } from '../policy/schema-care';
import { formatDate, type LocalDate } from '../time/date';
import { sharedOf, type CarePolicy, type NewCareTask } from './tasks';

/** A visit that was picked. */
export interface SampledVisit {
  caseId: string;
  customerId: string;
  siteId?: string;
  assetId?: string;
  region?: string;
  /** Local date on which it ended. */
  endedOn: LocalDate;
}

/** The call about a visit, planned for a date; a case that is visited on another day may be picked again. */
export function sampleTask(
  policy: CarePolicy,
  rule: CareRule,
  { caseId, endedOn, ...visited }: SampledVisit,
  date: LocalDate,
  zone: ZoneSnapshot,
): NewCareTask {
  return {
    ...sharedOf(rule, date, zone),
    ...visited,
    visitedCaseId: caseId,
    id: `care/${policy.id}/${rule.id}/${caseId}/${formatDate(endedOn)}`,
  };
}
