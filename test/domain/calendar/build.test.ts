import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LegalHoliday } from 'tyme4ts';
import { buildSnapshot, extendSnapshot, type StatutoryTable } from '../../../calendars/build';
import { buildZone } from '../../../calendars/zone';
import { computeDue } from '../../../domain/calendar/due';
import { offsetAt } from '../../../domain/calendar/zone';
import { formatInstant } from '../../../domain/time/instant';
import { always, cn, cnWork, definition, HOUR, inChina, loadCalendar, loadStatutory, statutory } from './fixtures';

/** What the library knows of a year, in a snapshot's form. */
function fromLibrary(year: number): Record<string, 'off' | 'work'> {
  const days: Record<string, 'off' | 'work'> = {};
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += 24 * HOUR) {
    const date = new Date(day);
    const holiday = LegalHoliday.fromYmd(year, date.getUTCMonth() + 1, date.getUTCDate());
    if (holiday) days[date.toISOString().slice(0, 10)] = holiday.isWork() ? 'work' : 'off';
  }
  return days;
}

describe('the statutory table', () => {
  it.each([2024, 2025, 2026])('%d agrees with tyme4ts day by day', (year) => {
    const ours = Object.entries(cnWork.days).filter(([date]) => date.startsWith(String(year)));
    expect(Object.fromEntries(ours)).toEqual(fromLibrary(year));
    expect(ours.length).toBeGreaterThan(30);
  });

  it('2026 is the notice of 4 November 2025, written out', () => {
    const dates = (kind: string): string[] =>
      Object.keys(cnWork.days)
        .filter((date) => date.startsWith('2026') && cnWork.days[date] === kind)
        .sort();
    expect(dates('work').map((date) => date.slice(5))).toEqual(['01-04', '02-14', '02-28', '05-09', '09-20', '10-10']);
    expect(dates('off')).toHaveLength(3 + 9 + 3 + 5 + 3 + 3 + 7);
  });

  it('does not know 2027, and neither does the library', () => {
    expect(cnWork.knownYears).toEqual([2024, 2025, 2026]);
    expect(fromLibrary(2027)).toEqual({});
  });
});

describe('building snapshots', () => {
  it('knows every year of a calendar without statutory holidays', () => {
    expect(always.knownYears).toEqual([2024, 2025, 2026, 2027, 2028]);
    expect(always.days).toEqual({});
  });

  it('puts the company half day before the statutory table', () => {
    const own = {
      ...definition,
      days: { '2026-12-31': ['09:00-12:00'], '2026-10-10': 'off' as const, '2031-01-01': 'off' as const },
    };
    const calendar = buildSnapshot(own, statutory, { zone: 'Asia/Shanghai', fromYear: 2026, toYear: 2026 });
    expect(calendar.days['2026-12-31']).toEqual([[540, 720]]);
    expect(calendar.days['2026-10-10']).toBe('off');
    expect(Object.keys(calendar.days).filter((date) => !date.startsWith('2026'))).toEqual([]);
  });

  it('refuses another table than the one the calendar names, and an unusable calendar', () => {
    const scope = { zone: 'Asia/Shanghai', fromYear: 2026, toYear: 2026 };
    expect(() => buildSnapshot(definition, undefined, scope)).toThrow('CN-WORK needs the statutory table cn, got none');
    const wrong = { ...definition, workday: ['13:00-12:00'] };
    expect(() => buildSnapshot(wrong, statutory, scope)).toThrow(/CN-WORK cannot be used:\nworkday: window 780-720/);
  });

  it.each([
    ['Asia/Shanghai', ['2025-12-31T16:00:00.000Z 480']],
    ['Europe/Berlin', ['2025-12-31T23:00:00.000Z 60', '2026-03-29T01:00:00.000Z 120', '2026-10-25T01:00:00.000Z 60']],
    [
      'America/New_York',
      ['2026-01-01T05:00:00.000Z -300', '2026-03-08T07:00:00.000Z -240', '2026-11-01T06:00:00.000Z -300'],
    ],
  ])('carries the offsets of %s', (zone, expected) => {
    const { transitions } = buildZone(zone, 2026, 2026);
    expect(transitions.map(([from, offset]) => `${formatInstant(from)} ${offset}`)).toEqual(expected);
  });

  it('agrees with ICU on every hour of three years', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Asia/Shanghai']) {
      const snapshot = buildZone(zone, 2025, 2027);
      const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', hour: 'numeric' });
      for (let at = Date.UTC(2025, 0, 2); at < Date.UTC(2027, 11, 30); at += HOUR) {
        const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(format.format(at)) ?? [];
        const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
        if (offsetAt(snapshot, at) !== offset) throw new Error(`${zone} ${formatInstant(at)}: ${offset}`);
      }
    }
  });

  it('refuses an unknown zone', () => {
    expect(() => buildZone('Asia/Nowhere', 2026, 2026)).toThrow(RangeError);
  });
});

