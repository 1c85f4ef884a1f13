/** Repairs of the first code, which did not say where the money of a charge is. */
import { Claimed } from '../../audit/claims';
import { Ledger } from '../../audit/ledger';
import { pinnedPolicy } from '../../audit/pinned';
import { readRun } from '../../audit/history';
import { Provenance } from '../../audit/provenance';
import { timelineOf } from '../../audit/timeline';
import type { CasePolicy } from '../../domain/policy/case-policy';
import { golden } from './alter';

const { tasks, claims } = timelineOf([readRun(golden('quote-pause'))]);
const opening = tasks[0]!.inputs.find((input) => input.type === 'open')!;
const policy = pinnedPolicy(opening.input)!;

/** Marks that differ where the case recorded these and the mark was derived. */
function differ(done: Record<string, number>, mark: string, under: CasePolicy = policy): unknown[] {
  const ledger = new Ledger(under);
  ledger.done = { [mark]: 5 };
  const claim = { ...claims[0]!, step: { ...claims[0]!.step, changed: { done } } };
  const found = new Claimed(new Provenance({})).compare(claim, ledger);
  return found.filter(({ data }) => data?.what === 'done').map(({ data }) => data?.key);
}

test('a mark that the first code did not make, and from which nothing follows, may be absent', () => {
  expect(differ({}, 'money_collected')).toEqual([]);
});

test('one that is there has the instant that is derived; any other, and one that a promise hangs on, has to be there', () => {
  expect(differ({ money_collected: 6 }, 'money_collected')).toEqual(['money_collected']);
  expect(differ({}, 'signed_off')).toEqual(['signed_off']);
  const promised = { ...policy, milestones: policy.milestones.map((m) => ({ ...m, from: ['money_collected'] })) };
  expect(differ({}, 'money_collected', promised)).toEqual(['money_collected']);
});
