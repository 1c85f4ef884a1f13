/** Honest cases give no alarm, whatever people do and whenever. `honest.long.ts` has thousands of them. */
import type { CaseKind } from '../../domain/policy/rule';
import { auditHonestCases } from './honest-cases';

test.each([
  ['repair', 30],
  ['return', 40],
  ['complaint', 40],
  ['job', 30],
] as [CaseKind, number][])(
  'honest cases of kind %s: what was recorded is what the auditor derives, and nothing looks tampered with',
  (kind, numRuns) => {
    const { cases, promises, kinds } = auditHonestCases(kind, numRuns);
    expect(cases).toBe(numRuns);
    expect(promises).toBeGreaterThan(numRuns);
    expect([...kinds]).toEqual(expect.arrayContaining(['kept', 'broken', 'escalation_climbed']));
  },
  120_000,
);
