/** The work of a job: told in advance, site checked, place agreed, customer briefed, finished, signed; then callbacks. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isThirdEdition } from '../../policy/edition';
import { attempt, dropCallbacks, mandatoryCallbacks } from '../callbacks';
import { abandon, insistOver, oweResponseAgain, shut } from '../ending';
import type { Actor } from '../record';
import { Refusal, sayNamed } from '../../errors';
import { refersTo } from '../../policy/refers';
import { insist } from '../refuse';
import type * as shared from '../shared-payloads';
import { endVisit as leave } from '../visit/arrival';
import type { EndVisit, FileSheet } from '../visit/payloads';
import type { Work } from '../work';
import { undelivered } from './handover';
import { insistListed, itemOf, listedFor } from './listed';
import type * as p from './payloads';
import * as results from './results';
import type { JobState } from './state';

type JobStep = Work<JobState>;
type In<T extends z.ZodType> = z.infer<T>;

/** C-SEC-3.2: told before somebody comes for work on site. */
export function notifyCustomer(work: JobStep, { by }: In<typeof p.notifyCustomer>): void {
  work.mark('customer_notified', { by });
}

/** N-2.1-1, N-2.1-2: water, power, gas and foundation against the plan; what is wrong has to be put right first. */
export function checkSite(work: JobStep, { items, text }: In<typeof p.checkSite>): void {
  const passed = items.every((item) => item.passed);
  work.put('siteCheck', { at: work.at, passed, items, ...(text && { text }) });
  work.mark('site_checked', { passed });
  if (!passed) work.mark('site_unfit', text ? { text: text.id } : {});
}

/** N-2.1-2: every item that the policy lists is looked at, and no other. */
export function checkSiteGuard(
  _state: JobState,
  _actor: Actor,
  { items, text }: In<typeof p.checkSite>,
  policy: CasePolicy,
): void {
  const codes = items.map(({ item }) => item);
  insistListed(policy, 'checkSite', codes, itemOf('items'));
  const left = (listedFor(policy, 'checkSite') ?? []).filter((item) => !codes.includes(item));
  insistAllChecked(left);
  insist(
    items.every((item) => item.passed) || text !== undefined,
    'invalid_request',
    '请写明须整改的内容',
    'Say what has to be put right',
    'text',
  );
}

function insistAllChecked(left: readonly string[]): void {
  const around = { zh: '尚未检查：{named}', en: 'Not checked yet: {named}' };
  const named = { what: 'requirement', codes: left, around } as const;
  if (left.length > 0)
    throw new Refusal('requirement_missing', { field: 'items', detail: sayNamed(named), named, allowed: left });
}

/** C-IOT-4.2: the customer decides where it stands; against the standard only after the risk was explained. */
export function agreePosition(work: JobStep, payload: In<typeof p.agreePosition>): void {
  work.mark('position_agreed', payload);
}

export function agreePositionGuard(_state: JobState, _actor: Actor, payload: In<typeof p.agreePosition>): void {
  insist(
    !payload.againstStandard || payload.riskExplained,
    'requirement_missing',
    '不符合标准的位置须先说明风险',
    'A place against the standard needs the risk explained first',
    'riskExplained',
  );
}

/** N-2.1-3b, C-IOT-4.3-10: use and upkeep explained to the customer, and what else the policy lists. */
export function brief(work: JobStep, { topics, attendees }: In<typeof p.brief>): void {
  work.mark('maintenance_briefed', { topics: topics.join(' '), attendees });
}

export function briefGuard(_state: JobState, _actor: Actor, { topics }: In<typeof p.brief>, policy: CasePolicy): void {
  insistListed(policy, 'brief', topics, (index) => `topics.${index}`);
}

/** The work of this visit is over: done, or to be gone on with another time. */
export function finish(work: JobStep, { done, tested, text }: In<typeof p.finish>): void {
  work.put('outcome', { resolved: done, tested, finishedAt: work.at });
  work.facts({ resolved: done, tested });
  const params = { work: work.state.facts.work as string, ...(text ? { text: text.id } : {}) };
  if (!done) return work.mark('work_unfinished', params);
  work.mark('work_finished', params);
  if (work.state.facts.work === 'installation') work.mark('installed');
  if (work.state.facts.work === 'delivery' && refersTo(work.policy, 'delivered')) work.mark('delivered');
}

export function finishGuard(state: JobState, _actor: Actor, { done, tested, text }: In<typeof p.finish>): void {
  const answer = results.answerOf(state);
  insist(
    !done || answer === undefined,
    'illegal_transition',
    '此项工作以检测总结或答复完成',
    'This work is finished by its summary or answer',
    'done',
    answer,
  );
  const open = undelivered(state.departments);
  insist(
    !done || open.length === 0,
    'requirement_missing',
    `尚有部门未送到:${open.join('、')}`,
    `Departments that have nothing yet: ${open.join(', ')}`,
    'done',
    open,
  );
  insist(done || text !== undefined, 'invalid_request', '未完成须说明原因', 'Say why it is not done', 'text');
  insist(
    !done || state.facts.work !== 'installation' || tested,
    'requirement_missing',
    '安装须试机合格',
    'An installation needs a passed test run',
    'tested',
  );
  const unfit = state.siteCheck?.passed === false;
  insist(
    !done || !unfit || state.facts.work !== 'installation',
    'requirement_missing',
    '现场条件尚不合格',
    'The site is not fit yet',
    'siteCheck',
  );
}

