/** What a visit to a customer needs of a case, and what it leaves in it. JSON; instants are epoch milliseconds. */
import type { Instant } from '../../time/instant';
import type { CaseState } from '../state';
import type { Work } from '../work';

/** The visit that is agreed or under way, and how many there were. */
export interface Visit {
  /** Visits that reached the customer. */
  count: number;
  appointment?: Instant;
  moves: number;
  noShows: number;
  departedAt?: Instant;
  doorAt?: Instant;
  arrivedAt?: Instant;
  /** Arrival minus appointment; negative is early. */
  latenessMs?: number;
  tier?: 'early' | 'on_time' | 'late_under_tier' | 'late_over_tier';
  endedAt?: Instant;
}

/** What visits need of a case: repairs and other jobs on site have them alike. */
export interface VisitState extends CaseState {
  visit: Visit;
  /** Whether the last piece of work did what it was for. */
  outcome?: { resolved: boolean; tested: boolean };
}

/** A step of any case with visits. */
export type VisitWork = Work<VisitState>;
