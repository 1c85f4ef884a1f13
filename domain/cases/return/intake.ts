/** From the request to a remedy that the customer agrees to: answer, documents, application, entitlement, offer. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isThirdEdition } from '../../policy/edition';
import type { FactValue } from '../../policy/rule';
import { parseInstant, type Instant } from '../../time/instant';
import { newCase } from '../opening';
import { insist, insistAllKnown, instantAfter } from '../refuse';
import type { Actor } from '../record';
import type { Work } from '../work';
import { entitlementDecision, entitlementOf } from './decisions';
import { checkItems } from './items';
import type { ReturnInput } from './opening';
import type * as p from './payloads';
import { fitting, type ReturnState } from './state';

export type ReturnWork = Work<ReturnState>;
type In<T extends z.ZodType> = z.infer<T>;

/** The state before the first step. */
export function newReturn(input: ReturnInput): ReturnState {
  return {
    ...newCase(input, 'return'),
    texts: input.texts,
    sale: input.sale,
    items: input.items,
    goods: { differs: [], lines: [] },
    claims: [],
  };
}

/** The request came in: clocks start with it. */
export function open(work: ReturnWork, input: ReturnInput): void {
  work.facts(input.facts);
  work.status('received');
  decideEntitlement(work);
  work.mark('reported', { wants: String(input.facts.customerWants) });
  if (input.items.length > 0) work.mark('applied', { items: input.items.length });
}

/**
 * Decides anew what the customer is entitled to, and keeps the reasons. An agreed remedy that no longer holds is gone;
 * one that was approved stands.
 */
export function decideEntitlement(work: ReturnWork): void {
  const decision = entitlementDecision(work.policy, work.state.facts);
  const decided = entitlementOf(decision);
  if (JSON.stringify(decided) === JSON.stringify(work.state.entitlement)) return;
  work.put('entitlement', decided);
  const { clauses, ...said } = decision;
  work.event('policy_decided', said, clauses);
  const { remedy, approval } = work.state;
  if (remedy !== undefined && approval?.status !== 'approved' && !decided.remedies.includes(remedy)) {
    work.put('remedy', undefined);
    work.facts({ remedy: undefined });
  }
}

/** O-3.6-b, O-3.6-d: the completion runs from complete documents; while one is missing it waits. */
export function checkDocuments(work: ReturnWork, payload: In<typeof p.checkDocuments>): void {
  const { salesDocuments, until, ...facts } = payload;
  work.facts({ ...facts, salesDocuments: salesDocuments ? 'all' : 'missing' });
  decideEntitlement(work);
  if (salesDocuments) {
    work.resume('documents');
    work.mark('documents_complete');
    return;
  }
  work.pause('documents');
  if (until !== undefined)
    work.put('lookAgain', { ...work.state.lookAgain, documents: { at: parseInstant(until), times: 0 } });
  work.mark('documents_asked');
}

export function documentsGuard(
  _state: ReturnState,
  _actor: Actor,
  { until }: In<typeof p.checkDocuments>,
  _policy: CasePolicy,
  now: Instant,
): void {
  if (until !== undefined) instantAfter(until, now, 'until');
}

/** O-11.1, O-11.3-b: the application lists what comes back, how many and why. */
export function fileApplication(work: ReturnWork, { sale, items, wants, text }: In<typeof p.fileApplication>): void {
  work.put('sale', sale);
  work.put('items', items);
  work.facts({ customerWants: wants, reason: items[0]!.reason });
  decideEntitlement(work);
  work.mark('applied', { items: items.length, ...(text ? { text: text.id } : {}) });
  toAssessed(work);
}

export function applicationGuard(state: ReturnState, _actor: Actor, payload: In<typeof p.fileApplication>): void {
  insist(
    state.approval === undefined || state.approval.status === 'refused',
    'illegal_transition',
    '已送审，不能再改申请',
    'The application went to its approvers already',
  );
  checkItems(payload.sale, payload.items);
}

/** What is found out about goods and papers; the entitlement follows. */
export function assess(work: ReturnWork, payload: In<typeof p.assess>): void {
  const { discontinued, suppliedBy, ...facts } = payload;
  if (suppliedBy !== undefined) work.facts({ purchaserSetTime: true, suppliedBy: parseInstant(suppliedBy) });
  const status = discontinued === undefined ? {} : { orderedProductStatus: discontinued ? 'discontinued' : undefined };
  work.facts({ ...facts, ...status });
  decideEntitlement(work);
  work.event('assessed', { fields: Object.keys(payload) });
  toAssessed(work);
}

