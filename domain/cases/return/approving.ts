/** From a remedy to goods on their way: approvals in order, cause and plan, the return order, the pick-up. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { formatInstant, parseInstant, type Instant } from '../../time/instant';
import { approvalGuard, askApproval, nextApprover, withDecision } from '../approvals';
import { insist, insistAllKnown, instantAfter } from '../refuse';
import type { Actor } from '../record';
import { approversOf } from './decisions';
import { agree, type ReturnWork } from './intake';
import type * as p from './payloads';
import { owesReplacement } from './replacement';
import { settle } from './settling';
import { fitting, type ReturnState } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** The application goes to its approvers; where the policy wants none it is approved. A repair needs none. */
export function submit(work: ReturnWork): void {
  const { entitlement, remedy, facts } = work.state;
  const wanted = fitting(entitlement!.remedies, facts.customerWants);
  if (remedy === undefined) agree(work, wanted!);
  const approvers = isRepair(work.state) ? [] : approversOf(work.policy, work.state.facts);
  const approval = askApproval(approvers, work.by, work.at);
  work.put('approval', approval);
  if (approval.status === 'approved') return approved(work);
  work.mark('approval_asked', { role: nextApprover(approval)! });
  work.notify('approval_needed', nextApprover(approval)!, { role: nextApprover(approval)! });
  work.status('waiting_approval');
}

export function submitGuard(state: ReturnState): void {
  const { entitlement, remedy, facts, items } = state;
  const owed = entitlement?.remedies ?? [];
  insistAllKnown(entitlement?.askFor.length === 0, entitlement?.askFor);
  insist(items.length > 0, 'requirement_missing', '须先填写退换货申请', 'The application comes first', 'items');
  insist(
    (remedy !== undefined && owed.includes(remedy)) || fitting(owed, facts.customerWants) !== undefined,
    'requirement_missing',
    '客户所求并非其应得，请先提出其他处理方式并得到同意',
    'The customer is not entitled to what they want: offer what they are entitled to first',
    'wants',
    owed,
  );
}

/** O-11.3-c: salesperson, then duty manager; O-11.2-b: the responsible departments on site. One refusal ends it. */
export function decideReturn(
  work: ReturnWork,
  { decision, duty, onSite, liable, reason }: In<typeof p.decideReturn>,
): void {
  const approval = withDecision(work.state.approval!, { role: duty, by: work.by, decision, at: work.at });
  work.put('approval', approval);
  work.event('approval_decided', { decision, role: duty, ...(reason ? { reason: reason.id } : {}) });
  if (onSite && duty === work.policy.returns!.onSite?.role) {
    work.put('onSite', { by: work.by, at: work.at });
    work.mark('departments_confirmed', { ...(liable ? { liable } : {}) });
  }
  if (liable) foundLiable(work, liable);
  if (approval.status === 'approved') return approved(work);
  if (approval.status === 'asked') {
    const next = nextApprover(approval)!;
    return work.notify('approval_needed', next, { role: next });
  }
  work.put('remedy', undefined);
  work.facts({ remedy: undefined });
  work.mark('return_refused', { role: duty, ...(reason ? { reason: reason.id } : {}) });
  work.status('assessed');
}

export function decideGuard(
  state: ReturnState,
  actor: Actor,
  { decision, duty, onSite, liable, reason }: In<typeof p.decideReturn>,
  policy: CasePolicy,
): void {
  approvalGuard(state.approval, state, actor, duty, policy);
  insist(
    !state.goods.lines.some((l) => l.inspectedBy === actor.id),
    'forbidden',
    '验货人不得审批',
    'Nobody approves what they inspected',
  );
  insist(
    decision === 'approved' || reason !== undefined,
    'invalid_request',
    '不批准须说明原因',
    'A refusal needs its reason',
    'reason',
  );
  const site = policy.returns?.onSite;
  insist(
    decision === 'refused' || duty !== site?.role || (onSite && liable !== undefined),
    'requirement_missing',
    `责任部门须到现场确认并明确责任方(${site?.clauses.join('、')})`,
    `The responsible departments confirm on site and name the liable party (${site?.clauses.join(', ')})`,
    'onSite',
  );
}

