/** What planning reckons with. Instants are epoch milliseconds, dates local dates, spans milliseconds. Pure. */
import type { LocalDate } from '../time/date';
import type { Instant } from '../time/instant';

/** A stretch of time [from, until). */
export interface Span {
  from: Instant;
  until: Instant;
}

export interface Engineer {
  id: string;
  /** Regions that they serve; none means all. */
  regions: readonly string[];
  /** Products, kinds of work or levels that they know. */
  skills: readonly string[];
  qualified: boolean;
  certificates: readonly { kind: string; expiresOn?: LocalDate }[];
  /** When they work on the day planned: what their calendar has open, without absences. */
  hours: readonly Span[];
  /** Away on that day, all of it or part. */
  absences: readonly Span[];
  /** More than this on one day is overload. */
  dayMs: number;
}

/** A visit that somebody has to make. */
export interface PlanJob {
  caseId: string;
  customerId: string;
  region?: string;
  /** What it asks for: the product, and the kind of work. */
  needs: readonly string[];
  /** Certificates without which nobody is sent. */
  certificates: readonly string[];
  /** The policy sends qualified people only. */
  qualifiedOnly: boolean;
  takesMs: number;
  /** There and on, from the job before. */
  travelMs: number;
  /** The engineer who has it already. */
  engineerId?: string;
  /** The time agreed with the customer: it stays. */
  appointment?: Instant;
  /** When it is due on site. */
  dueAt?: Instant;
  /** Left over from a day before: it comes first. */
  leftOver: boolean;
  /** Key accounts before others of the same due time. */
  key: boolean;
  openedAt: Instant;
  /** How often each engineer has been at this customer. */
  visits: Readonly<Record<string, number>>;
}

/** Why somebody must not or should not go. */
export type ConflictCode =
  | 'not_qualified'
  | 'certificate_missing'
  | 'certificate_expired'
  | 'absent'
  | 'not_working'
  | 'overlap'
  | 'overload'
  | 'late';

/** Why somebody is a good choice, or a poor one. */
export type ReasonCode =
  | ConflictCode
  | 'no_time'
  | 'has_job'
  | 'knows_customer'
  | 'region'
  | 'other_region'
  | 'skill'
  | 'no_skill'
  | 'certified'
  | 'load';

export interface Reason {
  code: ReasonCode;
  /** What it adds to the rank; refusals add nothing. */
  points: number;
  /** A certificate, a skill, a share of the day or a number of visits. */
  about?: string | number;
}
