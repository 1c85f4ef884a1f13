/** Who is there on a holiday (O-2.2-c): the roster as it is when somebody is called, at every time of it. */
import type { RosterDuty } from '../../../domain/roster';
import { whoIsThere, type Holiday } from '../../../domain/supply/holidays';
import { DAY_MS, parseDate } from '../../../domain/time/date';
import { cn, cnWork } from '../calendar/fixtures';

const date = parseDate('2026-10-01');
const begins = cn('2026-10-01 00:00');
const holiday: Holiday = { date, begins, ends: begins + DAY_MS - 1 };
const of = { role: 'holiday_duty', policyId: 'office', regions: [] as string[] };
const active = new Set(['ann', 'bob', 'cai']);
const duty = (personId: string, over: Partial<RosterDuty> = {}): RosterDuty => ({
  ...{ id: personId, personId, role: of.role, policyId: of.policyId, from: begins, until: begins + DAY_MS },
  ...over,
});
const look = (duties: RosterDuty[], over: { regions?: string[]; hours?: { from: string; until: string } } = {}) => {
  const { hours, ...rest } = over;
  const { there, covered } = whoIsThere({ ...of, duties, active, ...rest }, holiday, cnWork, hours);
  return [there.map(({ personId }) => personId), covered];
};

test('O-2.2-c: a day is covered by one after the other, not with a gap of a minute', () => {
  const noon = cn('2026-10-01 12:00');
  const first = duty('ann', { until: noon });
  expect(look([first, duty('bob', { from: noon })])).toEqual([['ann', 'bob'], true]);
  expect(look([first, duty('bob', { from: noon + 60_000 })])).toEqual([['ann', 'bob'], false]);
  expect(look([])).toEqual([[], false]);
});

test('O-2.2-c: hours that the policy names are enough', () => {
  const nine = cn('2026-10-01 09:00');
  const shift = duty('ann', { from: nine, until: cn('2026-10-01 18:00') });
  expect(look([shift])).toEqual([['ann'], false]);
  expect(look([shift], { hours: { from: '09:00', until: '18:00' } })).toEqual([['ann'], true]);
  expect(look([shift], { hours: { from: '09:00', until: '18:01' } })).toEqual([['ann'], false]);
});

test('O-2.2-c: who is away is not there, the deputy is, unless gone or away as well', () => {
  const away = { awayFrom: begins - DAY_MS };
  const early = { from: begins - DAY_MS * 2 };
  expect(look([duty('ann', { ...early, ...away })])).toEqual([[], false]);
  expect(look([duty('ann', { ...early, ...away, deputyId: 'bob' })])).toEqual([['bob'], true]);
  expect(look([duty('ann', { ...early, ...away, deputyId: 'gone' })])).toEqual([[], false]);
  const elsewhere = duty('bob', { ...early, ...away, role: 'duty_manager' });
  expect(look([duty('ann', { ...early, ...away, deputyId: 'bob' }), elsewhere])).toEqual([[], false]);
  const back = { awayFrom: begins, awayUntil: cn('2026-10-01 12:00'), deputyId: 'bob' };
  expect(look([duty('ann', back)])).toEqual([['bob', 'ann'], true]);
});

test('O-2.2-c: every region of the policy has somebody; a duty for one region covers no other', () => {
  const north = duty('ann', { region: 'north' });
  expect(look([north])).toEqual([[], false]);
  expect(look([north], { regions: ['north', 'south'] })).toEqual([['ann'], false]);
  expect(look([north, duty('bob', { region: 'south' })], { regions: ['north', 'south'] })).toEqual([
    ['ann', 'bob'],
    true,
  ]);
  expect(look([north, duty('cai')], { regions: ['north', 'south'] })).toEqual([['ann', 'cai'], true]);
});
