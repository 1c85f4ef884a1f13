/**
 * What a supervisor may not do to promises and escalations, however well-formed the request: give more time than the policy
 * allows or once the time is over, excuse what is not broken, correct a promise to its advantage, answer what others were
 * called for. Written from the policies' words; the product refuses all of it.
 */
import type { Actor } from '../domain/cases/record';
import { durationMs } from '../domain/time/duration';
import { parseInstant, type Instant } from '../domain/time/instant';
import { heldDuty } from './duties';
import { levelsOf } from './ladder';
import type { Ledger } from './ledger';
import { owed, standing, type Round } from './milestones';

/** The fields of these actions that say what they are about. */
interface About {
  clock?: string;
  by?: string;
  metAt?: string;
  escalation?: string;
}

/** Why the action could not be taken in the state before it; undefined where it could. `at`: its receipt. */
export function beyondLimits(
  action: string,
  about: unknown,
  ledger: Ledger,
  actor: Actor,
  at: Instant,
): string | undefined {
  const limit = limits[action];
  return limit?.(ledger, about as About, actor, at);
}

type Limit = (ledger: Ledger, about: About, actor: Actor, at: Instant) => string | undefined;

const limits: Readonly<Record<string, Limit>> = {
  extend: (ledger, { clock = '', by = '' }, _actor, at) => {
    const round = ledger.rounds.get(clock);
    if (!round || !owed(round)) return 'no_such_promise';
    if (isBroken(round, at)) return 'broken_already';
    if (round.extensions.length >= round.milestone.extensions) return 'extended_too_often';
    const { capMs } = round.milestone.targets[round.row] ?? {};
    const latest = capMs === undefined ? Infinity : round.startedAt + capMs;
    return durationMs(by) > 0 && (round.dueAt ?? 0) + durationMs(by) <= latest ? undefined : 'extended_too_far';
  },
  excuse: (ledger, { clock = '' }, _actor, at) => {
    const round = ledger.rounds.get(clock);
    if (!round) return 'no_such_promise';
    if (!isBroken(round, at)) return 'not_broken';
    return round.excuse ? 'excused_already' : undefined;
  },
  approveExcuse: (ledger, { clock = '' }) => {
    const excuse = ledger.rounds.get(clock)?.excuse;
    if (!excuse) return 'nothing_asked';
    return excuse.approvedBy === undefined ? undefined : 'excused_already';
  },
  correct: (ledger, { clock = '', metAt = '' }) => {
    const { metAt: before, startedAt = 0 } = ledger.rounds.get(clock) ?? {};
    if (before === undefined) return 'not_kept_yet';
    const to = parseInstant(metAt);
    return to >= startedAt && to <= before ? undefined : 'corrected_too_far';
  },
  acknowledge: (ledger, { escalation = '' }, actor) =>
    ledger.ascents.get(escalation)?.status === 'open' ? notCalled(ledger, escalation, actor) : 'no_such_escalation',
  resolveEscalation: (ledger, { escalation = '' }, actor) => notCalled(ledger, escalation, actor),
};

/** Its time has passed, though no step has said so yet. */
function isBroken(round: Round, at: Instant): boolean {
  const { brokenAt, dueAt, milestone } = round;
  if (brokenAt !== undefined) return true;
  return milestone.nature === 'deadline' && standing(round) === 'running' && dueAt !== undefined && dueAt < at;
}

/** Who was called, or has a role of the ladder here, answers; where nobody could be called, any supervisor. */
function notCalled(ledger: Ledger, escalation: string, actor: Actor): string | undefined {
  const ascent = ledger.ascents.get(escalation);
  if (!ascent || ascent.endedAt !== undefined) return 'no_such_escalation';
  if (ascent.told.includes(actor.id) || (ascent.told.length === 0 && actor.role === 'supervisor')) return undefined;
  const held = levelsOf(ledger.policy, ascent.ladder).some(({ role }) => heldDuty(actor, role, ledger));
  return held ? undefined : 'not_called';
}
