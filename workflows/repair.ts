/**
 * A repair as a long-lived workflow. What can be done stands in `domain/cases/repair.ts`; here are its durable waits,
 * each one function: what is waited for, until when, and what happens when nobody came first. Timers only wake: kept or
 * broken is judged from instants.
 */
import { CancellationScope, continueAsNew } from '@temporalio/workflow';
import { repairKind } from '../domain/cases/repair';
import { newRepair, open } from '../domain/cases/repair/intake';
import type { RepairInput } from '../domain/cases/repair/opening';
import { capInstant, capWarning, reachCap, warnOfCap } from '../domain/cases/repair/parts';
import type { RepairState } from '../domain/cases/repair/state';
import type { Work } from '../domain/cases/work';
import type { CasePolicy } from '../domain/policy/case-policy';
import { isOwed, milestoneOf, nextWake, stopClock } from '../domain/sla/clock';
import { ladderOf } from '../domain/sla/escalation';
import { formatInstant, parseInstant } from '../domain/time/instant';
import { CaseRun, type Carried, type Wait } from './case';

export interface RepairResult {
  status: string;
  steps: number;
}

type RepairWait = Wait<RepairState>;

/** Opens the case in its first run, and lives until it is completed or cancelled; never ends Failed. */
export async function repair(input: RepairInput, carried?: Carried<RepairState>): Promise<RepairResult> {
  return CancellationScope.nonCancellable(async () => {
    const start = carried ?? { state: newRepair(input), policy: input.policy, owed: [], answers: [] };
    const run = new CaseRun(repairKind, start, waits);
    if (!carried) {
      const { actor, requestId, receivedAt } = input;
      const cause = { type: 'open' as const, name: 'open', actor, requestId, receivedAt };
      run.open(cause, parseInstant(receivedAt), (work) => open(work, input));
    }
    const outcome = await run.live();
    if ('ended' in outcome) return { status: outcome.ended.status, steps: outcome.ended.seq };
    return continueAsNew<typeof repair>({ ...input, policy: outcome.carried.policy }, outcome.carried);
  });
}

/** Everything that a case waits for in its present state. */
export function waits(state: RepairState, policy: CasePolicy): RepairWait[] {
  return [
    ...milestoneWaits(state, policy),
    ...partsWaits(state, policy),
    ...customerWaits(state),
    ...callbackRetries(state, policy),
    ...closing(state, policy),
  ];
}

