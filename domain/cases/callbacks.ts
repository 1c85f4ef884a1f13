/**
 * Calling the customer back, in any kind of case: which callbacks are owed, one attempt, and what follows. Nobody
 * answers: the next attempt is due after the policy's interval, and after the last a supervisor decides.
 */
import type { Callback, CasePolicy } from '../policy/case-policy';
import { isOwed, type Clock } from '../sla/clock';
import type { Actor } from './record';
import { insist } from './refuse';
import type { CallBack } from './shared-payloads';
import type { CallbackRun, CaseState } from './state';
import type { Work } from './work';

/** The clock of a callback that is owed now. */
export function owedCallback(state: CaseState, policy: CasePolicy, callback: string): Clock | undefined {
  return Object.values(state.clocks).find(
    (c) => isOwed(c) && policy.milestones.some((m) => m.id === c.milestone && m.callback === callback),
  );
}

/** The callbacks owed now, in the policy's order. */
export function owedCallbacks(state: CaseState, policy: CasePolicy): string[] {
  return policy.callbacks.filter((c) => owedCallback(state, policy, c.id)).map((c) => c.id);
}

/** The callbacks owed now without which the case may not close. */
export function mandatoryCallbacks(state: CaseState, policy: CasePolicy): string[] {
  return owedCallbacks(state, policy).filter((id) => policy.callbacks.some((c) => c.id === id && c.mandatory));
}

/** Refuses a callback that is not owed, and one that reached the customer without their answer. */
export function callBackGuard(
  state: CaseState,
  _actor: Actor,
  { callback, reached, satisfied }: CallBack,
  policy: CasePolicy,
): void {
  const owed = owedCallbacks(state, policy);
  insist(
    owed.includes(callback),
    'illegal_transition',
    '此回访现在不需要',
    'This callback is not owed now',
    'callback',
    owed,
  );
  insist(
    !reached || satisfied !== undefined,
    'invalid_request',
    '请记录客户是否满意',
    'Say whether the customer is satisfied',
    'satisfied',
  );
}

/** One attempt to call the customer. Answers whether they are satisfied; undefined where nobody answered. */
export function attempt(work: Work, { callback, reached, satisfied, text }: CallBack): boolean | undefined {
  const rule = work.policy.callbacks.find((c) => c.id === callback)!;
  const clock = owedCallback(work.state, work.policy, callback)!;
  const before: CallbackRun = work.state.callbacks[clock.key] ?? { callback, attempts: 0 };
  const attempts = before.attempts + 1;
  work.event(
    'callback_attempted',
    { callback, reached, satisfied: satisfied ?? null, attempts, ...(text ? { text: text.id } : {}) },
    rule.clauses,
  );
  if (!reached) {
    nobodyAnswered(work, rule, clock.key, { ...before, attempts });
    return undefined;
  }
  setRun(work, clock.key, {
    ...before,
    attempts,
    nextAttemptAt: undefined,
    result: satisfied ? 'satisfied' : 'dissatisfied',
  });
  work.mark(`called_back.${callback}`, { satisfied: satisfied ?? null });
  if (!satisfied && rule.opens)
    work.openCase(rule.opens.kind, { source: 'callback', ...(text ? { text: text.id } : {}) }, rule.opens.clauses);
  return satisfied ?? false;
}

function nobodyAnswered(work: Work, rule: Callback, key: string, run: CallbackRun): void {
  const more = run.attempts < rule.attempts;
  setRun(work, key, {
    ...run,
    nextAttemptAt: more ? work.at + rule.retryEveryMs : undefined,
    result: more ? undefined : 'unreached',
  });
  const ladder = work.policy.milestones.find((m) => m.callback === rule.id)?.ladder;
  if (more || !ladder) return;
  work.escalate({
    key: `callback:${key}`,
    cause: 'callback',
    subject: rule.id,
    clock: key,
    ladder,
    clauses: rule.clauses,
  });
}

/** The callbacks owed now are pointless, for the case goes back to work. */
export function dropCallbacks(work: Work, because: string): void {
  for (const callback of owedCallbacks(work.state, work.policy))
    work.stop(owedCallback(work.state, work.policy, callback)!.key, 'cancelled', because);
}

function setRun(work: Work, key: string, run: CallbackRun): void {
  work.put('callbacks', { ...work.state.callbacks, [key]: run });
}
