import type { Environment } from './environment';
import type { Reason } from './reason';
import type { Kpi } from './program';

/**
 * Every KPI whose value the facts tell: value, target and whether it was passed. Rates are compared unrounded
 * (R-INCL); without a target a KPI is measured and not judged, `target` and `passed` are null (R-MISSING).
 * The first one that is judged answers as `value` and `target`; `passed` says whether all were that are judged. Several
 * that share these names also stand under `kpis`, each by its id with its own verdict.
 */
export function askKpis(
  kpis: readonly Kpi[],
  env: Environment,
): { answer: Record<string, unknown>; reasons: Reason[] } {
  const told = kpis.flatMap((kpi) => {
    if (kpi.when && env.reckon(kpi.when) !== true) return [];
    const value = env.reckon(kpi.is);
    if (typeof value !== 'number') return [];
    return [{ kpi, measured: { value, target: kpi.target ?? null, passed: passed(kpi, value) } }];
  });
  const reasons = told.map(({ kpi, measured }): Reason => {
    const outcome = measured.passed === null ? 'unknown' : measured.passed ? 'held' : 'failed';
    return { rule: kpi.id, outcome, clauses: kpi.clauses, text: kpi.text };
  });
  const sharing = told.filter(({ kpi }) => kpi.as.value === undefined);
  const each = Object.fromEntries(sharing.map(({ kpi, measured }) => [kpi.id, measured]));
  return { answer: { ...together(told), ...(sharing.length > 1 && { kpis: each }) }, reasons };
}

/** The fields of all, under the names that each has for them. */
function together(told: readonly { kpi: Kpi; measured: Measured }[]): Record<string, unknown> {
  const answer: Record<string, unknown> = {};
  const judgedFirst = told.toSorted((a, b) => Number(a.measured.passed === null) - Number(b.measured.passed === null));
  for (const { kpi, measured } of judgedFirst) {
    const { value = 'value', target = 'target', passed: verdict = 'passed' } = kpi.as;
    if (!Object.hasOwn(answer, value)) answer[value] = measured.value;
    if (!Object.hasOwn(answer, target)) answer[target] = measured.target;
    answer[verdict] = Object.hasOwn(answer, verdict)
      ? both(answer[verdict] as boolean | null, measured.passed)
      : measured.passed;
  }
  return answer;
}

interface Measured {
  value: number;
  target: number | null;
  passed: boolean | null;
}

/** Whether both were passed; what is not judged does not count. */
function both(one: boolean | null, other: boolean | null): boolean | null {
  return one === null || other === null ? (one ?? other) : one && other;
}

/** Whether a rate keeps its target; null where there is none. */
export function passed({ target, compare }: Kpi, value: number): boolean | null {
  if (target === undefined) return null;
  const pass = { atLeast: value >= target, atMost: value <= target, over: value > target, under: value < target };
  return pass[compare];
}
