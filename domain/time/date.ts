/** A calendar date as the number of days since 1970-01-01, without a zone. */
export type LocalDate = number;

/** Milliseconds of a date of 24 h on the wall clock. */
export const DAY_MS = 86_400_000;

/** Reads `YYYY-MM-DD`. Throws a RangeError that names the text where it is no date. */
export function parseDate(text: string): LocalDate {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(text)) throw new RangeError(`No such date: "${text}"`);
  return ms / DAY_MS;
}

/** Writes a date as `YYYY-MM-DD`. */
export function formatDate(date: LocalDate): string {
  const day = new Date(date * DAY_MS);
  const year = day.getUTCFullYear();
  // Calendars look up every date by its text: put together, it costs a third of a whole moment written and cut.
  return year >= 1000 && year <= 9999
    ? `${year}-${twoDigits(day.getUTCMonth() + 1)}-${twoDigits(day.getUTCDate())}`
    : day.toISOString().slice(0, 10);
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

/** The calendar year of a date. */
export function yearOf(date: LocalDate): number {
  return new Date(date * DAY_MS).getUTCFullYear();
}

/** ISO weekday, 1 = Monday to 7 = Sunday. */
export function weekdayOf(date: LocalDate): number {
  return ((((date + 3) % 7) + 7) % 7) + 1;
}

/**
 * The corresponding date some months later (or earlier); where that month has no such day, its last day
 * (R-MONTH, Civil Code art. 202). Count a recurring date from its first anchor: 31 January gives 28 February and
 * then 31 March, which a count from the shortened date would miss.
 */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const from = new Date(date * DAY_MS);
  const year = from.getUTCFullYear();
  const month = from.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(from.getUTCDate(), lastDay)) / DAY_MS;
}

/** The last date of the month in which a date lies. */
export function lastOfMonth(date: LocalDate): LocalDate {
  const day = new Date(date * DAY_MS);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0) / DAY_MS;
}
