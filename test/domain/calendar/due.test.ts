import { describeDerivation } from '../../../domain/calendar/describe';
import { computeDue, shareOf, type TargetRule } from '../../../domain/calendar/due';
import type { Pause } from '../../../domain/calendar/pauses';
import { always, cn, cnWork, DAY, HOUR, inChina, MINUTE } from './fixtures';

const halfDay: TargetRule = { kind: 'workingTime', ms: 4 * HOUR };
const pause = (from: string, to: string): Pause => ({ from: cn(from), to: cn(to) });
const due = (rule: TargetRule, start: string, pauses: Pause[] = []): string =>
  inChina(computeDue(rule, cn(start), pauses, cnWork).due);

describe('targets without pauses', () => {
  it.each<[string, TargetRule, string, string]>([
    [
      'R-HOURS: 24 h run through a holiday (N-2.5-C-4a)',
      { kind: 'elapsed', ms: DAY },
      '2026-10-01 10:30',
      '2026-10-02 10:30',
    ],
    ['R-HALFDAY: half a working day (O-3.6-b)', halfDay, '2026-09-30 16:00', '2026-10-08 11:00'],
    ['R-WORKDAY: 5 working days (E-1.2-a)', { kind: 'workingDays', days: 5 }, '2026-09-29 10:00', '2026-10-12 18:00'],
    [
      'R-DAYEND: 7 days (E-m4.4-a)',
      { kind: 'dates', months: 0, days: 7 },
      '2026-09-25 10:00',
      '2026-10-02 23:59:59.999',
    ],
    ['R-MONTH: one month', { kind: 'dates', months: 1, days: 0 }, '2026-01-31 10:00', '2026-02-28 23:59:59.999'],
    ['R-MONTH: the end of the month', { kind: 'monthEnd', months: 1 }, '2026-01-01 00:00', '2026-01-31 23:59:59.999'],
    ['R-MONTH: a short second month', { kind: 'monthEnd', months: 2 }, '2026-01-31 10:00', '2026-02-28 23:59:59.999'],
    ['R-MONTH: from a short month', { kind: 'monthEnd', months: 2 }, '2026-02-28 10:00', '2026-03-31 23:59:59.999'],
    ['the same day', { kind: 'dayEnd', which: 'same' }, '2026-10-01 10:00', '2026-10-01 23:59:59.999'],
    ['the next day', { kind: 'dayEnd', which: 'next' }, '2026-10-01 10:00', '2026-10-02 23:59:59.999'],
    ['the next working day', { kind: 'dayEnd', which: 'nextWorking' }, '2026-10-01 10:00', '2026-10-08 18:00'],
    ['an agreed time', { kind: 'at', at: cn('2026-10-03 14:00') }, '2026-10-01 10:00', '2026-10-03 14:00'],
    [
      'five minutes before an agreed time (C-IOT-2.3-a)',
      { kind: 'at', at: cn('2026-10-03 14:00'), offsetMs: -5 * MINUTE },
      '2026-10-01 10:00',
      '2026-10-03 13:55',
    ],
    [
      'at once where that lies before the start',
      { kind: 'at', at: cn('2026-10-01 10:03'), offsetMs: -5 * MINUTE },
      '2026-10-01 10:00',
      '2026-10-01 10:00',
    ],
  ])('%s', (_, rule, start, expected) => {
    expect(due(rule, start)).toBe(expected);
  });

  it('refuses negative targets', () => {
    expect(() => due({ kind: 'elapsed', ms: -1 }, '2026-10-01 10:00')).toThrow(RangeError);
    expect(() => due({ kind: 'workingTime', ms: -1 }, '2026-10-01 10:00')).toThrow(RangeError);
    expect(() => due({ kind: 'workingDays', days: 0 }, '2026-10-01 10:00')).toThrow(RangeError);
  });
});