describe('importing a newly announced year', () => {
  /** An invented notice: nobody knows 2027 yet. */
  const announced: StatutoryTable = {
    ...statutory,
    version: '2027',
    years: {
      ...statutory.years,
      2026: { notice: 'changed', published: '2026-01-01', holidays: [{ name: '改', off: '2026-12-30', work: [] }] },
      2027: {
        notice: 'invented',
        published: '2026-11-01',
        holidays: [{ name: '元旦', off: '2027-01-01..2027-01-03', work: ['2026-12-27'] }],
      },
    },
  };
  const extended = extendSnapshot(cnWork, announced, 2027);

  it('makes a provisional due time final', () => {
    const due = (calendar: typeof cnWork): string => {
      const result = computeDue({ kind: 'workingTime', ms: 4 * HOUR }, cn('2026-12-31 16:00'), [], calendar);
      return `${inChina(result.due)} ${result.provisional}`;
    };
    expect(due(cnWork)).toBe('2027-01-01 11:00 true');
    expect(due(extended)).toBe('2027-01-04 11:00 false');
  });

  it('adds the year with what its notice says of December, and leaves known years as they were', () => {
    expect(extended.knownYears).toEqual([2024, 2025, 2026, 2027]);
    expect(extended.version).toBe('1+cn-2027');
    expect(extended.days).toEqual({
      ...cnWork.days,
      '2026-12-27': 'work',
      '2027-01-01': 'off',
      '2027-01-02': 'off',
      '2027-01-03': 'off',
    });
  });

  it('keeps a single day that the case already names', () => {
    const own = { ...cnWork, days: { ...cnWork.days, '2026-12-27': [[540, 720]] as [number, number][] } };
    expect(extendSnapshot(own, announced, 2027).days['2026-12-27']).toEqual([[540, 720]]);
  });

  it('does nothing a second time', () => {
    expect(extendSnapshot(extended, announced, 2027)).toEqual(extended);
  });

  it('carries the offsets of the years added', () => {
    const scope = { zone: 'Europe/Berlin', fromYear: 2025, toYear: 2026 };
    const open = { ...definition, statutory: 'none' };
    const longer = extendSnapshot(buildSnapshot(open, undefined, scope), undefined, 2028);
    expect(longer).toEqual(buildSnapshot(open, undefined, { ...scope, toYear: 2028 }));
  });
});

describe('reading the files', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'calendar-'))));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (text: string): string => {
    const name = path.join(folder, 'x.yaml');
    writeFileSync(name, text);
    return name;
  };
  const week = [1, 2, 3, 4, 5, 6, 7].map((day) => `  ${day}: []`).join('\n');

  it('says file, line, path and what is allowed', () => {
    const text = `id: X\nversion: '1'\nname: { zh: 甲, en: A }\nstatutory: none\nweek:\n${week}\nworkday: ['9-12']\n`;
    expect(() => loadCalendar(file(text))).toThrow(/x\.yaml:13: workday\.0: .*HH:mm-HH:mm/);
    expect(() => loadCalendar(file('id: [X'))).toThrow(/x\.yaml:1: /);
    expect(() => loadCalendar(file(text.replace('  3: []', '  3: [8]')))).toThrow(/x\.yaml:8: week\.3\.0: /);
  });

  it('refuses a date in the wrong year and dates that do not exist', () => {
    const table = (off: string): string =>
      file(
        `id: cn\nversion: '1'\nsource: s\nyears:\n  2026:\n    notice: n\n    published: 2025-11-04\n    holidays:\n      - { name: 甲, off: ${off}, work: [] }\n`,
      );
    expect(() => loadStatutory(table('2027-01-01'))).toThrow(/years\.2026: 2027-01-01 belongs to another year/);
    expect(() => loadStatutory(table('2026-02-30'))).toThrow(/x\.yaml:9: years\.2026\.holidays\.0\.off: one date, or/);
    expect(loadStatutory(table('2025-12-31..2026-01-02')).id).toBe('cn');
  });
});
