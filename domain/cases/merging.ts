/**
 * Duplicates (design: breaches stay, clocks pass on). The duplicate ends, keeps what it had broken, and hands its running
 * promises to the case that goes on; that one takes the earlier start. Each names the other. What only the records know
 * (that the other case is there, of the same kind, customer and policy) the API checks.
 */
import type { z } from 'zod';
import type { CasePolicy } from '../policy/case-policy';
import { isOwed, reckon, type Clock } from '../sla/clock';
import { formatInstant, parseInstant, type Instant } from '../time/instant';
import { actionsOf, type ActionDef, type AnyAction } from './kind';
import { insist } from './refuse';
import type { Actor } from './record';
import * as p from './shared-payloads';
import type { CaseState } from './state';
import type { Work } from './work';

type In<T extends z.ZodType> = z.infer<T>;
/** How a kind gives a case up; a duplicate ends in the same way, and is refused for the same reasons. */
type Cancelling<S extends CaseState> = Pick<ActionDef<S, p.Reason>, 'guard' | 'apply'>;

/** The two actions of a kind: `merge` on the duplicate, `absorb` on the case that goes on. */
export function mergeActions<S extends CaseState>(cancel: Cancelling<S>): readonly AnyAction[] {
  const action = actionsOf<S>();
  return [
    action({
      name: 'merge',
      title: { zh: '并入另一案件（重复）', en: 'Merge into another case' },
      from: 'open',
      roles: ['dispatcher', 'supervisor'],
      payload: p.merge,
      guard: (state, actor, { into, reason }, policy, at) => {
        mergeGuard(state, into);
        cancel.guard?.(state, actor, { reason }, policy, at);
      },
      apply: (work, { into, reason }) => {
        handOn(work, into, reason.id);
        cancel.apply(work, { reason });
      },
    }),
    action({
      name: 'absorb',
      title: { zh: '接收重复案件', en: 'Take a duplicate in' },
      from: 'open',
      roles: ['dispatcher', 'supervisor'],
      payload: p.absorb,
      told: true,
      guard: absorbGuard,
      apply: absorb,
    }),
  ];
}

/** The promises that run go to the other case in the step that ends them here; what is broken stays. */
function handOn(work: Work, into: string, reason: string): void {
  const { links, clocks } = work.state;
  const running = Object.values(clocks).filter((clock) => isOwed(clock) && clock.breachedAt === undefined);
  work.put('links', [...links, { caseId: into, relation: 'duplicate', at: work.at }]);
  work.event('merged', { into, reason });
  const begun = running.map(({ milestone, startedAt }) => [`clock.${milestone}`, formatInstant(startedAt)] as const);
  const { id, role } = work.cause.actor!;
  work.notify('absorb', `case:${into}`, { by: id, role, ...Object.fromEntries<string>(begun) });
  for (const { key } of running) work.stop(key, 'cancelled', 'merged');
}

function mergeGuard(state: CaseState, into: string): void {
  insist(into !== state.caseId, 'invalid_request', '不能并入自身', 'A case is not merged into itself', 'into');
}

/** The case that goes on: linked to the duplicate, bound by whichever promise began first. */
function absorb(work: Work, { duplicate, clocks }: In<typeof p.absorb>): void {
  work.put('links', [...work.state.links, { caseId: duplicate, relation: 'absorbed', at: work.at }]);
  work.event('absorbed', { duplicate });
  for (const { milestone, startedAt } of clocks) takeOver(work, milestone, parseInstant(startedAt));
}

/**
 * A promise that runs here too takes the earlier start; one that was kept here since it began there is kept; any other
 * runs here from its start there. One that is broken here stays as it is.
 */
function takeOver(work: Work, milestone: string, from: Instant): void {
  if (!work.policy.milestones.some(({ id }) => id === milestone)) return;
  const rounds = Object.values(work.state.clocks).filter((clock) => clock.milestone === milestone);
  const running = rounds.find(isOwed);
  if (running) return takeEarlier(work, running, from);
  if (rounds.some(({ metAt }) => metAt !== undefined && metAt >= from)) return;
  const key = work.start(milestone, from);
  if (key !== undefined) work.event('clock_passed_on', { clock: key, from: formatInstant(from) });
}

function takeEarlier(work: Work, clock: Clock, from: Instant): void {
  if (clock.breachedAt !== undefined || from >= clock.startedAt) return;
  work.setClock(reckon({ ...clock, startedAt: from }, work.policy, work.state.facts, work.now));
  work.event('clock_passed_on', { clock: clock.key, from: formatInstant(from) });
}

function absorbGuard(
  state: CaseState,
  _actor: Actor,
  { duplicate, clocks }: In<typeof p.absorb>,
  _policy: CasePolicy,
  at: Instant,
): void {
  insist(duplicate !== state.caseId, 'invalid_request', '不能并入自身', 'Not itself', 'duplicate');
  const known = state.links.some(({ caseId, relation }) => caseId === duplicate && relation === 'absorbed');
  insist(!known, 'already_done', '已接收此案件', 'This case was taken in already', 'duplicate');
  insist(
    clocks.every(({ startedAt }) => parseInstant(startedAt) <= at),
    'time_refused',
    '计时起点不能晚于现在',
    'No promise began in the future',
    'clocks',
  );
}
