/**
 * A repair as a long-lived workflow. What can be done stands in `domain/cases/repair.ts`; here are its durable waits: what
 * is waited for, until when, and what happens when nobody came first. Timers only wake: kept or broken is judged from
 * instants.
 */
import { repairKind } from '../domain/cases/repair';
import { expectedWarning, warnOfDate } from '../domain/cases/repair/expected-parts';
import { newRepair, open } from '../domain/cases/repair/intake';
import type { RepairInput } from '../domain/cases/repair/opening';
import { capInstant, capWarning, reachCap, warnOfCap } from '../domain/cases/repair/parts';
import type { RepairState } from '../domain/cases/repair/state';
import type { CasePolicy } from '../domain/policy/case-policy';
import type { Carried } from './case';
import { runCase, type CaseResult } from './lifecycle';
import type { Wait } from './running';
import { callbackRetries, closing, customerWaits, milestoneWaits } from './waits';

type RepairWait = Wait<RepairState>;

/** Opens the case in its first run, and lives until it is completed or cancelled; never ends Failed. */
export async function repair(input: RepairInput, carried?: Carried<RepairState>): Promise<CaseResult> {
  return runCase({ kind: repairKind, begin: newRepair, open, waits }, input, carried);
}

/** Everything that a case waits for in its present state. */
export function waits(state: RepairState, policy: CasePolicy): RepairWait[] {
  const { quote, status } = state;
  const quoteOpen = quote !== undefined && status === 'waiting_customer';
  return [
    ...milestoneWaits(state, policy),
    ...partsWaits(state, policy),
    ...customerWaits(state, quoteOpen ? { quote: quote.sentAt } : {}),
    ...callbackRetries(state, policy),
    ...closing(state, policy),
  ];
}

/** Waiting for parts: a warning when they are late for their date, one near the cap, then the cap over all waits together, at which the case leaves the wait by itself. */
function partsWaits(state: RepairState, policy: CasePolicy): RepairWait[] {
  const cap = capInstant(policy, state);
  const warning = capWarning(policy, state);
  const expected = expectedWarning(state);
  return [
    ...(expected === undefined
      ? []
      : [{ key: 'parts:expected', at: expected, summary: 'parts expected', wake: warnOfDate }]),
    ...(warning === undefined
      ? []
      : [{ key: 'parts:warning', at: warning, summary: 'parts wait close to its cap', wake: warnOfCap }]),
    ...(cap === undefined
      ? []
      : [
          {
            key: 'parts:cap',
            at: cap,
            summary: `parts wait cap ${policy.parts.clauses.join(' ')}`.trim(),
            wake: reachCap,
          },
        ]),
  ];
}
