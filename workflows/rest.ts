/**
 * The point in a workflow task at which everything that it brought has been worked off.
 *
 * Commands have to leave in the same order when a history is replayed. But a replay may hand out in one go what came in
 * two tasks, when the first of them led to no command; then the order in which promises continue is not the same. So
 * handlers and continuations only change state, and a case gives its commands from one loop, in one order, here.
 */
import { condition } from '@temporalio/workflow';

/** Resolves when no other code of this workflow can run before the task ends. */
export async function atRest(): Promise<void> {
  // What a task brings is handed out before any promise continues.
  await Promise.resolve();
  // Looked at when it is made, and then only once every continuation has run.
  let looks = 0;
  await condition(() => looks++ > 0);
}
