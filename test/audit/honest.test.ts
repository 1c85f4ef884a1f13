/** Honest cases give no alarm, whatever people do and whenever. `honest.long.ts` has a thousand of them. */
import { auditHonestCases } from './honest-cases';

test('honest cases: what was recorded is what the auditor derives, and nothing looks tampered with', () => {
  const { cases, promises, kinds } = auditHonestCases(120);
  expect(cases).toBe(120);
  expect(promises).toBeGreaterThan(300);
  expect([...kinds]).toEqual(expect.arrayContaining(['kept', 'kept_late', 'broken', 'escalation_climbed']));
}, 120_000);
