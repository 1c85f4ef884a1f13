/**
 * The Temporal Schedules of everything that runs by itself: created, brought up to date and removed so that they are
 * exactly those of the policies in force. As often as one likes.
 */
import {
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
  type ScheduleSpec,
} from '@temporalio/client';
import type { RecurringEntry } from '../domain/recurring/entry';
import { recurringEntries } from '../domain/recurring/schedules';
import { readInForce } from '../policies/in-force';
import type { PrismaClient } from '../prisma/generated/client';

/** Schedules of ours, among those that others keep in the same namespace. */
const prefix = 'sanbao/';

/** After an outage runs that belong to a period are made up for, if it was not longer than this. */
const madeUpFor = '62 days';

/**
 * Schedules the duties of the policies in force: published ones only, those of the company's own among them. Called
 * whenever policies were published. Answers how many Schedules there are.
 */
export async function scheduleDuties(prisma: PrismaClient, client: Client, taskQueue: string): Promise<number> {
  const { policies } = await readInForce(prisma);
  return ensureSchedules(client, taskQueue, recurringEntries(policies.map(({ policy }) => policy)));
}

/** Makes the Schedules those of the entries; answers how many there are. */
export async function ensureSchedules(
  client: Client,
  taskQueue: string,
  entries: readonly RecurringEntry[],
): Promise<number> {
  const wanted = entries.map((entry) => optionsOf(entry, taskQueue));
  for (const options of wanted) await ensure(client, options);
  for await (const { scheduleId } of client.schedule.list()) {
    if (scheduleId.startsWith(prefix) && !wanted.some((w) => w.scheduleId === scheduleId))
      await client.schedule.getHandle(scheduleId).delete();
  }
  return wanted.length;
}

async function ensure(client: Client, options: ScheduleOptions): Promise<void> {
  try {
    await client.schedule.create(options);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { action, spec, policies } = options;
    await client.schedule
      .getHandle(options.scheduleId)
      .update(({ state }) => ({ action: { ...action, workflowId: options.scheduleId }, spec, policies, state }));
  }
}

/** The workflow's id is the schedule's with the scheduled time appended by the server: a period runs once. */
function optionsOf(entry: RecurringEntry, taskQueue: string): ScheduleOptions {
  const scheduleId = `${prefix}${entry.id}`;
  return {
    scheduleId,
    spec: specOf(entry),
    action: {
      type: 'startWorkflow',
      workflowType: entry.workflowType,
      workflowId: scheduleId,
      taskQueue,
      args: [entry.args],
    },
    policies:
      entry.missed === 'each'
        ? { overlap: ScheduleOverlapPolicy.BUFFER_ALL, catchupWindow: madeUpFor, pauseOnFailure: false }
        : { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '15 minutes', pauseOnFailure: false },
  };
}

const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
const months = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;

function specOf({ times, timeZone }: RecurringEntry): ScheduleSpec {
  return {
    timezone: timeZone,
    calendars: [
      {
        hour: times.hour ?? '*',
        minute: [...times.minutes],
        ...(times.weekdays && { dayOfWeek: times.weekdays.map((day) => weekdays[day - 1]!) }),
        ...(times.daysOfMonth && { dayOfMonth: [...times.daysOfMonth] }),
        ...(times.months && { month: times.months.map((month) => months[month - 1]!) }),
      },
    ],
  };
}
