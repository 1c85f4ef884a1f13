/**
 * The end of a complaint (ISO 10002, 8.9): what was agreed is done, somebody contacts the customer again until they are
 * satisfied (C-M1-10.2-b, C-M2-3), the result goes out in writing, the papers are archived (C-M1-7-b).
 */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isThirdEdition } from '../../policy/edition';
import { formatInstant } from '../../time/instant';
import { attempt, dropCallbacks, mandatoryCallbacks } from '../callbacks';
import { abandon, oweResponseAgain, shut } from '../ending';
import { unconfirmed } from '../ledger';
import type { Actor } from '../record';
import { insist } from '../refuse';
import type * as shared from '../shared-payloads';
import type * as p from './payloads';
import { orderBatchCheck } from './batch';
import { openWork } from './investigation';
import { insistCompensationOver, isGivenUp } from './owing';
import { categoryOf, rulesOf, type ComplaintWork } from './rules';
import { currentProposal, openCorrections, openRecalls, ruledFinally, type ComplaintState } from './state';
import { routeTask } from './tasks';

type In<T extends z.ZodType> = z.infer<T>;

/** What was agreed has been done; the second contact is owed from here. */
export function carryOut(work: ComplaintWork, { text }: In<typeof p.carryOut>): void {
  work.put('carriedOutAt', work.at);
  work.mark('carried_out', { text: text.id });
  work.status('follow_up');
}

/** What the customer is owed was confirmed by a second person before anybody says that it is done. */
export function carryOutGuard({ ledger }: ComplaintState): void {
  const open = unconfirmed(ledger).map(({ no }) => no);
  insist(
    open.length === 0,
    'requirement_missing',
    `账目尚未复核:${open.join('、')}`,
    `Entries wait for a second person: ${open.join(', ')}`,
    'ledger',
    open,
  );
}

/** The second contact: satisfied, the written result may go out; not satisfied, the departments look again. */
export function callBack(work: ComplaintWork, payload: In<typeof shared.callBack>): void {
  const satisfied = attempt(work, payload);
  if (satisfied === undefined) return;
  if (satisfied) {
    work.put('satisfiedAt', work.at);
    return work.mark('satisfied');
  }
  work.mark('dissatisfied');
  askAnew(work, 'dissatisfied');
  nextRound(work);
}

/** C-M2-3: what was done about an earlier decision, and what the customer said of it, closes nothing any more. */
export function askAnew(work: ComplaintWork, because: string): void {
  forgetAnswer(work);
  dropCallbacks(work, because);
}

function forgetAnswer(work: ComplaintWork): void {
  work.put('satisfiedAt', undefined);
  work.put('carriedOutAt', undefined);
}

/** Every category goes to its owner again. */
function nextRound(work: ComplaintWork): void {
  work.put('round', work.state.round + 1);
  const categories = Object.keys(work.state.tasks).map((id) => categoryOf(work.policy, id, 'category'));
  for (const category of categories) routeTask(work, category);
  if (categories.some((category) => category.checksBatch)) orderBatchCheck(work);
  work.status('investigating');
}

/** The written result closes the complaint; its papers follow into the archive. */
export function close(work: ComplaintWork, { result, reason }: In<typeof p.close>): void {
  work.put('result', { at: work.at, by: work.by, text: result });
  work.mark('written_result', { text: result.id });
  work.notify('complaint_result', 'customer', { result: result.id }, rulesOf(work.policy).rounds.clauses);
  shut(work, reason?.id ?? 'customer_satisfied');
}

/**
 * Closed only after the decision that counts was carried out and the second contact found the customer satisfied with it;
 * else by a supervisor, with a reason, after a final ruling or as many rounds as the policy wants (C-M2-3). What may harm
 * others is never closed over.
 */
