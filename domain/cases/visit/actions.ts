/**
 * The actions around a visit, the same in every kind that visits: the job given to an engineer, the appointment, the way,
 * the door, the wait for the customer, the end. A kind puts them into its table and says what differs.
 */
import { actionsOf, both, type ActionDef, type AnyAction } from '../kind';
import { ownJob } from '../ownership';
import type { Actor, SystemRole } from '../record';
import * as shared from '../shared-payloads';
import * as appointment from './appointment';
import * as arrival from './arrival';
import * as assignment from './assignment';
import * as customerWait from './customer-wait';
import * as noShow from './no-show';
import * as p from './payloads';
import * as reports from './reports';
import type { VisitState } from './state';

const action = actionsOf<VisitState>();

const desk: SystemRole[] = ['agent', 'dispatcher', 'supervisor'];
const field: SystemRole[] = ['engineer', 'dispatcher'];
const everybody: SystemRole[] = ['agent', 'dispatcher', 'engineer', 'warehouse', 'supervisor'];

/** Before anybody is at the customer or at the bench. */
export const planned = ['received', 'contacted', 'assessed', 'scheduled'] as const;
/** Before anybody is at the customer, with somebody to go there. */
const notThereYet = ['assessed', 'scheduled', 'dispatched'] as const;

/** The engineer of the case. */
export function owns(state: VisitState, actor: Actor): boolean {
  return state.parties.engineerId === actor.id;
}

function atDoor(state: VisitState, actor: Actor): boolean {
  return owns(state, actor) && state.visit.doorAt !== undefined;
}

/** An engineer gets the job, accepts it or hands it back. */
export const assignmentActions: readonly AnyAction[] = [
  action({
    name: 'assign',
    title: { zh: '派工 / 改派', en: 'Assign or transfer' },
    from: 'open',
    roles: ['dispatcher', 'supervisor'],
    payload: p.assign,
    guard: both(assignment.accepted, assignment.assignGuard),
    apply: assignment.assign,
  }),
  action({
    name: 'accept',
    title: { zh: '接单', en: 'Accept the job' },
    from: 'open',
    roles: ['engineer'],
    payload: shared.none,
    guard: ownJob,
    offered: owns,
    apply: assignment.accept,
  }),
  action({
    name: 'decline',
    title: { zh: '退单', en: 'Decline the job' },
    from: planned,
    roles: ['engineer'],
    payload: shared.reason,
    guard: ownJob,
    offered: owns,
    apply: assignment.decline,
  }),
];

/** Where the kinds' visits differ. */
interface VisitRules {
  /** The statuses in which a visit is agreed. */
  scheduledFrom: readonly string[];
  /** The statuses in which an agreed visit is moved. */
  movedFrom: readonly string[];
  /** Who notes that the customer lets wait, and is ready again. */
  staff: readonly SystemRole[];
}

/** From the appointment to the wait at the customer's. */
export function visitActions({ scheduledFrom, movedFrom, staff }: VisitRules): readonly AnyAction[] {
  return [
    action({
      name: 'schedule',
      title: { zh: '约定上门时间', en: 'Agree a visit' },
      from: scheduledFrom,
      roles: [...desk, 'engineer'],
      payload: p.schedule,
      guard: both(assignment.accepted, both(ownJob, appointment.scheduleGuard)),
      apply: appointment.schedule,
    }),
    action({
      name: 'reschedule',
      title: { zh: '改约', en: 'Move the visit' },
      from: movedFrom,
      roles: [...desk, 'engineer'],
      payload: p.reschedule,
      guard: both(ownJob, appointment.rescheduleGuard),
      apply: appointment.reschedule,
    }),
    ...onTheWay,
    action({
      name: 'hold',
      title: { zh: '等待客户', en: 'Wait for the customer' },
      from: 'open',
      roles: staff,
      payload: p.hold,
      guard: both(ownJob, customerWait.holdGuard),
      apply: customerWait.holdForCustomer,
    }),
    action({
      name: 'resume',
      title: { zh: '客户已就绪', en: 'Customer is ready' },
      from: 'open',
      roles: staff,
      payload: shared.none,
      guard: both(ownJob, customerWait.resumeGuard),
      offered: customerWait.held,
      apply: customerWait.resumeForCustomer,
    }),
  ];
}

