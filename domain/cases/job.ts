/**
 * A job: site preparation or check, demonstration, installation, training, planned maintenance, inspection. The visit is
 * a repair's, with its clocks and conduct rules; what is done there stands in `job/`, deadlines and who is told are the
 * policy's. The durable waits are in `workflows/job.ts`.
 */
import { callBackGuard } from './callbacks';
import * as p from './job/payloads';
import { jobStatuses, type JobState } from './job/state';
import * as job from './job/work';
import { actionsOf, both, type KindDef } from './kind';
import { mergeActions } from './merging';
import * as onTheWay from './on-the-way';
import { ownJob } from './ownership';
import type { SystemRole } from './record';
import * as intake from './repair/intake';
import * as r from './repair/payloads';
import * as visit from './repair/visit';
import { aroundActions, moneyActions, supervisionActions } from './shared-actions';
import * as shared from './shared-payloads';

const action = actionsOf<JobState>();

const desk: SystemRole[] = ['agent', 'dispatcher', 'supervisor'];
const planning: SystemRole[] = ['dispatcher', 'supervisor'];
const field: SystemRole[] = ['engineer', 'dispatcher'];
const staff: SystemRole[] = ['agent', 'dispatcher', 'engineer', 'supervisor'];
const notThereYet = ['assessed', 'scheduled', 'dispatched'] as const;

