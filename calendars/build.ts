import { assertSnapshot, type CalendarSnapshot, type DayEntry, type Window } from '../domain/calendar/snapshot';
import { formatDate, parseDate, yearOf } from '../domain/time/date';
import { dateAt } from '../domain/calendar/zone';
import type { CalendarDefinition, StatutoryTable } from './definition';
import { buildZone } from './zone';

export { readCalendar, readCalendarFile, type CalendarDefinition, type StatutoryTable } from './definition';

/** For which zone (IANA name) and which local years, both included, a snapshot is built. */
export interface SnapshotScope {
  zone: string;
  fromYear: number;
  toYear: number;
}

/**
 * Builds what a case carries: windows, holidays of the announced years in scope, and the zone's offsets. Years of the
 * scope that are not announced follow the ordinary week and are not known. The table is `undefined` for a calendar
 * without statutory holidays; all its years are known. Throws where the table is not the one that the calendar names,
 * and where the result is no usable calendar.
 */
export function buildSnapshot(
  definition: CalendarDefinition,
  statutory: StatutoryTable | undefined,
  { zone, fromYear, toYear }: SnapshotScope,
): CalendarSnapshot {
  const wanted = definition.statutory === 'none' ? undefined : definition.statutory;
  if (statutory?.id !== wanted) {
    throw new Error(
      `Calendar ${definition.id} needs the statutory table ${definition.statutory}, got ${statutory?.id ?? 'none'}`,
    );
  }
  const known = announced(statutory, range(fromYear, toYear));
  const snapshot: CalendarSnapshot = {
    id: definition.id,
    version: statutory ? `${definition.version}+${statutory.id}-${statutory.version}` : definition.version,
    zone: buildZone(zone, fromYear, toYear),
    week: {
      1: parseWindows(definition.week[1]),
      2: parseWindows(definition.week[2]),
      3: parseWindows(definition.week[3]),
      4: parseWindows(definition.week[4]),
      5: parseWindows(definition.week[5]),
      6: parseWindows(definition.week[6]),
      7: parseWindows(definition.week[7]),
    },
    workday: parseWindows(definition.workday),
    days: { ...statutoryDays(statutory, known), ...ownDays(definition, fromYear, toYear) },
    knownYears: known,
  };
  assertSnapshot(snapshot);
  return snapshot;
}

/**
 * A case's snapshot with newly announced years, up to `toYear`, added. Years that it knew already, and single days
 * that it names already, stay as they are: a later correction serves new cases only.
 */
export function extendSnapshot(
  snapshot: CalendarSnapshot,
  statutory: StatutoryTable | undefined,
  toYear: number,
): CalendarSnapshot {
  const [first] = snapshot.zone.transitions;
  // The first offset begins with the first local year that the snapshot was built for.
  const fromYear = first ? yearOf(dateAt(snapshot.zone, first[0])) : toYear;
  const added = announced(statutory, range(fromYear, toYear)).filter((year) => !snapshot.knownYears.includes(year));
  const [base = ''] = snapshot.version.split('+');
  const zone = buildZone(snapshot.zone.zone, fromYear, toYear);
  const last = snapshot.zone.transitions.at(-1)?.[0] ?? -Infinity;
  const extended: CalendarSnapshot = {
    ...snapshot,
    version: statutory ? `${base}+${statutory.id}-${statutory.version}` : snapshot.version,
    zone: {
      zone: zone.zone,
      transitions: [...snapshot.zone.transitions, ...zone.transitions.filter(([from]) => from > last)],
    },
    days: { ...statutoryDays(statutory, added), ...snapshot.days },
    knownYears: [...snapshot.knownYears, ...added].sort((a, b) => a - b),
  };
  assertSnapshot(extended);
  return extended;
}

function announced(statutory: StatutoryTable | undefined, years: number[]): number[] {
  return statutory ? years.filter((year) => statutory.years[String(year)]) : years;
}

function statutoryDays(statutory: StatutoryTable | undefined, years: number[]): Record<string, DayEntry> {
  const days: Record<string, DayEntry> = {};
  for (const { off, work } of years.flatMap((year) => statutory?.years[String(year)]?.holidays ?? [])) {
    const [first = off, last = first] = off.split('..');
    for (const date of range(parseDate(first), parseDate(last))) days[formatDate(date)] = 'off';
    for (const date of work) days[date] = 'work';
  }
  return days;
}

function ownDays(definition: CalendarDefinition, fromYear: number, toYear: number): Record<string, DayEntry> {
  const inScope = Object.entries(definition.days).filter(([date]) => {
    const year = yearOf(parseDate(date));
    return year >= fromYear && year <= toYear;
  });
  return Object.fromEntries(
    inScope.map(([date, entry]) => [date, typeof entry === 'string' ? entry : parseWindows(entry)]),
  );
}

function parseWindows(texts: string[]): Window[] {
  return texts.map((text) => {
    const [open = NaN, close = NaN] = text.split('-').map((time) => {
      const [hours = NaN, minutes = NaN] = time.split(':').map(Number);
      return hours * 60 + minutes;
    });
    return [open, close];
  });
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
