/** Facts that the policy's decisions ask for, established by somebody who found out: checked before they are kept. */
import { readGiven } from '../../decision/given';
import { programOf } from '../../decision/older-program';
import { Refusal } from '../../errors';
import type { CasePolicy } from '../../policy/case-policy';
import { decisionCalendar } from '../policy-decision';
import { knownOf } from './known';
import type { EstablishedFact, RepairState } from './state';

/** Refuses names and values that the policy does not take, and dates that contradict what is known. */
export function factsGuard(
  state: RepairState,
  established: Readonly<Record<string, EstablishedFact>>,
  policy: CasePolicy,
): void {
  const names = Object.keys(established);
  const program = programOf(policy);
  if (names.length === 0 || !program) return;
  const { zone } = decisionCalendar(policy);
  const known = knownOf(state, policy);
  const before = readGiven(known, program, zone).problems.map(({ detail }) => detail.en);
  const { problems } = readGiven({ ...known, ...established }, program, zone);
  const wrong = problems.find(({ detail }) => !before.includes(detail.en));
  if (!wrong) return;
  const { field, detail, allowed } = wrong;
  const place = names.includes(field) ? `established.${field}` : 'established';
  throw new Refusal('invalid_request', { field: place, detail, ...(allowed && { allowed }) });
}