function approved(work: ReturnWork): void {
  work.mark('return_approved');
  work.status('authorised');
  if (isRepair(work.state)) passToRepair(work);
}

/** Whether the remedy is a repair, which is a case of its own. */
function isRepair({ remedy, entitlement, facts }: ReturnState): boolean {
  const chosen = remedy ?? fitting(entitlement?.remedies ?? [], facts.customerWants);
  return chosen === 'warranty_repair' || chosen === 'paid_repair';
}

/** The customer is to have a repair: it is opened as a case of its own, linked to this one. */
function passToRepair(work: ReturnWork): void {
  work.put('passedToRepairAt', work.at);
  work.mark('passed_to_repair', { remedy: work.state.remedy! });
  work.openCase('repair', { text: work.state.texts.reason.id });
  settle(work);
}

/** O-11.2-a: the department that reviews it names cause, plan and liable party. */
export function planHandling(work: ReturnWork, { liable, cause, plan, corrective }: In<typeof p.planHandling>): void {
  work.put('plan', { at: work.at, by: work.by, cause, plan, corrective });
  foundLiable(work, liable);
  work.mark('handling_planned', { liable, cause: cause.id, plan: plan.id });
}

function foundLiable(work: ReturnWork, liable: NonNullable<ReturnState['liable']>): void {
  work.put('liable', liable);
  work.facts({ liable });
}

/** O-11.3-d: the return order is issued and the customer told how to send the goods. */
export function issueOrder(work: ReturnWork, { orderNo, route, freightPayer }: In<typeof p.issueOrder>): void {
  const payer = work.state.entitlement?.freightPayer ?? freightPayer ?? 'company';
  work.put('order', { orderNo, route, freightPayer: payer, issuedAt: work.at });
  work.mark('return_order_issued', { orderNo, route, payer });
  work.status('waiting_goods');
  if (work.state.facts.stage === 'acceptance') owesReplacement(work);
}

/** N-2.5-A-f, N-2.5-B-3, N-2.5-B-4b: as the policy routes it; a large item only after it was negotiated. */
export function orderGuard(
  state: ReturnState,
  _actor: Actor,
  { route }: In<typeof p.issueOrder>,
  policy: CasePolicy,
): void {
  const wanted = state.entitlement?.route;
  insist(
    wanted !== 'negotiate_first' || state.done.large_item_negotiated !== undefined,
    'requirement_missing',
    '大件商品须先与客户联系协商',
    'A large item is negotiated with the customer first',
    'route',
  );
  insist(
    wanted !== 'carry_in' || route === 'carry_in',
    'invalid_request',
    '须由客户带至本公司处理',
    'The customer brings the goods in',
    'route',
    ['carry_in'],
  );
  const needsPlan = policy.returns?.plan?.before === 'order';
  insist(
    !needsPlan || state.plan !== undefined,
    'requirement_missing',
    `须先有原因分析和处理方案(${policy.returns?.plan?.clauses.join('、')})`,
    `Cause and plan come first (${policy.returns?.plan?.clauses.join(', ')})`,
    'plan',
  );
}

export function arrangePickUp(work: ReturnWork, { at, trackingNo }: In<typeof p.arrangePickUp>): void {
  work.mark('pick_up_arranged', {
    appointmentAt: formatInstant(parseInstant(at)),
    ...(trackingNo ? { trackingNo } : {}),
  });
}

export function pickUpGuard(
  state: ReturnState,
  _actor: Actor,
  { at }: In<typeof p.arrangePickUp>,
  _policy: CasePolicy,
  now: Instant,
): void {
  instantAfter(at, now, 'at');
  insist(state.order?.route === 'pick_up', 'illegal_transition', '并非上门取货', 'The goods are not picked up');
}
