/** When a policy's customer files, parts, loaners, partners, filings, amounts and the rota of holidays are looked over. */
import type { Policy } from '../policy/schema';
import type { RecurringEntry } from '../recurring/entry';

export function supplySchedules(policy: Policy): RecurringEntry[] {
  const { id, timeZone, customerFiles, stock, partners, filings, holidayDuty, amounts } = policy;
  if (!customerFiles && !stock && !partners && !holidayDuty && !amounts && filings.length === 0) return [];
  // Between two looks of the chase: what was done meanwhile is closed before anybody is told that it is late.
  const times = { minutes: [10, 40] };
  return [{ id: `supply/${id}`, workflowType: 'supply', args: { policyId: id }, times, timeZone, missed: 'latest' }];
}
