import {
  assertSnapshot,
  snapshotProblems,
  type CalendarSnapshot,
  type Window,
} from '../../../domain/calendar/snapshot';
import { always, cnWork, everyDay } from './fixtures';

const shanghai = (windows: Window[], more: Partial<CalendarSnapshot> = {}): CalendarSnapshot =>
  everyDay(windows, 'Asia/Shanghai', more);

describe('calendar snapshots', () => {
  it('accepts the calendars that ship', () => {
    expect(snapshotProblems(cnWork)).toEqual([]);
    expect(snapshotProblems(always)).toEqual([]);
  });

  it('stays small: three announced years in under 3 KB', () => {
    expect(JSON.stringify(cnWork).length).toBeLessThan(3000);
  });

  it.each<[string, CalendarSnapshot, RegExp]>([
    [
      'overlapping windows',
      shanghai([
        [540, 720],
        [700, 1080],
      ]),
      /window 700-1080 overlaps or comes before 540-720/,
    ],
    [
      'windows out of order',
      shanghai([
        [780, 1080],
        [540, 720],
      ]),
      /window 540-720 overlaps or comes before/,
    ],
    ['close at open', shanghai([[540, 540]]), /closes before it opens/],
    ['close before open', shanghai([[1320, 360]]), /past midnight is written as more than 1440/],
    ['open on another day', shanghai([[1440, 1500]]), /does not open on its own day/],
    ['too long a night', shanghai([[1000, 2881]]), /closes after the next day/],
    ['half minutes', shanghai([[540.5, 600]]), /whole minutes/],
    [
      'a night into the morning',
      shanghai([
        [480, 600],
        [1320, 1981],
      ]),
      /week.1: runs past midnight into week.2/,
    ],
    ['no such date', shanghai([[540, 1080]], { days: { '2026-02-30': 'off' } }), /days.2026-02-30: no such date/],
    ['a make-up day without hours', shanghai([], { days: { '2026-02-14': 'work' } }), /needs windows in workday/],
    [
      'a night into a half day',
      shanghai([[720, 1500]], { days: { '2026-02-14': [[30, 60]] } }),
      /2026-02-13: runs past/,
    ],
    ['no offset', shanghai([], { zone: { zone: 'X', transitions: [] } }), /at least one offset/],
    [
      'offsets out of order',
      shanghai([], {
        zone: {
          zone: 'X',
          transitions: [
            [5, 60],
            [5, 0],
          ],
        },
      }),
      /transition 1 is not/,
    ],
    ['an impossible offset', shanghai([], { zone: { zone: 'X', transitions: [[0, 1440]] } }), /offset 1440/],
    ['half a year', shanghai([], { knownYears: [2026.5] }), /knownYears/],
  ])('names what is wrong: %s', (_, calendar, problem) => {
    expect(snapshotProblems(calendar).join('\n')).toMatch(problem);
    expect(() => assertSnapshot(calendar)).toThrow(problem);
  });

  it('accepts a night shift that ends when the next day opens', () => {
    expect(snapshotProblems(shanghai([[480, 1920]]))).toEqual([]);
  });
});
