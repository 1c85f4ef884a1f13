/** When a policy's dispatch runs by itself: the draft of the next day's plan, the table, the end of the day. */
import { timeOfDay, type RecurringEntry } from '../recurring/entry';
import type { Policy } from '../policy/schema';
import { durationMs } from '../time/duration';

export function dispatchSchedules({ id, timeZone, dispatch }: Policy): RecurringEntry[] {
  if (!dispatch) return [];
  const args = { policyId: id };
  const entry = (workflowType: string, minuteOfDay: number): RecurringEntry => ({
    id: `${workflowType}/${id}`,
    workflowType,
    args,
    times: { hour: Math.floor(minuteOfDay / 60), minutes: [minuteOfDay % 60] },
    timeZone,
    missed: 'each',
  });
  const minute = (text: string): number => {
    const { hour, minute: minutes } = timeOfDay(text);
    return hour * 60 + minutes;
  };
  const by = minute(dispatch.plan.by);
  return [
    entry('draftPlan', Math.max(0, by - Math.round(durationMs(dispatch.plan.draftBefore) / 60_000))),
    ...(dispatch.table ? [entry('movementTable', by)] : []),
    entry('endOfDay', minute(dispatch.dayEnd.at)),
  ];
}
