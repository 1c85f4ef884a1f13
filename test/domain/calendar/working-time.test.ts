import { formatInstant, parseInstant } from '../../../domain/time/instant';
import {
  addWorkingDays,
  addWorkingTime,
  endOfDate,
  endOfNextWorkingDay,
  lastClosing,
  nextDayEnd,
  sameDayEnd,
  workingTimeBetween,
} from '../../../domain/calendar/working-time';
import { always, cn, cnWork, everyDay, HOUR, inChina, MINUTE } from './fixtures';

describe('working time in CN-WORK (R-HALFDAY, O-3.6-b)', () => {
  it.each([
    // [what, start, hours, due]
    ['inside a window', '2026-09-28 09:00', 2, '2026-09-28 11:00'],
    ['exactly to the lunch closing', '2026-09-28 09:00', 3, '2026-09-28 12:00'],
    ['over lunch', '2026-09-28 11:00', 2, '2026-09-28 14:00'],
    ['from within lunch', '2026-09-28 12:30', 1, '2026-09-28 14:00'],
    ['exactly to the evening closing', '2026-09-28 09:00', 8, '2026-09-28 18:00'],
    ['from the evening closing', '2026-09-28 18:00', 1, '2026-09-29 10:00'],
    ['half a working day from mid-afternoon', '2026-09-28 16:00', 4, '2026-09-29 11:00'],
    ['half a working day from Friday evening', '2026-09-11 17:30', 4, '2026-09-14 13:30'],
    ['before opening', '2026-09-28 03:00', 1, '2026-09-28 10:00'],
    ['into the National Day week', '2026-09-30 17:00', 2, '2026-10-08 10:00'],
    ['over the weekend that is worked: 10 October is a make-up day', '2026-10-09 17:00', 2, '2026-10-10 10:00'],
    ['the Sunday 20 September is worked', '2026-09-18 17:00', 2, '2026-09-20 10:00'],
    ['into Spring Festival from its make-up Saturday', '2026-02-14 17:00', 2, '2026-02-24 10:00'],
    ['28 February is a make-up Saturday', '2026-02-27 17:00', 2, '2026-02-28 10:00'],
    ['none is due at once, open or closed', '2026-10-03 11:00', 0, '2026-10-03 11:00'],
  ])('%s', (_, start, hours, due) => {
    expect(inChina(addWorkingTime(cnWork, cn(start), hours * HOUR).due)).toBe(due);
    expect(workingTimeBetween(cnWork, cn(start), cn(due))).toBe(hours * HOUR);
  });

  it('counts nothing between an instant and an earlier one', () => {
    expect(workingTimeBetween(cnWork, cn('2026-09-29 09:00'), cn('2026-09-28 09:00'))).toBe(0);
  });

  it('knows half days and other windows of single dates', () => {
    const calendar = { ...cnWork, days: { ...cnWork.days, '2026-12-31': [[540, 720]] as [number, number][] } };
    expect(inChina(addWorkingTime(calendar, cn('2026-12-30 17:00'), 4 * HOUR).due)).toBe('2026-12-31 12:00');
    expect(inChina(addWorkingDays(calendar, cn('2026-12-30 17:00'), 1).due)).toBe('2026-12-31 12:00');
  });

  it('counts a window past midnight through', () => {
    const nights = everyDay([[22 * 60, 30 * 60]], 'Asia/Shanghai');
    expect(inChina(addWorkingTime(nights, cn('2026-05-01 23:00'), 5 * HOUR).due)).toBe('2026-05-02 04:00');
    expect(inChina(addWorkingTime(nights, cn('2026-05-01 05:00'), 2 * HOUR).due)).toBe('2026-05-01 23:00');
    expect(inChina(addWorkingTime(nights, cn('2026-05-01 05:00'), HOUR).due)).toBe('2026-05-01 06:00');
    expect(inChina(addWorkingDays(nights, cn('2026-05-01 12:00'), 1).due)).toBe('2026-05-03 06:00');
  });

  it('runs around the clock where the calendar does', () => {
    expect(inChina(addWorkingTime(always, cn('2026-10-01 10:00'), 24 * HOUR).due)).toBe('2026-10-02 10:00');
  });

  it('refuses a negative budget, and a calendar that never opens', () => {
    expect(() => addWorkingTime(cnWork, 0, -1)).toThrow(RangeError);
    const shut = everyDay([], 'Asia/Shanghai');
    expect(() => addWorkingTime(shut, cn('2026-01-01 00:00'), 1)).toThrow(
      /TEST has not enough working time in the ten/,
    );
    expect(() => addWorkingDays(shut, cn('2026-01-01 00:00'), 1)).toThrow(/TEST has not enough working time/);
    expect(() => lastClosing(shut, cn('2026-01-01 00:00'))).toThrow(/TEST has not enough working time/);
    expect(workingTimeBetween(shut, cn('2026-01-01 00:00'), cn('2026-02-01 00:00'))).toBe(0);
  });
});

