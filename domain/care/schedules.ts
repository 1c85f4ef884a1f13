/** When a policy's care, surveys and reports run. */
import type { Policy } from '../policy/schema';
import { timeOfDay, type RecurringEntry } from '../recurring/entry';
import { reportTimes } from '../reports/periods';

/** The daily passes, which take up whatever was missed, and each report, of which every period is made. */
export function careSchedules({ id, timeZone, care, surveys, reports }: Policy): RecurringEntry[] {
  const daily = (name: string, workflowType: string, time: string): RecurringEntry => {
    const { hour, minute } = timeOfDay(time);
    return {
      id: `${name}/${id}`,
      workflowType,
      args: { policyId: id },
      times: { hour, minutes: [minute] },
      timeZone,
      missed: 'latest',
    };
  };
  return [
    ...(care ? [daily('care', 'carePass', care.at.time)] : []),
    ...(surveys ? [daily('surveys', 'surveyPass', surveys.at.time)] : []),
    ...(reports?.reports ?? []).map((report): RecurringEntry => ({
      id: `report-${report.id}/${id}`,
      workflowType: 'report',
      args: { policyId: id, reportId: report.id },
      times: reportTimes(report),
      timeZone,
      missed: 'each',
    })),
  ];
}
