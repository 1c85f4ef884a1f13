/** A return without Temporal, on a clock of its own. */
import { returnKind } from '../../../domain/cases/return';
import { newReturn, open } from '../../../domain/cases/return/intake';
import type { ReturnInput } from '../../../domain/cases/return/opening';
import type { ReturnState } from '../../../domain/cases/return/state';
import type { Actor } from '../../../domain/cases/record';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import type { Facts } from '../../../domain/policy/rule';
import { formatInstant } from '../../../domain/time/instant';
import { waits } from '../../../workflows/return';
import { caseUnder } from '../../policy/shipped';
import { RecordedSimulator } from '../../audit/simulated';
import { people, shanghai, text, type Setup } from './case-simulator';

export const demo = caseUnder('demo-quick-return', 'return');

/** Those who approve under the demonstration policy. */
export const deciders = {
  manager: { id: 'manager', role: 'approver', duties: ['demo_manager'] },
  supervisor: { id: 'supervisor', role: 'supervisor', duties: ['demo_supervisor'] },
  departments: { id: 'departments', role: 'approver', duties: ['demo_departments'] },
  everything: { id: 'everything', role: 'approver', duties: ['demo_manager', 'demo_supervisor', 'demo_departments'] },
} as const satisfies Record<string, Actor>;

export const sale = {
  documentNo: 'XS-1',
  lines: [
    { line: 1, model: 'A-100', quantity: 10, unitFen: 2_000 },
    { line: 2, model: 'B-200', quantity: 1, unitFen: 50_000, serialNo: 'SN-1' },
  ],
};
export const application = {
  sale,
  wants: 'return',
  items: [
    { line: 1, quantity: 4, reason: 'quality' },
    { line: 2, quantity: 1, reason: 'quality' },
  ],
};

/** Facts under which the demonstration policy lets goods be returned. */
export const returnable: Facts = {
  customerWants: 'return',
  requestDate: '2026-03-02',
  saleDate: '2026-02-28',
  soldByUs: true,
  packagingComplete: true,
};

export interface ReturnOpening {
  /** Shanghai local time. */
  at?: string;
  facts?: Facts;
  policy?: CasePolicy;
  roster?: (role: string) => string[];
}

/** A return as it begins. */
export function returnSetup({
  at = '2026-03-02T09:00',
  facts = {},
  policy = demo,
  roster,
}: ReturnOpening = {}): Setup<ReturnState> {
  const input: ReturnInput = {
    caseId: 'T-1',
    policy,
    parties: { customerId: 'customer', dispatcherId: people.dispatcher.id },
    facts: { ...returnable, source: 'hotline', ...facts },
    texts: { reason: text('想退货') },
    items: [],
    actor: people.dispatcher,
    requestId: 'open',
    receivedAt: formatInstant(shanghai(at)),
  };
  const begin = newReturn(input);
  return { kind: { table: returnKind, waits }, input, begin, open: (work) => open(work, input), roster };
}

export class ReturnSimulator extends RecordedSimulator<ReturnState> {
  constructor(opening: ReturnOpening = {}) {
    super(returnSetup(opening));
  }

  /** Application filled in, approved by both, return order issued. */
  approved(wants = 'return', route = 'carry_in'): this {
    this.act(people.agent, 'respond').act(people.agent, 'fileApplication', { ...application, wants });
    this.act(people.agent, 'submit');
    this.act(deciders.manager, 'decideReturn', { decision: 'approved', duty: 'demo_manager' });
    this.act(deciders.supervisor, 'decideReturn', { decision: 'approved', duty: 'demo_supervisor' });
    return this.act(people.agent, 'issueOrder', { orderNo: 'TH-1', route });
  }

  /** The goods came in as announced and every item was accepted. */
  inspected(): this {
    const items = [
      { line: 1, received: 4 },
      { line: 2, received: 1 },
    ];
    this.act(people.warehouse, 'receiveGoods', { items });
    this.act(people.warehouse, 'inspectItem', { line: 1, accepted: 4 });
    return this.act(people.warehouse, 'inspectItem', { line: 2, accepted: 1 });
  }
}
