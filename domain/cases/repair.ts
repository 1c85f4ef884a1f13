/**
 * A repair, from the first call to closure: one entry an action, in the order of the work; what belongs together and is
 * not of every repair (visit, price, parts, loaner) is one line here and a list beside. What each does stands in `repair/`
 * and `visit/`; deadlines, who is told, fees and requirements are the policy's. The durable waits are in
 * `workflows/repair.ts`.
 */
import { callBack, endingActions } from './ending-actions';
import { actionsOf, both, type KindDef } from './kind';
import { reverseGuard } from './ledger';
import { mergeActions } from './merging';
import { ownJob } from './ownership';
import type { SystemRole } from './record';
import { aroundActions, moneyActions, supervisionActions } from './shared-actions';
import { respond } from './responding';
import * as shared from './shared-payloads';
import * as completion from './repair/completion';
import * as incidents from './repair/incidents';
import * as intake from './repair/intake';
import { loanerActions } from './repair/loaner-actions';
import { partsActions } from './repair/parts-actions';
import * as p from './repair/payloads';
import { quoteActions } from './repair/quote-actions';
import * as settlement from './repair/settlement';
import { settlementActions } from './repair/settlement-actions';
import { atWork, repairStatuses, type RepairState } from './repair/state';
import * as work from './repair/work';
import {
  assignmentActions,
  endVisit,
  fileSheet,
  owns,
  planned,
  reportIncident,
  reportResult,
  visitActions,
} from './visit/actions';
import * as arrival from './visit/arrival';
import { accepted } from './visit/assignment';

const action = actionsOf<RepairState>();

const desk: SystemRole[] = ['agent', 'dispatcher', 'supervisor'];
const planning: SystemRole[] = ['dispatcher', 'supervisor'];
const workshop: SystemRole[] = ['engineer', 'warehouse', 'dispatcher'];
const staff: SystemRole[] = ['agent', 'dispatcher', 'engineer', 'warehouse', 'supervisor'];

