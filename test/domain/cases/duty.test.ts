/** Duties are policy role × policy × region (design §1): what an actor carries, and where it serves. */
import { dutyWord, holdsDuty } from '../../../domain/cases/duty';
import { resolveDuties } from '../../../domain/roster';

const role = 'service_manager';
const anything = [undefined, 'ours', 'other'];
const scopes = anything.flatMap((policyId) => anything.map((region) => ({ role, policyId, region })));

describe('a duty', () => {
  it('has a word of its own for each scope', () => {
    expect(scopes.map(dutyWord)).toEqual([
      'service_manager',
      'service_manager@*/ours',
      'service_manager@*/other',
      'service_manager@ours',
      'service_manager@ours/ours',
      'service_manager@ours/other',
      'service_manager@other',
      'service_manager@other/ours',
      'service_manager@other/other',
    ]);
    expect(dutyWord({ role, policyId: null, region: null })).toBe(role);
  });

  it.each(scopes)('serves where the roster would call its holder: %j', (scope) => {
    const actor = { duties: [dutyWord(scope)] };
    for (const region of anything) {
      const called = resolveDuties(
        { role, policyId: 'ours', region, at: 1 },
        [{ ...scope, id: 'd', personId: 'p', from: 0 }],
        new Set(['p']),
      );
      expect([region, holdsDuty(actor, role, 'ours', region)]).toEqual([region, called.length > 0]);
    }
  });

  it('is not another role’s, nor a part of its name', () => {
    expect(holdsDuty({ duties: ['service', 'service_manager_2@ours'] }, role, 'ours')).toBe(false);
    expect(holdsDuty({ duties: [] }, role, 'ours', 'ours')).toBe(false);
  });
});
