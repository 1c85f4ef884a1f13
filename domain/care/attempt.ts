/** One attempt at a care task: reached or not, what was said, and what follows. */
import type { CareRule } from '../policy/schema-care';
import { judgeAnswers, type Answers, type Judged } from '../surveys/answers';
import { durationMs } from '../time/duration';
import type { Instant } from '../time/instant';

/** Open: somebody has to do it. Unreached: all attempts failed and a supervisor decides. The others are ends. */
export type CareStatus = 'open' | 'unreached' | 'done' | 'skipped' | 'dropped';

export interface CareTry {
  reached: boolean;
  /** Of somebody who was reached. */
  satisfied?: boolean;
  answers: Answers;
}

export interface TriedTask {
  status: CareStatus;
  attempts: number;
  nextAttemptAt?: Instant;
  satisfied?: boolean;
  judged: Judged;
  /** The customer is not satisfied or gave a bad answer: a complaint has to be opened (O-9.3, C-M1-10.2-a). */
  complains: boolean;
}

/** What an attempt at `at` leads to, after `attempts` before it. Problems in `judged` mean that nothing may be kept. */
export function tryTask(rule: CareRule, attempts: number, attempt: CareTry, at: Instant): TriedTask {
  const tried = attempts + 1;
  if (!attempt.reached) {
    const more = rule.retry !== undefined && tried < rule.retry.attempts;
    return {
      status: more ? 'open' : 'unreached',
      attempts: tried,
      nextAttemptAt: more ? at + durationMs(rule.retry!.every) : undefined,
      judged: { problems: [], bad: [] },
      complains: false,
    };
  }
  const judged = judgeAnswers(rule.script, attempt.answers);
  const { satisfied } = attempt;
  if (satisfied === undefined)
    judged.problems.push({
      field: 'satisfied',
      detail: { zh: '请记录客户是否满意', en: 'Say whether the customer is satisfied' },
    });
  return {
    status: 'done',
    attempts: tried,
    satisfied,
    judged,
    complains: satisfied === false || judged.bad.length > 0,
  };
}