/** Response, arrival, repair, callbacks, promised dates: the next instant of each running clock, a warning or its end. */
function milestoneWaits(state: RepairState, policy: CasePolicy): RepairWait[] {
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

function warn(work: Work<RepairState>, key: string): void {
  const clock = work.state.clocks[key]!;
  work.setClock({ ...clock, warnedAt: work.at });
  const dueAt = formatInstant(clock.dueAt!);
  work.mark(`warned.${clock.milestone}`, { dueAt });
  for (const to of toldOf(work, key)) work.notify('milestone_warning', to, { clock: key, dueAt }, clausesOf(work, key));
}

function remind(work: Work<RepairState>, key: string): void {
  for (const to of toldOf(work, key)) work.notify('milestone_reminder', to, { clock: key }, clausesOf(work, key));
  work.setClock(stopClock(work.state.clocks[key]!, 'waived', 'reminded'));
  work.event('reminded', { clock: key });
}

function breach(work: Work<RepairState>, key: string): void {
  const clock = work.state.clocks[key]!;
  if (clock.dueAt !== undefined && clock.breachedAt === undefined && isOwed(clock)) work.breach(key, clock.dueAt);
}

/**
 * Whom a milestone tells: as the policy says, engineer and dispatcher only where the case has one. Where that leaves
 * nobody, the first role of its ladder.
 */
function toldOf(work: Work<RepairState>, key: string): readonly string[] {
  const { tell, ladder } = milestoneOf(work.policy, work.state.clocks[key]!.milestone);
  const { engineerId, dispatcherId } = work.state.parties;
  const missing = [...(engineerId ? [] : ['engineer']), ...(dispatcherId ? [] : ['dispatcher'])];
  const there = (tell.length > 0 ? tell : ['engineer', 'dispatcher']).filter((to) => !missing.includes(to));
  return there.length > 0 || ladder === undefined ? there : [ladderOf(work.policy, ladder)[0]!.role];
}

function clausesOf(work: Work<RepairState>, key: string): readonly string[] {
  const clock = work.state.clocks[key]!;
  return milestoneOf(work.policy, clock.milestone).targets[clock.row]?.clauses ?? [];
}

/** Waiting for parts: a warning, then the cap over all waits together, at which the case leaves the wait by itself. */
function partsWaits(state: RepairState, policy: CasePolicy): RepairWait[] {
  const cap = capInstant(policy, state);
  const warning = capWarning(policy, state);
  return [
    ...(warning === undefined
      ? []
      : [{ key: 'parts:warning', at: warning, summary: 'parts wait close to its cap', wake: warnOfCap }]),
    ...(cap === undefined
      ? []
      : [
          {
            key: 'parts:cap',
            at: cap,
            summary: `parts wait cap ${policy.parts.clauses.join(' ')}`.trim(),
            wake: reachCap,
          },
        ]),
  ];
}

/** Product default: whoever lets us wait is looked at every two days, and after three looks the supervisor decides. */
const lookEveryMs = 48 * 3_600_000;
const looksBeforeLadder = 3;

/** Something waits for the customer (a new time, documents, the answer to a quote): nobody may forget it. */
function customerWaits(state: RepairState): RepairWait[] {
  const { quote, paused } = state;
  const quoteOpen = quote !== undefined && state.status === 'waiting_customer';
  const since: Record<string, number> = {
    ...Object.fromEntries(
      Object.entries(paused)
        .filter(([reason]) => reason !== 'waiting_parts')
        .map(([reason, p]) => [reason, p.since]),
    ),
    ...(quoteOpen ? { quote: quote.sentAt } : {}),
  };
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

function lookAgain(work: Work<RepairState>, what: string, times: number): void {
  work.put('lookAgain', { ...work.state.lookAgain, [what]: { at: work.at + lookEveryMs, times } });
  work.event('customer_wait_looked_at', { what, times });
  work.notify(what === 'quote' ? 'quote_reminder' : 'milestone_reminder', 'dispatcher', { clock: what });
  const [ladder] = Object.keys(work.policy.ladders);
  if (times === looksBeforeLadder && ladder !== undefined)
    work.escalate({ key: `waiting:${what}`, cause: 'wait', subject: what, ladder, clauses: [] });
}

/** Nobody answered the phone: the next attempt. */
function callbackRetries(state: RepairState, policy: CasePolicy): RepairWait[] {
  return Object.entries(state.callbacks).flatMap(([key, run]) => {
    if (run.nextAttemptAt === undefined || !state.clocks[key] || !isOwed(state.clocks[key])) return [];
    const rule = policy.callbacks.find((c) => c.id === run.callback)!;
    const wake = (work: Work<RepairState>): void => {
      work.put('callbacks', { ...work.state.callbacks, [key]: { ...run, nextAttemptAt: undefined } });
      work.notify('callback_due', rule.role, { callback: run.callback, attempts: run.attempts + 1 }, rule.clauses);
    };
    return [
      { key: `callback:${key}`, at: run.nextAttemptAt, summary: `${run.callback} attempt ${run.attempts + 1}`, wake },
    ];
  });
}

/** Closed is a state: the case ends for good when it can no longer be reopened, and nobody's answer is outstanding. */
function closing(state: RepairState, policy: CasePolicy): RepairWait[] {
  const unanswered = Object.values(state.escalations).some((e) => e.status === 'open');
  if (state.status !== 'closed' || state.closedAt === undefined || unanswered) return [];
  const complete = (work: Work<RepairState>): void => {
    work.status('completed');
    work.endAll('case_completed');
  };
  return [
    { key: 'closing', at: state.closedAt + policy.reopenWindowMs, summary: 'reopen window ends', wake: complete },
  ];
}
