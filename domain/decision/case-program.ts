/** The decisions that a case asks, and nothing else: what is not needed would stand in every case's history. */
import type { Policy } from '../policy/schema';
import { compileDecisions } from './compile';
import type { DecisionProgram, Question } from './program';

/** The program of a policy for these questions: without KPIs, and without the texts that explain a rule to readers. */
export function caseProgram(policy: Policy, questions: readonly Question[]): DecisionProgram {
  const asked = Object.fromEntries(questions.map((question) => [question, policy.decisions[question]]));
  const decisions = { ...asked, values: policy.decisions.values } as Policy['decisions'];
  return withoutTexts(compileDecisions({ ...policy, decisions, kpis: [] }));
}

/** Texts and what is not set fall away; the rest stays as it is. */
function withoutTexts<T>(value: T): T {
  if (Array.isArray(value)) return value.map((entry: unknown) => withoutTexts(entry)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const isWords = (entry: unknown): boolean => typeof entry === 'object' && entry !== null && 'zh' in entry;
  const kept = Object.entries(value).filter(([, entry]) => entry !== undefined && !isWords(entry));
  return Object.fromEntries(kept.map(([name, entry]) => [name, withoutTexts(entry)])) as T;
}
