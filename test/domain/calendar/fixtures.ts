import path from 'node:path';
import {
  buildSnapshot,
  readCalendarFile,
  type CalendarDefinition,
  type StatutoryTable,
} from '../../../calendars/build';
import { buildZone } from '../../../calendars/zone';
import type { CalendarSnapshot, Window } from '../../../domain/calendar/snapshot';
import { formatInstant, parseInstant, type Instant } from '../../../domain/time/instant';

const folder = path.join(__dirname, '../../../calendars');

/** How often a property is tried; SANBAO_RUNS multiplies it for a long run. */
export const runs = (times: number): { numRuns: number } => ({
  numRuns: Math.ceil(times * Number(process.env.SANBAO_RUNS ?? 1)),
});

/** The calendar that a file defines. */
export const loadCalendar = (file: string): CalendarDefinition =>
  readCalendarFile(file).definition as CalendarDefinition;
/** The statutory table that a file defines. */
export const loadStatutory = (file: string): StatutoryTable => readCalendarFile(file).definition as StatutoryTable;

export const definition = loadCalendar(path.join(folder, 'cn-work.yaml'));
export const statutory = loadStatutory(path.join(folder, 'cn-statutory.yaml'));
const china = { zone: 'Asia/Shanghai', fromYear: 2024, toYear: 2028 };

/** CN-WORK as shipped: 2024–2026 announced, 2027 and 2028 not. */
export const cnWork = buildSnapshot(definition, statutory, china);

/** The round-the-clock calendar in Shanghai. */
export const always = buildSnapshot(loadCalendar(path.join(folder, '24x7.yaml')), undefined, china);

export const HOUR = 3_600_000;
export const MINUTE = 60_000;
export const DAY = 24 * HOUR;

/** `2026-09-30 17:00` (or with seconds) in China as an instant. */
export const cn = (text: string): Instant => parseInstant(`${text.replace(' ', 'T')}+08:00`);

/** An instant as China's clock shows it. */
export const inChina = (instant: Instant): string =>
  formatInstant(instant + 8 * HOUR)
    .replace('T', ' ')
    .replace(/(:00)?\.000Z$/, '')
    .replace(/Z$/, '');

const zones = {
  'Asia/Shanghai': buildZone('Asia/Shanghai', 2024, 2028),
  'Europe/Berlin': buildZone('Europe/Berlin', 2024, 2028),
  'America/New_York': buildZone('America/New_York', 2024, 2028),
};

/** A calendar with the same windows every day, in any of the zones that the tests use. */
export function everyDay(
  windows: Window[],
  zone: keyof typeof zones,
  more: Partial<CalendarSnapshot> = {},
): CalendarSnapshot {
  const week = { 1: windows, 2: windows, 3: windows, 4: windows, 5: windows, 6: windows, 7: windows };
  const knownYears = [2024, 2025, 2026, 2027, 2028];
  return { id: 'TEST', version: '1', zone: zones[zone], week, workday: windows, days: {}, knownYears, ...more };
}
