/**
 * The values that decisions reckon with. Facts come in as JSON and answers go out as JSON; in between dates, instants
 * and durations are told apart, so that a date is never compared with a text. An unknown value is `undefined`; `null`
 * is known to be nothing. Amounts are yuan; every sum is rounded to 15 digits, so that fen stay exact.
 */
import { offsetAt, wallTime } from '../calendar/zone';
import type { ZoneSnapshot } from '../calendar/snapshot';
import { formatDate, parseDate, type LocalDate } from '../time/date';
import { formatDuration, parseDuration } from '../time/duration';
import { parseInstant, type Instant } from '../time/instant';

export interface DateValue {
  t: 'date';
  date: LocalDate;
}
export interface InstantValue {
  t: 'instant';
  at: Instant;
}
/** All three parts have the same sign. Days are dates or 24 h, as the function says that uses them. */
export interface DurationValue {
  t: 'duration';
  months: number;
  days: number;
  ms: number;
}
export interface ObjectValue {
  t: 'object';
  fields: Readonly<Record<string, Value>>;
}
export type Value =
  boolean | number | string | null | DateValue | InstantValue | DurationValue | ObjectValue | readonly Value[];

/** What a value is called in checks and error messages. */
export type ValueType = 'boolean' | 'number' | 'text' | 'null' | 'date' | 'instant' | 'duration' | 'object' | 'list';

/** The type of a known value. */
export function typeOf(value: Value): ValueType {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean' || typeof value === 'number') return typeof value as 'boolean' | 'number';
  return isList(value) ? 'list' : value.t;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isTagged<T extends 'date' | 'instant' | 'duration' | 'object'>(
  value: Value | undefined,
  tag: T,
): value is Extract<Value, { t: T }> {
  return typeof value === 'object' && value !== null && !isList(value) && value.t === tag;
}

export const dateValue = (date: LocalDate): DateValue => ({ t: 'date', date });
export const instantValue = (at: Instant): InstantValue => ({ t: 'instant', at });
export const spanValue = (ms: number): DurationValue => ({ t: 'duration', months: 0, days: 0, ms });

/** Reads an ISO 8601 duration. Throws a RangeError where it is none. */
export function durationValue(iso: string): DurationValue {
  const { sign, months, days, ms } = parseDuration(iso);
  const signed = (part: number): number => (part === 0 ? 0 : sign * part);
  return { t: 'duration', months: signed(months), days: signed(days), ms: signed(ms) };
}

/** Exact milliseconds, a day being 24 h; unknown for months and years, which have no exact length. */
export function exactMs({ months, days, ms }: DurationValue): number | undefined {
  return months === 0 ? days * 86_400_000 + ms : undefined;
}

/** A value as a name or text: what it is called where it stands for a key. */
export function asText(value: Value | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** Yuan of one amount: sums of several still have no more than the fifteen digits that `clean` keeps, fen among them. */
export const mostCny = 1_000_000_000_000;

/** A number without the dust of binary fractions: 0.1 + 0.2 is 0.3. */
export function clean(number: number): number {
  return Number.isInteger(number) ? number : Number(number.toPrecision(15));
}

const formed: readonly [RegExp, (text: string) => Value][] = [
  [/^\d{4}-\d\d-\d\d$/, (text) => dateValue(parseDate(text))],
  [/^\d{4}-\d\d-\d\dT/, (text) => instantValue(parseInstant(text))],
  [/^-?P(?=[\dT])[\dYMWDTHS.]+$/, durationValue],
];

/**
 * A value inside a list or an object of facts: texts of the form of a date, instant or duration are taken as such.
 * Throws a RangeError that names the text where it has that form and does not exist.
 */
export function nestedValue(json: unknown): Value {
  if (typeof json === 'string') return formed.find(([form]) => form.test(json))?.[1](json) ?? json;
  if (json === null || typeof json === 'boolean' || typeof json === 'number') return json;
  if (Array.isArray(json)) return json.map(nestedValue);
  if (typeof json !== 'object') throw new RangeError(`Not plain JSON: ${typeof json}`);
  return {
    t: 'object',
    fields: Object.fromEntries(Object.entries(json).map(([name, entry]) => [name, nestedValue(entry)])),
  };
}

/** The value as JSON: instants with the zone's offset, in whole seconds; dates and durations in ISO 8601. */
export function toJson(value: Value, zone: ZoneSnapshot): unknown {
  if (typeof value === 'number') return clean(value);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((entry) => toJson(entry, zone));
  switch (value.t) {
    case 'date':
      return formatDate(value.date);
    case 'instant':
      return localIso(value.at, zone);
    case 'duration':
      return durationText(value);
    case 'object':
      return Object.fromEntries(Object.entries(value.fields).map(([name, entry]) => [name, toJson(entry, zone)]));
  }
}

/** ISO 8601 of a duration value. */
export function durationText({ months, days, ms }: DurationValue): string {
  const negative = months < 0 || days < 0 || ms < 0;
  return formatDuration({
    sign: negative ? -1 : 1,
    months: Math.abs(months),
    days: Math.abs(days),
    ms: Math.abs(ms),
  });
}

/** Local time with its offset, cut to the second: the end of a date is written 23:59:59 (R-DAYEND). */
function localIso(at: Instant, zone: ZoneSnapshot): string {
  const offset = offsetAt(zone, at);
  const size = Math.abs(offset);
  const two = (part: number): string => String(part).padStart(2, '0');
  const local = new Date(wallTime(zone, at)).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
