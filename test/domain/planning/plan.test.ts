/** Who should go, and the plan of a day (issue 6 point 1; S-5.10, S-5.15, C-SEC-n4, N-2.6-2a). */
import { planDay, withConflicts } from '../../../domain/planning/plan';
import { agreedBefore, isFor, type OpenVisit } from '../../../domain/planning/jobs';
import { suggest } from '../../../domain/planning/suggest';
import { calendars } from '../../policy/shipped';
import type { Engineer, PlanJob } from '../../../domain/planning/types';
import { parseDate } from '../../../domain/time/date';
import { parseInstant } from '../../../domain/time/instant';

const date = parseDate('2026-03-03');
const at = (time: string): number => parseInstant(`2026-03-03T${time}:00+08:00`);
const hour = 3_600_000;

function engineer(id: string, more: Partial<Engineer> = {}): Engineer {
  return {
    id,
    regions: [],
    skills: [],
    qualified: true,
    certificates: [],
    hours: [
      { from: at('09:00'), until: at('12:00') },
      { from: at('13:00'), until: at('18:00') },
    ],
    absences: [],
    dayMs: 8 * hour,
    ...more,
  };
}

function job(caseId: string, more: Partial<PlanJob> = {}): PlanJob {
  return {
    caseId,
    customerId: `customer of ${caseId}`,
    needs: [],
    certificates: [],
    qualifiedOnly: false,
    takesMs: 2 * hour,
    travelMs: hour / 2,
    leftOver: false,
    key: false,
    openedAt: at('08:00'),
    visits: {},
    ...more,
  };
}

const codes = (reasons: readonly { code: string }[]): string[] => reasons.map(({ code }) => code);

describe('suggestions', () => {
  test('region, skill and continuity each rank, and each is said', () => {
    const wanted = job('R1', { region: 'north', needs: ['recorder'], visits: { c: 3 } });
    const ranked = suggest(
      wanted,
      [
        engineer('a', { regions: ['south'], skills: ['camera'] }),
        engineer('b', { regions: ['north'], skills: ['recorder'] }),
        engineer('c', { regions: ['north'], skills: ['recorder'] }),
      ],
      new Map(),
      date,
    );
    expect(ranked.map(({ engineerId }) => engineerId)).toEqual(['c', 'b', 'a']);
    expect(codes(ranked[0]!.reasons)).toEqual(['knows_customer', 'region', 'skill']);
    expect(codes(ranked[2]!.reasons)).toEqual(['other_region', 'no_skill']);
  });

  test('load counts against: of two equals the free one goes', () => {
    const booked = new Map([['a', [{ from: at('09:00'), until: at('12:00') }]]]);
    const ranked = suggest(job('R1'), [engineer('a'), engineer('b')], booked, date);
    expect(ranked[0]!.engineerId).toBe('b');
    expect(ranked[1]!.reasons).toContainEqual({ code: 'load', points: -19, about: 38 });
  });

  test('C-SEC-n4: only who holds the certificate is said to hold it', () => {
    const asked = job('R1', { certificates: ['installer'] });
    const held = engineer('a', { certificates: [{ kind: 'installer' }] });
    const over = engineer('b', { certificates: [{ kind: 'installer', expiresOn: date - 1 }] });
    const said = suggest(asked, [held, over, engineer('c')], new Map(), date).map(({ reasons }) => codes(reasons));
    expect(said).toEqual([['certified'], ['certificate_expired'], ['certificate_missing']]);
  });

  test('S-5.15, C-SEC-n4: without the certificate nobody is sent; on its last day it still holds', () => {
    const wanted = job('R1', { certificates: ['security_installer'], qualifiedOnly: true });
    const held = (expiresOn: string): Engineer['certificates'] => [
      { kind: 'security_installer', expiresOn: parseDate(expiresOn) },
    ];
    const ranked = suggest(
      wanted,
      [
        engineer('none'),
        engineer('expired', { certificates: held('2026-03-02') }),
        engineer('lastDay', { certificates: held('2026-03-03') }),
        engineer('untrained', { qualified: false, certificates: held('2027-01-01') }),
      ],
      new Map(),
      date,
    );
    expect(ranked.filter(({ fit }) => fit).map(({ engineerId }) => engineerId)).toEqual(['lastDay']);
    const why = Object.fromEntries(ranked.map(({ engineerId, reasons }) => [engineerId, codes(reasons)]));
    expect(why.none).toContain('certificate_missing');
    expect(why.expired).toContain('certificate_expired');
    expect(why.untrained).toContain('not_qualified');
  });
});

