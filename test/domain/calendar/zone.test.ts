import { buildZone } from '../../../calendars/zone';
import { endOfLocalDate, instantOf, offsetAt, wallTime } from '../../../domain/calendar/zone';
import { parseDate } from '../../../domain/time/date';
import { formatInstant, parseInstant } from '../../../domain/time/instant';

const berlin = buildZone('Europe/Berlin', 2025, 2027);
const wall = (text: string): number => parseInstant(`${text}Z`);
const instant = (text: string): string => formatInstant(instantOf(berlin, wall(text))).slice(0, 16);

describe('wall clock and instants', () => {
  it.each([
    ['2026-01-15T12:00', '2026-01-15T11:00'],
    ['2026-07-15T12:00', '2026-07-15T10:00'],
    // 29 March 2026: 02:00 to 03:00 does not exist, the clock goes on at 03:00 = 01:00 UTC.
    ['2026-03-29T01:59', '2026-03-29T00:59'],
    ['2026-03-29T02:00', '2026-03-29T01:00'],
    ['2026-03-29T02:30', '2026-03-29T01:00'],
    ['2026-03-29T03:00', '2026-03-29T01:00'],
    ['2026-03-29T03:01', '2026-03-29T01:01'],
    // 25 October 2026: 02:00 to 03:00 comes twice, the first one counts.
    ['2026-10-25T02:00', '2026-10-25T00:00'],
    ['2026-10-25T02:59', '2026-10-25T00:59'],
    ['2026-10-25T03:00', '2026-10-25T02:00'],
  ])('Berlin shows %s at %s UTC', (local, utc) => {
    expect(instant(local)).toBe(utc);
  });

  it('shows the wall time of the offset in force', () => {
    expect(wallTime(berlin, parseInstant('2026-10-25T00:30:00Z'))).toBe(wall('2026-10-25T02:30'));
    expect(wallTime(berlin, parseInstant('2026-10-25T01:30:00Z'))).toBe(wall('2026-10-25T02:30'));
  });

  it('holds its first offset before, its last offset after the snapshot', () => {
    expect(offsetAt(berlin, parseInstant('2020-07-01T00:00:00Z'))).toBe(60);
    expect(offsetAt(berlin, parseInstant('2035-07-01T00:00:00Z'))).toBe(60);
  });

  it('R-DAYEND: a date ends one millisecond before the next begins, also on a day of 23 or 25 hours', () => {
    const end = (date: string): string => formatInstant(endOfLocalDate(berlin, parseDate(date)));
    expect(end('2026-03-29')).toBe('2026-03-29T21:59:59.999Z');
    expect(end('2026-10-25')).toBe('2026-10-25T22:59:59.999Z');
  });
});
