import fc from 'fast-check';
import { computeDue, shareOf, type TargetRule } from '../../../domain/calendar/due';
import type { Pause } from '../../../domain/calendar/pauses';
import { snapshotProblems, type CalendarSnapshot, type DayEntry, type Window } from '../../../domain/calendar/snapshot';
import { addWorkingTime, workingTimeBetween } from '../../../domain/calendar/working-time';
import { DAY, everyDay, HOUR, MINUTE, runs } from './fixtures';
import { slowBetween, slowDue } from './oracle';

/** Ordered windows within 24 hours from a common first opening, so that nights never meet the next morning. */
const windowsFrom = (first: number, least: number): fc.Arbitrary<Window[]> =>
  fc.uniqueArray(fc.integer({ min: first, max: first + 1440 }), { minLength: least * 2, maxLength: 6 }).map((edges) => {
    const sorted = edges.sort((a, b) => a - b);
    const pairs = sorted.flatMap((edge, i) => (i % 2 ? [[sorted[i - 1] ?? edge, edge] as Window] : []));
    return pairs.filter(([open]) => open < 1440);
  });

const minutesOf = (day: Window[]): number => day.reduce((minutes, [from, to]) => minutes + to - from, 0);

/** Calendars around the change of clocks and National Day 2026, in three zones. */
const calendars: fc.Arbitrary<CalendarSnapshot> = fc.integer({ min: 0, max: 600 }).chain((first) => {
  const windows = windowsFrom(first, 0);
  // Half an hour a week at least: the budgets below then always end within the ten years that a search goes on for.
  const open = windowsFrom(first, 1).filter((day) => minutesOf(day) >= 30);
  const dates = ['2026-03-28', '2026-03-29', '2026-03-30', '2026-09-20', '2026-10-01', '2026-10-25', '2026-11-01'];
  const entry: fc.Arbitrary<DayEntry> = fc.oneof(fc.constantFrom<DayEntry>('off', 'work'), windows);
  return fc
    .record({
      zone: fc.constantFrom('Asia/Shanghai' as const, 'Europe/Berlin' as const, 'America/New_York' as const),
      week: fc.record({ 1: open, 2: windows, 3: windows, 4: windows, 5: windows, 6: windows, 7: windows }),
      workday: open,
      days: fc.dictionary(fc.constantFrom(...dates), entry),
    })
    .map(({ zone, ...more }) => everyDay([], zone, more));
});

/** Whole minutes near the edges of 2026: changes of clocks, National Day, any other day. */
const starts = fc
  .tuple(
    fc.constantFrom(Date.UTC(2026, 2, 27), Date.UTC(2026, 9, 23), Date.UTC(2026, 9, 30), Date.UTC(2026, 8, 29)),
    fc.nat(4 * 1440),
  )
  .map(([day, minute]) => day + minute * MINUTE);

const budgets = fc.nat(50 * 60).map((minutes) => minutes * MINUTE);

const pausesAfter = (start: number): fc.Arbitrary<Required<Pause>[]> =>
  fc.array(
    fc
      .tuple(fc.integer({ min: -600, max: 6000 }), fc.nat(3000))
      .map(([from, length]) => ({ from: start + from * MINUTE, to: start + (from + length) * MINUTE })),
    { maxLength: 4 },
  );

const rules: fc.Arbitrary<TargetRule> = fc.oneof(
  budgets.map((ms) => ({ kind: 'elapsed' as const, ms })),
  budgets.map((ms) => ({ kind: 'workingTime' as const, ms })),
  fc.integer({ min: 1, max: 6 }).map((days) => ({ kind: 'workingDays' as const, days })),
  fc.record({ kind: fc.constant('dates' as const), months: fc.nat(2), days: fc.nat(10) }),
  fc.integer({ min: 1, max: 3 }).map((months) => ({ kind: 'monthEnd' as const, months })),
  fc.constantFrom('same' as const, 'next' as const, 'nextWorking' as const).map((which) => ({
    kind: 'dayEnd' as const,
    which,
  })),
);

const scene = fc
  .tuple(calendars, starts)
  .chain(([calendar, start]) =>
    fc.record({ calendar: fc.constant(calendar), start: fc.constant(start), pauses: pausesAfter(start) }),
  );

