/** Everything that runs by itself, from the policies in force. A duty is added by the function that lists its entries. */
import { careSchedules } from '../care/schedules';
import { dispatchSchedules } from '../planning/schedules';
import type { Policy } from '../policy/schema';
import { supplySchedules } from '../supply/schedules';
import type { RecurringEntry } from './entry';
import { recordsSchedules } from './records';

/** What a policy has run at set times. */
const duties: readonly ((policy: Policy) => readonly RecurringEntry[])[] = [
  dispatchSchedules,
  careSchedules,
  supplySchedules,
  recordsSchedules,
];

/** All entries: those of each policy that serves real customers, and what looks after all of them. */
export function recurringEntries(policies: readonly Policy[]): RecurringEntry[] {
  const real = policies.filter(({ demo }) => !demo);
  return [
    {
      id: 'chase',
      workflowType: 'chase',
      args: {},
      times: { minutes: [0, 15, 30, 45] },
      timeZone: real[0]?.timeZone ?? 'UTC',
      missed: 'latest',
    },
    ...real.flatMap((policy) => duties.flatMap((entriesOf) => entriesOf(policy))),
  ];
}
