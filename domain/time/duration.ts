/** An ISO 8601 duration taken apart. Years are months (12), weeks are days (7), hours and below are milliseconds. */
export interface Duration {
  /** -1 for a duration written with a leading minus: an amount of time before something. */
  readonly sign: 1 | -1;
  /** Calendar months, never negative. */
  readonly months: number;
  /** Days, never negative. Whether a day is a date or 24 h is for the rule to say that uses it. */
  readonly days: number;
  /** Exact time in milliseconds, never negative. */
  readonly ms: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ISO =
  /^([+-])?P(?=[\dT])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?)?$/;

/** Reads `P1Y`, `P7D`, `PT4H`, `P1DT2H`, `-PT10M` … Throws a RangeError that names the text. */
export function parseDuration(iso: string): Duration {
  const parts = ISO.exec(iso);
  if (!parts) throw new RangeError(`Not an ISO 8601 duration: "${iso}". Write for example P1M, P7D, PT4H or -PT10M`);
  const amount = (index: number): number => Number(parts[index] ?? 0);
  const duration: Duration = {
    sign: parts[1] === '-' ? -1 : 1,
    months: amount(2) * 12 + amount(3),
    days: amount(4) * 7 + amount(5),
    ms: amount(6) * HOUR + amount(7) * 60_000 + amount(8) * 1000 + Number((parts[9] ?? '').padEnd(3, '0')),
  };
  if (![duration.months, duration.days, duration.ms].every(Number.isSafeInteger)) {
    throw new RangeError(`Duration too long: "${iso}"`);
  }
  return duration;
}

/**
 * The exact length in signed milliseconds, a day being 24 h (P5D elapsed = 120 h).
 * Throws a RangeError for months and years, which have no exact length.
 */
export function durationMs(duration: Duration | string): number {
  const { sign, months, days, ms } = typeof duration === 'string' ? parseDuration(duration) : duration;
  if (months !== 0) throw new RangeError('A duration with months or years has no exact length: count it in dates');
  const length = days * DAY + ms;
  return length === 0 ? 0 : sign * length;
}

/** Writes a duration back; `parseDuration` reads the same parts from it. Weeks come out as days, nothing as `PT0S`. */
export function formatDuration({ sign, months, days, ms }: Duration): string {
  const part = (amount: number, unit: string): string => (amount ? `${amount}${unit}` : '');
  const seconds = (ms % 60_000) / 1000;
  const date = part(Math.floor(months / 12), 'Y') + part(months % 12, 'M') + part(days, 'D');
  const time = part(Math.floor(ms / HOUR), 'H') + part(Math.floor((ms % HOUR) / 60_000), 'M') + part(seconds, 'S');
  if (!date && !time) return 'PT0S';
  return `${sign < 0 ? '-' : ''}P${date}${time && `T${time}`}`;
}

/** The duration of an exact number of milliseconds, in hours and below (120 h stay PT120H). */
export function exactDuration(ms: number): Duration {
  return { sign: ms < 0 ? -1 : 1, months: 0, days: 0, ms: Math.abs(ms) };
}
