/** Instants of tests, as histories write them. */

/** So many minutes after an instant, ISO 8601 UTC; before it where negative. */
export function minutesAfter(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}