describe('targets with pauses', () => {
  it('elapsed time: the pause is added, R-PAUSE and N-2.6-3b', () => {
    const rule: TargetRule = { kind: 'elapsed', ms: DAY };
    expect(due(rule, '2026-09-28 10:00', [pause('2026-09-28 12:00', '2026-09-30 12:00')])).toBe('2026-10-01 10:00');
  });

  it('working time: only the working hours of the pause are added', () => {
    const weekend = [pause('2026-09-11 17:00', '2026-09-14 10:00')];
    expect(due(halfDay, '2026-09-11 16:00', weekend)).toBe('2026-09-14 14:00');
    expect(due(halfDay, '2026-09-11 16:00', [pause('2026-09-11 18:00', '2026-09-14 09:00')])).toBe('2026-09-14 11:00');
  });

  it('working days: the working time of the pause is added (R-E-QUOTEPAUSE, E-3.2-d)', () => {
    const rule: TargetRule = { kind: 'workingDays', days: 5 };
    // Without the pause due Monday 14 September 18:00. Paused Wednesday 10:00 to Thursday 15:00: 7 h + 5 h.
    const quote = [pause('2026-09-09 10:00', '2026-09-10 15:00')];
    expect(due(rule, '2026-09-07 10:00')).toBe('2026-09-14 18:00');
    expect(due(rule, '2026-09-07 10:00', quote)).toBe('2026-09-16 14:00');
    expect(due(rule, '2026-09-07 10:00', [pause('2026-09-09 20:00', '2026-09-10 06:00')])).toBe('2026-09-14 18:00');
  });

  it('dates: the paused time moves the end, which stays the end of a date', () => {
    const rule: TargetRule = { kind: 'dates', months: 0, days: 7 };
    expect(due(rule, '2026-09-01 10:00', [pause('2026-09-02 00:00', '2026-09-04 00:00')])).toBe(
      '2026-09-10 23:59:59.999',
    );
    expect(due(rule, '2026-09-01 10:00', [pause('2026-09-02 10:00', '2026-09-02 11:00')])).toBe(
      '2026-09-09 23:59:59.999',
    );
    expect(
      due({ kind: 'dayEnd', which: 'same' }, '2026-09-01 10:00', [pause('2026-09-01 11:00', '2026-09-01 12:00')]),
    ).toBe('2026-09-02 23:59:59.999');
  });

  it('a promised time moves by the paused time', () => {
    const rule: TargetRule = { kind: 'at', at: cn('2026-10-03 14:00') };
    expect(due(rule, '2026-10-01 10:00', [pause('2026-10-01 11:00', '2026-10-02 11:00')])).toBe('2026-10-04 14:00');
  });

  it('overlapping pauses count once, what lies before the start not at all', () => {
    const rule: TargetRule = { kind: 'elapsed', ms: 10 * HOUR };
    const pauses = [
      pause('2026-09-28 12:00', '2026-09-28 14:00'),
      pause('2026-09-28 08:00', '2026-09-28 11:00'),
      pause('2026-09-28 13:00', '2026-09-28 15:00'),
    ];
    expect(due(rule, '2026-09-28 10:00', pauses)).toBe('2026-09-29 00:00');
  });

  it('a pause that begins at the due time or later mends nothing', () => {
    const rule: TargetRule = { kind: 'elapsed', ms: 2 * HOUR };
    expect(due(rule, '2026-09-28 10:00', [pause('2026-09-28 12:00', '2026-09-28 14:00')])).toBe('2026-09-28 12:00');
    expect(due(rule, '2026-09-28 10:00', [pause('2026-09-28 11:59', '2026-09-28 14:00')])).toBe('2026-09-28 14:01');
  });

  it('a pause that goes on counts up to the instant that the caller names', () => {
    const rule: TargetRule = { kind: 'elapsed', ms: 2 * HOUR };
    const open: Pause[] = [{ from: cn('2026-09-28 11:00') }];
    const result = computeDue(rule, cn('2026-09-28 10:00'), open, cnWork, cn('2026-09-28 16:00'));
    expect(inChina(result.due)).toBe('2026-09-28 17:00');
    expect(() => computeDue(rule, cn('2026-09-28 10:00'), open, cnWork)).toThrow(RangeError);
  });
});

