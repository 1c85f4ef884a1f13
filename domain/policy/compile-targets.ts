/** Targets, warnings and origins of a policy file as a case carries them: durations become milliseconds and dates. */
import { durationMs, parseDuration } from '../time/duration';
import type { Clauses, Target, TargetRow, Warning } from './rule';
import type { PolicyOrigin, PolicyTarget, PolicyWarn } from './schema';

/** The part of a target row, or of a warning, that says how long. */
export type HowLong = Pick<
  PolicyTarget,
  'elapsed' | 'working' | 'workingDays' | 'dates' | 'monthEnd' | 'dayEnd' | 'at' | 'offset'
>;

/** The kinds of target; a row has exactly one of them. */
export const targetKinds = ['elapsed', 'working', 'workingDays', 'dates', 'monthEnd', 'dayEnd', 'at'] as const;

/** The clause ids of a rule; empty for a product default. */
export function clausesOf(rule: PolicyOrigin): Clauses {
  if (rule.clause === undefined) return [];
  return typeof rule.clause === 'string' ? [rule.clause] : rule.clause;
}

/** The origin of a rule inside another one: its own where it has one, else that of the rule around it. */
export function ownOrInherited(own: PolicyOrigin, around: PolicyOrigin): Clauses {
  return own.clause !== undefined || own.default ? clausesOf(own) : clausesOf(around);
}

/** How long, in the terms of the clocks. Throws a RangeError where the row has no figure (R-MISSING). */
export function compileTarget(row: HowLong): Target {
  if (row.elapsed !== undefined) return { kind: 'elapsed', ms: durationMs(row.elapsed) };
  if (row.working !== undefined) return { kind: 'workingTime', ms: durationMs(row.working) };
  if (row.workingDays !== undefined) return { kind: 'workingDays', days: row.workingDays };
  if (row.dates !== undefined) {
    const { months, days } = parseDuration(row.dates);
    return { kind: 'dates', months, days };
  }
  if (row.monthEnd !== undefined) return { kind: 'monthEnd', months: parseDuration(row.monthEnd).months };
  if (row.dayEnd !== undefined) return { kind: 'dayEnd', which: row.dayEnd };
  if (row.at !== undefined) return { kind: 'at', fact: row.at, offsetMs: durationMs(row.offset ?? 'PT0S') };
  throw new RangeError('A target needs a figure');
}

/** A warning, or nothing where the policy wants none. */
export function compileWarning(warn: PolicyWarn | PolicyTarget['warn']): Warning | undefined {
  if (warn === undefined || warn === 'none') return undefined;
  if (warn.share !== undefined) return { kind: 'share', share: warn.share };
  return { kind: 'target', target: compileTarget(warn) };
}

/** One row of a milestone or callback; a row without an origin of its own has that of its milestone. */
export function compileRow(row: PolicyTarget, around: PolicyOrigin): TargetRow {
  const warn = compileWarning(row.warn);
  return {
    ...(row.when && { when: row.when }),
    target: compileTarget(row),
    ...(row.plus !== undefined && { plus: row.plus }),
    ...(row.cap !== undefined && { capMs: durationMs(row.cap) }),
    ...(warn && { warn }),
    clauses: ownOrInherited(row, around),
  };
}

/** Whether a target is counted in working time, and so needs the working calendar. */
export function inWorkingTime(row: HowLong): boolean {
  return row.working !== undefined || row.workingDays !== undefined || row.dayEnd === 'nextWorking';
}
