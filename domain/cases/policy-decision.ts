/**
 * A question that a case asks its policy, and the answer as the case keeps it: what was decided, by which rule and
 * clauses, from which facts, and which facts would have said more. Codes only: the words for them are in message files.
 */
import { BadGiven, decide, type Decision } from '../decision/decide';
import { withoutRefused } from '../decision/given-problem';
import { programOf } from '../decision/older-program';
import type { Question } from '../decision/program';
import type { CalendarSnapshot } from '../calendar/snapshot';
import type { CasePolicy } from '../policy/case-policy';
import type { Clauses } from '../policy/rule';

/** The questions of a policy that decide something in a case. */
export type CaseQuestion = Extract<Question, 'entitlement' | 'fee' | 'approval' | 'routing'>;

/** A condition that was looked at, or the rule that decided; `outcome` as in `Reason`. */
export interface DecisionReason {
  rule: string;
  outcome: 'decided' | 'held' | 'failed' | 'unknown' | 'pending';
  clauses: Clauses;
}

export interface PolicyDecision {
  question: CaseQuestion;
  /** Field by field as the policy answers: amounts in yuan, instants with offset. */
  answer: Readonly<Record<string, unknown>>;
  /** The rule whose answer was taken first, such as `warranty_repair`; absent where none held. */
  stage?: string;
  /** Clauses of the rules whose answers were taken. */
  clauses: Clauses;
  /** The facts that were used, with what was known of them. */
  given: Readonly<Record<string, unknown>>;
  /** Facts that count as absent because nobody said otherwise. */
  assumed: readonly string[];
  /** Facts that would have said more. */
  missing: readonly string[];
  reasons: readonly DecisionReason[];
}

type Known = Readonly<Record<string, unknown>>;

/**
 * Asks the policy. A fact that its decisions do not take, or that contradicts another, counts as not known: a case
 * never ends on a question.
 */
export function askPolicy(policy: CasePolicy, question: CaseQuestion, known: Known): PolicyDecision {
  const { taken, decision } = ask(policy, question, known);
  const { answer, reasons, used, assumed, missing } = decision;
  const decisive = reasons.filter(({ outcome }) => outcome === 'decided' || outcome === 'pending');
  return {
    question,
    answer,
    ...(decisive[0] && { stage: decisive[0].rule }),
    clauses: [...new Set(decisive.flatMap(({ clauses }) => clauses))],
    given: Object.fromEntries(used.filter((name) => name in taken).map((name) => [name, taken[name]])),
    assumed,
    missing,
    reasons: reasons.map(({ rule, outcome, clauses }) => ({ rule, outcome, clauses })),
  };
}

function ask(policy: CasePolicy, question: CaseQuestion, known: Known): { taken: Known; decision: Decision } {
  const program = programOf(policy)!;
  try {
    return { taken: known, decision: decide(program, question, known, policy.calendars) };
  } catch (error) {
    if (!(error instanceof BadGiven)) throw error;
    const taken = withoutRefused(known, error.problems);
    return { taken, decision: decide(program, question, taken, policy.calendars) };
  }
}

/** A reason by id, under which policy and message files have its words: rule and clauses of what failed (`/`) or decided (`=`). */
export function reasonKey(question: CaseQuestion, { rule, outcome, clauses }: DecisionReason): string {
  const stem = `${question}.${rule.replace(/\[.*\]$/, '')}`;
  return `${stem}${outcome === 'decided' || outcome === 'pending' ? '=' : '/'}${clauses.join(' ')}`;
}

/** A text of an answer. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The texts of an answer, one or several. */
export function textsOf(value: unknown): string[] {
  return [value ?? []].flat().filter((entry): entry is string => typeof entry === 'string');
}

/** The calendar in whose zone a case's decisions read dates. Throws where the case carries none. */
export function decisionCalendar(policy: CasePolicy): CalendarSnapshot {
  const found = policy.calendars[programOf(policy)?.calendar ?? ''];
  if (!found) throw new RangeError('The case carries no calendar');
  return found;
}