/** From the departure to an open door, or a closed one. */
const onTheWay: readonly AnyAction[] = [
  action({
    name: 'depart',
    title: { zh: '出发', en: 'Depart' },
    from: ['assessed', 'scheduled'],
    roles: ['engineer'],
    payload: p.depart,
    guard: both(assignment.accepted, ownJob),
    offered: owns,
    apply: arrival.depart,
  }),
  action({
    name: 'reportDelay',
    title: { zh: '报告路上延误', en: 'Report a delay' },
    from: ['scheduled', 'dispatched'],
    roles: field,
    payload: p.reportDelay,
    guard: ownJob,
    apply: arrival.reportDelay,
  }),
  action({
    name: 'arrive',
    title: { zh: '到达', en: 'Arrive' },
    from: notThereYet,
    roles: ['engineer'],
    payload: p.arrive,
    guard: both(assignment.accepted, ownJob),
    offered: owns,
    apply: arrival.arrive,
  }),
  action({
    name: 'phoneFromDoor',
    title: { zh: '门前电话', en: 'Phone from the door' },
    from: notThereYet,
    roles: ['engineer'],
    payload: p.phoneFromDoor,
    guard: both(ownJob, noShow.phoneFromDoorGuard),
    offered: atDoor,
    apply: noShow.phoneFromDoor,
  }),
  action({
    name: 'reportNoShow',
    title: { zh: '客户不在', en: 'Nobody at home' },
    from: notThereYet,
    roles: ['engineer'],
    payload: p.reportNoShow,
    guard: both(ownJob, noShow.reportNoShowGuard),
    offered: atDoor,
    apply: noShow.reportNoShow,
  }),
  action({
    name: 'entryRefused',
    title: { zh: '客户拒绝入户', en: 'Entry refused' },
    from: ['dispatched', 'scheduled', 'on_site'],
    roles: field,
    payload: shared.reason,
    guard: ownJob,
    apply: arrival.entryRefused,
  }),
];

/** How a kind goes on after an action. */
type Applied<S extends VisitState, P> = ActionDef<S, P>['apply'];

/** The engineer leaves; the kind says what is owed next. */
export function endVisit<S extends VisitState>(apply: Applied<S, p.EndVisit>): AnyAction {
  return actionsOf<S>()({
    name: 'endVisit',
    title: { zh: '结束上门', en: 'End the visit' },
    from: 'open',
    roles: ['engineer'],
    payload: p.endVisit,
    guard: both(ownJob, arrival.endVisitGuard),
    offered: owns,
    apply,
  });
}

/** The signed card or record sheet comes back to the centre; the kind says what is compared with it. */
export function fileSheet<S extends VisitState>(apply: Applied<S, p.FileSheet>): AnyAction {
  return actionsOf<S>()({
    name: 'fileSheet',
    title: { zh: '交回服务卡', en: 'Return the service card' },
    from: 'any',
    roles: [...field, 'agent'],
    payload: p.fileSheet,
    guard: ownJob,
    apply,
  });
}

/** How the visit went is told to the centre. */
export const reportResult: AnyAction = action({
  name: 'reportResult',
  title: { zh: '反馈结果', en: 'Report the result' },
  from: 'any',
  roles: everybody,
  payload: shared.none,
  guard: ownJob,
  apply: reports.reportResult,
});

/** Somebody is held, behaved badly or did damage, or the customer claims something: for the centre, at once. */
export const reportIncident: AnyAction = action({
  name: 'reportIncident',
  title: { zh: '报告事件', en: 'Report an incident' },
  from: 'open',
  roles: everybody,
  payload: p.reportIncident,
  apply: reports.reportIncident,
});
