/** Whether the customer has what the remedy is; from then on they are called back. */
import type { CasePolicy } from '../../policy/case-policy';
import { isSecondEdition } from '../../policy/edition';
import { closeWhenSatisfied } from './closing';
import type { ReturnWork } from './intake';
import { takenBack, type ReturnState } from './state';

/** Whether everything that the remedy asks for was done. */
function isSettled(state: ReturnState, policy: CasePolicy): boolean {
  const { remedy, goods, refund, replacement } = state;
  const refused = goods.lines.some((l) => (l.refused ?? 0) > 0);
  if (refused && goods.sentBackAt === undefined) return false;
  if (goods.lines.length > 0 && goods.lines.every((l) => l.accepted === 0)) return true;
  if (remedy === 'return') return refund?.paidAt !== undefined && !(isSecondEdition(policy) && takenBack(state));
  return remedy === 'exchange' && replacement?.deliveredAt !== undefined;
}

export function settleIfDone(work: ReturnWork): void {
  if (isSettled(work.state, work.policy)) settle(work);
}

/** The customer has what the remedy is; mandatory callbacks decide whether the case may close. */
export function settle(work: ReturnWork): void {
  if (work.state.settledAt !== undefined) return;
  work.put('settledAt', work.at);
  work.mark('return_completed');
  work.status('callback_due');
  closeWhenSatisfied(work);
}