/** O-11.2-b: only a supervisor says that a batch is a major one. */
export function assessGuard(state: ReturnState, actor: Actor, { majorBatch }: In<typeof p.assess>): void {
  insist(
    majorBatch === undefined || actor.role === 'supervisor',
    'forbidden',
    '重大批量由主管认定',
    'A major batch is for a supervisor to mark',
    'majorBatch',
  );
  insist(
    state.approval === undefined || state.approval.status === 'refused',
    'illegal_transition',
    '已送审，不能再改判定',
    'The application went to its approvers already',
  );
}

function toAssessed(work: ReturnWork): void {
  if (['received', 'contacted', 'waiting_customer'].includes(work.state.status)) work.status('assessed');
}

/** The customer is told of another remedy than the wanted one, or that there is none. */
export function offer(work: ReturnWork): void {
  const { decision, remedies, failed } = work.state.entitlement!;
  work.put('offeredAt', work.at);
  work.mark('remedy_offered', { decision, remedies: remedies.join(' '), failed: failed.join(' ') });
  work.status('waiting_customer');
}

export function offerGuard(state: ReturnState): void {
  const { entitlement, facts } = state;
  insistAllKnown(
    entitlement !== undefined && entitlement.askFor.length === 0 && entitlement.decision !== 'pending',
    entitlement?.askFor,
  );
  insist(
    fitting(entitlement.remedies, facts.customerWants) === undefined,
    'illegal_transition',
    '客户所求即其应得，可直接送审',
    'The customer is entitled to what they want: submit it',
  );
  insist(
    entitlement.remedies.length > 0,
    'illegal_transition',
    '没有可提供的处理方式，可说明原因后结案',
    'There is nothing to offer: close the case with the reason',
  );
}

/** The customer takes what is offered, asks for something else, or declines. */
export function answerOffer(work: ReturnWork, { accepted, wants }: In<typeof p.answerOffer>): void {
  work.put('offeredAt', undefined);
  if (wants !== undefined) work.facts({ customerWants: wants });
  decideEntitlement(work);
  const offered = work.state.entitlement!.remedies;
  if (accepted) agree(work, fitting(offered, work.state.facts.customerWants) ?? offered[0]!);
  else work.mark('remedy_declined');
  work.status('assessed');
}

export function answerGuard(
  state: ReturnState,
  _actor: Actor,
  { accepted, wants }: In<typeof p.answerOffer>,
  policy: CasePolicy,
): void {
  const offered = state.entitlement?.remedies ?? [];
  insist(
    !accepted || wants === undefined || fitting(offered, wants) !== undefined,
    'invalid_request',
    '不在应得的处理方式之内',
    'The customer is not entitled to that',
    'wants',
    offered,
  );
  if (accepted && isThirdEdition(policy)) insistOwed(state, wants, policy);
}

/** What was offered may be owed no more by the time it is answered: papers or findings came in between. */
function insistOwed({ facts }: ReturnState, customerWants: FactValue | undefined, policy: CasePolicy): void {
  const now = customerWants === undefined ? facts : { ...facts, customerWants };
  insist(
    entitlementOf(entitlementDecision(policy, now)).remedies.length > 0,
    'illegal_transition',
    '所提出的处理方式现已不成立，不能接受；请重新判定并再次提出',
    'What was offered no longer holds, so it cannot be accepted: assess anew and offer again',
  );
}

/** A remedy is agreed: what was wanted and owed, or what was offered instead. */
export function agree(work: ReturnWork, remedy: NonNullable<ReturnState['remedy']>): void {
  if (work.state.remedy === remedy) return;
  work.put('remedy', remedy);
  work.facts({ remedy });
  work.mark('remedy_agreed', { remedy });
}

/** N-2.5-B-4b: a large item is negotiated with the customer before anything is brought. */
export function negotiate(work: ReturnWork, { text }: In<typeof p.negotiate>): void {
  work.mark('large_item_negotiated', { text: text.id });
}
