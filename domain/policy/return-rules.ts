/** The section `returns:` of a policy as a return case carries it: figures and clause ids. */
import { durationMs } from '../time/duration';
import type { Clauses, When } from './rule';
import { clausesOf } from './compile-targets';
import type { Policy } from './schema';

export interface ReturnRules {
  onSite?: { role: string; clauses: Clauses };
  plan?: { before: 'order' | 'closing'; clauses: Clauses };
  refusals: readonly { reason: string; clauses: Clauses }[];
  /** `mostShare` of the price of what was accepted. */
  deductions: readonly { id: string; when?: When; mostShare: number; clauses: Clauses }[];
  refund?: { clauses: Clauses };
  substitute?: { clauses: Clauses };
  warrantyRestart?: { clauses: Clauses };
  supplier?: { clauses: Clauses };
  lapse: { remindMs: number; afterMs: number; clauses: Clauses };
}

/** The rules of a policy that serves returns. */
export function compileReturns(section: NonNullable<Policy['returns']>): ReturnRules {
  const { onSite, plan, lapse } = section;
  const cited = <N extends 'refund' | 'substitute' | 'warrantyRestart' | 'supplier'>(
    name: N,
  ): Partial<Record<N, { clauses: Clauses }>> => {
    const rule = section[name];
    return rule ? ({ [name]: { clauses: clausesOf(rule) } } as Record<N, { clauses: Clauses }>) : {};
  };
  return {
    ...(onSite && { onSite: { role: onSite.role, clauses: clausesOf(onSite) } }),
    ...(plan && { plan: { before: plan.before, clauses: clausesOf(plan) } }),
    refusals: section.refusals.map((rule) => ({ reason: rule.reason, clauses: clausesOf(rule) })),
    deductions: section.deductions.map((rule) => ({
      id: rule.id,
      ...(rule.when && { when: rule.when }),
      mostShare: rule.mostShare,
      clauses: clausesOf(rule),
    })),
    ...cited('refund'),
    ...cited('substitute'),
    ...cited('warrantyRestart'),
    ...cited('supplier'),
    lapse: { remindMs: durationMs(lapse.remind), afterMs: durationMs(lapse.after), clauses: clausesOf(lapse) },
  };
}
