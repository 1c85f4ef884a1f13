/** What a step says of an action in the action's own words, whatever the notation. */
import { echoDifferences } from '../../audit/echoes';
import type { Claim } from '../../audit/timeline';

const source = { run: 0, event: 9 };
const told = (expectedAt: unknown): Claim =>
  ({ source, step: { seq: 3, events: [{ type: 'parts_expected', data: { expectedAt } }] } }) as unknown as Claim;
const kinds = (asked: unknown, recorded: unknown): string[] =>
  echoDifferences(told(recorded), { expectedAt: asked }, source).map(({ kind }) => kind);

test.each([['2026-11-25T10:00:00+08:00'], ['2026-11-25T02:00:00Z'], ['2026-11-25T02:00Z']])(
  '%s is the moment that was recorded in UTC',
  (asked) => expect(kinds(asked, '2026-11-25T02:00:00.000Z')).toEqual([]),
);

test.each([
  ['2026-11-25T10:00:00+08:00', '2026-11-25T10:00:00.000Z'],
  ['2026-11-25T02:00:00.000Z', '2026-11-25T02:00:00.001Z'],
  ['soon', '2026-11-25T02:00:00.000Z'],
])('another moment, or none, is told: %s is not %s', (asked, recorded) =>
  expect(kinds(asked, recorded)).toEqual(['claim_differs']),
);
