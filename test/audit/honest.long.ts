import type { CaseKind } from '../../domain/policy/rule';
import { auditHonestCases } from './honest-cases';

test.each<CaseKind>(['repair', 'return', 'complaint', 'job'])(
  'a thousand honest cases of kind %s, no false alarm',
  (kind) => {
    const { cases, promises } = auditHonestCases(kind, 1000);
    expect(cases).toBe(1000);
    expect(promises).toBeGreaterThan(1000);
  },
  1_200_000,
);
