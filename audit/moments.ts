/** Moments as cases write them down, held against those that the auditor derived. */
import { formatInstant, ownInstant, type Instant } from '../domain/time/instant';

/** As a case writes it: `YYYY-MM-DDTHH:mm:ss.sssZ`. */
const written = 24;

/** Whether a recorded moment is the derived one in the notation of cases; none is the same as none. */
export function sameMoment(claimed: unknown, derived: Instant | undefined): boolean {
  if (typeof claimed !== 'string' || derived === undefined) return claimed === derived;
  // Reading is cheaper than writing, and nearly all are the same.
  return (claimed.length === written && ownInstant(claimed) === derived) || claimed === formatInstant(derived);
}

/** A derived moment as a case would write it. */
export function iso(at: Instant | undefined): string | undefined {
  return at === undefined ? undefined : formatInstant(at);
}
