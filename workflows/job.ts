/**
 * A job as a long-lived workflow. What can be done stands in `domain/cases/job.ts`; it waits for what every case waits
 * for: promises, the customer, the next attempt of a callback, the end of the reopen window.
 */
import { jobKind } from '../domain/cases/job';
import { newJob, open, type JobInput } from '../domain/cases/job/opening';
import type { JobState } from '../domain/cases/job/state';
import type { CasePolicy } from '../domain/policy/case-policy';
import type { Carried } from './case';
import { runCase, type CaseResult } from './lifecycle';
import type { Wait } from './running';
import { callbackRetries, closing, customerWaits, milestoneWaits } from './waits';

/** Opens the case in its first run, and lives until it is completed or cancelled; never ends Failed. */
export async function job(input: JobInput, carried?: Carried<JobState>): Promise<CaseResult> {
  return runCase({ kind: jobKind, begin: newJob, open, waits }, input, carried);
}

/** Everything that a job waits for in its present state. */
export function waits(state: JobState, policy: CasePolicy): Wait<JobState>[] {
  return [
    ...milestoneWaits(state, policy),
    ...customerWaits(state),
    ...callbackRetries(state, policy),
    ...closing(state, policy),
  ];
}
