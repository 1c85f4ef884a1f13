/**
 * The durable waits that every kind of case has: promises, the customer who lets us wait, the next attempt of a
 * callback, the end of the reopen window. Timers only wake: kept or broken is judged from instants.
 */
import { moneyOwed } from '../domain/cases/ending';
import type { CaseState } from '../domain/cases/state';
import type { Work } from '../domain/cases/work';
import type { CasePolicy } from '../domain/policy/case-policy';
import { isOwed, milestoneOf, nextWake, stopClock } from '../domain/sla/clock';
import { ladderOf } from '../domain/sla/escalation';
import { formatInstant, type Instant } from '../domain/time/instant';
import type { Wait } from './running';

/** Response, arrival, callbacks, promised dates: the next instant of each running clock, a warning or its end. */
export function milestoneWaits<S extends CaseState>(state: S, policy: CasePolicy): Wait<S>[] {
  return Object.values(state.clocks).flatMap((clock) => {
    const next = nextWake(clock);
    if (!next) return [];
    const milestone = milestoneOf(policy, clock.milestone);
    const clauses = milestone.targets[clock.row]?.clauses.join(' ') ?? '';
    const summary =
      `${clock.key} ${next.what} ${formatInstant(next.at)}${state.facts.level ? ` ${state.facts.level}` : ''} ${clauses}`.trim();
    const wake = { warning: warn, due: milestone.nature === 'reminder' ? remind : breach }[next.what];
    return [{ key: `clock:${clock.key}:${next.what}`, at: next.at, summary, wake: (work) => wake(work, clock.key) }];
  });
}

function warn(work: Work, key: string): void {
  const clock = work.state.clocks[key]!;
  work.setClock({ ...clock, warnedAt: work.at });
  const dueAt = formatInstant(clock.dueAt!);
  work.mark(`warned.${clock.milestone}`, { dueAt });
  for (const to of toldOf(work, key)) work.notify('milestone_warning', to, { clock: key, dueAt }, clausesOf(work, key));
}

function remind(work: Work, key: string): void {
  for (const to of toldOf(work, key)) work.notify('milestone_reminder', to, { clock: key }, clausesOf(work, key));
  work.setClock(stopClock(work.state.clocks[key]!, 'waived', 'reminded'));
  work.event('reminded', { clock: key });
}

function breach(work: Work, key: string): void {
  const clock = work.state.clocks[key]!;
  if (clock.dueAt !== undefined && clock.breachedAt === undefined && isOwed(clock)) work.breach(key, clock.dueAt);
}

/**
 * Whom a milestone tells: as the policy says, engineer and dispatcher only where the case has one. Where that leaves
 * nobody, the first role of its ladder.
 */
function toldOf(work: Work, key: string): readonly string[] {
  const { tell, ladder } = milestoneOf(work.policy, work.state.clocks[key]!.milestone);
  const { engineerId, dispatcherId } = work.state.parties;
  const missing = [...(engineerId ? [] : ['engineer']), ...(dispatcherId ? [] : ['dispatcher'])];
  const there = (tell.length > 0 ? tell : ['engineer', 'dispatcher']).filter((to) => !missing.includes(to));
  return there.length > 0 || ladder === undefined ? there : [ladderOf(work.policy, ladder)[0]!.role];
}

function clausesOf(work: Work, key: string): readonly string[] {
  const clock = work.state.clocks[key]!;
  return milestoneOf(work.policy, clock.milestone).targets[clock.row]?.clauses ?? [];
}

/** Product default: whoever lets us wait is looked at every two days, and after three looks the supervisor decides. */
const lookEveryMs = 48 * 3_600_000;
const looksBeforeLadder = 3;

/**
 * Something waits for the customer (a new time, documents, the answer to a quote): nobody may forget it. `alsoSince` has
 * what a kind waits for without a pause of its clocks, and since when.
 */
export function customerWaits<S extends CaseState>(
  state: S,
  alsoSince: Readonly<Record<string, Instant>> = {},
): Wait<S>[] {
  const paused = Object.entries(state.paused).filter(([reason]) => reason !== 'waiting_parts');
  const since = { ...Object.fromEntries(paused.map(([reason, p]) => [reason, p.since])), ...alsoSince };
  return Object.entries(since).map(([what, from]) => {
    const look = state.lookAgain[what];
    const current = look !== undefined && look.at >= from ? look : { at: from + lookEveryMs, times: 0 };
    return {
      key: `customer:${what}`,
      at: current.at,
      summary: `look again: ${what}`,
      wake: (work) => lookAgain(work, what, current.times + 1),
    };
  });
}

function lookAgain(work: Work, what: string, times: number): void {
  work.put('lookAgain', { ...work.state.lookAgain, [what]: { at: work.at + lookEveryMs, times } });
  work.event('customer_wait_looked_at', { what, times });
  work.notify(what === 'quote' ? 'quote_reminder' : 'milestone_reminder', 'dispatcher', { clock: what });
  const [ladder] = Object.keys(work.policy.ladders);
  if (times === looksBeforeLadder && ladder !== undefined)
    work.escalate({ key: `waiting:${what}`, cause: 'wait', subject: what, ladder, clauses: [] });
}

/** Nobody answered the phone: the next attempt. */
export function callbackRetries<S extends CaseState>(state: S, policy: CasePolicy): Wait<S>[] {
  return Object.entries(state.callbacks).flatMap(([key, run]) => {
    if (run.nextAttemptAt === undefined || !state.clocks[key] || !isOwed(state.clocks[key])) return [];
    const rule = policy.callbacks.find((c) => c.id === run.callback)!;
    const wake = (work: Work): void => {
      work.put('callbacks', { ...work.state.callbacks, [key]: { ...run, nextAttemptAt: undefined } });
      work.notify('callback_due', rule.role, { callback: run.callback, attempts: run.attempts + 1 }, rule.clauses);
    };
    return [
      { key: `callback:${key}`, at: run.nextAttemptAt, summary: `${run.callback} attempt ${run.attempts + 1}`, wake },
    ];
  });
}

/**
 * Closed is a state: the case ends for good when it can no longer be reopened, nobody's answer is outstanding, and no
 * money.
 */
export function closing<S extends CaseState>(state: S, policy: CasePolicy): Wait<S>[] {
  const unanswered = Object.values(state.escalations).some((e) => e.status === 'open');
  if (state.status !== 'closed' || state.closedAt === undefined || unanswered) return [];
  if (moneyOwed(state, policy).length > 0) return [];
  const complete = (work: Work): void => {
    work.status('completed');
    work.endForGood('case_completed');
  };
  return [
    { key: 'closing', at: state.closedAt + policy.reopenWindowMs, summary: 'reopen window ends', wake: complete },
  ];
}
