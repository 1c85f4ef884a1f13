import { DAY_MS, type LocalDate } from '../time/date';
import type { Instant } from '../time/instant';
import type { ZoneSnapshot } from './snapshot';

/** What the wall clock shows, as if it were UTC: milliseconds since 1970-01-01 00:00 local. */
export type WallTime = number;

/** The zone's offset at an instant, in minutes east of UTC. */
export function offsetAt(zone: ZoneSnapshot, instant: Instant): number {
  let offset = zone.transitions[0]?.[1] ?? 0;
  for (const [from, minutes] of zone.transitions) {
    if (from > instant) break;
    offset = minutes;
  }
  return offset;
}

/** What the wall clock shows at an instant. */
export function wallTime(zone: ZoneSnapshot, instant: Instant): WallTime {
  return instant + offsetAt(zone, instant) * 60_000;
}

/**
 * When the wall clock shows a time: its first occurrence where the clock was put back, the instant of the change
 * where it was put forward over that time. So a later wall time never gives an earlier instant.
 */
export function instantOf(zone: ZoneSnapshot, wall: WallTime): Instant {
  let instant = wall;
  let index = 0;
  for (const [from, minutes] of zone.transitions) {
    const here = wall - minutes * 60_000;
    instant = index === 0 ? here : Math.max(here, from);
    const next = zone.transitions[++index];
    if (!next || here < next[0]) break;
  }
  return instant;
}

/** The local date of an instant. */
export function dateAt(zone: ZoneSnapshot, instant: Instant): LocalDate {
  return Math.floor(wallTime(zone, instant) / DAY_MS);
}

/** The instant at which a local date begins. */
export function startOfDate(zone: ZoneSnapshot, date: LocalDate): Instant {
  return instantOf(zone, date * DAY_MS);
}

/** The last millisecond of a local date (24:00, written 23:59:59.999; R-DAYEND). */
export function endOfLocalDate(zone: ZoneSnapshot, date: LocalDate): Instant {
  return startOfDate(zone, date + 1) - 1;
}
