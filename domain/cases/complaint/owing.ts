/**
 * O-10.4: whoever accepted compensation gets it. A complaint ends only when that was paid, or given up by who may: else it would
 * end while the customer is owed what nobody asks for any more.
 */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isThirdEdition } from '../../policy/edition';
import { reverseGuard, unconfirmed } from '../ledger';
import { isReversed, type LedgerEntry } from '../ledger-rows';
import type { Actor } from '../record';
import { insist } from '../refuse';
import type * as shared from '../shared-payloads';
import { acceptedFen, totalOf } from './compensation';
import type { ComplaintState } from './state';

/** Refuses to end a complaint whose compensation is half done; that some of it was given up is a supervisor's to say. */
export function insistCompensationOver(state: ComplaintState, { role }: Actor, policy: CasePolicy): void {
  if (!isThirdEdition(policy)) return;
  const waiting = numbers(unconfirmed(state.ledger).filter(({ reverses }) => reverses !== undefined));
  insist(
    waiting.length === 0,
    'requirement_missing',
    `冲销须先由另一人复核：${waiting.join('、')}`,
    `Another person confirms the reversal first: ${waiting.join(', ')}`,
    'entry',
    waiting,
  );
  const standing = standingCompensation(state);
  const paidAt = state.done.carried_out ?? -Infinity;
  const unpaid = numbers(standing.filter(({ at }) => at > paidAt));
  insist(
    unpaid.length === 0,
    'requirement_missing',
    `客户已接受的赔付尚未付给客户：${unpaid.join('、')}；须先执行，或由主管冲销`,
    `Compensation that the customer accepted is not paid: ${unpaid.join(', ')}; carry it out first, or a supervisor reverses it`,
    'entry',
    unpaid,
  );
  insist(
    !isGivenUp(state) || role === 'supervisor',
    'requirement_missing',
    '客户已接受的赔付被冲销；不再赔付的由主管说明原因结案',
    'Compensation that the customer accepted was taken back: a supervisor ends it with the reason',
    'entry',
  );
}

/** Whether less of the compensation stands than the customer accepted. */
export function isGivenUp(state: ComplaintState): boolean {
  return totalOf(standingCompensation(state).map(({ fen }) => ({ amountFen: fen }))) < acceptedFen(state);
}

/** In a closed complaint nobody would ask any more for what was taken back: it is opened again first. */
export function reverseCompensationGuard(
  state: ComplaintState,
  actor: Actor,
  payload: z.infer<typeof shared.reverseEntry>,
  policy: CasePolicy,
): void {
  reverseGuard(state, actor, payload);
  const ofCompensation = state.ledger.entries.some(({ no, type }) => no === payload.entry && type === 'compensation');
  insist(
    !ofCompensation || state.status !== 'closed' || !isThirdEdition(policy),
    'case_closed',
    '投诉已结案：请先重新打开，再冲销赔付',
    'The complaint is closed: open it again, then take the compensation back',
    'entry',
    ['reopen'],
  );
}

/** What the customer is owed by it, paid or not: entries that nobody took back. */
function standingCompensation({ ledger }: ComplaintState): LedgerEntry[] {
  return ledger.entries.filter(
    ({ type, reverses, no }) => type === 'compensation' && reverses === undefined && !isReversed(ledger, no),
  );
}

function numbers(entries: readonly LedgerEntry[]): number[] {
  return entries.map(({ no }) => no);
}