describe('working days (R-WORKDAY, E-0-b, E-1.2-a)', () => {
  it.each([
    ['the start date is excluded', '2026-09-14 09:00', 1, '2026-09-15 18:00'],
    ['its hour does not matter', '2026-09-14 23:59', 1, '2026-09-15 18:00'],
    ['five working days over a weekend', '2026-09-07 10:00', 5, '2026-09-14 18:00'],
    ['a make-up Sunday counts', '2026-09-18 10:00', 1, '2026-09-20 18:00'],
    ['from a Saturday the Monday is day 1', '2026-09-12 10:00', 1, '2026-09-14 18:00'],
    ['from a holiday the next working day is day 1', '2026-10-03 10:00', 1, '2026-10-08 18:00'],
    // 30 September, 8, 9 and 10 (make-up) October are four; the fifth is Monday 12 October.
    ['five working days over the National Day week', '2026-09-29 10:00', 5, '2026-10-12 18:00'],
    ['over Spring Festival', '2026-02-13 10:00', 2, '2026-02-24 18:00'],
  ])('%s', (_, start, days, due) => {
    expect(inChina(addWorkingDays(cnWork, cn(start), days).due)).toBe(due);
  });

  it.each([0, -1, 1.5])('refuses %d working days', (days) => {
    expect(() => addWorkingDays(cnWork, 0, days)).toThrow(RangeError);
  });

  it('closes the next working day, and today where it still can', () => {
    const close = (at: string): string => inChina(lastClosing(cnWork, cn(at)).due);
    expect(inChina(endOfNextWorkingDay(cnWork, cn('2026-09-11 10:00')).due)).toBe('2026-09-14 18:00');
    expect(close('2026-09-11 10:00')).toBe('2026-09-11 18:00');
    expect(close('2026-09-11 18:00')).toBe('2026-09-11 18:00');
    expect(close('2026-09-11 18:01')).toBe('2026-09-14 18:00');
    expect(close('2026-10-02 10:00')).toBe('2026-10-08 18:00');
  });
});

describe('dates (R-START, R-DAYEND, R-MONTH, R-NOROLL)', () => {
  const end = (start: string, span: Parameters<typeof endOfDate>[2]): string =>
    inChina(endOfDate(cnWork, cn(start), span).due);

  it.each([
    ['R-START: 7 days exclude the start date', '2026-05-01 15:00', { days: 7 }, '2026-05-08'],
    ['the hour does not matter', '2026-05-01 00:00', { days: 7 }, '2026-05-08'],
    ['nor late in the evening', '2026-05-01 23:59', { days: 7 }, '2026-05-08'],
    ['R-MONTH: no 31st in February', '2026-01-31 10:00', { months: 1 }, '2026-02-28'],
    ['R-MONTH: a leap day ends a year on the 28th', '2024-02-29 10:00', { years: 1 }, '2025-02-28'],
    ['R-MONTH: a month, counted from the anchor, twice', '2026-01-31 10:00', { months: 2 }, '2026-03-31'],
    ['months first, then days', '2026-01-31 10:00', { months: 1, days: 1 }, '2026-03-01'],
    ['R-NOROLL: a holiday is not skipped', '2026-09-24 10:00', { days: 7 }, '2026-10-01'],
    ['N days ahead is the date minus N', '2026-05-08 10:00', { days: -7 }, '2026-05-01'],
  ])('%s', (_, start, span, date) => {
    expect(end(start, span)).toBe(`${date} 23:59:59.999`);
  });

  it('ends the same and the next date', () => {
    expect(inChina(sameDayEnd(cnWork, cn('2026-12-30 08:00')).due)).toBe('2026-12-30 23:59:59.999');
    expect(inChina(nextDayEnd(cnWork, cn('2026-12-30 08:00')).due)).toBe('2026-12-31 23:59:59.999');
  });
});

