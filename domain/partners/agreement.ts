/**
 * What a supplier agreement says: it is asked, never interpreted here. Months, due dates, shares and limits come from its
 * decisions, so that an agent's and a dealer's agreement are served by the same code.
 */
import type { Decision } from '../decision/decide';
import type { Question } from '../decision/program';

/** A supplier policy that can be asked. */
export interface Agreement {
  ask(question: Question, given: Readonly<Record<string, unknown>>): Decision;
}

/** What became of a question: the fields of the answer, and the clauses of the rules that gave them. */
export interface Answered {
  answer: Readonly<Record<string, unknown>>;
  clauses: readonly string[];
  /** Facts that would have said more. */
  missing: readonly string[];
}

/** Asks, and keeps of the reasons the clauses of what was decided. */
export function ask(agreement: Agreement, question: Question, given: Readonly<Record<string, unknown>>): Answered {
  const { answer, reasons, missing } = agreement.ask(question, given);
  const decided = reasons.filter(({ outcome }) => outcome === 'decided').flatMap(({ clauses }) => clauses);
  return { answer, clauses: [...new Set(decided)], missing };
}

/** Whole fen as the yuan of questions. */
export function yuan(fen: number): number {
  return fen / 100;
}

/** An amount of an answer in whole fen; undefined where the answer does not name it. */
export function fenOf(answer: Readonly<Record<string, unknown>>, field: string): number | undefined {
  const value = answer[field];
  return typeof value === 'number' ? Math.round(value * 100) : undefined;
}

/** A text of an answer; undefined where the answer does not name it. */
export function textOf(answer: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const value = answer[field];
  return typeof value === 'string' ? value : undefined;
}
