/**
 * What the rules of a compiled policy are made of: the condition under which one holds, the window that it gives, the
 * ladder that it climbs, the clauses that it comes from. Plain JSON; spans are milliseconds.
 */
import type { TargetRule } from '../calendar/target';

export type CaseKind = 'repair' | 'return' | 'complaint' | 'job';
export type FactValue = string | number | boolean;
export type Facts = Readonly<Record<string, FactValue>>;
/** What a fact holds; lists name the values that a condition may ask for. */
export type FactType = 'boolean' | 'number' | 'duration' | 'instant' | 'date' | 'policy' | readonly string[];

/** Every named fact equals the value, or one of the values. */
export type When = Readonly<Record<string, FactValue | FactValue[]>>;

/** Clause ids of the source; empty for a product default. */
export type Clauses = readonly string[];

/** How long a milestone may take; `at` refers to a fact that holds an instant. */
export type Target = Exclude<TargetRule, { kind: 'at' }> | { kind: 'at'; fact: string; offsetMs: number };

export type Warning = { kind: 'share'; share: number } | { kind: 'target'; target: Target };

export interface TargetRow {
  when?: When;
  target: Target;
  /** A fact holding a duration (ISO 8601) that is added. */
  plus?: string;
  capMs?: number;
  warn?: Warning;
  clauses: Clauses;
}

export interface Milestone {
  id: string;
  from: readonly string[];
  to: readonly string[];
  onlyWhen?: When;
  cancelledBy?: readonly string[];
  nature: 'deadline' | 'reminder';
  /** Who is told by a reminder or a warning: `engineer`, `dispatcher` or policy roles. */
  tell: readonly string[];
  targets: readonly TargetRow[];
  warn?: Warning;
  pausedBy: readonly string[];
  ladder?: string;
  /** Key of `calendars`. */
  calendar: string;
  extensions: number;
  /** Set where the milestone is a callback: which. */
  callback?: string;
}

export interface LadderLevel {
  role: string;
  climbShare?: number;
  climbAtLeastMs?: number;
  clauses: Clauses;
}

/** Whether every fact that the condition names holds. An absent condition always holds; an unknown fact never does. */
export function holds(when: When | undefined, facts: Facts): boolean {
  if (!when) return true;
  // Every action asks this of every rule: a list of the entries each time would cost more than the comparison.
  for (const fact in when) {
    const wanted = when[fact]!;
    const known = facts[fact];
    if (known === undefined || !(Array.isArray(wanted) ? wanted.includes(known) : wanted === known)) return false;
  }
  return true;
}
