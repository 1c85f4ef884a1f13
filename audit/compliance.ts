/**
 * Compliance over many cases: promises counted by period, policy, region, engineer, severity and milestone, with the
 * cases behind each figure. Cases are added one by one, so any number of them fits into memory.
 */
import { localMonth } from './month';
import type { CaseAudit } from './audit-case';
import type { Instant } from '../domain/time/instant';
import type { Verdict } from './verdicts';

/** By what promises can be counted. */
export const dimensions = ['period', 'policy', 'region', 'engineer', 'level', 'milestone'] as const;
export type Dimension = (typeof dimensions)[number];

export interface Tally {
  kept: number;
  late: number;
  broken: number;
  /** Not due yet. */
  open: number;
  /** Of late and broken ones: excused by two people. They count as broken all the same. */
  excused: number;
  extended: number;
  /** Sum of what late and broken ones were over, milliseconds. */
  overMs: number;
}

/** One promise, for drill-down and for other tools. */
export interface PromiseRow {
  caseId: string;
  promise: string;
  outcome: Verdict['outcome'];
  startedAt: Instant;
  dueAt: Instant;
  metAt?: Instant;
  overMs?: number;
  excused: boolean;
  extendedMs: number;
  clauses: readonly string[];
  by: Readonly<Record<Dimension, string>>;
}

/** Kept of all that were due, 0 to 1; undefined where none was. Excused breaches count as broken. */
export function rate({ kept, late, broken }: Tally): number | undefined {
  const due = kept + late + broken;
  return due === 0 ? undefined : kept / due;
}

/** The promises of a case that have a due time; reminders and what ended unjudged are none. */
export function promiseRows(audit: CaseAudit): PromiseRow[] {
  return audit.verdicts
    .filter(
      (v): v is Verdict & { dueAt: Instant } => v.dueAt !== undefined && !['reminder', 'ended'].includes(v.outcome),
    )
    .map(({ key, milestone, outcome, startedAt, dueAt, metAt, overMs, excused, extendedMs, clauses, holder }) => ({
      caseId: audit.caseId,
      promise: key,
      outcome,
      startedAt,
      dueAt,
      metAt,
      overMs,
      excused,
      extendedMs,
      clauses,
      by: {
        period: localMonth(audit.zone, dueAt),
        policy: audit.policy?.id ?? '',
        region: audit.region ?? '',
        engineer: holder?.engineerId ?? audit.engineerId ?? '',
        level: audit.level ?? '',
        milestone,
      },
    }));
}

const nothing = (): Tally => ({ kept: 0, late: 0, broken: 0, open: 0, excused: 0, extended: 0, overMs: 0 });

export class Compliance {
  readonly total = nothing();
  cases = 0;
  /** Cases with an alarm: their figures are not to be trusted. */
  readonly alarmed: string[] = [];
  /** Cases that were read but not judged, for the auditor does not know their kind or their beginning is missing. */
  readonly unjudged: string[] = [];
  /** By dimension, value and month. */
  private readonly tables = new Map<Dimension, Map<string, Map<string, Tally>>>(dimensions.map((d) => [d, new Map()]));

  constructor(
    private readonly from = -Infinity,
    private readonly to = Infinity,
  ) {}

  /** Adds a case; answers its promises of the period. */
  add(audit: CaseAudit): PromiseRow[] {
    const alarmed = audit.findings.some((f) => f.severity === 'alarm');
    return this.addRows(audit.caseId, promiseRows(audit), { alarmed, judged: isJudged(audit) });
  }

  /** Adds the promises of a case that was audited before; answers those of the period. */
  addRows(
    caseId: string,
    all: readonly PromiseRow[],
    { alarmed, judged }: { alarmed: boolean; judged: boolean },
  ): PromiseRow[] {
    const rows = all.filter((row) => row.dueAt >= this.from && row.dueAt < this.to);
    if (alarmed) this.alarmed.push(caseId);
    if (!judged) this.unjudged.push(caseId);
    if (rows.length > 0) this.cases++;
    for (const row of rows) {
      count(this.total, row);
      for (const dimension of dimensions) {
        const table = this.tables.get(dimension)!;
        const value = row.by[dimension];
        if (!table.has(value)) table.set(value, new Map());
        const months = table.get(value)!;
        if (!months.has(row.by.period)) months.set(row.by.period, nothing());
        count(months.get(row.by.period)!, row);
      }
    }
    return rows;
  }

  /** The tallies of a dimension, by value in the order of their names. */
  table(dimension: Dimension): [value: string, tally: Tally][] {
    return this.values(dimension).map(([value, months]) => [value, [...months.values()].reduce(sum, nothing())]);
  }

  /** The months in which promises fell due, oldest first: the columns of every trend. */
  months(): string[] {
    return this.values('period').map(([month]) => month);
  }

  /** How each value of a dimension went month by month; undefined where nothing fell due. */
  trend(dimension: Dimension): [value: string, byMonth: (Tally | undefined)[]][] {
    const months = this.months();
    return this.values(dimension).map(([value, tallies]) => [value, months.map((month) => tallies.get(month))]);
  }

  private values(dimension: Dimension): [string, Map<string, Tally>][] {
    return [...this.tables.get(dimension)!].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** Whether there is a verdict at all: not on a case of a kind that the auditor does not know. */
export function isJudged(audit: CaseAudit): boolean {
  return audit.status !== '';
}

function sum(a: Tally, b: Tally): Tally {
  return {
    kept: a.kept + b.kept,
    late: a.late + b.late,
    broken: a.broken + b.broken,
    open: a.open + b.open,
    excused: a.excused + b.excused,
    extended: a.extended + b.extended,
    overMs: a.overMs + b.overMs,
  };
}

function count(tally: Tally, { outcome, excused, extendedMs, overMs = 0 }: PromiseRow): void {
  if (outcome === 'kept' || outcome === 'late' || outcome === 'broken' || outcome === 'open') tally[outcome]++;
  if (excused) tally.excused++;
  if (extendedMs > 0) tally.extended++;
  tally.overMs += overMs;
}
