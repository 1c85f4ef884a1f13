/** When a policy's customer files, parts, loaners and partners are looked over. */
import type { Policy } from '../policy/schema';
import type { RecurringEntry } from '../recurring/entry';

export function supplySchedules({ id, timeZone, customerFiles, stock, partners }: Policy): RecurringEntry[] {
  if (!customerFiles && !stock && !partners) return [];
  // Between two looks of the chase: what was done meanwhile is closed before anybody is told that it is late.
  const times = { minutes: [10, 40] };
  return [{ id: `supply/${id}`, workflowType: 'supply', args: { policyId: id }, times, timeZone, missed: 'latest' }];
}
