/** A repair without Temporal, on a clock of its own. */
import { repairKind } from '../../../domain/cases/repair';
import { newRepair, open } from '../../../domain/cases/repair/intake';
import type { RepairInput } from '../../../domain/cases/repair/opening';
import type { RepairState } from '../../../domain/cases/repair/state';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import type { Facts } from '../../../domain/policy/rule';
import { formatInstant } from '../../../domain/time/instant';
import { waits } from '../../../workflows/repair';
import { CaseSimulator, people, shanghai, text, type Setup } from './case-simulator';

export { days, hours, minutes, people, reason, shanghai } from './case-simulator';

export interface Opening {
  /** Shanghai local time, `2026-03-02T09:00`. A Monday morning where absent. */
  at?: string;
  facts?: Facts;
  severeLoss?: boolean;
  /** Who answers for a role; one person named after the role where absent. */
  roster?: (role: string) => string[];
}

/** A repair under a policy as it begins. */
export function repairSetup(
  policy: CasePolicy,
  { at = '2026-03-02T09:00', facts = {}, severeLoss = false, roster }: Opening = {},
): Setup<RepairState> {
  const input: RepairInput = {
    caseId: 'R-1',
    policy,
    parties: { customerId: 'customer', siteId: 'site', dispatcherId: people.dispatcher.id },
    facts: { channel: 'on_site', kind: 'product', work: 'repair', source: 'hotline', ...facts },
    severeLoss,
    texts: { fault: text('不录像') },
    intake: {
      source: 'hotline',
      collectPayment: false,
      signatureNeeded: true,
      salespersonAccompanies: false,
      filledBy: 'agent',
    },
    actor: people.dispatcher,
    requestId: 'open',
    receivedAt: formatInstant(shanghai(at)),
  };
  const begin = newRepair(input);
  return { kind: { table: repairKind, waits }, input, begin, open: (work) => open(work, input), roster };
}

export class Simulator extends CaseSimulator<RepairState> {
  constructor(policy: CasePolicy, opening: Opening = {}) {
    super(repairSetup(policy, opening));
  }
}
