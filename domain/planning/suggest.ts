/** Who should go: every engineer weighed for one job, the best first, each with the reasons. */
import type { LocalDate } from '../time/date';
import type { Engineer, PlanJob, Reason, Span } from './types';

export interface Suggestion {
  engineerId: string;
  /** Nothing forbids it. */
  fit: boolean;
  points: number;
  reasons: readonly Reason[];
}

/**
 * Product defaults, in points: who has the job keeps it, then who knows the customer, the region and the product; work
 * already planned counts against, up to as much as all of these but the first.
 */
const worth = { hasJob: 60, knowsCustomer: 25, region: 20, skill: 20, certified: 5, load: 50 } as const;

/**
 * The engineers for a job on a date, the fit ones first, then by points, then by id: the same facts give the same order.
 * @param booked what is planned for them on that date already, by engineer
 */
export function suggest(
  job: PlanJob,
  engineers: readonly Engineer[],
  booked: ReadonlyMap<string, readonly Span[]>,
  date: LocalDate,
): Suggestion[] {
  return engineers
    .map((engineer) => weigh(job, engineer, booked.get(engineer.id) ?? [], date))
    .sort((a, b) => Number(b.fit) - Number(a.fit) || b.points - a.points || (a.engineerId < b.engineerId ? -1 : 1));
}

/** One engineer for one job. */
export function weigh(job: PlanJob, engineer: Engineer, booked: readonly Span[], date: LocalDate): Suggestion {
  const against = refusals(job, engineer, booked, date);
  const reasons = [...against, ...merits(job, engineer, booked, date)];
  return {
    engineerId: engineer.id,
    fit: against.length === 0,
    points: reasons.reduce((sum, { points }) => sum + points, 0),
    reasons,
  };
}

/** What forbids sending them; each is shown, not only the first. */
export function refusals(job: PlanJob, engineer: Engineer, booked: readonly Span[], date: LocalDate): Reason[] {
  const found: Reason[] = [];
  if (job.qualifiedOnly && !engineer.qualified) found.push({ code: 'not_qualified', points: 0 });
  for (const kind of job.certificates) {
    const held = engineer.certificates.some((c) => c.kind === kind);
    if (!held) found.push({ code: 'certificate_missing', points: 0, about: kind });
    else if (!valid(engineer, kind, date)) found.push({ code: 'certificate_expired', points: 0, about: kind });
  }
  if (engineer.hours.length === 0) found.push({ code: 'not_working', points: 0 });
  else if (job.appointment === undefined && free(engineer, []).length === 0) found.push({ code: 'absent', points: 0 });
  if (job.appointment !== undefined) {
    const visit = { from: job.appointment, until: job.appointment + job.takesMs };
    if (engineer.absences.some((away) => overlaps(away, visit))) found.push({ code: 'absent', points: 0 });
    if (booked.some((other) => overlaps(other, visit))) found.push({ code: 'overlap', points: 0 });
  }
  if (booked.reduce((sum, b) => sum + b.until - b.from, job.takesMs) > engineer.dayMs)
    found.push({ code: 'overload', points: 0 });
  return found;
}

/** Whether they hold a certificate on a date: it is good on its last day (R-DAYEND). */
function valid({ certificates }: Engineer, kind: string, date: LocalDate): boolean {
  return certificates.some((c) => c.kind === kind && (c.expiresOn === undefined || c.expiresOn >= date));
}

function merits(job: PlanJob, engineer: Engineer, booked: readonly Span[], date: LocalDate): Reason[] {
  const found: Reason[] = [];
  if (job.engineerId === engineer.id) found.push({ code: 'has_job', points: worth.hasJob });
  const visits = job.visits[engineer.id] ?? 0;
  if (visits > 0) found.push({ code: 'knows_customer', points: worth.knowsCustomer, about: visits });
  if (job.region !== undefined && engineer.regions.length > 0) {
    const serves = engineer.regions.includes(job.region);
    found.push(
      serves
        ? { code: 'region', points: worth.region, about: job.region }
        : { code: 'other_region', points: -worth.region, about: job.region },
    );
  }
  const known = job.needs.filter((need) => engineer.skills.includes(need));
  if (known.length > 0) found.push({ code: 'skill', points: worth.skill, about: known.join(' ') });
  else if (job.needs.length > 0 && engineer.skills.length > 0)
    found.push({ code: 'no_skill', points: -worth.skill, about: job.needs.join(' ') });
  if (job.certificates.length > 0 && job.certificates.every((kind) => valid(engineer, kind, date)))
    found.push({ code: 'certified', points: worth.certified, about: job.certificates.join(' ') });
  const share = Math.min(1, booked.reduce((sum, b) => sum + b.until - b.from, 0) / Math.max(1, engineer.dayMs));
  if (share > 0) found.push({ code: 'load', points: -Math.round(worth.load * share), about: Math.round(share * 100) });
  return found;
}

/** Whether two stretches share time; one that ends where the other begins does not. */
export function overlaps(a: Span, b: Span): boolean {
  return a.from < b.until && b.from < a.until;
}

/** The engineer's working hours without absences and what is planned already, in order. */
export function free(engineer: Engineer, booked: readonly Span[]): Span[] {
  let open = engineer.hours.map((span) => ({ ...span }));
  for (const taken of [...engineer.absences, ...booked]) {
    open = open.flatMap((span) =>
      overlaps(span, taken)
        ? [
            { from: span.from, until: Math.min(span.until, taken.from) },
            { from: Math.max(span.from, taken.until), until: span.until },
          ].filter(({ from, until }) => until > from)
        : [span],
    );
  }
  return open.sort((a, b) => a.from - b.from);
}