export const repairKind: KindDef = {
  kind: 'repair',
  statuses: repairStatuses,
  ended: ['completed', 'cancelled'],
  actions: [
    // The request
    action({
      name: 'completeRecord',
      title: { zh: '补全登记', en: 'Complete the record' },
      from: 'open',
      roles: desk,
      payload: p.completeRecord,
      apply: intake.completeRecord,
    }),
    action({
      name: 'respond',
      title: { zh: '响应客户', en: 'Respond' },
      from: 'open',
      roles: staff,
      payload: shared.respond,
      guard: ownJob,
      apply: respond,
    }),
    action({
      name: 'guide',
      title: { zh: '远程指导', en: 'Guide remotely' },
      from: planned,
      roles: staff,
      payload: p.guide,
      guard: ownJob,
      apply: intake.guide,
    }),
    action({
      name: 'assess',
      title: { zh: '定级与判定', en: 'Assess' },
      from: 'open',
      roles: [...planning, 'agent', 'engineer'],
      payload: p.assess,
      guard: both(ownJob, intake.assessGuard),
      apply: intake.assess,
    }),
    action({
      name: 'markSpecial',
      title: { zh: '标记特殊情况', en: 'Mark special circumstances' },
      from: 'open',
      roles: ['supervisor'],
      payload: shared.reason,
      guard: incidents.markSpecialGuard,
      apply: incidents.markSpecial,
    }),
    action({
      name: 'passToLead',
      title: { zh: '转交负责人', en: 'Pass to the person in charge' },
      from: 'open',
      roles: desk,
      payload: shared.none,
      apply: intake.passToLead,
    }),

    // The job
    ...assignmentActions,

    // The visit
    ...visitActions({
      scheduledFrom: ['received', 'contacted', 'assessed', 'waiting_parts', 'repaired', 'callback_due'],
      movedFrom: ['scheduled', 'dispatched', 'on_site', 'waiting_parts'],
      staff,
    }),

    // The work
    action({
      name: 'takeBack',
      title: { zh: '拉回修理', en: 'Take to the workshop' },
      from: ['on_site'],
      roles: ['engineer'],
      payload: p.takeBack,
      guard: both(ownJob, work.takeBackGuard),
      offered: owns,
      apply: work.takeBack,
    }),
    action({
      name: 'receiveDevice',
      title: { zh: '收到设备', en: 'Receive the device' },
      from: planned,
      roles: workshop,
      payload: p.receiveDevice,
      guard: both(accepted, ownJob),
      apply: work.receiveDevice,
    }),
    action({
      name: 'diagnose',
      title: { zh: '检测判断', en: 'Diagnose' },
      from: atWork,
      roles: ['engineer'],
      payload: p.diagnose,
      guard: both(accepted, ownJob),
      offered: owns,
      apply: work.diagnose,
    }),
    ...quoteActions,
    action({
      name: 'promise',
      title: { zh: '承诺日期', en: 'Promise a date' },
      from: 'open',
      roles: [...desk, 'warehouse'],
      payload: p.promise,
      guard: work.promiseGuard,
      apply: work.promise,
    }),
    action({
      name: 'reportLateReturn',
      title: { zh: '报告不能按期', en: 'Report that the date cannot be kept' },
      from: 'open',
      roles: workshop,
      payload: p.reportLateReturn,
      guard: both(ownJob, work.lateReturnGuard),
      apply: work.reportLateReturn,
    }),
    ...partsActions,
    ...loanerActions,
    action({
      name: 'sendToMaker',
      title: { zh: '返厂', en: 'Send to the maker' },
      from: ['in_repair'],
      roles: ['warehouse', 'dispatcher'],
      payload: p.sendToMaker,
      guard: work.sendToMakerGuard,
      apply: work.sendToMaker,
    }),
    action({
      name: 'backFromMaker',
      title: { zh: '厂家返回', en: 'Back from the maker' },
      from: ['at_factory'],
      roles: ['warehouse', 'dispatcher'],
      payload: shared.none,
      apply: work.backFromMaker,
    }),
    action({
      name: 'askHelp',
      title: { zh: '技术求助', en: 'Ask for technical help' },
      from: 'open',
      roles: ['engineer'],
      payload: p.askHelp,
      guard: both(ownJob, work.askHelpGuard),
      offered: owns,
      apply: work.askHelp,
    }),
    action({
      name: 'answerHelp',
      title: { zh: '答复求助', en: 'Answer the request for help' },
      from: 'open',
      roles: ['engineer', ...planning],
      payload: p.answerHelp,
      guard: both(ownJob, work.answerHelpGuard),
      apply: work.answerHelp,
    }),
    action({
      name: 'grantGoodwill',
      title: { zh: '通融维修', en: 'Grant goodwill' },
      from: 'open',
      roles: ['supervisor'],
      payload: p.grantGoodwill,
      guard: work.goodwillGuard,
      apply: work.grantGoodwill,
    }),

    // The end of the work
    action({
      name: 'complete',
      title: { zh: '完工', en: 'Complete the work' },
      from: atWork,
      roles: ['engineer', 'warehouse'],
      payload: p.complete,
      guard: both(accepted, both(ownJob, completion.completeGuard)),
      apply: completion.complete,
    }),
    action({
      name: 'signOff',
      title: { zh: '客户签收评价', en: 'Sign off' },
      from: ['repaired', 'on_site', 'ready', 'callback_due'],
      roles: workshop,
      payload: p.signOff,
      guard: both(ownJob, completion.signOffGuard),
      apply: completion.signOff,
    }),
    endVisit<RepairState>(arrival.endVisit),
    fileSheet<RepairState>(completion.fileSheet),
    reportResult,
    action({
      name: 'announceReady',
      title: { zh: '通知取机', en: 'Tell that it is ready' },
      from: ['repaired', 'in_repair', 'waiting_customer'],
      roles: [...desk, 'engineer'],
      payload: shared.none,
      guard: both(ownJob, completion.announceReadyGuard),
      apply: completion.announceReady,
    }),
    action({
      name: 'handBack',
      title: { zh: '凭单取机', en: 'Hand back' },
      from: ['ready', 'repaired'],
      roles: [...desk, 'warehouse'],
      payload: p.handBack,
      guard: completion.handBackGuard,
      apply: completion.handBack,
    }),
    action({
      name: 'shipBack',
      title: { zh: '寄回', en: 'Ship back' },
      from: ['ready', 'repaired'],
      roles: ['agent', 'warehouse', 'dispatcher'],
      payload: p.shipBack,
      guard: completion.inWorkshop,
      apply: completion.shipBack,
    }),
    ...settlementActions,
    callBack<RepairState>(completion.callBack),
    ...endingActions<RepairState>({
      close: { guard: completion.closeGuard, apply: completion.close },
      cancel: { guard: completion.cancelGuard, apply: completion.cancel },
      reopen: completion.reopen,
    }),

    // What must be known above
    action({
      name: 'reportLoss',
      title: { zh: '报告损失', en: 'Report a loss' },
      from: 'open',
      roles: staff,
      payload: p.reportLoss,
      apply: incidents.reportLoss,
    }),
    reportIncident,
    ...supervisionActions,
    ...moneyActions<RepairState>({
      confirm: { guard: settlement.confirmMoneyGuard, apply: settlement.confirm },
      reverse: { guard: reverseGuard, apply: settlement.reverse },
    }),
    ...mergeActions<RepairState>({ guard: completion.cancelGuard, apply: completion.cancel }),
    ...aroundActions,
  ],
};
