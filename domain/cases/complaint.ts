/**
 * A complaint, from the first word to the archive, in the stages of ISO 10002 (GB/T 19012): one entry an action. What each
 * does stands in `complaint/`; who answers for what, deadlines and limits are the policy's. The durable waits are in
 * `workflows/complaint.ts`. Whom a complaint is about takes no part in it.
 */
import { callBackGuard } from './callbacks';
import * as compensation from './complaint/compensation';
import * as completion from './complaint/completion';
import * as decision from './complaint/decision';
import { concernedOnly, impartial, isConcerned } from './complaint/impartial';
import * as intake from './complaint/intake';
import { investigationActions } from './complaint/investigation-actions';
import { reverseCompensationGuard } from './complaint/owing';
import * as p from './complaint/payloads';
import * as review from './complaint/review';
import { complaintStatuses, type ComplaintState } from './complaint/state';
import { actionsOf, type AnyAction, type KindDef } from './kind';
import { reverseEntry } from './ledger';
import { mergeActions } from './merging';
import type { SystemRole } from './record';
import { aroundActions, moneyActions, supervisionActions } from './shared-actions';
import * as shared from './shared-payloads';

const action = actionsOf<ComplaintState>();

const desk: SystemRole[] = ['agent', 'dispatcher', 'supervisor'];
const planning: SystemRole[] = ['dispatcher', 'supervisor'];
/** Whose duty it is decides the policy's role; a handler or a department may have any of these accounts. */
const anybody: SystemRole[] = ['agent', 'dispatcher', 'engineer', 'warehouse', 'supervisor', 'approver'];

