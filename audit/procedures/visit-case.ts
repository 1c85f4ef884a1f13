/** Where a visit stands while the auditor goes through a case that has visits: repairs and jobs. */
import type { Instant } from '../../domain/time/instant';
import type { Accounts } from '../account';
import { CaseFile, without } from './case-file';

/** The visit that is agreed or under way, and how many there were. */
interface Visit {
  count: number;
  moves: number;
  noShows: number;
  appointment?: Instant | undefined;
  departedAt?: Instant | undefined;
  doorAt?: Instant | undefined;
  arrivedAt?: Instant | undefined;
  endedAt?: Instant | undefined;
  latenessMs?: number | undefined;
  tier?: string | undefined;
}

/** A case with visits under audit. */
export abstract class VisitCase extends CaseFile {
  visit: Visit = { count: 0, moves: 0, noShows: 0 };
  /** What the work came to when it was last said to be done. */
  lastCompletion?: { resolved: boolean; tested: boolean };

  /** Somebody is at the customer's. */
  get visiting(): boolean {
    return this.visit.arrivedAt !== undefined && this.visit.endedAt === undefined;
  }

  override accounts(): Accounts {
    const { count, moves, noShows, appointment, departedAt, doorAt, arrivedAt, endedAt, latenessMs, tier } = this.visit;
    const dates = { appointment, departedAt, doorAt, arrivedAt, endedAt };
    return { ...super.accounts(), visit: { count, moves, noShows, ...dates, latenessMs, tier } };
  }

  appoint(at: Instant): void {
    this.visit = { ...this.visit, appointment: at, arrivedAt: undefined, doorAt: undefined, departedAt: undefined };
    this.resume('customer_side');
    this.learn({ appointment: at });
    if (this.status !== 'waiting_parts') this.status = 'scheduled';
  }

  noAppointment(): void {
    this.learn({ appointment: undefined });
  }

  handBackJob(): void {
    this.parties = without(this.parties, 'engineerId');
    this.mark('job_declined');
  }
}
