/**
 * Tomorrow's plan: agreed visits keep their time, jobs left over from the day before come next, then what is due first.
 * Whoever has a job keeps it; what speaks against that is shown as a conflict, not silently changed.
 */
import type { LocalDate } from '../time/date';
import type { Instant } from '../time/instant';
import { free, overlaps, refusals, suggest } from './suggest';
import type { ConflictCode, Engineer, PlanJob, Reason, Span } from './types';

/** One visit of a plan. */
export interface PlanLine {
  caseId: string;
  /** Absent: nobody can go. */
  engineerId?: string;
  from?: Instant;
  until?: Instant;
  /** The time was agreed with the customer. */
  fixed: boolean;
  leftOver: boolean;
  /** Why this engineer; where there is nobody, what forbids the best of them. */
  reasons: readonly Reason[];
  conflicts: readonly ConflictCode[];
}

/**
 * Plans a date. Lines come in the order of the work: left over first, then by time; jobs that nobody can do stand last.
 * The same jobs and engineers always give the same plan.
 * @param elsewhere what engineers do on that date under other policies
 */
export function planDay(
  jobs: readonly PlanJob[],
  engineers: readonly Engineer[],
  date: LocalDate,
  elsewhere: ReadonlyMap<string, readonly Span[]> = new Map(),
): PlanLine[] {
  const booked = new Map<string, Span[]>(engineers.map(({ id }) => [id, [...(elsewhere.get(id) ?? [])]]));
  const placed: PlanLine[] = [];
  for (const job of [...jobs].sort(inOrder)) {
    const line = place(job, engineers, booked, date);
    if (line.engineerId !== undefined && line.from !== undefined && line.until !== undefined)
      booked.get(line.engineerId)?.push({ from: line.from, until: line.until });
    placed.push(line);
  }
  const known = new Map(jobs.map((job) => [job.caseId, job]));
  return withConflicts(placed, known, engineers, date, elsewhere).sort(
    (a, b) =>
      Number(a.engineerId === undefined) - Number(b.engineerId === undefined) ||
      Number(b.leftOver) - Number(a.leftOver) ||
      (a.from ?? Infinity) - (b.from ?? Infinity) ||
      (a.caseId < b.caseId ? -1 : 1),
  );
}

/** Agreed times first, for they cannot move; then what was left over, what is due, key accounts, who came first. */
function inOrder(a: PlanJob, b: PlanJob): number {
  return (
    Number(b.appointment !== undefined) - Number(a.appointment !== undefined) ||
    (a.appointment ?? 0) - (b.appointment ?? 0) ||
    Number(b.leftOver) - Number(a.leftOver) ||
    (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity) ||
    Number(b.key) - Number(a.key) ||
    a.openedAt - b.openedAt ||
    (a.caseId < b.caseId ? -1 : 1)
  );
}

function place(
  job: PlanJob,
  engineers: readonly Engineer[],
  booked: ReadonlyMap<string, readonly Span[]>,
  date: LocalDate,
): PlanLine {
  const { caseId, leftOver, appointment } = job;
  const base = { caseId, leftOver, fixed: appointment !== undefined, conflicts: [] };
  const choices = suggest(job, engineers, booked, date);
  const own = choices.find(({ engineerId }) => engineerId === job.engineerId);
  // Who has an agreed visit makes it, or somebody decides otherwise.
  const ranked = own && (own.fit || appointment !== undefined) ? [own] : choices.filter(({ fit }) => fit);
  for (const choice of ranked) {
    const engineer = engineers.find(({ id }) => id === choice.engineerId)!;
    const slot =
      appointment === undefined
        ? firstSlot(job, engineer, booked.get(engineer.id) ?? [])
        : { from: appointment, until: appointment + job.takesMs };
    if (slot) return { ...base, engineerId: engineer.id, ...slot, reasons: choice.reasons };
  }
  return {
    ...base,
    ...(appointment === undefined ? {} : { from: appointment, until: appointment + job.takesMs }),
    // Somebody may go, but has no time: that is why nobody does.
    reasons: [...(ranked.length > 0 ? [{ code: 'no_time', points: 0 } as const] : []), ...(choices[0]?.reasons ?? [])],
  };
}

/** The first stretch of working time that has the way and the work; after a morning's gap nobody travels anew. */
function firstSlot(job: PlanJob, engineer: Engineer, booked: readonly Span[]): Span | undefined {
  for (const { from, until } of free(engineer, booked)) {
    const start = from + job.travelMs;
    if (start + job.takesMs <= until) return { from: start, until: start + job.takesMs };
  }
  return undefined;
}

/** The lines with what is wrong with each as the plan stands; for a plan that people have changed too. */
export function withConflicts(
  lines: readonly PlanLine[],
  jobs: ReadonlyMap<string, PlanJob>,
  engineers: readonly Engineer[],
  date: LocalDate,
  elsewhere: ReadonlyMap<string, readonly Span[]> = new Map(),
): PlanLine[] {
  const byEngineer = new Map<string, PlanLine[]>();
  for (const line of lines) {
    if (line.engineerId === undefined) continue;
    byEngineer.set(line.engineerId, [...(byEngineer.get(line.engineerId) ?? []), line]);
  }
  return lines.map((line) => ({
    ...line,
    conflicts: conflictsOf(line, { byEngineer, elsewhere, jobs, engineers, date }),
  }));
}

interface DayBooks {
  byEngineer: ReadonlyMap<string, readonly PlanLine[]>;
  elsewhere: ReadonlyMap<string, readonly Span[]>;
  jobs: ReadonlyMap<string, PlanJob>;
  engineers: readonly Engineer[];
  date: LocalDate;
}

function conflictsOf(line: PlanLine, { byEngineer, elsewhere, jobs, engineers, date }: DayBooks): ConflictCode[] {
  const job = jobs.get(line.caseId);
  const engineer = engineers.find(({ id }) => id === line.engineerId);
  if (!job || line.from === undefined || line.until === undefined) return [];
  const late: ConflictCode[] = job.dueAt !== undefined && line.from > job.dueAt ? ['late'] : [];
  if (!engineer) return line.engineerId === undefined ? late : ['not_working', ...late];
  const visit = { from: line.from, until: line.until };
  const others = (byEngineer.get(engineer.id) ?? []).filter((other) => other.caseId !== line.caseId);
  const here = others.flatMap(({ from, until }) =>
    from === undefined || until === undefined ? [] : [{ from, until }],
  );
  const spans = [...here, ...(elsewhere.get(engineer.id) ?? [])];
  const codes = refusals(
    { ...job, appointment: line.from, takesMs: line.until - line.from },
    engineer,
    spans,
    date,
  ).map(({ code }) => code as ConflictCode);
  const outside = engineer.hours.length > 0 && !engineer.hours.some((h) => overlaps(h, visit));
  return [...new Set<ConflictCode>([...codes, ...(outside ? (['not_working'] as const) : []), ...late])];
}
