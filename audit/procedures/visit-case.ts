/** Where a visit stands while the auditor goes through a case that has visits: repairs and jobs. */
import type { Instant } from '../../domain/time/instant';
import { CaseFile, without } from './case-file';

export abstract class VisitCase extends CaseFile {
  visit: { appointment?: Instant; doorAt?: Instant; arrivedAt?: Instant; endedAt?: Instant } = {};
  /** What the work came to when it was last said to be done. */
  lastCompletion?: { resolved: boolean; tested: boolean };

  /** Somebody is at the customer's. */
  get visiting(): boolean {
    return this.visit.arrivedAt !== undefined && this.visit.endedAt === undefined;
  }

  appoint(at: Instant): void {
    this.visit = { ...this.visit, appointment: at, arrivedAt: undefined, doorAt: undefined };
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
