/** The actions of the money that a customer was charged; that finance has it is `confirmEntry`. They outlast closing. */
import { actionsOf, both, type AnyAction } from '../kind';
import { ownJob } from '../ownership';
import type { SystemRole } from '../record';
import * as shared from '../shared-payloads';
import * as p from './payloads';
import * as settlement from './settlement';
import type { RepairState } from './state';

const action = actionsOf<RepairState>();

const carriers: SystemRole[] = ['engineer', 'warehouse', 'dispatcher'];

/** From the charge at the sign-off to finance and the customer's invoice (S-5.6-b, S-5.6-c, S-5.6-d). */
export const settlementActions: readonly AnyAction[] = [
  action({
    name: 'askForInvoice',
    title: { zh: '客户要发票', en: 'Invoice wanted' },
    from: 'any',
    roles: ['agent', 'supervisor', ...carriers],
    payload: p.askForInvoice,
    guard: both(ownJob, settlement.askForInvoiceGuard),
    offered: settlement.offered.askForInvoice,
    apply: settlement.askForInvoice,
  }),
  action({
    name: 'sendInvoice',
    title: { zh: '寄发票', en: 'Send the invoice' },
    from: 'any',
    roles: ['agent', 'dispatcher', 'supervisor'],
    payload: p.sendInvoice,
    guard: settlement.sendInvoiceGuard,
    offered: settlement.offered.sendInvoice,
    apply: settlement.sendInvoice,
  }),
  action({
    name: 'collectMoney',
    title: { zh: '上门收款', en: 'Collect the money' },
    from: 'any',
    roles: carriers,
    payload: shared.none,
    guard: both(ownJob, settlement.collectMoneyGuard),
    offered: settlement.offered.collectMoney,
    apply: settlement.collectMoney,
  }),
  action({
    name: 'handInMoney',
    title: { zh: '款项交财务', en: 'Hand the money to finance' },
    from: 'any',
    roles: carriers,
    payload: p.handInMoney,
    guard: both(ownJob, settlement.handInMoneyGuard),
    offered: settlement.offered.handInMoney,
    apply: settlement.handInMoney,
  }),
];
