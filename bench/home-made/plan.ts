/** The standard repair as tables and jobs know it: which action leads where, starts and stops which clock, owes which mail. */
import type { actionNames } from '../variant';

type Action = (typeof actionNames)[number] | 'open';

export interface Step {
  from: readonly string[];
  to: string;
  starts?: readonly { key: string; ms: number }[];
  stops?: readonly string[];
  mail?: { template: string; to: 'customer' | 'engineer' };
}

const HOUR = 3_600_000;
const open = ['received', 'contacted', 'assigned', 'in_repair', 'promised', 'accepted', 'diagnosed'];

export const plan: Record<Action, Step> = {
  open: {
    from: [],
    to: 'received',
    starts: [
      { key: 'response', ms: 2 * HOUR },
      { key: 'resolution', ms: 120 * HOUR },
    ],
    mail: { template: '报修已受理 Request received', to: 'customer' },
  },
  respond: { from: open, to: 'contacted', stops: ['response'] },
  assign: { from: open, to: 'assigned', mail: { template: '派工单 Job assigned', to: 'engineer' } },
  receiveDevice: { from: open, to: 'in_repair', starts: [{ key: 'promise', ms: 24 * HOUR }] },
  promise: { from: open, to: 'promised', starts: [{ key: 'promised', ms: 48 * HOUR }], stops: ['promise'] },
  accept: { from: open, to: 'accepted' },
  diagnose: { from: open, to: 'diagnosed' },
  complete: {
    from: ['diagnosed'],
    to: 'repaired',
    starts: [{ key: 'callback', ms: 48 * HOUR }],
    stops: ['resolution', 'promised'],
    mail: { template: '维修完成 Repair finished', to: 'customer' },
  },
  handBack: { from: ['repaired'], to: 'callback_due' },
  callBack: { from: ['callback_due'], to: 'closed', stops: ['callback'] },
};
