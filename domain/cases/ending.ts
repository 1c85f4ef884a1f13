/** How a case of any kind comes to its end: closed for as long as it may be reopened, or cancelled for good. */
import type { CasePolicy } from '../policy/case-policy';
import { owedCallbacks } from './callbacks';
import { insist } from './refuse';
import type { Actor } from './record';
import type { CaseState } from './state';
import type { Work } from './work';

/** Duties that closing does not lift: the papers come in afterwards. */
const paperwork = ['card_returned', 'result_reported', 'old_part_returned', 'archived'];

/** Closes the case. `because`: `customer_satisfied`, another word, or the id of the text that gives the reason. */
export function shut(work: Work, because: string): void {
  work.put('closedAt', work.at);
  work.mark('closed', { because });
  work.status('closed');
  work.endAll('case_closed', paperwork);
  waitNoMore(work);
}

/** Closed by hand: what still stands open is named, and only a supervisor may go over it. */
export function insistOver(state: CaseState, actor: Actor, policy: CasePolicy, workIsOver: boolean): void {
  const open = [...(workIsOver ? [] : ['work']), ...owedCallbacks(state, policy)];
  insist(
    actor.role === 'supervisor' || open.length === 0,
    'requirement_missing',
    `尚未完成：${open.join('、')}；只有主管可以结案`,
    `Still open: ${open.join(', ')}; only a supervisor may close`,
    undefined,
    open,
  );
}

/** Ends the case without a result. */
export function abandon(work: Work, reason: string): void {
  work.put('closedAt', work.at);
  work.mark('cancelled', { reason });
  work.status('cancelled');
  work.endForGood('case_cancelled');
  waitNoMore(work);
}

/** An ended case waits for nobody, and a reopened one begins without old pauses. */
function waitNoMore(work: Work): void {
  for (const reason of Object.keys(work.state.paused)) work.resume(reason);
}

/** Inside the reopen window: the customer is owed a response again, from now. */
export function oweResponseAgain(work: Work): void {
  for (const milestone of work.policy.milestones)
    if (milestone.from.includes('reported') && milestone.to.includes('responded')) work.start(milestone.id);
}
