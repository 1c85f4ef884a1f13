/**
 * The date on which the part is expected: when it passes and the wait stands, or when it lies at or beyond the cap, the
 * dispatcher is told, once for each date, so that another source is found in time.
 */
import type { z } from 'zod';
import { formatInstant, parseInstant, type Instant } from '../../time/instant';
import { insist } from '../refuse';
import type { Actor } from '../record';
import type { RepairWork } from './intake';
import { capInstant, waitForParts } from './parts';
import type * as p from './payloads';
import type { RepairState } from './state';

/** When the dispatcher is told that the part is not here on its date; undefined where nothing is expected, or it was told. */
export function expectedWarning({ parts }: Pick<RepairState, 'parts'>): Instant | undefined {
  const open = parts.waits.some((w) => w.to === undefined);
  return open && parts.expectedAt !== parts.lateToldFor ? parts.expectedAt : undefined;
}

/** The wait begins, with a date or without. */
export function awaitParts(work: RepairWork, payload: z.infer<typeof p.waitForParts>): void {
  waitForParts(work, payload);
  warnIfBeyondCap(work);
}

/** The supplier names or moves the date. */
export function expectParts(work: RepairWork, { expectedAt }: z.infer<typeof p.expectParts>): void {
  work.put('parts', { ...work.state.parts, expectedAt: parseInstant(expectedAt) });
  work.event('parts_expected', { expectedAt: formatInstant(parseInstant(expectedAt)) });
  warnIfBeyondCap(work);
}

export function expectPartsGuard(
  state: RepairState,
  _actor: Actor,
  { expectedAt }: z.infer<typeof p.expectParts>,
): void {
  insist(
    state.parts.expectedAt !== parseInstant(expectedAt),
    'already_done',
    '预计到货日期没有变化',
    'It is expected on this date already',
    'expectedAt',
  );
}

/** The part cannot come before the wait ends by itself: known now, told now. */
function warnIfBeyondCap(work: RepairWork): void {
  const cap = capInstant(work.policy, work.state);
  const { expectedAt } = work.state.parts;
  if (cap !== undefined && expectedAt !== undefined && expectedAt >= cap) warnOfDate(work);
}

/** The date has passed without the part, or lies beyond the cap. */
export function warnOfDate(work: RepairWork): void {
  const { parts } = work.state;
  work.put('parts', { ...parts, lateToldFor: parts.expectedAt });
  // It is told only while a wait stands, which has a date and a cap.
  const dueAt = formatInstant(capInstant(work.policy, work.state)!);
  const dates = { expectedAt: formatInstant(parts.expectedAt!), dueAt };
  work.event('parts_late', dates, work.policy.parts.clauses);
  work.notify('parts_late', 'dispatcher', dates, work.policy.parts.clauses);
}
