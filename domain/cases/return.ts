/**
 * A return or exchange, from the request to a satisfied customer: one entry an action, in the order of the work. What
 * each does stands in `return/`; entitlement, approvals, deadlines and who is told are the policy's. The durable waits are
 * in `workflows/return.ts`.
 */
import { callBackGuard } from './callbacks';
import { endingActions } from './ending-actions';
import { actionsOf, type KindDef } from './kind';
import { mergeActions } from './merging';
import type { SystemRole } from './record';
import { respond } from './responding';
import * as approving from './return/approving';
import * as claims from './return/claims';
import * as closing from './return/closing';
import * as goods from './return/goods';
import * as intake from './return/intake';
import * as p from './return/payloads';
import * as refund from './return/refund';
import * as replacement from './return/replacement';
import { goodsToSendBack, returnStatuses, type ReturnState } from './return/state';
import { aroundActions, moneyActions, supervisionActions } from './shared-actions';
import * as shared from './shared-payloads';

const action = actionsOf<ReturnState>();

const desk: SystemRole[] = ['agent', 'dispatcher', 'supervisor'];
const planning: SystemRole[] = ['dispatcher', 'supervisor'];
const deciders: SystemRole[] = ['approver', 'supervisor', 'dispatcher'];
const store: SystemRole[] = ['warehouse'];
const inspectors: SystemRole[] = ['warehouse', 'engineer'];

/** Before the application went to its approvers. */
const asking = ['received', 'contacted', 'assessed', 'waiting_customer'] as const;

