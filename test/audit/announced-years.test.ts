/** A year announced to a running case, with other holidays or another zone than were published for it. */
import { auditCase } from '../../audit/audit-case';
import { readRun } from '../../audit/history';
import { checkAnnounced, pinnedPolicy, type Published } from '../../audit/pinned';
import type { Input, Timeline } from '../../audit/timeline';
import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import { golden } from './alter';

const { timeline } = auditCase([readRun(golden('late-response'))]);
const opening = timeline.tasks[0]!.inputs.find((input) => input.type === 'open')!;
const policy = pinnedPolicy(opening.input)!;
const calendar = Object.values(policy.calendars)[0]!;
const published: Published = { hashOf: (pin) => pin.hash, compiled: () => policy };
const year = calendar.knownYears[0]!;

/** What is found where the case was told this. */
function found(told: Partial<CalendarSnapshot>): string[] {
  const signal: Input = {
    ...{ type: 'signal', name: 'calendarYear', by: 'operator', source: { run: 0, event: 9 } },
    value: { ...calendar, ...told },
  };
  const tasks: Timeline['tasks'] = [{ ...timeline.tasks[0]!, inputs: [signal] }];
  return checkAnnounced({ ...timeline, tasks }, policy, published).map(({ kind }) => kind);
}

test('the published years are no finding', () => {
  expect(found({})).toEqual([]);
});

test('a holiday more, by which a due time moves on, is one', () => {
  expect(found({ days: { ...calendar.days, [`${year}-07-07`]: 'off' } })).toContain('calendar_altered');
});

test('so is a zone whose clocks differ', () => {
  const zone = { ...calendar.zone, transitions: [[0, 600] as [number, number]] };
  expect(found({ zone })).toContain('calendar_altered');
});

test('a calendar of another version cannot be compared, which is said', () => {
  expect(found({ version: 'another' })).toContain('calendar_unknown');
});
