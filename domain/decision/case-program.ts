/** The decisions that a case asks, and nothing else: what is not needed would stand in every case's history. */
import type { Policy } from '../policy/schema';
import { compileDecisions } from './compile';
import type { DecisionProgram, Figures, Question } from './program';
import { specialise } from './specialise';

/**
 * The program of a policy for these questions, asked by cases of which these facts never change: without KPIs, without
 * the texts that explain a rule to readers, without rules that never speak then, and without figures that none names.
 */
export function caseProgram(
  policy: Policy,
  questions: readonly Question[],
  fixed: Readonly<Record<string, string>> = {},
): DecisionProgram {
  const asked = Object.fromEntries(questions.map((question) => [question, policy.decisions[question]]));
  const decisions = { ...asked, values: policy.decisions.values } as Policy['decisions'];
  const program = specialise(withoutTexts(compileDecisions({ ...policy, decisions, kpis: [] })), fixed);
  const named = literals([program.decisions, program.values]);
  const { allowed, sameAs, facts, figures } = program;
  return {
    ...program,
    allowed: only(allowed, named),
    sameAs: only(sameAs, named),
    facts: only(facts, named),
    figures: figuresOf(figures, named),
  };
}

function only<V>(table: Readonly<Record<string, V>>, named: ReadonlySet<string>): Record<string, V> {
  return Object.fromEntries(Object.entries(table).filter(([id]) => named.has(id)));
}

/** Figures are referred to by id, as in `due('refund', …)`: those that no rule names are not needed. */
function figuresOf(figures: Figures, named: ReadonlySet<string>): Figures {
  const { milestones, callbacks, ladders, prices, approvals, climbs, retries, callbackRoles } = figures;
  return {
    ...figures,
    milestones: only(milestones, named),
    callbacks: only(callbacks, named),
    ladders: only(ladders, named),
    prices: only(prices, named),
    approvals: only(approvals, named),
    climbs: only(climbs, named),
    retries: only(retries, named),
    callbackRoles: only(callbackRoles, named),
  };
}

/** Every text anywhere in a compiled structure. */
function literals(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') found.add(value);
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) literals(inner, found);
  return found;
}

/** Texts and what is not set fall away; the rest stays as it is. */
function withoutTexts<T>(value: T): T {
  if (Array.isArray(value)) return value.map((entry: unknown) => withoutTexts(entry)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const isWords = (entry: unknown): boolean => typeof entry === 'object' && entry !== null && 'zh' in entry;
  const kept = Object.entries(value).filter(([, entry]) => entry !== undefined && !isWords(entry));
  return Object.fromEntries(kept.map(([name, entry]) => [name, withoutTexts(entry)])) as T;
}
