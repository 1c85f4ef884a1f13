/** The actions of a price: quoted, answered by the customer, paid in advance where the policy wants it. */
import { actionsOf, both, type AnyAction } from '../kind';
import { ownJob } from '../ownership';
import type { SystemRole } from '../record';
import { planned } from '../visit/actions';
import { accepted } from '../visit/assignment';
import * as p from './payloads';
import * as quoting from './quoting';
import { atWork, type RepairState } from './state';

const action = actionsOf<RepairState>();

const tellers: SystemRole[] = ['engineer', 'dispatcher', 'agent'];

/** From the quote to the remittance slip. */
export const quoteActions: readonly AnyAction[] = [
  action({
    name: 'quote',
    title: { zh: '报价', en: 'Quote' },
    from: [...planned, ...atWork, 'ready', 'callback_due'],
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
