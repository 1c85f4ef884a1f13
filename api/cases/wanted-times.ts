/**
 * Times that a customer sets for us, such as by when a purchaser wants conforming goods (O-8.2-b). Refused here and not by
 * the case: what running cases took before stays taken when their histories are read again.
 */
import { formatInstant, parseInstant, type Instant } from '../../domain/time/instant';
import { refuse } from '../http/problem';

/**
 * Throws where a wanted time is over already when it is told: its clock would start broken.
 * @param toldAt when the action occurred, else when its request was first received
 */
export function checkWantedTimes({ suppliedBy }: Readonly<Record<string, unknown>>, toldAt: Instant): void {
  if (typeof suppliedBy !== 'string' || parseInstant(suppliedBy) > toldAt) return;
  throw refuse('time_refused', '要求的供货时间已过', 'The time that the purchaser wants is over already', {
    field: 'suppliedBy',
    allowed: { exclusiveMinimum: formatInstant(toldAt) },
  });
}
