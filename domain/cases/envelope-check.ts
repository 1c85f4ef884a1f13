/** Whether the time and version that an action claims can be true. */
import { Refusal } from '../errors';
import { formatInstant, parseInstant, type Instant } from '../time/instant';
import type { ActionEnvelope } from './envelope';
import { insist } from './refuse';
import type { CaseState } from './state';
import type { Work } from './work';

/** How far two machines' clocks may differ. */
const toleranceMs = 5_000;
/** An entry made this long after the fact is flagged. Product default. */
const lateEntryMs = 15 * 60_000;

/** Refuses instants that cannot be, and what `insistCurrent` refuses. */
export function checkEnvelope(state: CaseState, envelope: ActionEnvelope, now: Instant): void {
  const receivedAt = parseInstant(envelope.receivedAt);
  insist(
    receivedAt <= now + toleranceMs,
    'time_refused',
    '接收时间晚于系统时间',
    'The receipt lies in the future',
    undefined,
    { until: formatInstant(now) },
  );
  insist(
    receivedAt >= state.openedAt,
    'time_refused',
    '接收时间早于立案',
    'The receipt lies before the case began',
    undefined,
    { from: formatInstant(state.openedAt) },
  );
  if (envelope.occurredAt !== undefined) {
    insist(
      parseInstant(envelope.occurredAt) <= now + toleranceMs,
      'time_refused',
      '发生时间在将来',
      'It cannot have happened in the future',
      'occurredAt',
      { until: formatInstant(now) },
    );
  }
  insistCurrent(state, envelope);
}

/** Refuses an action that was decided on an older view of the case. */
export function insistCurrent({ seq }: CaseState, { expectedSeq }: ActionEnvelope): void {
  if (expectedSeq === undefined || expectedSeq === seq) return;
  throw new Refusal('stale_version', {
    field: 'expectedSeq',
    detail: { zh: `案件已到第 ${seq} 步`, en: `The case is at step ${seq} now` },
    allowed: seq,
  });
}

/** An engineer's own account of the time that lies well before the receipt is kept and flagged; clocks use the receipt. */
export function noteLateEntry(work: Work): void {
  const { occurredAt } = work.cause;
  if (occurredAt === undefined || work.at - parseInstant(occurredAt) <= lateEntryMs) return;
  work.event('late_entry', { action: work.cause.name, occurredAt });
}
