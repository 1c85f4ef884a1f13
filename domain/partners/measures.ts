/** What a partner's monthly report measures: its figures by the agreement's KPIs, judged only where those have a target. */
import type { Agreement } from './agreement';

/** Figures of a monthly report that are understood; others are kept as they came. */
export type MonthFigures = Readonly<Partial<Record<string, number>>>;

/** A measure; `target` and `passed` are null where the agreement names no target (R-MISSING). */
export interface Measure {
  id: 'callbacks' | 'satisfaction';
  value: number;
  target: number | null;
  passed: boolean | null;
  clauses: readonly string[];
}

/** The facts that each measure gives to the agreement; none where the month has nothing to share. */
const facts: Readonly<Record<Measure['id'], (month: MonthFigures) => Record<string, number> | undefined>> = {
  callbacks: ({ callbacks, repairs }) => part('calledBack', callbacks, 'total', repairs),
  satisfaction: ({ satisfied, answered }) => part('satisfied', satisfied, 'answered', answered),
};

/** The measures of a month: callbacks as a share of its repairs (C-AG-2.7), satisfied of those who answered (C-AG-7.2). */
export function measuresOf(agreement: Agreement, month: MonthFigures): Measure[] {
  return (Object.keys(facts) as Measure['id'][]).flatMap((id) => {
    const given = facts[id](month);
    if (!given) return [];
    const { answer, reasons } = agreement.ask('kpi', given);
    // The reason of one without a target is not decided, and names its clause all the same.
    const clauses = [...new Set(reasons.flatMap((reason) => reason.clauses))];
    if (typeof answer.value !== 'number') return [];
    const target = typeof answer.target === 'number' ? answer.target : null;
    const passed = typeof answer.passed === 'boolean' ? answer.passed : null;
    return [{ id, value: answer.value, target, passed, clauses }];
  });
}

function part(
  some: string,
  n: number | undefined,
  all: string,
  of: number | undefined,
): Record<string, number> | undefined {
  return n === undefined || of === undefined || of <= 0 ? undefined : { [some]: n, [all]: of };
}