export const returnKind: KindDef = {
  kind: 'return',
  statuses: returnStatuses,
  ended: ['completed', 'cancelled'],
  actions: [
    // The request
    action({
      name: 'respond',
      title: { zh: '响应客户', en: 'Respond' },
      from: 'open',
      roles: [...desk, 'engineer', 'warehouse'],
      payload: shared.respond,
      apply: respond,
    }),
    action({
      name: 'checkDocuments',
      title: { zh: '核对单据', en: 'Check the documents' },
      from: 'open',
      roles: desk,
      payload: p.checkDocuments,
      guard: intake.documentsGuard,
      apply: intake.checkDocuments,
    }),
    action({
      name: 'fileApplication',
      title: { zh: '填写退换货申请', en: 'Fill in the application' },
      from: asking,
      roles: desk,
      payload: p.fileApplication,
      guard: intake.applicationGuard,
      apply: intake.fileApplication,
    }),
    action({
      name: 'assess',
      title: { zh: '判定条件', en: 'Assess the conditions' },
      from: [...asking, 'inspecting'],
      roles: [...desk, 'engineer', 'warehouse'],
      payload: p.assess,
      guard: intake.assessGuard,
      apply: intake.assess,
    }),
    action({
      name: 'offer',
      title: { zh: '提出其他处理方式', en: 'Offer another remedy' },
      from: ['received', 'contacted', 'assessed'],
      roles: desk,
      payload: shared.none,
      guard: intake.offerGuard,
      apply: intake.offer,
    }),
    action({
      name: 'answerOffer',
      title: { zh: '客户答复', en: 'Customer answers the offer' },
      from: ['waiting_customer'],
      roles: desk,
      payload: p.answerOffer,
      guard: intake.answerGuard,
      apply: intake.answerOffer,
    }),
    action({
      name: 'negotiate',
      title: { zh: '协商大件处理', en: 'Negotiate a large item' },
      from: 'open',
      roles: desk,
      payload: p.negotiate,
      apply: intake.negotiate,
    }),

    // Approvals and the way of the goods
    action({
      name: 'submit',
      title: { zh: '送审', en: 'Submit for approval' },
      from: ['received', 'contacted', 'assessed'],
      roles: desk,
      payload: p.submit,
      guard: approving.submitGuard,
      apply: approving.submit,
    }),
    action({
      name: 'decideReturn',
      title: { zh: '审批退换货', en: 'Decide on the return' },
      from: ['waiting_approval'],
      roles: deciders,
      payload: p.decideReturn,
      guard: approving.decideGuard,
      apply: approving.decideReturn,
    }),
    action({
      name: 'planHandling',
      title: { zh: '制定处理方案', en: 'Plan the handling' },
      from: 'open',
      roles: planning,
      payload: p.planHandling,
      apply: approving.planHandling,
    }),
    action({
      name: 'issueOrder',
      title: { zh: '开退货单', en: 'Issue the return order' },
      from: ['authorised'],
      roles: ['agent', 'dispatcher'],
      payload: p.issueOrder,
      guard: approving.orderGuard,
      apply: approving.issueOrder,
    }),
    action({
      name: 'arrangePickUp',
      title: { zh: '安排取货', en: 'Arrange a pick-up' },
      from: ['waiting_goods'],
      roles: [...desk, 'warehouse'],
      payload: p.arrangePickUp,
      guard: approving.pickUpGuard,
      offered: (state) => state.order?.route === 'pick_up',
      apply: approving.arrangePickUp,
    }),

    // Goods in, item by item
    action({
      name: 'receiveGoods',
      title: { zh: '收货', en: 'Receive the goods' },
      from: ['waiting_goods'],
      roles: store,
      payload: p.receiveGoods,
      guard: goods.receiveGuard,
      apply: goods.receiveGoods,
    }),
    action({
      name: 'inspectItem',
      title: { zh: '逐件验货', en: 'Inspect an item' },
      from: ['inspecting'],
      roles: inspectors,
      payload: p.inspectItem,
      guard: goods.inspectGuard,
      apply: goods.inspectItem,
    }),
    action({
      name: 'sendBack',
      title: { zh: '退还客户', en: 'Send goods back' },
      from: ['settling', 'callback_due', 'inspecting'],
      roles: ['warehouse', 'dispatcher'],
      payload: p.sendBack,
      guard: goods.sendBackGuard,
      offered: (state) => goodsToSendBack(state),
      apply: goods.sendBack,
    }),

    // What the customer gets
    action({
      name: 'proposeRefund',
      title: { zh: '提出退款', en: 'Propose the refund' },
      from: ['settling'],
      roles: desk,
      payload: p.proposeRefund,
      guard: refund.refundGuard,
      offered: (state) => state.remedy === 'return' && state.done.withdrawn === undefined,
      apply: refund.proposeRefund,
    }),
    action({
      name: 'payRefund',
      title: { zh: '付出退款', en: 'Pay the refund' },
      from: ['settling'],
      roles: ['agent', 'dispatcher', 'supervisor'],
      payload: p.payRefund,
      guard: refund.payGuard,
      offered: (state) => state.refund !== undefined && state.refund.paidAt === undefined,
      apply: refund.payRefund,
    }),
    action({
      name: 'shipReplacement',
      title: { zh: '发出换货', en: 'Send the replacement' },
      from: ['settling', 'waiting_goods', 'inspecting'],
      roles: ['warehouse', 'dispatcher'],
      payload: p.shipReplacement,
      guard: replacement.replacementGuard,
      offered: (state) => state.remedy === 'exchange' && state.done.withdrawn === undefined,
      apply: replacement.shipReplacement,
    }),
    action({
      name: 'confirmDelivery',
      title: { zh: '客户收到换货', en: 'Replacement delivered' },
      from: ['settling', 'waiting_goods', 'inspecting'],
      roles: [...desk, 'warehouse'],
      payload: shared.none,
      guard: replacement.deliveryGuard,
      offered: (state) => state.replacement !== undefined,
      apply: replacement.confirmDelivery,
    }),
    action({
      name: 'claimSupplier',
      title: { zh: '向供方索赔', en: 'Claim on the maker or dealer' },
      from: 'any',
      roles: [...planning, 'warehouse'],
      payload: p.claimSupplier,
      guard: claims.claimGuard,
      offered: (state) => state.liable === 'maker' || state.liable === 'dealer',
      apply: claims.claimSupplier,
    }),
    action({
      name: 'settleClaim',
      title: { zh: '供方答复', en: 'The maker or dealer answers' },
      from: 'any',
      roles: planning,
      payload: p.settleClaim,
      guard: claims.settleClaimGuard,
      offered: (state) => state.claims.some((c) => c.settled === undefined),
      apply: claims.settleClaim,
    }),

    // The end
    action({
      name: 'callBack',
      title: { zh: '回访', en: 'Call back' },
      from: 'open',
      roles: [...desk, 'engineer'],
      payload: shared.callBack,
      guard: callBackGuard,
      apply: closing.callBack,
    }),
    action({
      name: 'resettle',
      title: { zh: '已再处理', en: 'Dealt with again' },
      from: ['settling'],
      roles: desk,
      payload: shared.none,
      guard: closing.resettleGuard,
      offered: (state) => state.done.dissatisfied !== undefined,
      apply: closing.resettle,
    }),
    action({
      name: 'withdraw',
      title: { zh: '客户撤回', en: 'Customer withdraws' },
      from: 'open',
      roles: desk,
      payload: shared.reason,
      guard: closing.withdrawGuard,
      apply: closing.withdraw,
    }),
    ...endingActions<ReturnState>({
      close: { guard: closing.closeGuard, apply: closing.close },
      cancel: { guard: closing.insistNothingHere, apply: closing.cancel },
      reopen: closing.reopen,
    }),

    // What must be known above, money, and around the work
    ...supervisionActions,
    ...moneyActions<ReturnState>({ reverse: { guard: refund.reverseRefundGuard, apply: refund.reverse } }),
    ...mergeActions<ReturnState>({ guard: closing.insistNothingHere, apply: closing.cancel }),
    ...aroundActions,
  ],
};
