import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { buildSnapshot, loadCalendar, loadStatutory } from '../../calendars/build';
import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import { shippedFolder } from './shipped';

/** The calendars of a folder by id, each with its file: those with a week of working hours. */
export function calendarFiles(folder: string = shippedFolder('calendars')): Map<string, string> {
  return filesWith('week', folder);
}

/** Snapshots of every calendar of a folder for a zone and its local years, both included: what cases are compiled with. */
export function calendarSnapshots(
  zone: string,
  fromYear: number,
  toYear: number,
  folder: string = shippedFolder('calendars'),
): Record<string, CalendarSnapshot> {
  const statutory = filesWith('years', folder);
  return Object.fromEntries(
    [...calendarFiles(folder)].map(([id, file]) => {
      const definition = loadCalendar(file);
      const table = statutory.get(definition.statutory);
      return [id, buildSnapshot(definition, table ? loadStatutory(table) : undefined, { zone, fromYear, toYear })];
    }),
  );
}

function filesWith(section: 'week' | 'years', folder: string): Map<string, string> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  return new Map(
    files.flatMap((name): [string, string][] => {
      const file = join(folder, name);
      const { id, [section]: found } = parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      return typeof id === 'string' && found ? [[id, file]] : [];
    }),
  );
}
