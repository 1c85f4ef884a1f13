/** The actions of handing over: the list of departments, the desks, the count, the acceptance. */
import { actionsOf, both, type AnyAction } from '../kind';
import { ownJob } from '../ownership';
import type { Actor } from '../record';
import * as shared from '../shared-payloads';
import { owns, planned } from '../visit/actions';
import * as handover from './handover';
import * as p from './handover-payloads';
import type { JobState } from './state';

const action = actionsOf<JobState>();

/** The engineer with something to hand over. */
function handsOver(state: JobState, actor: Actor): boolean {
  return owns(state, actor) && handover.brings(state);
}

export const handoverActions: readonly AnyAction[] = [
  action({
    name: 'goodsArrived',
    title: { zh: '非常规商品到货', en: 'Special goods came in' },
    from: planned,
    roles: ['agent', 'dispatcher', 'warehouse', 'supervisor'],
    payload: shared.none,
    guard: handover.goodsArrivedGuard,
    offered: handover.awaitsGoods,
    apply: handover.goodsArrived,
  }),
  action({
    name: 'addDepartment',
    title: { zh: '登记分送部门', en: 'List a department' },
    from: [...planned, 'dispatched', 'on_site'],
    roles: ['agent', 'dispatcher', 'engineer', 'supervisor'],
    payload: p.addDepartment,
    guard: both(ownJob, handover.addDepartmentGuard),
    offered: handover.brings,
    apply: handover.addDepartment,
  }),
  action({
    name: 'deliverToDesk',
    title: { zh: '送到部门桌面', en: 'Deliver to the desk' },
    from: ['on_site'],
    roles: ['engineer'],
    payload: p.deliverToDesk,
    guard: both(ownJob, handover.deliverToDeskGuard),
    offered: (state, actor) => owns(state, actor) && handover.undelivered(state.departments).length > 0,
    apply: handover.deliverToDesk,
  }),
  action({
    name: 'checkGoods',
    title: { zh: '用户清点货物', en: 'The user counts the goods' },
    from: ['on_site'],
    roles: ['engineer'],
    payload: p.checkGoods,
    guard: both(ownJob, handover.checkGoodsGuard),
    offered: handsOver,
    apply: handover.checkGoods,
  }),
  action({
    name: 'recordAcceptance',
    title: { zh: '双方验收', en: 'Joint acceptance' },
    from: ['on_site'],
    roles: ['engineer'],
    payload: p.recordAcceptance,
    guard: both(ownJob, handover.recordAcceptanceGuard),
    offered: handsOver,
    apply: handover.recordAcceptance,
  }),
];