describe('calendar arithmetic', () => {
  it('draws calendars that can be used', () => {
    fc.assert(
      fc.property(calendars, (calendar) => expect(snapshotProblems(calendar)).toEqual([])),
      runs(300),
    );
  });

  it('agrees with counting minute by minute (R-HALFDAY)', () => {
    fc.assert(
      fc.property(scene, budgets, ({ calendar, start, pauses }, ms) => {
        const due = computeDue({ kind: 'workingTime', ms }, start, pauses, calendar).due;
        expect(due).toBe(slowDue(calendar, start, ms / MINUTE, pauses));
        const to = start + ms;
        expect(workingTimeBetween(calendar, start, to)).toBe(slowBetween(calendar, start, to) * MINUTE);
      }),
      runs(120),
    );
  });

  it('gives back the budget between start and due', () => {
    fc.assert(
      fc.property(calendars, starts, fc.nat(200 * HOUR), (calendar, start, ms) => {
        expect(workingTimeBetween(calendar, start, addWorkingTime(calendar, start, ms).due)).toBe(ms);
      }),
      runs(400),
    );
  });

  it('is due at the earliest instant that uses the budget: at closing, not at the next opening', () => {
    fc.assert(
      fc.property(calendars, starts, fc.integer({ min: 1, max: 200 * HOUR }), (calendar, start, ms) => {
        const { due } = addWorkingTime(calendar, start, ms);
        expect(workingTimeBetween(calendar, start, due - 1)).toBe(ms - 1);
      }),
      runs(400),
    );
  });

  it('changes nothing when a span is split', () => {
    fc.assert(
      fc.property(calendars, starts, budgets, budgets, (calendar, start, a, b) => {
        const between = (from: number, to: number): number => workingTimeBetween(calendar, from, to);
        expect(between(start, start + a) + between(start + a, start + a + b)).toBe(between(start, start + a + b));
        const twice = addWorkingTime(calendar, addWorkingTime(calendar, start, a).due, b).due;
        if (b > 0) expect(twice).toBe(addWorkingTime(calendar, start, a + b).due);
      }),
      runs(400),
    );
  });

  it('never falls when the budget grows or the start moves on', () => {
    fc.assert(
      fc.property(scene, budgets, budgets, fc.nat(3 * DAY), ({ calendar, start }, ms, more, later) => {
        const due = (from: number, budget: number): number => addWorkingTime(calendar, from, budget).due;
        expect(due(start, ms + more)).toBeGreaterThanOrEqual(due(start, ms));
        expect(due(start + later, ms)).toBeGreaterThanOrEqual(due(start, ms));
      }),
      runs(400),
    );
    fc.assert(
      fc.property(calendars, starts, rules, fc.nat(3 * DAY), (calendar, start, rule, later) => {
        const due = (from: number): number => computeDue(rule, from, [], calendar).due;
        expect(due(start + later)).toBeGreaterThanOrEqual(due(start));
      }),
      runs(400),
    );
  });
});

describe('pauses of every kind of target', () => {
  it('never bring the due time forward, and count in any order, overlapping or cut in two', () => {
    fc.assert(
      fc.property(scene, rules, fc.nat(3000), ({ calendar, start, pauses }, rule, cut) => {
        const due = (list: Pause[]): number => computeDue(rule, start, list, calendar).due;
        const all = due(pauses);
        expect(all).toBeGreaterThanOrEqual(due([]));
        expect(due([...pauses].reverse())).toBe(all);
        expect(due([...pauses, ...pauses])).toBe(all);
        const halves = pauses.flatMap(({ from, to }) => {
          const middle = Math.min(to, from + cut * MINUTE);
          return [
            { from, to: middle },
            { from: middle, to },
          ];
        });
        expect(due(halves)).toBe(all);
      }),
      runs(400),
    );
  });

  it('do nothing before the start or from the due time on', () => {
    fc.assert(
      fc.property(calendars, starts, rules, fc.integer({ min: 1, max: 3 * DAY }), (calendar, start, rule, length) => {
        const { due } = computeDue(rule, start, [], calendar);
        const outside = [
          { from: start - length, to: start },
          { from: due, to: due + length },
        ];
        expect(computeDue(rule, start, outside, calendar).due).toBe(due);
      }),
      runs(400),
    );
  });

  it('add elapsed time to elapsed targets one for one (R-HOURS)', () => {
    fc.assert(
      fc.property(
        calendars,
        starts,
        fc.integer({ min: 1, max: 50 * HOUR }),
        fc.nat(DAY),
        (calendar, start, ms, pause) => {
          const from = start + Math.floor(ms / 2);
          const due = computeDue({ kind: 'elapsed', ms }, start, [{ from, to: from + pause }], calendar).due;
          expect(due).toBe(start + ms + pause);
        },
      ),
      runs(200),
    );
  });

  it('shift the warning like the due time: 100 % is the due time, 0 % the start, more is never earlier', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(scene, rules, share, share, ({ calendar, start, pauses }, rule, one, other) => {
        const at = (part: number): number => shareOf(rule, start, pauses, calendar, part);
        expect(at(1)).toBe(computeDue(rule, start, pauses, calendar).due);
        expect(at(0)).toBe(start);
        expect(at(Math.max(one, other))).toBeGreaterThanOrEqual(at(Math.min(one, other)));
      }),
      runs(300),
    );
  });
});