/** The procedure; nobody takes part in a complaint about themselves. */
const procedure: readonly AnyAction[] = [
  // Receipt, acknowledgement, assessment
  action({
    name: 'acknowledgeReceipt',
    title: { zh: '确认收到投诉', en: 'Acknowledge the complaint' },
    from: 'open',
    roles: anybody,
    payload: p.acknowledgeReceipt,
    guard: intake.acknowledgeReceiptGuard,
    apply: intake.acknowledgeReceipt,
  }),
  action({
    name: 'completeForm',
    title: { zh: '补全投诉处理单', en: 'Complete the form' },
    from: 'open',
    roles: desk,
    payload: p.completeForm,
    guard: intake.completeFormGuard,
    apply: intake.completeForm,
  }),
  action({
    name: 'logContact',
    title: { zh: '登记来电来信来访', en: 'Log a contact' },
    from: 'any',
    roles: anybody,
    payload: p.logContact,
    apply: intake.logContact,
  }),
  action({
    name: 'assess',
    title: { zh: '评估与分类', en: 'Assess and classify' },
    from: ['received', 'acknowledged', 'assessed', 'investigating'],
    roles: desk,
    payload: p.assess,
    guard: intake.assessGuard,
    apply: intake.assess,
  }),
  action({
    name: 'reportDanger',
    title: { zh: '报告危险或重大损失', en: 'Report danger or serious loss' },
    from: 'open',
    roles: anybody,
    payload: p.reportDanger,
    apply: intake.reportDanger,
  }),
  action({
    name: 'nameConcerned',
    title: { zh: '登记被投诉人', en: 'Name whom it is about' },
    from: 'open',
    roles: desk,
    payload: p.nameConcerned,
    guard: intake.nameConcernedGuard,
    apply: intake.nameConcerned,
  }),
  action({
    name: 'assignHandler',
    title: { zh: '指定处理人', en: 'Assign the handler' },
    from: 'open',
    roles: planning,
    payload: p.assignHandler,
    guard: intake.assignHandlerGuard,
    apply: intake.assignHandler,
  }),

  ...investigationActions,

  // Response and decision
  action({
    name: 'propose',
    title: { zh: '提出处理方案', en: 'Propose a solution' },
    from: ['responding'],
    roles: anybody,
    payload: p.propose,
    guard: decision.proposeGuard,
    apply: decision.propose,
  }),
  action({
    name: 'decideCompensation',
    title: { zh: '审批赔付', en: 'Decide on compensation' },
    from: ['responding'],
    roles: ['approver', 'supervisor'],
    payload: p.decideCompensation,
    guard: compensation.decideCompensationGuard,
    apply: compensation.decideCompensation,
  }),
  action({
    name: 'answerDecision',
    title: { zh: '客户答复处理决定', en: 'Customer answers the decision' },
    from: ['communicated'],
    roles: anybody,
    payload: p.answerDecision,
    apply: decision.answerDecision,
  }),
  action({
    name: 'appeal',
    title: { zh: '客户向上一级申诉', en: 'Customer appeals' },
    from: ['communicated', 'responding', 'carrying_out', 'follow_up'],
    roles: anybody,
    payload: p.appeal,
    guard: review.appealGuard,
    apply: review.appeal,
  }),
  action({
    name: 'rule',
    title: { zh: '复核裁定', en: 'Rule on the appeal' },
    from: ['in_review'],
    roles: anybody,
    payload: p.rule,
    guard: review.ruleGuard,
    apply: review.rule,
  }),

  // The end
  action({
    name: 'carryOut',
    title: { zh: '方案已执行', en: 'The solution is carried out' },
    from: ['carrying_out'],
    roles: anybody,
    payload: p.carryOut,
    guard: completion.carryOutGuard,
    apply: completion.carryOut,
  }),
  action({
    name: 'callBack',
    title: { zh: '再次联系客户', en: 'Contact the customer again' },
    from: 'open',
    roles: desk,
    payload: shared.callBack,
    guard: callBackGuard,
    apply: completion.callBack,
  }),
  action({
    name: 'close',
    title: { zh: '书面答复并结案', en: 'Write the result and close' },
    from: 'open',
    roles: [...desk, 'approver'],
    payload: p.close,
    guard: completion.closeGuard,
    apply: completion.close,
  }),
  action({
    name: 'withdraw',
    title: { zh: '客户撤诉', en: 'Customer withdraws' },
    from: 'open',
    roles: desk,
    payload: p.withdraw,
    guard: completion.withdrawGuard,
    apply: completion.withdraw,
  }),
  action({
    name: 'cancel',
    title: { zh: '作废', en: 'Cancel' },
    from: 'open',
    roles: planning,
    payload: shared.reason,
    guard: completion.withdrawGuard,
    apply: completion.cancel,
  }),
  action({
    name: 'reopen',
    title: { zh: '重开', en: 'Reopen' },
    from: ['closed'],
    roles: desk,
    payload: shared.reason,
    apply: completion.reopen,
  }),
  ...mergeActions<ComplaintState>({ guard: completion.withdrawGuard, apply: completion.cancel }),
  ...moneyActions<ComplaintState>({ reverse: { guard: reverseCompensationGuard, apply: reverseEntry } }),
  ...supervisionActions,
  ...aroundActions,
];

export const complaintKind: KindDef = {
  kind: 'complaint',
  statuses: complaintStatuses,
  ended: ['completed', 'cancelled'],
  actions: [
    ...procedure.map(impartially),
    action({
      name: 'addStatement',
      title: { zh: '被投诉人陈述', en: 'Statement of the person concerned' },
      from: 'any',
      roles: anybody,
      payload: p.addStatement,
      guard: concernedOnly,
      offered: (state, actor) => isConcerned(state, actor.id),
      apply: intake.addStatement,
    }),
  ],
};

/** The same action, refused to whom the complaint is about. */
function impartially(def: AnyAction): AnyAction {
  return {
    ...def,
    guard: (state, actor, payload, policy, at) => {
      impartial(state, actor);
      def.guard?.(state, actor, payload, policy, at);
    },
    offered: (state, actor) => !isConcerned(state, actor.id) && (def.offered?.(state, actor) ?? true),
  };
}