describe('the plan of a day', () => {
  test('S-5.10: jobs left over come first, agreed times stay', () => {
    const lines = planDay(
      [
        job('new', { dueAt: at('10:00'), openedAt: at('07:00') }),
        job('left', { leftOver: true }),
        job('agreed', { appointment: at('09:00'), engineerId: 'a' }),
      ],
      [engineer('a')],
      date,
    );
    expect(lines.map((l) => [l.caseId, l.from])).toEqual([
      ['left', at('13:30')],
      ['agreed', at('09:00')],
      ['new', at('16:00')],
    ]);
    expect(lines[2]!.conflicts).toEqual(['late']);
  });

  test('nobody is double-booked, no job begins outside working hours or before the way is made', () => {
    const jobs = Array.from({ length: 9 }, (_, n) => job(`R${n}`));
    const lines = planDay(jobs, [engineer('a'), engineer('b')], date);
    const going = lines.filter((l) => l.engineerId !== undefined);
    expect(going).toHaveLength(6);
    for (const a of going)
      for (const b of going)
        if (a !== b && a.engineerId === b.engineerId) expect(a.from! >= b.until! || b.from! >= a.until!).toBe(true);
    expect(lines.slice(6).every((l) => l.from === undefined)).toBe(true);
    expect(going.every((l) => l.conflicts.length === 0)).toBe(true);
  });

  test('where nobody has time left it says so, besides what speaks for the best of them', () => {
    const jobs = [job('R1', { takesMs: 4 * hour }), job('R2', { takesMs: 4 * hour })];
    const [, left] = planDay(jobs, [engineer('a', { regions: ['x'] })], date);
    expect(left).toMatchObject({ caseId: 'R2', reasons: [{ code: 'no_time' }, { code: 'load' }] });
    expect(left!.engineerId).toBeUndefined();
  });

  test('who is away keeps an agreed visit only as a conflict that is shown', () => {
    const away = engineer('a', { absences: [{ from: at('09:00'), until: at('12:00') }] });
    const [line] = planDay([job('R1', { appointment: at('10:00'), engineerId: 'a' })], [away, engineer('b')], date);
    expect(line).toMatchObject({ engineerId: 'a', conflicts: ['absent'] });
    // A job without an agreed time is given to somebody who is there.
    const ill = engineer('a', { absences: [{ from: at('00:00'), until: at('23:59') }] });
    const [free] = planDay([job('R2', { engineerId: 'a' })], [ill, engineer('b')], date);
    expect(free!.engineerId).toBe('b');
  });

  test('overlapping appointments of one engineer are both marked; back to back is none', () => {
    const overlapping = [
      job('R1', { appointment: at('09:00'), engineerId: 'a' }),
      job('R2', { appointment: at('10:59'), engineerId: 'a' }),
      job('R3', { appointment: at('13:00'), engineerId: 'a' }),
      job('R4', { appointment: at('15:00'), engineerId: 'a' }),
    ];
    const lines = planDay(overlapping, [engineer('a')], date);
    const conflicts = Object.fromEntries(lines.map((l) => [l.caseId, l.conflicts]));
    expect(conflicts).toEqual({ R1: ['overlap'], R2: ['overlap'], R3: [], R4: [] });
  });

  test('more than a day of work is overload', () => {
    const lines = planDay(
      [
        job('R1', { appointment: at('09:00'), engineerId: 'a' }),
        job('R2', { appointment: at('13:00'), engineerId: 'a' }),
      ],
      [engineer('a', { dayMs: 3 * hour })],
      date,
    );
    expect(lines.map((l) => l.conflicts)).toEqual([['overload'], ['overload']]);
  });

  test('a plan that people changed is judged anew', () => {
    const jobs = [job('R1'), job('R2')];
    const changed = planDay(jobs, [engineer('a'), engineer('b')], date).map((line) => ({
      ...line,
      engineerId: 'b',
      from: at('09:30'),
      until: at('11:30'),
    }));
    const judged = withConflicts(changed, new Map(jobs.map((j) => [j.caseId, j])), [engineer('b')], date);
    expect(judged.map((l) => l.conflicts)).toEqual([['overlap'], ['overlap']]);
  });
});

describe('visits agreed for a day on which nobody works', () => {
  const [friday, saturday, monday] = ['2026-03-06', '2026-03-07', '2026-03-09'].map(parseDate) as [
    number,
    number,
    number,
  ];
  const working = calendars['CN-WORK']!;
  const now = parseInstant('2026-03-06T11:00:00+08:00');
  const visit = (appointment?: string): OpenVisit => ({
    ...{ caseId: 'R1', customerId: 'c', openedAt: now, facts: {} },
    ...(appointment !== undefined && { appointment: parseInstant(`${appointment}:00+08:00`) }),
  });

  test('have a plan of that day, before the one of the next working day', () => {
    const visits = [visit(), visit('2026-03-07T10:00'), visit('2026-03-07T15:00'), visit('2026-03-09T10:00')];
    expect(agreedBefore(monday, visits, working.zone, now)).toEqual([saturday]);
    expect(agreedBefore(monday, [visit('2026-03-06T10:00')], working.zone, now)).toEqual([]);
  });

  test('which has what was agreed for it and nothing else', () => {
    const on = (of: OpenVisit, planned: number): boolean => isFor(of, working, now, planned);
    expect([on(visit('2026-03-07T10:00'), saturday), on(visit('2026-03-07T10:00'), monday)]).toEqual([true, false]);
    expect([on(visit(), saturday), on(visit(), monday), on(visit(), friday)]).toEqual([false, true, true]);
  });
});