describe('warnings', () => {
  it('80 % of elapsed and of working time are counted in that kind of time', () => {
    const start = cn('2026-09-11 16:00');
    const at = (rule: TargetRule): string => inChina(shareOf(rule, start, [], cnWork, 0.8));
    expect(at({ kind: 'elapsed', ms: 10 * HOUR })).toBe('2026-09-12 00:00');
    expect(at({ kind: 'workingTime', ms: 10 * HOUR })).toBe('2026-09-14 16:00');
  });

  it('otherwise of the span from start to due', () => {
    const rule: TargetRule = { kind: 'at', at: cn('2026-09-12 02:00') };
    expect(inChina(shareOf(rule, cn('2026-09-11 16:00'), [], cnWork, 0.8))).toBe('2026-09-12 00:00');
    expect(() => shareOf(rule, 0, [], cnWork, -0.1)).toThrow(RangeError);
  });
});

describe('derivations', () => {
  it('name start, pauses, closed stretches and end, as JSON', () => {
    const { derivation } = computeDue(
      halfDay,
      cn('2026-09-30 11:00'),
      [pause('2026-09-30 14:00', '2026-09-30 15:30'), pause('2026-12-01 09:00', '2026-12-01 10:00')],
      cnWork,
    );
    expect(derivation).toEqual({
      rule: halfDay,
      calendar: { id: 'CN-WORK', version: '1+cn-2026' },
      start: cn('2026-09-30 11:00'),
      pauses: [
        { from: cn('2026-09-30 14:00'), to: cn('2026-09-30 15:30'), effectMs: 1.5 * HOUR },
        { from: cn('2026-12-01 09:00'), to: cn('2026-12-01 10:00'), effectMs: 0 },
      ],
      nonWorking: [[cn('2026-09-30 12:00'), cn('2026-09-30 13:00'), 'closed']],
      nonWorkingMore: 0,
      end: cn('2026-09-30 17:30'),
      provisional: false,
    });
    expect(JSON.parse(JSON.stringify(derivation))).toEqual(derivation);
  });

  it('give no effect to a pause that begins at the due time', () => {
    const late = [pause('2026-09-28 13:00', '2026-09-28 15:00')];
    const { derivation } = computeDue({ kind: 'elapsed', ms: HOUR }, cn('2026-09-28 12:00'), late, cnWork);
    expect(derivation.pauses.map(({ effectMs }) => effectMs)).toEqual([0]);
  });

  it('merge a holiday with the nights around it and say so', () => {
    const { derivation } = computeDue(halfDay, cn('2026-09-30 17:00'), [], cnWork);
    expect(derivation.nonWorking).toEqual([[cn('2026-09-30 18:00'), cn('2026-10-08 09:00'), 'holiday']]);
  });

  it('keep at most 40 stretches and count the rest', () => {
    const { derivation } = computeDue({ kind: 'workingDays', days: 60 }, cn('2026-03-02 10:00'), [], cnWork);
    expect(derivation.nonWorking).toHaveLength(40);
    // Each working day but the first ends one night, each has one lunch break.
    expect(derivation.nonWorkingMore).toBe(61 + 60 - 40);
    expect(JSON.stringify(derivation).length).toBeLessThan(2500);
  });

  it('leave closed hours out where they do not matter', () => {
    expect(
      computeDue({ kind: 'elapsed', ms: 100 * HOUR }, cn('2026-09-30 17:00'), [], cnWork).derivation.nonWorking,
    ).toEqual([]);
    expect(computeDue(halfDay, cn('2026-09-30 17:00'), [], always).derivation.nonWorking).toEqual([]);
  });

  it('only counted time is provisional: elapsed and agreed times are exact', () => {
    const start = cn('2026-12-31 17:30');
    const provisional = (rule: TargetRule): boolean => computeDue(rule, start, [], cnWork).provisional;
    expect(provisional({ kind: 'elapsed', ms: DAY })).toBe(false);
    expect(provisional({ kind: 'at', at: cn('2027-01-05 10:00') })).toBe(false);
    expect(provisional(halfDay)).toBe(true);
    expect(provisional({ kind: 'workingDays', days: 1 })).toBe(true);
  });

  it('read in Chinese and in English, in local time', () => {
    const { derivation } = computeDue(
      { kind: 'workingTime', ms: 6 * HOUR },
      cn('2026-12-31 16:00'),
      [pause('2026-12-31 16:30', '2026-12-31 17:00')],
      cnWork,
    );
    expect(describeDerivation(derivation, 'zh', cnWork.zone)).toEqual([
      '起算：2026-12-31 16:00 +08:00',
      '目标：工作时间 6 小时（日历 CN-WORK 1+cn-2026）',
      '暂停：2026-12-31 16:30 +08:00 – 2026-12-31 17:00 +08:00（顺延 30 分钟）',
      '不计：2026-12-31 18:00 +08:00 – 2027-01-01 09:00 +08:00（非工作时间）',
      '不计：2027-01-01 12:00 +08:00 – 2027-01-01 13:00 +08:00（非工作时间）',
      '到期：2027-01-01 14:30 +08:00',
      '暂定：涉及尚未公布节假日安排的年份，公布后重新计算',
    ]);
    expect(describeDerivation(derivation, 'en', cnWork.zone)).toEqual([
      'Start: 2026-12-31 16:00 +08:00',
      'Target: 6 h of working time (calendar CN-WORK 1+cn-2026)',
      'Paused: 2026-12-31 16:30 +08:00 – 2026-12-31 17:00 +08:00 (adds 30 min)',
      'Not counted: 2026-12-31 18:00 +08:00 – 2027-01-01 09:00 +08:00 (closed)',
      'Not counted: 2027-01-01 12:00 +08:00 – 2027-01-01 13:00 +08:00 (closed)',
      'Due: 2027-01-01 14:30 +08:00',
      'Provisional: reaches into a year whose holidays are not announced; recomputed when they are',
    ]);
  });

  it.each<[TargetRule, string, string]>([
    [{ kind: 'elapsed', ms: 90 * MINUTE }, '1 小时 30 分钟（全天候）', '1 h 30 min around the clock'],
    [{ kind: 'workingDays', days: 5 }, '5 个工作日，当日不计，至收班', 'close of working day 5, start date excluded'],
    [
      { kind: 'dates', months: 0, days: 7 },
      '7 天，当日不计，至末日 24:00',
      '7 days, start date excluded, to the end of the last date',
    ],
    [
      { kind: 'dates', months: 1, days: 0 },
      '1 个月，当日不计，至末日 24:00',
      '1 month, start date excluded, to the end of the last date',
    ],
    [
      { kind: 'monthEnd', months: 1 },
      '1 个月（含起算当月），至月末 24:00',
      'to the end of 1 month, that of the start included',
    ],
    [{ kind: 'dayEnd', which: 'nextWorking' }, '下一个工作日收班前', 'close of the next working day'],
    [
      { kind: 'at', at: cn('2026-10-03 14:00'), offsetMs: -5 * MINUTE },
      '约定时间 2026-10-03 14:00 +08:00 前 5 分钟',
      '5 min before the agreed time 2026-10-03 14:00 +08:00',
    ],
  ])('put %o into words', (rule, zh, en) => {
    const { derivation } = computeDue(rule, cn('2026-10-01 10:00'), [], always);
    expect(describeDerivation(derivation, 'zh', always.zone)[1]).toBe(`目标：${zh}（日历 24x7 1）`);
    expect(describeDerivation(derivation, 'en', always.zone)[1]).toBe(`Target: ${en} (calendar 24x7 1)`);
  });
});