export function closeGuard(
  state: ComplaintState,
  actor: Actor,
  { reason }: In<typeof p.close>,
  policy: CasePolicy,
): void {
  insistHarmless(state);
  insistCompensationOver(state, actor, policy);
  const carriedOut = state.carriedOutAt !== undefined || !isThirdEdition(policy);
  // O-10.4: a supervisor who ends it over compensation that was taken back says why, also where the customer is satisfied.
  const says = !isThirdEdition(policy) || !isGivenUp(state) || reason !== undefined;
  insist(says, 'invalid_request', '须说明原因', 'A reason is needed', 'reason');
  if (carriedOut && state.satisfiedAt !== undefined && mandatoryCallbacks(state, policy).length === 0) return;
  const { atMost, clauses } = rulesOf(policy).rounds;
  const exhausted = ruledFinally(state) || state.round > atMost;
  const undone = undoneOf(state, carriedOut);
  const by = clauses.length > 0 ? `(${clauses.join('、')})` : '';
  insist(
    exhausted,
    'requirement_missing',
    `${undone?.zh ?? ''}须先再次联系客户并确认满意;${atMost} 轮之后或最终裁定之后主管可说明原因结案${by}`,
    `${undone?.en ?? ''}The customer is contacted again first; a supervisor may close after ${atMost} rounds or a final ruling`,
    undone?.action ?? 'callBack',
    { rounds: state.round - 1, atMost },
  );
  insist(
    actor.role === 'supervisor',
    'forbidden',
    '客户未满意时只有主管可以结案',
    'Only a supervisor closes over a dissatisfied customer',
  );
  insist(reason !== undefined, 'invalid_request', '须说明原因', 'A reason is needed', 'reason');
}

/** What comes before the second contact, in words. */
function undoneOf(
  { status }: ComplaintState,
  carriedOut: boolean,
): { zh: string; en: string; action: string } | undefined {
  if (status === 'in_review') return { zh: '申诉尚待裁定;', en: 'The appeal waits for its ruling. ', action: 'rule' };
  if (carriedOut) return undefined;
  return { zh: '处理方案尚未执行;', en: 'The solution is not carried out. ', action: 'carryOut' };
}

/** Open shares, lots to be tested and recalls under way. */
function insistHarmless(state: ComplaintState): void {
  const open = [...openWork(state), ...openRecalls(state)];
  insist(
    open.length === 0,
    'requirement_missing',
    `尚未完成:${open.join('、')}`,
    `Still open: ${open.join(', ')}`,
    undefined,
    open,
  );
  insist(
    currentProposal(state)?.approval.status !== 'asked',
    'requirement_missing',
    '赔付正在审批',
    'Compensation waits for approval',
  );
}

/** The customer does not pursue it. A recall goes on: it is about others. */
export function withdraw(work: ComplaintWork, { reason }: In<typeof p.withdraw>): void {
  work.mark('withdrawn', { reason: reason.id });
  shut(work, 'withdrawn');
}

export function withdrawGuard(state: ComplaintState, actor: Actor, _payload: unknown, policy: CasePolicy): void {
  insistCompensationOver(state, actor, policy);
  const recalls = openRecalls(state);
  insist(
    recalls.length === 0,
    'requirement_missing',
    `召回尚未结束:${recalls.join('、')}`,
    `A recall is under way: ${recalls.join(', ')}`,
    undefined,
    recalls,
  );
}

/** Entered by mistake, or twice. */
export function cancel(work: ComplaintWork, { reason }: In<typeof shared.reason>): void {
  abandon(work, reason.id);
}

export function reopen(work: ComplaintWork, { reason }: In<typeof shared.reason>): void {
  work.put('closedAt', undefined);
  work.mark('reopened', { reason: reason.id });
  forgetAnswer(work);
  nextRound(work);
  oweResponseAgain(work);
}

/**
 * C-M1-10.1-a: what callbacks found and customers said goes to the departments in writing, week by week, for as long as
 * the complaint or a corrective action of it is open.
 */
export function writeAccount(work: ComplaintWork): void {
  const rule = rulesOf(work.policy).written!;
  const no = (work.state.written?.no ?? 0) + 1;
  work.put('written', { no, at: work.at });
  const open = {
    no,
    round: work.state.round,
    tasks: Object.values(work.state.tasks).filter(({ status }) => status !== 'answered').length,
    corrections: openCorrections(work.state).length,
    since: formatInstant(work.state.openedAt),
  };
  for (const to of rule.to) work.notify('complaint_account', to, open, rule.clauses);
  work.mark('weekly_written', open);
}
