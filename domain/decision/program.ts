/**
 * A policy's decisions ready to be asked: expressions parsed, figures in milliseconds, texts by clause. Plain JSON,
 * made by `compile.ts` at the edge; `decide.ts` needs nothing else but calendars.
 */
import type { Milestone } from '../policy/rule';
import type { Policy } from '../policy/schema';
import type { Expression } from './expression';
import type { FactKind } from './facts';

/** The nine questions that a policy can be asked. */
export const questions = [
  'entitlement',
  'deadline',
  'fee',
  'approval',
  'routing',
  'escalation',
  'parts',
  'callback',
  'kpi',
] as const;
export type Question = (typeof questions)[number];

export interface Text {
  zh: string;
  en: string;
}

/** A named value: computed when it is first needed, then kept. */
export interface NamedValue {
  is: Expression;
  clauses: readonly string[];
}

export interface Condition {
  if: Expression;
  clauses: readonly string[];
  text?: Text;
  /** Not true: the condition is left out. */
  when?: Expression;
  /** A fact naming a component or product whose clause is reported instead, where it has one. */
  clauseOf?: string;
}

/** What a rule answers with: fields whose expression is unknown are left out. */
export type Answers = Readonly<Record<string, AnswerValue>>;
export type AnswerValue = Expression | { k: 'fields'; fields: Answers } | { k: 'items'; items: readonly AnswerValue[] };

export interface Rule {
  id: string;
  when?: Expression;
  conditions: readonly Condition[];
  answer: Answers;
  /** What is answered while a condition is unknown; without it, `{ decision: 'pending', askFor }`. */
  pending?: Answers;
  /** Values of the group's `startAt` fact that name this rule beside its id. */
  startsFor: readonly string[];
  clauses: readonly string[];
  text?: Text;
}

export interface Group {
  hit: 'first' | 'all';
  when?: Expression;
  startAt?: string;
  reportFailed: boolean;
  /** A fact that may hold a list: the rules are asked for each of its entries, the answers kept under `as`. */
  forEach?: { fact: string; as: string; take?: string };
  rules: readonly Rule[];
}

export interface Kpi {
  id: string;
  is: Expression;
  when?: Expression;
  compare: 'atLeast' | 'atMost' | 'over' | 'under';
  target?: number;
  /** Under which names value, target and passed are answered, where not under their own. */
  as: Readonly<Partial<Record<'value' | 'target' | 'passed', string>>>;
  clauses: readonly string[];
  text: Text;
}

/** Figures of the policy's other sections, to which decisions refer instead of repeating them. */
export interface Figures {
  milestones: Readonly<Record<string, Milestone>>;
  callbacks: Readonly<Record<string, Milestone>>;
  /** First role of the ladder by milestone. */
  ladders: Readonly<Record<string, readonly string[]>>;
  /** Yuan by fee line. */
  prices: Readonly<Record<string, number>>;
  approvals: Readonly<Record<string, readonly string[]>>;
  /** ISO durations by product or component. */
  terms: Readonly<Record<string, { warranty?: string; clauses: readonly string[] }>>;
  /** ISO durations, and the first role of the ladder. */
  parts?: { cap: string; warn?: string; role?: string };
  /** How the ladder of a milestone or callback climbs, level by level. */
  climbs: Readonly<Record<string, readonly { share?: number; atLeastMs: number }[]>>;
  retries: Readonly<Record<string, { every: string; attempts: number }>>;
  reopenWindow?: string;
  callbackRoles: Readonly<Record<string, string>>;
  /** Further figures by their path in the file, for those that the decisions ask for. */
  byPath: Readonly<Record<string, number | string | boolean>>;
}

export interface DecisionProgram {
  policy: { id: string; version: string };
  zone: string;
  calendar: string;
  workingCalendar: string;
  /** Facts that count as absent while they are unknown. */
  assumedNot: readonly string[];
  /** Facts of the policy beside those of the catalogue, and its parameters that a case has to bring. */
  facts: Readonly<Record<string, { kinds: readonly FactKind[]; values: readonly string[] }>>;
  /** Facts of which values that nobody lists are taken as they are. */
  open: readonly string[];
  /** Other names of a fact's values. */
  sameAs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Values that an enumerated fact may have under this policy, beside those of the catalogue. */
  allowed: Readonly<Record<string, readonly string[]>>;
  values: Readonly<Record<string, NamedValue>>;
  decisions: Readonly<
    Partial<Record<Question, { values: Readonly<Record<string, NamedValue>>; groups: readonly Group[] }>>
  >;
  kpis: readonly Kpi[];
  derived: Policy['derived'];
  figures: Figures;
}
