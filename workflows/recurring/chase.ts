/** Every quarter of an hour: whatever recurring duty is close to its time, late or unanswered is told to somebody. */
import type { ChaseOutcome } from '../../activities/recurring/contract';
import { chaseChores, deliverOwed, scheduledTime } from './effects';

/** One pass. `at` is the scheduled time; a Schedule gives it by itself. */
export async function chase({ at }: { at?: string } = {}): Promise<ChaseOutcome> {
  const time = scheduledTime(at);
  const outcome = await chaseChores({ at: time });
  if (outcome.warned + outcome.breached + outcome.climbed > 0) await deliverOwed({ batch: outcome.batch, at: time });
  return outcome;
}
