/** When the records of a policy's ended cases are looked over: at night, for nobody waits for it. */
import type { Policy } from '../policy/schema';
import type { RecurringEntry } from './entry';

export function recordsSchedules({ id, timeZone, records }: Policy): RecurringEntry[] {
  if (!records) return [];
  const times = { hour: 3, minutes: [20] };
  return [
    { id: `retention/${id}`, workflowType: 'retention', args: { policyId: id }, times, timeZone, missed: 'latest' },
  ];
}
