import fc from 'fast-check';
import { durationMs, exactDuration, formatDuration, parseDuration } from '../../../domain/time/duration';

const HOUR = 3_600_000;

describe('durations', () => {
  it.each([
    ['P1Y', { sign: 1, months: 12, days: 0, ms: 0 }],
    ['P1M', { sign: 1, months: 1, days: 0, ms: 0 }],
    ['P7D', { sign: 1, months: 0, days: 7, ms: 0 }],
    ['P2W', { sign: 1, months: 0, days: 14, ms: 0 }],
    ['PT4H', { sign: 1, months: 0, days: 0, ms: 4 * HOUR }],
    ['P1DT2H', { sign: 1, months: 0, days: 1, ms: 2 * HOUR }],
    ['PT30M', { sign: 1, months: 0, days: 0, ms: HOUR / 2 }],
    ['PT10S', { sign: 1, months: 0, days: 0, ms: 10_000 }],
    ['PT0.25S', { sign: 1, months: 0, days: 0, ms: 250 }],
    ['-PT10M', { sign: -1, months: 0, days: 0, ms: 600_000 }],
    ['P1Y2M3DT4H5M6S', { sign: 1, months: 14, days: 3, ms: 4 * HOUR + 306_000 }],
  ])('reads %s', (text, parts) => {
    expect(parseDuration(text)).toEqual(parts);
  });

  it.each(['', 'P', 'PT', 'P1DT', '4H', 'PT4', 'P1H', 'PT1.5H', 'P-1D', 'pt4h', 'PT4H ', 'P99999999999999999D'])(
    'refuses "%s" by name',
    (text) => {
      expect(() => parseDuration(text)).toThrow(RangeError);
      expect(() => parseDuration(text)).toThrow(`"${text}"`);
    },
  );

  it('counts a day of elapsed time as 24 h: P5D is 120 h (R-CAP)', () => {
    expect(durationMs('P5D')).toBe(120 * HOUR);
    expect(durationMs('-PT10M')).toBe(-600_000);
    expect(Object.is(durationMs('-PT0S'), 0)).toBe(true);
  });

  it('knows no exact length of months', () => {
    expect(() => durationMs('P1M')).toThrow(RangeError);
  });

  it('writes hours beyond a day as hours, nothing as PT0S', () => {
    expect(formatDuration(exactDuration(120 * HOUR))).toBe('PT120H');
    expect(formatDuration(exactDuration(-90_500))).toBe('-PT1M30.5S');
    expect(formatDuration(parseDuration('P0D'))).toBe('PT0S');
  });

  it('reads back what it writes', () => {
    const parts = fc.record({
      sign: fc.constantFrom(1 as const, -1 as const),
      months: fc.nat(600),
      days: fc.nat(5000),
      ms: fc.nat(1e9),
    });
    fc.assert(
      fc.property(parts, (duration) => {
        fc.pre(duration.months + duration.days + duration.ms > 0);
        expect(parseDuration(formatDuration(duration))).toEqual(duration);
      }),
    );
  });
});
