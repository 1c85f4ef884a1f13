import type { Environment } from './environment';
import type { Reason } from './reason';
import type { Kpi } from './program';

/**
 * Every KPI whose value the facts tell: value, target and whether it was passed. Rates are compared unrounded
 * (R-INCL); without a target a KPI is measured and not judged, `target` and `passed` are null (R-MISSING).
 * The first one answers as `value`, `target`, `passed`; further ones only under names of their own.
 */
export function askKpis(
  kpis: readonly Kpi[],
  env: Environment,
): { answer: Record<string, unknown>; reasons: Reason[] } {
  const answer: Record<string, unknown> = {};
  const reasons: Reason[] = [];
  for (const kpi of kpis) {
    if (kpi.when && env.reckon(kpi.when) !== true) continue;
    const value = env.reckon(kpi.is);
    if (typeof value !== 'number') continue;
    const kept = passed(kpi, value);
    const fields = { value, target: kpi.target ?? null, passed: kept };
    for (const [name, field] of Object.entries(fields)) {
      const as = kpi.as[name as keyof typeof fields] ?? name;
      if (!Object.hasOwn(answer, as)) answer[as] = field;
    }
    const outcome = kept === null ? 'unknown' : kept ? 'held' : 'failed';
    reasons.push({ rule: kpi.id, outcome, clauses: kpi.clauses, text: kpi.text });
  }
  return { answer, reasons };
}

/** Whether a rate keeps its target; null where there is none. */
export function passed({ target, compare }: Kpi, value: number): boolean | null {
  if (target === undefined) return null;
  const pass = { atLeast: value >= target, atMost: value <= target, over: value > target, under: value < target };
  return pass[compare];
}
