/** A moment as whole milliseconds since 1970-01-01T00:00:00Z. Everything in `domain` reckons in it. */
export type Instant = number;

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * Reads an ISO 8601 moment that says its offset (`Z` or `±HH:mm`); what is finer than a millisecond is cut off.
 * Throws a RangeError that names the text where the form is another or the date or time does not exist.
 */
export function parseInstant(iso: string): Instant {
  // As `formatInstant` writes it: nearly every moment that is read.
  const own = iso.length === 24 ? Date.parse(iso) : NaN;
  if (!Number.isNaN(own) && new Date(own).toISOString() === iso) return own;
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

type Six = [number, number, number, number, number, number];

/** Writes a moment as `YYYY-MM-DDTHH:mm:ss.sssZ`. Throws a RangeError outside the years 0 to 9999. */
export function formatInstant(instant: Instant): string {
  const text = Number.isInteger(instant) && Math.abs(instant) <= 8.64e15 ? new Date(instant).toISOString() : '';
  if (text.length !== 24) throw new RangeError(`Not a moment that can be written: ${instant}`);
  return text;
}
