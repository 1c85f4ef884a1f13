/** When an order without a date of its own is expected. */
import { dateAt, endOfLocalDate } from '../calendar/zone';
import type { CalendarSnapshot } from '../calendar/snapshot';
import { addMonths } from '../time/date';
import { parseDuration } from '../time/duration';
import type { Instant } from '../time/instant';

/** The end of the last of so many calendar dates after an order (R-DAYEND). */
export function expectedBy(zone: CalendarSnapshot['zone'], within: string, orderedAt: Instant): Instant {
  const { months, days } = parseDuration(within);
  return endOfLocalDate(zone, addMonths(dateAt(zone, orderedAt), months) + days);
}
