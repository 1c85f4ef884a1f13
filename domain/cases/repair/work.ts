/** Finding the fault and clearing it: workshop, diagnosis, promised date, maker, technical help, goodwill. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { formatInstant, parseInstant, type Instant } from '../../time/instant';
import { insist, instantAfter } from '../refuse';
import type { Actor } from '../record';
import { decide, goodwillOpen, markWarrantyOver } from './decisions';
import type { RepairWork } from './intake';
import type * as p from './payloads';
import { deviceIsHere, workplace, type RepairState } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** The device and the service order are in the workshop: the bench clocks run from here. */
export function receiveDevice(
  work: RepairWork,
  { ticketNo, accessories, faultConfirmed, condition }: In<typeof p.receiveDevice>,
): void {
  const known = work.state.workshop;
  work.put('workshop', {
    ...known,
    receivedAt: work.at,
    ticketNo,
    accessories: accessories ?? known.accessories,
    returnedAt: undefined,
  });
  work.mark('device_received', { ticketNo, faultConfirmed, ...(condition ? { condition: condition.id } : {}) });
  markWarrantyOver(work);
  work.status('in_repair');
}

/** S-5.7, C-IOT-4.3-2a: taken away with the customer's agreement, after telling them; refused, it is repaired at home. */
export function takeBack(work: RepairWork, { agreed }: In<typeof p.takeBack>): void {
  if (agreed) {
    work.mark('taken_back');
    work.put('visit', { ...work.state.visit, endedAt: work.at, appointment: undefined });
    work.mark('visit_ended', { resolved: false, tested: false });
    work.mark('visit_ended_unresolved');
    work.facts({ appointment: undefined });
    work.status('assessed');
  } else {
    work.mark('take_back_refused');
  }
}

export function takeBackGuard(_state: RepairState, _actor: Actor, { explained }: In<typeof p.takeBack>): void {
  insist(explained, 'requirement_missing', '须先向客户说明情况', 'The customer must be told first', 'explained');
}

export function diagnose(work: RepairWork, payload: In<typeof p.diagnose>): void {
  const { finding, damagedParts, repairableHere, ...facts } = payload;
  work.put('diagnosis', { at: work.at, by: work.by, text: finding, repairableHere, parts: damagedParts });
  work.facts(facts);
  decide(work);
  work.mark('diagnosed', { repairableHere, partNeeded: payload.partNeeded });
  if (payload.humanDamage) work.mark('human_damage');
  if (payload.humanDamage && payload.customerRejectsExplanation && !goodwillOpen(work.state)) work.mark('company_loss');
}

export function promise(work: RepairWork, { at }: In<typeof p.promise>): void {
  work.facts({ promisedReturn: parseInstant(at) });
  work.mark('promised', { promisedAt: formatInstant(parseInstant(at)) });
}

export function promiseGuard(
  state: RepairState,
  actor: Actor,
  { at }: In<typeof p.promise>,
  _policy: CasePolicy,
  now: Instant,
): void {
  instantAfter(at, now, 'at');
  const first = state.facts.promisedReturn === undefined;
  insist(
    first || actor.role === 'supervisor',
    'forbidden',
    '已承诺的日期只能由主管改动',
    'Only a supervisor moves a promised date',
    'at',
  );
}

/** S-5.8: it will not be ready in time; the supervisor is told at once, the customer gets the reason. */
export function reportLateReturn(work: RepairWork, { reason, customerTold }: In<typeof p.reportLateReturn>): void {
  work.mark('delay_known', { reason: reason.id, customerTold });
}

export function lateReturnGuard(state: RepairState): void {
  insist(state.facts.promisedReturn !== undefined, 'illegal_transition', '尚未承诺日期', 'No date is promised yet');
}

export function sendToMaker(work: RepairWork, { trackingNo }: In<typeof p.sendToMaker>): void {
  work.put('workshop', { ...work.state.workshop, atMakerSince: work.at });
  work.mark('sent_to_maker', trackingNo === undefined ? {} : { trackingNo });
  work.status('at_factory');
}

export function sendToMakerGuard(state: RepairState): void {
  insist(deviceIsHere(state), 'illegal_transition', '设备尚未收到', 'The device is not in the workshop');
}

export function backFromMaker(work: RepairWork): void {
  work.put('workshop', { ...work.state.workshop, atMakerSince: undefined, backFromMakerAt: work.at });
  work.mark('back_from_maker');
  work.status('in_repair');
}

export function askHelp(work: RepairWork, { stage }: In<typeof p.askHelp>): void {
  work.put('help', [...work.state.help, { stage, askedAt: work.at }]);
  work.mark('help_asked', { stage });
  const { tell, clauses = [] } = work.policy.technicalHelp.find((h) => h.id === stage) ?? {};
  if (tell !== undefined) work.notify('help_needed', tell, { stage }, clauses);
}

/** The steps of the policy's technical help are asked in their order, the next one when the one before did not solve it. */
export function askHelpGuard(
  state: RepairState,
  _actor: Actor,
  { stage }: In<typeof p.askHelp>,
  policy: CasePolicy,
): void {
  insist(
    state.help.every((h) => h.answeredAt !== undefined),
    'illegal_transition',
    '上一次求助尚未答复',
    'The last request for help is not answered yet',
  );
  const next = policy.technicalHelp[state.help.filter((h) => h.solved === false).length];
  insist(
    next?.id === stage,
    'invalid_request',
    '请按顺序求助',
    'Help is asked for step by step',
    'stage',
    next ? [next.id] : [],
  );
}

export function answerHelp(work: RepairWork, { solved, advice }: In<typeof p.answerHelp>): void {
  work.put(
    'help',
    work.state.help.map((h) => (h.answeredAt === undefined ? { ...h, answeredAt: work.at, solved } : h)),
  );
  work.mark('help_answered', { solved, ...(advice ? { advice: advice.id } : {}) });
}

export function answerHelpGuard(state: RepairState): void {
  insist(
    state.help.some((h) => h.answeredAt === undefined),
    'illegal_transition',
    '没有待答复的求助',
    'No request for help is open',
  );
}

/** N-2.4-3b (R-N-GOODWILL): free without being owed; a separate, recorded decision, never "warranty". */
export function grantGoodwill(work: RepairWork, { reason }: In<typeof p.grantGoodwill>): void {
  work.put('goodwill', { at: work.at, by: work.by });
  decide(work);
  work.mark('goodwill_granted', { reason: reason.id });
  if (work.policy.quote.pause) work.resume(work.policy.quote.pause);
  if (['ready', 'callback_due', 'waiting_customer'].includes(work.state.status)) work.status(workplace(work.state));
}

export function goodwillGuard(state: RepairState): void {
  const { entitlement } = state.decisions;
  insist(
    goodwillOpen(state),
    'requirement_missing',
    '按制度不属通融维修',
    'By the policy this is no goodwill repair',
    'decision',
    entitlement?.answer.failed,
  );
}
