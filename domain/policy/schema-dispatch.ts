/** The section `dispatch:` of a policy file: who may be sent, how long jobs take, when the next day is planned and told. */
import { z } from 'zod';
import { code } from '../cases/payload';
import { duration, id, origin, text, when } from './schema-parts';

/** A time of day on the policy's local clock. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 12:00');

export const dispatchSection = z.strictObject({
  /** The plan of the next day stands by this time; it is drafted so long before, and the ladder is told when it is not. */
  plan: z.strictObject({ by: timeOfDay, draftBefore: duration, owner: id, ladder: id, ...origin }),
  /** Who gets the table of staff movements and callbacks at the same time. */
  table: z.strictObject({ to: z.array(id).min(1), ...origin }).optional(),
  /** At the end of the day: who is told of jobs left over; they stand first on the next day. */
  dayEnd: z.strictObject({ at: timeOfDay, ladder: id, ...origin }),
  leftOver: z.strictObject({ tell: id, ...origin }).optional(),
  /** Record sheets come back on the day of the visit; missing ones are chased from the engineer, then up the ladder. */
  sheets: z.strictObject({ tell: id, graceAfterDay: duration, ...origin }).optional(),
  /** Only people who are marked as qualified are sent. */
  qualified: z.strictObject({ ...origin }).optional(),
  /** Certificates without which nobody is sent, by the facts of the job. */
  certificates: z.array(z.strictObject({ kind: code, title: text, when: when.optional(), ...origin })).default([]),
  /** What a job takes on site, the first row whose `when` holds. */
  takes: z.array(z.strictObject({ when: when.optional(), time: duration, ...origin })).min(1),
  /** Between two jobs, where the site does not say. */
  travel: z.strictObject({ time: duration, ...origin }),
  /** More than this on one day is overload. */
  load: z.strictObject({ day: duration, ...origin }),
});

export type DispatchSection = z.infer<typeof dispatchSection>;
