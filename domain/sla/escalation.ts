/**
 * Escalations: something went wrong, or must be known above, and climbs the policy's ladder until a person answers.
 * Keyed by what they are about, never by a date. Pure; instants are epoch milliseconds.
 */
import type { CasePolicy } from '../policy/case-policy';
import type { Clauses, LadderLevel } from '../policy/rule';
import type { Instant } from '../time/instant';

export interface Escalation {
  /** `breach:response`, `alert:severe_loss`, `parts_cap`, `person:1` …; unique within the case. */
  key: string;
  cause: 'breach' | 'alert' | 'partsCap' | 'person' | 'mail' | 'callback' | 'wait';
  /** Milestone, mark or template that it is about. */
  subject: string;
  clock?: string;
  ladder: string;
  /** 1 is the first step of the ladder. */
  level: number;
  /** The target of the milestone in milliseconds, of which climbing takes a share. */
  targetMs?: number;
  status: 'open' | 'acknowledged' | 'resolved' | 'settled';
  raisedAt: Instant;
  /** When the present level was told. */
  levelAt: Instant;
  /** Who was told at the present level; absent while they are being looked up. */
  people?: readonly string[];
  /** Everyone who was told on any level, whose desks must be cleared. */
  told: readonly string[];
  acknowledgedBy?: string;
  acknowledgedAt?: Instant;
  endedAt?: Instant;
  endedBecause?: string;
  /** How often the top level was told again. */
  repeats: number;
  /** When it climbs or repeats next. */
  nextAt?: Instant;
  clauses: Clauses;
}

/** Without a figure in the policy an unanswered level waits this long. Product default. */
const defaultWaitMs = 30 * 60_000;
/** The top of the ladder is told again at doubling intervals, at the latest after a day (design §4). */
const longestSilenceMs = 24 * 3_600_000;

/** The steps of a ladder. Throws where the policy has no such ladder: the policy check refuses such files. */
export function ladderOf(policy: CasePolicy, ladder: string): readonly LadderLevel[] {
  const levels = policy.ladders[ladder];
  if (!levels?.length) throw new RangeError(`the policy has no ladder ${ladder}`);
  return levels;
}

/** The role that an escalation's present level tells. */
export function roleOf(policy: CasePolicy, escalation: Escalation): string {
  const levels = ladderOf(policy, escalation.ladder);
  return (levels[escalation.level - 1] ?? levels[levels.length - 1]!).role;
}

/** How long the present level may stay silent before the next is told, or, at the top, it is told again. */
export function silence(policy: CasePolicy, escalation: Escalation): number {
  const step = ladderOf(policy, escalation.ladder)[escalation.level - 1];
  const share = (step?.climbShare ?? 0) * (escalation.targetMs ?? 0);
  const base = Math.round(Math.max(share, step?.climbAtLeastMs ?? defaultWaitMs));
  return Math.min(base * 2 ** escalation.repeats, Math.max(base, longestSilenceMs));
}

/** Told at `at`: arms the next climb or repeat. */
export function told(policy: CasePolicy, escalation: Escalation, people: readonly string[], at: Instant): Escalation {
  const all = [...new Set([...escalation.told, ...people])];
  return { ...escalation, people, told: all, levelAt: at, nextAt: at + silence(policy, escalation) };
}

/** Nobody answered, or nobody holds the role: one level up, or, at the top, once more. */
export function climb(policy: CasePolicy, escalation: Escalation, at: Instant): Escalation {
  const top = ladderOf(policy, escalation.ladder).length;
  const up = escalation.level < top;
  return {
    ...escalation,
    level: up ? escalation.level + 1 : escalation.level,
    repeats: up ? 0 : escalation.repeats + 1,
    people: undefined,
    levelAt: at,
    nextAt: undefined,
  };
}
