/** Jobs whose result is an answer: a product tested at the customer's wish (O-5.2), a question about oil (O-6.2). */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import type { Actor } from '../record';
import { insist } from '../refuse';
import type { Work } from '../work';
import { insistListed, itemOf } from './listed';
import type * as p from './payloads';
import type { JobState } from './state';
import type { JobWork } from './works';

type JobStep = Work<JobState>;
type In<T extends z.ZodType> = z.infer<T>;

/** The action that ends a work without a visit and without a sheet to be signed. */
const answeredBy: Partial<Record<JobWork, string>> = { test: 'reportTest', consultation: 'answerQuestion' };

/** How the work ends where its result is an answer; undefined for work on site. */
export function answerOf(state: Pick<JobState, 'facts'>): string | undefined {
  return answeredBy[state.facts.work as JobWork];
}

/** O-5.2: what was tested and the summary, for the customer who asked for it. */
export function reportTest(work: JobStep, { items, summary }: In<typeof p.reportTest>): void {
  const passed = items.every((item) => item.passed);
  work.put('testReport', { at: work.at, passed, items, summary });
  work.put('outcome', { resolved: true, tested: passed, finishedAt: work.at });
  work.facts({ resolved: true, tested: passed });
  work.mark('test_reported', { passed, result: summary.id });
}

/** A test goes by what the policy lists, where it lists anything. */
export function reportTestGuard(
  state: JobState,
  actor: Actor,
  { items }: In<typeof p.reportTest>,
  policy: CasePolicy,
): void {
  answerGuard('reportTest')(state, actor);
  insistListed(
    policy,
    'reportTest',
    items.map(({ item }) => item),
    itemOf('items'),
  );
}

/** O-6.2: the question was answered in detail. */
export function answerQuestion(work: JobStep, { by, text }: In<typeof p.answerQuestion>): void {
  work.put('outcome', { resolved: true, tested: false, finishedAt: work.at });
  work.facts({ resolved: true, tested: false });
  work.mark('consultation_answered', { by, opinion: text.id });
}

/** Refuses an answer to a job that has another result, and a second one. */
export function answerGuard(action: string) {
  return (state: JobState, _actor: Actor): void =>
    insist(
      answerOf(state) === action && state.outcome?.resolved !== true,
      'illegal_transition',
      '此项工作不以此方式完成,或已答复',
      'This work has another result, or it was given already',
    );
}
