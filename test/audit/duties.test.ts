/** The duties that an actor carried, as the auditor reads them: of the role, for this policy, in this region. */
import { heldDuty } from '../../audit/duties';
import { Ledger } from '../../audit/ledger';
import { dutyWord, holdsDuty } from '../../domain/cases/duty';
import { nanjing } from '../domain/cases/policies';
import type { CaseAudit } from '../../audit/audit-case';
import { audited, edit, golden, update, type GoldenName } from './alter';

const here = nanjing.pins[0]!.id;
const cases = [undefined, 'east', 'west'].map((region) => {
  const ledger = new Ledger(nanjing);
  ledger.facts = region === undefined ? {} : { region };
  return { region, ledger };
});
const scopes = [undefined, here, 'elsewhere'].flatMap((policyId) =>
  [undefined, 'east'].map((region) => ({ policyId, region })),
);

test.each(cases)('is read as the product reads it, in a case of region $region', ({ region, ledger }) => {
  for (const scope of scopes) {
    const actor = { duties: [dutyWord({ role: 'duty_manager', ...scope })] };
    expect([scope, heldDuty(actor, 'duty_manager', ledger)]).toEqual([
      scope,
      holdsDuty(actor, 'duty_manager', here, region),
    ]);
    expect(heldDuty(actor, 'manager', ledger)).toBe(false);
  }
});

/** Who decided held the duty, and here: changes the words of whoever sent an action. */
function withDuties(name: GoldenName, action: string, to: (word: string) => string, id?: string): CaseAudit {
  const history = golden(name);
  edit<{ actor: { id: string; duties: string[] } }>(update(history, action), ({ actor }) => {
    actor.duties = actor.duties.map(to);
    if (id !== undefined) actor.id = id;
  });
  return audited([history]);
}
const refusals = ({ findings }: CaseAudit): unknown[] =>
  findings.filter(({ kind }) => kind === 'action_not_allowed').map(({ data }) => data.why);

describe.each<[string, GoldenName, string]>([
  ['an approval of a return', 'return-refund', 'decideReturn'],
  ['a compensation', 'complaint-appeal', 'decideCompensation'],
  ['a ruling', 'complaint-appeal', 'rule'],
])('%s', (_what, name, action) => {
  test('by a duty for another policy is no duty', () => {
    expect(refusals(withDuties(name, action, (word) => `${word.split('@')[0]}@elsewhere`))).toContain('duty');
  });
  test('by a duty in a region where the case is not is no duty', () => {
    expect(refusals(withDuties(name, action, (word) => `${word.split('@')[0]}@*/nowhere`))).toContain('duty');
  });
});

test('an escalation is not for who holds a role of its ladder elsewhere', () => {
  const elsewhere = withDuties('parts-cap', 'acknowledge', (word) => `${word.split('@')[0]}@elsewhere`, 'friend');
  expect(refusals(elsewhere)).toContain('not_called');
});
