/** In place of Temporal's Schedules, which the time-skipping server has not: runs what is due at its local time. */
import { Client } from '@temporalio/client';
import type { RecurringEntry } from '../../domain/recurring/entry';
import type { ApiRig } from '../api/api-rig';
import { wall, type Story } from './agenda';

/** What looks at everything several times an hour looks every few hours here: a month of them says nothing more. */
const hoursBetweenLooks = 6;

/** The instants of an entry on a date. */
function timesOn({ times }: RecurringEntry, date: number): number[] {
  const on = new Date(date * 24 * 3_600_000);
  if (times.weekdays && !times.weekdays.includes(wall.weekday(date))) return [];
  if (times.daysOfMonth && !times.daysOfMonth.includes(on.getUTCDate())) return [];
  if (times.months && !times.months.includes(on.getUTCMonth() + 1)) return [];
  const often = times.hour === undefined;
  const hours = often ? Array.from({ length: 24 / hoursBetweenLooks }, (_, n) => n * hoursBetweenLooks) : [times.hour!];
  const minutes = often ? times.minutes.slice(0, 1) : times.minutes;
  return hours.flatMap((hour) => minutes.map((minute) => wall.at(date, `${hour}:${minute}`)));
}

/**
 * Runs an entry's workflow at each of its times from an instant on, as a Schedule would. The first run is replayed at the
 * test's end; the others are the same few commands.
 */
export async function* runsOf(rig: ApiRig, entry: RecurringEntry, from: number, until: number): Story {
  // A client that waits for a result without letting the server's time run on.
  const { workflow } = new Client({ connection: rig.env.connection });
  const taskQueue = rig.deps.config.taskQueue;
  let runs = 0;
  for (let date = wall.dateOf(from); wall.at(date, '00:00') <= until; date++)
    for (const at of timesOn(entry, date)) {
      if (at < from || at > until) continue;
      yield at;
      const workflowId = `${entry.id}-${new Date(at).toISOString()}`;
      if (runs++ === 0) rig.opened(workflowId);
      const args = [{ ...entry.args, at: new Date(at).toISOString() }];
      await workflow.execute(entry.workflowType, { workflowId, taskQueue, args });
    }
}
