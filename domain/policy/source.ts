/** The policies in force and the calendars, as a process has read them: what duties that no case has go by. */
import type { CalendarSnapshot } from '../calendar/snapshot';
import type { Policy } from './schema';

export interface PolicySource {
  /** A policy of any layer; undefined where there is none of that id. */
  get(id: string): Policy | undefined;
  all(): readonly Policy[];
  /** Every calendar by id, for a zone, from a year to the one after. */
  calendars(zone: string, year: number): Readonly<Record<string, CalendarSnapshot>>;
}

/** The policy of that id. Throws an Error where it is not in force any more: its duties end with it. */
export function policyFrom(source: PolicySource, id: string): Policy {
  const found = source.get(id);
  if (!found) throw new Error(`policy ${id} is not in force`);
  return found;
}
