import { auditHonestCases } from './honest-cases';

test('a thousand honest cases, no false alarm', () => {
  const { cases, promises } = auditHonestCases(1000);
  expect(cases).toBe(1000);
  expect(promises).toBeGreaterThan(3000);
}, 600_000);
