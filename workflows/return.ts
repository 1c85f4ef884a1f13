/**
 * A return or exchange as a long-lived workflow. What can be done stands in `domain/cases/return.ts`; here are its durable
 * waits: what is waited for, until when, and what happens when nobody came first.
 */
import { returnKind } from '../domain/cases/return';
import { lapse, lapseInstant, remindOfLapse } from '../domain/cases/return/closing';
import { newReturn, open } from '../domain/cases/return/intake';
import type { ReturnInput } from '../domain/cases/return/opening';
import type { ReturnState } from '../domain/cases/return/state';
import type { CasePolicy } from '../domain/policy/case-policy';
import type { Carried } from './case';
import { runCase, type CaseResult } from './lifecycle';
import type { Wait } from './running';
import { callbackRetries, closing, customerWaits, milestoneWaits } from './waits';

/** Opens the case in its first run, and lives until it is completed or cancelled; never ends Failed. */
export async function returnExchange(input: ReturnInput, carried?: Carried<ReturnState>): Promise<CaseResult> {
  return runCase({ kind: returnKind, begin: newReturn, open, waits }, input, carried);
}

/** Everything that a case waits for in its present state. */
export function waits(state: ReturnState, policy: CasePolicy): Wait<ReturnState>[] {
  return [
    ...milestoneWaits(state, policy),
    ...customerWaits(state, silences(state)),
    ...lapses(state, policy),
    ...callbackRetries(state, policy),
    ...closing(state, policy),
  ];
}

/** The customer owes an answer to an offer, or the goods. */
function silences({ status, offeredAt, order }: ReturnState): Record<string, number> {
  if (status === 'waiting_customer' && offeredAt !== undefined) return { offer: offeredAt };
  return status === 'waiting_goods' && order ? { goods: order.issuedAt } : {};
}

/** Goods that never come, an offer that is never answered: a reminder, then the end. */
function lapses(state: ReturnState, policy: CasePolicy): Wait<ReturnState>[] {
  const due = lapseInstant(state, policy);
  if (!due) return [];
  const reminded = (state.lookAgain.lapse?.at ?? 0) >= due.remindAt;
  const clauses = policy.returns?.lapse?.clauses.join(' ') ?? '';
  return [
    ...(reminded
      ? []
      : [{ key: 'lapse:reminder', at: due.remindAt, summary: 'goods or answer still missing', wake: remindOfLapse }]),
    { key: 'lapse:end', at: due.at, summary: `lapses ${clauses}`.trim(), wake: lapse },
  ];
}
