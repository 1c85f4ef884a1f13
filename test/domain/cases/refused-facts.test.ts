/** Facts that a policy does not take count as not known, wherever within them the fault lies: case and auditor alike. */
import { askPolicy } from '../../../domain/cases/policy-decision';
import { withoutRefused } from '../../../domain/decision/given-problem';
import { askWithout } from '../../../audit/answers';
import { nanjing } from './policies';

const known = { soldByUs: true, inWarranty: true, functionalFault: true };

test.each([
  ['approvals.manager', { approvals: { manager: 'maybe' } }],
  ['waits[1]', { waits: [{ from: '2026-03-02T09:00:00+08:00' }, {}] }],
  ['visits', { visits: 1.5 }],
])('%s takes its whole fact away and leaves the others', (_place, wrong) => {
  const plain = askPolicy(nanjing, 'entitlement', known);
  expect(askPolicy(nanjing, 'entitlement', { ...known, ...wrong })).toEqual(plain);
  expect(askWithout(nanjing, 'entitlement', { ...known, ...wrong }).answer).toEqual(plain.answer);
});

test('a name that has a dot itself goes, and not the fact that it begins with', () => {
  const detail = { zh: '没有', en: 'none' };
  expect(withoutRefused({ a: 1, 'a.b': 2, c: 3 }, [{ field: 'a.b', detail }])).toEqual({ a: 1, c: 3 });
});