export const jobKind: KindDef = {
  kind: 'job',
  statuses: jobStatuses,
  ended: ['completed', 'cancelled'],
  actions: [
    // The request
    action({
      name: 'respond',
      title: { zh: '响应客户', en: 'Respond' },
      from: 'open',
      roles: staff,
      payload: shared.respond,
      guard: ownJob,
      apply: intake.respond,
    }),
    action({
      name: 'notifyCustomer',
      title: { zh: '提前通知客户', en: 'Tell the customer in advance' },
      from: onTheWay.planned,
      roles: staff,
      payload: p.notifyCustomer,
      guard: ownJob,
      apply: job.notifyCustomer,
    }),
    action({
      name: 'assign',
      title: { zh: '派工 / 改派', en: 'Assign or transfer' },
      from: 'open',
      roles: planning,
      payload: r.assign,
      guard: intake.assignGuard,
      apply: intake.assign,
    }),
    onTheWay.accept,
    onTheWay.decline,

    // The visit
    action({
      name: 'schedule',
      title: { zh: '约定上门时间', en: 'Agree a visit' },
      from: ['received', 'contacted', 'assessed', 'callback_due'],
      roles: [...desk, 'engineer'],
      payload: r.schedule,
      guard: both(ownJob, visit.scheduleGuard),
      apply: visit.schedule,
    }),
    action({
      name: 'reschedule',
      title: { zh: '改约', en: 'Move the visit' },
      from: ['scheduled', 'dispatched', 'on_site'],
      roles: [...desk, 'engineer'],
      payload: r.reschedule,
      guard: both(ownJob, visit.rescheduleGuard),
      apply: visit.reschedule,
    }),
    onTheWay.depart,
    onTheWay.reportDelay,
    action({
      name: 'arrive',
      title: { zh: '到达', en: 'Arrive' },
      from: notThereYet,
      roles: ['engineer'],
      payload: r.arrive,
      guard: ownJob,
      offered: onTheWay.owns,
      apply: visit.arrive,
    }),
    action({
      name: 'phoneFromDoor',
      title: { zh: '门前电话', en: 'Phone from the door' },
      from: notThereYet,
      roles: ['engineer'],
      payload: r.phoneFromDoor,
      guard: both(ownJob, visit.phoneFromDoorGuard),
      offered: atDoor,
      apply: visit.phoneFromDoor,
    }),
    action({
      name: 'reportNoShow',
      title: { zh: '客户不在', en: 'Nobody at home' },
      from: notThereYet,
      roles: ['engineer'],
      payload: r.reportNoShow,
      guard: both(ownJob, visit.reportNoShowGuard),
      offered: atDoor,
      apply: visit.reportNoShow,
    }),
    onTheWay.entryRefused,
    action({
      name: 'hold',
      title: { zh: '等待客户', en: 'Wait for the customer' },
      from: 'open',
      roles: staff,
      payload: r.hold,
      guard: both(ownJob, visit.holdGuard),
      apply: visit.holdForCustomer,
    }),
    action({
      name: 'resume',
      title: { zh: '客户已就绪', en: 'Customer is ready' },
      from: 'open',
      roles: staff,
      payload: shared.none,
      guard: both(ownJob, visit.resumeGuard),
      offered: held,
      apply: visit.resumeForCustomer,
    }),

    // The work
    action({
      name: 'checkSite',
      title: { zh: '现场检查', en: 'Check the site' },
      from: ['on_site'],
      roles: ['engineer'],
      payload: p.checkSite,
      guard: both(ownJob, job.checkSiteGuard),
      offered: onTheWay.owns,
      apply: job.checkSite,
    }),
    action({
      name: 'agreePosition',
      title: { zh: '商定安装位置', en: 'Agree the place' },
      from: ['on_site'],
      roles: ['engineer'],
      payload: p.agreePosition,
      guard: both(ownJob, job.agreePositionGuard),
      offered: onTheWay.owns,
      apply: job.agreePosition,
    }),
    action({
      name: 'brief',
      title: { zh: '维护保养讲解', en: 'Brief on use and upkeep' },
      from: ['on_site'],
      roles: ['engineer'],
      payload: p.brief,
      guard: ownJob,
      offered: onTheWay.owns,
      apply: job.brief,
    }),
    action({
      name: 'finish',
      title: { zh: '完成工作', en: 'Finish the work' },
      from: ['on_site'],
      roles: ['engineer'],
      payload: p.finish,
      guard: both(ownJob, job.finishGuard),
      offered: onTheWay.owns,
      apply: job.finish,
    }),
    action({
      name: 'signOff',
      title: { zh: '双方签收', en: 'Sign off' },
      from: ['on_site', 'callback_due'],
      roles: ['engineer'],
      payload: p.signOff,
      guard: both(ownJob, job.signOffGuard),
      offered: onTheWay.owns,
      apply: job.signOff,
    }),
    action({
      name: 'endVisit',
      title: { zh: '结束上门', en: 'End the visit' },
      from: 'open',
      roles: ['engineer'],
      payload: r.endVisit,
      guard: both(ownJob, visit.endVisitGuard),
      offered: onTheWay.owns,
      apply: job.endVisit,
    }),
    action({
      name: 'fileSheet',
      title: { zh: '交回服务卡', en: 'Return the record sheet' },
      from: 'any',
      roles: [...field, 'agent'],
      payload: r.fileSheet,
      guard: ownJob,
      apply: job.fileSheet,
    }),

    // The end
    action({
      name: 'callBack',
      title: { zh: '回访', en: 'Call back' },
      from: 'open',
      roles: [...desk, 'engineer'],
      payload: shared.callBack,
      guard: both(ownJob, callBackGuard),
      apply: job.callBack,
    }),
    action({
      name: 'close',
      title: { zh: '结案', en: 'Close' },
      from: 'open',
      roles: planning,
      payload: shared.reason,
      guard: job.closeGuard,
      apply: job.close,
    }),
    action({
      name: 'cancel',
      title: { zh: '撤销', en: 'Cancel' },
      from: 'open',
      roles: planning,
      payload: shared.reason,
      apply: job.cancel,
    }),
    action({
      name: 'reopen',
      title: { zh: '重开', en: 'Reopen' },
      from: ['closed'],
      roles: desk,
      payload: shared.reason,
      apply: job.reopen,
    }),
    ...supervisionActions,
    ...moneyActions,
    ...mergeActions<JobState>({ apply: job.cancel }),
    ...aroundActions,
  ],
};

function atDoor(state: JobState, actor: { id: string }): boolean {
  return onTheWay.owns(state, actor) && state.visit.doorAt !== undefined;
}

function held(state: JobState): boolean {
  return state.paused.documents !== undefined || state.paused.customer_side !== undefined;
}
