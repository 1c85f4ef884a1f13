/** Special returns of a partner: what the agreement says at each stage, from the application to the goods. */
import { ask, textOf, type Agreement } from './agreement';

/** What is known of a special return. */
export interface SpecialReturn {
  written: boolean;
  listAttached: boolean;
  /** The principal's decision; absent while it is open. */
  approved?: boolean;
  sent: boolean;
}

/** Where it stands: `granted`, `pending`, `blocked` (papers missing) or `refused`; who bears the loss. */
export interface ReturnStanding {
  decision: string;
  /** The role that decides next. */
  waitingFor?: string;
  /** Papers that are missing. */
  missing: readonly string[];
  lossPayer?: string;
  clauses: readonly string[];
}

/** Asks the agreement; undefined where it knows no special returns. */
export function returnStanding(
  agreement: Agreement,
  { written, listAttached, approved, sent }: SpecialReturn,
): ReturnStanding | undefined {
  const { answer, clauses } = ask(agreement, 'approval', {
    request: 'special_return',
    writtenApplication: written,
    listAttached,
    ...(approved !== undefined && { manufacturerApproved: approved }),
    goodsSent: sent,
  });
  const decision = textOf(answer, 'decision');
  if (decision === undefined) return undefined;
  const { missing } = answer;
  return {
    decision,
    waitingFor: textOf(answer, 'waitingFor'),
    missing: Array.isArray(missing) ? missing.map(String) : [],
    lossPayer: textOf(answer, 'lossPayer'),
    clauses,
  };
}

/** What counts of a return that came in: the number, and how much of it may be refused. */
export function countedGoods(
  agreement: Agreement,
  goods: { list: 'clear' | 'unclear' | 'none'; claimed?: number; received: number; complete: boolean },
): { counted?: number; mayRefuse: number; clauses: readonly string[] } {
  const { answer, clauses } = ask(agreement, 'entitlement', {
    stage: 'goods_in_inspection',
    returnList: goods.list === 'none' ? null : goods.list === 'clear' ? true : 'unclear',
    ...(goods.claimed !== undefined && { claimedQuantity: goods.claimed }),
    receivedQuantity: goods.received,
    accessoriesComplete: goods.complete,
  });
  const number = (field: string): number | undefined => (typeof answer[field] === 'number' ? answer[field] : undefined);
  return { counted: number('countedQuantity'), mayRefuse: number('mayRefuse') ?? 0, clauses };
}
