import { addMonths, formatDate, parseDate, weekdayOf, yearOf } from '../../../domain/time/date';

describe('dates', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-01-31', 2, '2026-03-31'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
  ])('R-MONTH: %s and %d months is %s', (from, months, to) => {
    expect(formatDate(addMonths(parseDate(from), months))).toBe(to);
  });

  it.each([
    ['2026-10-05', 1],
    ['2026-10-11', 7],
    ['1970-01-01', 4],
    ['1969-12-28', 7],
  ])('%s is weekday %d', (date, weekday) => {
    expect(weekdayOf(parseDate(date))).toBe(weekday);
  });

  it('refuses what is no date', () => {
    for (const wrong of ['2026-02-30', '2026-1-1', '2026-01-01T00:00:00Z', '']) {
      expect(() => parseDate(wrong)).toThrow(RangeError);
    }
  });

  it('knows the year', () => {
    expect(yearOf(parseDate('2026-12-31'))).toBe(2026);
  });
});
