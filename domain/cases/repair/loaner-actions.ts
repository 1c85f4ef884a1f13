/** The actions of a loaner: asked for, approved, given out, taken back. */
import { actionsOf, both, type AnyAction } from '../kind';
import { ownJob } from '../ownership';
import type { SystemRole } from '../record';
import { accepted } from '../visit/assignment';
import * as loaner from './loaner';
import * as p from './payloads';
import type { RepairState } from './state';

const action = actionsOf<RepairState>();

const keepers: SystemRole[] = ['warehouse', 'dispatcher', 'engineer'];

/** A machine lent to the customer while theirs is repaired. */
export const loanerActions: readonly AnyAction[] = [
  action({
    name: 'requestLoaner',
    title: { zh: '申请代用机', en: 'Ask for a loaner' },
    from: 'open',
    roles: ['agent', 'dispatcher', 'engineer', 'warehouse', 'supervisor'],
    payload: p.requestLoaner,
    guard: both(accepted, both(ownJob, loaner.requestLoanerGuard)),
    apply: loaner.requestLoaner,
  }),
  action({
    name: 'decideLoaner',
    title: { zh: '审批代用机', en: 'Decide on the loaner' },
    from: 'open',
    roles: ['approver', 'supervisor'],
    payload: p.decideLoaner,
    guard: loaner.decideLoanerGuard,
    apply: loaner.decideLoaner,
  }),
  action({
    name: 'issueLoaner',
    title: { zh: '发放代用机', en: 'Issue the loaner' },
    from: 'open',
    roles: keepers,
    payload: p.issueLoaner,
    guard: both(ownJob, loaner.issueLoanerGuard),
    apply: loaner.issueLoaner,
  }),
  action({
    name: 'returnLoaner',
    title: { zh: '收回代用机', en: 'Loaner returned' },
    from: 'open',
    roles: keepers,
    payload: p.returnLoaner,
    guard: both(ownJob, loaner.returnLoanerGuard),
    apply: loaner.returnLoaner,
  }),
];
