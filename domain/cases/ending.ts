/** How a case of any kind comes to its end: closed for as long as it may be reopened, or cancelled for good. */
import type { CasePolicy } from '../policy/case-policy';
import { isOwed, milestoneOf, type Clock } from '../sla/clock';
import { owedCallbacks } from './callbacks';
import { insist } from './refuse';
import type { Actor } from './record';
import type { CaseState } from './state';
import type { Work } from './work';

/** Duties that closing does not lift: the papers come in afterwards. */
const paperwork = ['card_returned', 'result_reported', 'old_part_returned', 'archived'];

/** What has to become of money that was charged: no case is over for good before the policy's promises of it are. */
const moneyMarks = ['invoice_sent', 'money_collected', 'money_handed_in', 'money_confirmed'];

/** The promises about money and invoices that are still to be kept. */
export function moneyOwed(state: CaseState, policy: CasePolicy): Clock[] {
  return Object.values(state.clocks).filter(
    (clock) => isOwed(clock) && milestoneOf(policy, clock.milestone).to.some((mark) => moneyMarks.includes(mark)),
  );
}

/** Closes the case. `because`: `customer_satisfied`, another word, or the id of the text that gives the reason. */
export function shut(work: Work, because: string): void {
  work.put('closedAt', work.at);
  work.mark('closed', { because });
  work.status('closed');
  work.endAll('case_closed', [...paperwork, ...moneyMarks]);
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
