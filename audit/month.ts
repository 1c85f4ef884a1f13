/** The local month of an instant, `2026-11`. */
import type { ZoneSnapshot } from '../domain/calendar/snapshot';
import { dateAt } from '../domain/calendar/zone';
import { formatDate } from '../domain/time/date';
import type { Instant } from '../domain/time/instant';

/** In the zone that the case carries; UTC where it carries none. */
export function localMonth(zone: ZoneSnapshot | undefined, at: Instant): string {
  return formatDate(zone ? dateAt(zone, at) : Math.floor(at / 86_400_000)).slice(0, 7);
}
