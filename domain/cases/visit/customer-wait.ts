/** The customer's side stops the work, and lets it go on. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { formatInstant, parseInstant, type Instant } from '../../time/instant';
import type { Actor } from '../record';
import { insist, instantAfter } from '../refuse';
import type * as p from './payloads';
import type { VisitState, VisitWork } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/**
 * The customer's side stops the work (power cut, called away, documents missing); the clocks that may, wait. Nobody
 * forgets it: at `until` the dispatcher is reminded.
 */
export function holdForCustomer(work: VisitWork, { reason, until, text }: In<typeof p.hold>): void {
  work.pause(reason === 'documents' ? 'documents' : 'customer_side');
  work.put('lookAgain', {
    ...work.state.lookAgain,
    [reason === 'documents' ? 'documents' : 'customer_side']: { at: parseInstant(until), times: 0 },
  });
  work.event('held_for_customer', { reason, until: formatInstant(parseInstant(until)), text: text.id });
}

/** A visit is held up at the customer's; documents are waited for at any time. Two weeks at most without a look. */
export function holdGuard(
  state: VisitState,
  _actor: Actor,
  { reason, until }: In<typeof p.hold>,
  _policy: CasePolicy,
  now: Instant,
): void {
  const visiting = ['scheduled', 'dispatched', 'on_site'].includes(state.status);
  insist(
    reason === 'documents' || visiting,
    'illegal_transition',
    '仅在上门途中或现场适用',
    'Only around a visit',
    'reason',
    ['documents'],
  );
  const at = instantAfter(until, now, 'until');
  insist(at <= now + longestHoldMs, 'time_refused', '最长两周', 'Two weeks at most', 'until', {
    until: formatInstant(now + longestHoldMs),
  });
}

const longestHoldMs = 14 * 24 * 3_600_000;

export function resumeForCustomer(work: VisitWork): void {
  work.resume('documents');
  work.resume('customer_side');
  work.event('customer_ready');
}

/** Whether the customer lets wait. */
export function held(state: VisitState): boolean {
  return state.paused.documents !== undefined || state.paused.customer_side !== undefined;
}

export function resumeGuard(state: VisitState): void {
  insist(held(state), 'illegal_transition', '当前没有等待客户', 'The case does not wait for the customer');
}
