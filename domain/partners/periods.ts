/**
 * In which settlement a cost or payment stands. It belongs to the period of its date; what was entered after that period's
 * statement had been made stands in the next statement, and so does a line that was left open there and completed since.
 * A statement that was made never changes: made again as of its own instant it says the same.
 */
import { formatDate, parseDate } from '../time/date';
import type { Instant } from '../time/instant';
import type { Cost } from './costs';

/** What a cost lacked and was brought later. */
export interface Completion {
  facts: Readonly<Record<string, unknown>>;
  cardNo?: string;
  at: Instant;
}

/** A cost with when it became known, and what came later, in the order of time. */
export interface EnteredCost extends Cost {
  enteredAt: Instant;
  completions: readonly Completion[];
}

/** A statement that was made: its period, when, and the ids of the lines that it left open. */
export interface MadeStatement {
  settleBy: string;
  madeAt: Instant;
  open: ReadonlySet<string>;
}

export interface Periods {
  /** The date of settlement, YYYY-MM-DD, which names the period of a date. */
  periodOf: (date: string) => string;
  /** Statements that were made, in any order. */
  made: readonly MadeStatement[];
  /** Whether a cost can be settled as it stands. */
  settles: (cost: Cost) => boolean;
}

/** A cost as a statement shows it; `earlier` names the period of its date where that is another one. */
export type PeriodCost = Cost & { earlier?: string };

/** The costs of a period's statement as they were known at an instant. */
export function costsOf(periods: Periods, by: string, costs: readonly EnteredCost[], asOf: Instant): PeriodCost[] {
  const known = knownAt(periods, asOf);
  return costs.flatMap((cost): PeriodCost[] => {
    if (cost.enteredAt > asOf) return [];
    const own = known.periodOf(cost.on);
    const soFar = { ...cost, completions: cost.completions.filter(({ at }) => at <= asOf) };
    if (!standsIn(known, soFar).includes(by)) return [];
    return [{ ...completed(cost, asOf), ...(own !== by && { earlier: own }) }];
  });
}

/** Payments, or anything else that has nothing to complete, that stand in a period's statement. */
export function entriesOf<T extends { on: string; enteredAt: Instant }>(
  periods: Periods,
  by: string,
  entries: readonly T[],
  asOf: Instant,
): T[] {
  const known = knownAt(periods, asOf);
  return entries.filter(
    ({ on, enteredAt }) => enteredAt <= asOf && firstOpen(known, known.periodOf(on), enteredAt) === by,
  );
}

/** A cost with everything that had been brought by an instant. */
export function completed({ completions, enteredAt: _, ...cost }: EnteredCost, at: Instant): Cost {
  return completions
    .filter((later) => later.at <= at)
    .reduce<Cost>(
      (now, { facts, cardNo }) => ({
        ...now,
        facts: { ...now.facts, ...facts },
        ...(cardNo !== undefined && { cardNo }),
      }),
      cost,
    );
}

/** The periods whose statements show a cost: one where it is settled there, more where it was left open. */
export function standsIn(periods: Periods, cost: EnteredCost): string[] {
  const shown = [firstOpen(periods, periods.periodOf(cost.on), cost.enteredAt)];
  for (;;) {
    const last = shown.at(-1)!;
    const statement = periods.made.find(({ settleBy }) => settleBy === last);
    if (!statement?.open.has(cost.id)) return shown;
    const later = cost.completions.find(({ at }) => at > statement.madeAt && periods.settles(completed(cost, at)));
    if (!later) return shown;
    shown.push(firstOpen(periods, after(periods, last), later.at));
  }
}

/** The first period from one on whose statement had not been made at an instant. */
function firstOpen(periods: Periods, from: string, at: Instant): string {
  const isMade = periods.made.some(({ settleBy, madeAt }) => settleBy === from && madeAt < at);
  return isMade ? firstOpen(periods, after(periods, from), at) : from;
}

/** The day after a period's settlement lies in the next one. */
function after({ periodOf }: Periods, period: string): string {
  return periodOf(formatDate(parseDate(period) + 1));
}

function knownAt(periods: Periods, asOf: Instant): Periods {
  return { ...periods, made: periods.made.filter(({ madeAt }) => madeAt < asOf) };
}
