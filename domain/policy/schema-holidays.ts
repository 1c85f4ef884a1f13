/** The section `holidayDuty:` of a service policy: somebody is on the roster on every statutory holiday. */
import { z } from 'zod';
import { timeOfDayText } from './schema-care';
import { duration, id, origin } from './schema-parts';

export const holidayDutySection = z.strictObject({
  /** The policy role whose duties in the roster are the rota of holidays. */
  role: id,
  /** The local hours of a holiday in which somebody must be there; all of it where none are named. */
  hours: z.strictObject({ from: timeOfDayText, until: timeOfDayText, ...origin }).optional(),
  /** Looked at so many dates before a holiday; whoever owes the rota is told then. */
  ahead: duration,
  /** Who has to fill the rota, and whom it climbs to when the holiday begins without anybody. */
  owner: id,
  ladder: id.default('supervisor'),
  ...origin,
});
