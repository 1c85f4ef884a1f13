/** Working calendars and the statutory tables that they name: as files of a folder, and as snapshots for cases. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSnapshot, readCalendarFile, type CalendarDefinition, type StatutoryTable } from '../../calendars/build';
import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import { shippedFolder } from './shipped';

/** Calendars and statutory tables, by id. */
export interface CalendarSet {
  calendars: ReadonlyMap<string, CalendarDefinition>;
  tables: ReadonlyMap<string, StatutoryTable>;
}

/** Every calendar and table of a folder. Throws an Error with everything that is wrong in the first bad file. */
export function calendarSet(folder: string = shippedFolder('calendars')): CalendarSet {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => readCalendarFile(join(folder, name)));
  return {
    calendars: new Map(
      files.flatMap((f): [string, CalendarDefinition][] =>
        f.kind === 'calendar' ? [[f.definition.id, f.definition]] : [],
      ),
    ),
    tables: new Map(
      files.flatMap((f): [string, StatutoryTable][] =>
        f.kind === 'statutory' ? [[f.definition.id, f.definition]] : [],
      ),
    ),
  };
}

/** Snapshots of every calendar of a set for a zone and its local years, both included: what cases are compiled with. */
export function snapshotsOf(
  { calendars, tables }: CalendarSet,
  zone: string,
  fromYear: number,
  toYear: number,
): Record<string, CalendarSnapshot> {
  return Object.fromEntries(
    [...calendars].map(([id, definition]) => [
      id,
      buildSnapshot(definition, tables.get(definition.statutory), { zone, fromYear, toYear }),
    ]),
  );
}

/** The same of the calendars that ship. */
export function calendarSnapshots(zone: string, fromYear: number, toYear: number): Record<string, CalendarSnapshot> {
  return snapshotsOf(calendarSet(), zone, fromYear, toYear);
}