export function signOff(work: JobStep, payload: In<typeof p.signOff>): void {
  const { signed, unsignedReason, quality, attitude } = payload;
  const rating = quality !== undefined && attitude !== undefined ? { quality, attitude } : undefined;
  work.put('outcome', { ...work.state.outcome!, signed, signedOffAt: work.at, ...(rating && { rating }) });
  work.mark('signed_off', {
    signed,
    ...(rating ?? {}),
    ...(unsignedReason ? { unsignedReason: unsignedReason.id } : {}),
  });
  const discontent = !signed || (rating !== undefined && Math.min(rating.quality, rating.attitude) < 3);
  if (discontent && saysDiscontent(work.policy)) work.mark('signed_off_discontent');
  goOn(work);
}

/** Before the third edition a job said that its customer is discontented only where a promise began with it. */
function saysDiscontent(policy: CasePolicy): boolean {
  return isThirdEdition(policy) || policy.milestones.some(({ from }) => from.includes('signed_off_discontent'));
}

export function signOffGuard(state: JobState, _actor: Actor, { signed, unsignedReason }: In<typeof p.signOff>): void {
  insist(
    state.outcome?.resolved === true && state.outcome.signedOffAt === undefined,
    'illegal_transition',
    '尚未完成,或已签收',
    'The work is not done yet, or it is signed off',
  );
  insist(
    state.acceptance?.accepted !== false,
    'requirement_missing',
    '验收未通过,须重新验收',
    'It was not accepted: it has to be accepted first',
    'acceptance',
  );
  insist(
    signed || unsignedReason !== undefined,
    'invalid_request',
    '客户未签字须说明原因',
    'Without a signature the reason is needed',
    'unsignedReason',
  );
}

export function endVisit(work: JobStep, payload: EndVisit): void {
  leave(work, payload);
  goOn(work);
}

export function fileSheet(work: JobStep, { amountFen }: FileSheet): void {
  work.mark('card_returned', { amountFen });
}

/** Whether nothing of the work is left: done, signed or answered, and nobody is at the customer's any more. */
function workIsOver(state: JobState): boolean {
  const { outcome, visit } = state;
  const away = visit.arrivedAt === undefined || visit.endedAt !== undefined;
  const signed = outcome?.signedOffAt !== undefined || results.answerOf(state) !== undefined;
  return outcome?.resolved === true && signed && away;
}

/** O-5.2: the summary is the result; nothing has to be signed. */
export function reportTest(work: JobStep, payload: In<typeof p.reportTest>): void {
  results.reportTest(work, payload);
  goOn(work);
}

/** O-6.2: answered and recorded. */
export function answerQuestion(work: JobStep, payload: In<typeof p.answerQuestion>): void {
  results.answerQuestion(work, payload);
  goOn(work);
}

/** Work that is over waits for its callbacks; without any it is closed. */
function goOn(work: JobStep): void {
  if (!workIsOver(work.state)) return;
  if (mandatoryCallbacks(work.state, work.policy).length > 0) work.status('callback_due');
  else shut(work, 'signed_off');
}

/** A customer who is not satisfied gets another visit. */
export function callBack(work: JobStep, payload: In<typeof shared.callBack>): void {
  const satisfied = attempt(work, payload);
  if (satisfied === undefined) return;
  const rule = work.policy.callbacks.find((c) => c.id === payload.callback)!;
  if (!satisfied) {
    work.mark('dissatisfied');
    if (rule.untilSatisfied) {
      dropCallbacks(work, 'dissatisfied');
      work.put('outcome', undefined);
      work.facts({ resolved: false, tested: false });
      if (work.state.status === 'callback_due') work.status('assessed');
      return;
    }
  }
  goOn(work);
}

export function close(work: JobStep, { reason }: In<typeof shared.reason>): void {
  shut(work, reason.id);
}

/** Closed by hand: what still stands open is named, and only a supervisor may go over it. */
export function closeGuard(state: JobState, actor: Actor, _payload: unknown, policy: CasePolicy): void {
  insistOver(state, actor, policy, workIsOver(state));
}

export function cancel(work: JobStep, { reason }: In<typeof shared.reason>): void {
  abandon(work, reason.id);
}

export function reopen(work: JobStep, { reason }: In<typeof shared.reason>): void {
  work.put('closedAt', undefined);
  work.put('outcome', undefined);
  work.facts({ resolved: false, tested: false });
  work.status('assessed');
  work.mark('reopened', { reason: reason.id });
  oweResponseAgain(work);
}