describe('changes of clocks', () => {
  const utc = (text: string): number => parseInstant(`${text}:00Z`);

  it('a night shift in Berlin loses an hour in March and has one more in October', () => {
    const nights = everyDay([[22 * 60, 30 * 60]], 'Europe/Berlin');
    expect(workingTimeBetween(nights, utc('2026-03-28T20:00'), utc('2026-03-29T12:00'))).toBe(7 * HOUR);
    expect(workingTimeBetween(nights, utc('2026-10-24T12:00'), utc('2026-10-25T12:00'))).toBe(9 * HOUR);
    const due = addWorkingTime(nights, utc('2026-03-28T21:00'), 5 * HOUR).due;
    expect(formatInstant(due)).toBe('2026-03-29T02:00:00.000Z'); // 22:00 CET + 5 h = 04:00 CEST
  });

  it('a window inside the missing hour is empty, one in the repeated hour opens once', () => {
    const early = everyDay([[2 * 60, 2 * 60 + 30]], 'Europe/Berlin');
    expect(workingTimeBetween(early, utc('2026-03-28T12:00'), utc('2026-03-29T12:00'))).toBe(0);
    expect(workingTimeBetween(early, utc('2026-10-24T12:00'), utc('2026-10-25T12:00'))).toBe(30 * MINUTE);
    expect(formatInstant(addWorkingDays(early, utc('2026-03-28T12:00'), 1).due)).toBe('2026-03-30T00:30:00.000Z');
  });
});

describe('unannounced years', () => {
  it.each([
    ['inside 2026', '2026-12-31 09:00', 8, '2026-12-31 18:00', false],
    ['reaches into 2027', '2026-12-31 17:00', 2, '2027-01-01 10:00', true],
  ])('a due time %s', (_, start, hours, due, provisional) => {
    const result = addWorkingTime(cnWork, cn(start), hours * HOUR);
    expect([inChina(result.due), result.provisional]).toEqual([due, provisional]);
  });

  it('marks every kind of due time that reaches or crosses one', () => {
    expect(addWorkingDays(cnWork, cn('2026-12-30 10:00'), 1).provisional).toBe(false);
    expect(addWorkingDays(cnWork, cn('2026-12-31 10:00'), 1).provisional).toBe(true);
    expect(endOfDate(cnWork, cn('2026-12-31 10:00'), {}).provisional).toBe(false);
    expect(endOfDate(cnWork, cn('2026-12-31 10:00'), { days: 1 }).provisional).toBe(true);
    const gap = { ...cnWork, knownYears: [2026, 2028] };
    expect(endOfDate(gap, cn('2026-12-31 10:00'), { years: 2 }).provisional).toBe(true);
  });

  it('does not count the midnight that ends an announced year', () => {
    const calendar = { ...always, knownYears: [2026] };
    expect(addWorkingTime(calendar, cn('2026-12-31 23:00'), HOUR).provisional).toBe(false);
    expect(addWorkingTime(calendar, cn('2026-12-31 23:00'), HOUR + 1).provisional).toBe(true);
  });
});
