/** The actions of a price: set by approval, quoted, answered by the customer, paid in advance where the policy wants it. */
import { actionsOf, both, type AnyAction } from '../kind';
import { ownJob } from '../ownership';
import type { SystemRole } from '../record';
import { planned } from '../visit/actions';
import { accepted } from '../visit/assignment';
import * as p from './payloads';
import * as price from './price';
import * as quoting from './quoting';
import { atWork, type RepairState } from './state';

const action = actionsOf<RepairState>();

const quotedFrom = [...planned, ...atWork, 'ready', 'callback_due'];

const tellers: SystemRole[] = ['engineer', 'dispatcher', 'agent'];

/** From a price that the table does not have to the remittance slip. */
export const quoteActions: readonly AnyAction[] = [
  action({
    name: 'askPrice',
    title: { zh: '申请另定价格', en: 'Ask for another price' },
    from: quotedFrom,
    roles: tellers,
    payload: p.askPrice,
    guard: both(accepted, both(ownJob, price.askPriceGuard)),
    offered: price.maySetPrice,
    apply: price.askPrice,
  }),
  action({
    name: 'decidePrice',
    title: { zh: '审批价格', en: 'Decide on the price' },
    from: 'open',
    roles: ['approver', 'supervisor'],
    payload: p.decidePrice,
    guard: price.decidePriceGuard,
    offered: price.waitsForApproval,
    apply: price.decidePrice,
  }),
  action({
    name: 'quote',
    title: { zh: '报价', en: 'Quote' },
    from: quotedFrom,
    roles: tellers,
    payload: p.quote,
    guard: both(accepted, both(ownJob, quoting.quoteGuard)),
    apply: quoting.quote,
  }),
  action({
    name: 'answerQuote',
    title: { zh: '客户答复报价', en: 'Customer answers the quote' },
    from: ['waiting_customer'],
    roles: tellers,
    payload: p.answerQuote,
    guard: both(ownJob, quoting.answerGuard),
    apply: quoting.answerQuote,
  }),
  action({
    name: 'remit',
    title: { zh: '收到汇款底单', en: 'Remittance received' },
    from: ['waiting_customer'],
    roles: ['agent', 'dispatcher'],
    payload: p.remit,
    guard: quoting.remitGuard,
    apply: quoting.remit,
  }),
];
