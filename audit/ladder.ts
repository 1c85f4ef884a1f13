/**
 * The auditor's own account of escalations: who had to be told when, and when the next level had to be. Figures are the
 * policy's; where it has none, half an hour, and at the top doubling intervals up to a day (product defaults).
 */
import type { CasePolicy } from '../domain/policy/case-policy';
import type { Clauses, LadderLevel } from '../domain/policy/rule';
import type { Instant } from '../domain/time/instant';
import type { Happening } from './happening';
import type { EventRef } from './timeline';

export interface Ascent {
  key: string;
  cause: string;
  subject: string;
  round?: string;
  ladder: string;
  targetMs?: number;
  level: number;
  repeats: number;
  status: 'open' | 'acknowledged' | 'resolved' | 'settled';
  raisedAt: Instant;
  raised: EventRef;
  /** Who was told at this level; absent while they are looked up. */
  people?: readonly string[];
  told: readonly string[];
  /** Every level that was told, or found nobody. */
  calls: { level: number; repeats: number; at: Instant; people: readonly string[]; source: EventRef }[];
  acknowledgedBy?: string;
  acknowledgedAt?: Instant;
  acknowledged?: EventRef;
  endedAt?: Instant;
  endedBecause?: string;
  nextAt?: Instant;
  clauses: Clauses;
}

const unansweredMs = 30 * 60_000;
const longestMs = 24 * 3_600_000;

/** The levels of a ladder; none where the policy does not have it. */
export function levelsOf(policy: CasePolicy, ladder: string): readonly LadderLevel[] {
  return policy.ladders[ladder] ?? [];
}

/** The policy role of the present level. */
export function roleOf(policy: CasePolicy, { ladder, level }: Ascent): string | undefined {
  const levels = levelsOf(policy, ladder);
  return (levels[level - 1] ?? levels.at(-1))?.role;
}

export function atTop(policy: CasePolicy, { ladder, level }: Ascent): boolean {
  return level >= levelsOf(policy, ladder).length;
}

/** How long the present level may stay silent. */
function patience(policy: CasePolicy, ascent: Ascent): number {
  const level = levelsOf(policy, ascent.ladder)[ascent.level - 1];
  const share = (level?.climbShare ?? 0) * (ascent.targetMs ?? 0);
  const once = Math.round(Math.max(share, level?.climbAtLeastMs ?? unansweredMs));
  return Math.min(once * 2 ** ascent.repeats, Math.max(once, longestMs));
}

/** People were called at `at`: the next level is due when they stay silent. */
export function called(
  policy: CasePolicy,
  ascent: Ascent,
  people: readonly string[],
  at: Instant,
  source: EventRef,
): void {
  const { level, repeats } = ascent;
  ascent.calls.push({ level, repeats, at, people, source });
  ascent.people = people;
  ascent.told = [...new Set([...ascent.told, ...people])];
  ascent.nextAt = ascent.status === 'open' ? at + patience(policy, ascent) : undefined;
}

/** Nobody answered or nobody is there: one level up, or the top once more. Answers what happened. */
export function up(policy: CasePolicy, ascent: Ascent): Happening {
  const top = atTop(policy, ascent);
  if (top) ascent.repeats++;
  else {
    ascent.level++;
    ascent.repeats = 0;
  }
  ascent.people = ascent.nextAt = undefined;
  return `${top ? 'escalation_repeated' : 'escalation_climbed'} ${ascent.key} ${ascent.level}`;
}

/** Somebody has to be called: nobody of this level was yet. One that was settled by a late completion is told too. */
export function uncalled(ascent: Ascent): boolean {
  return (ascent.status === 'open' || ascent.endedBecause === 'done') && ascent.people === undefined;
}
