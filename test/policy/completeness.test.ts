/** Every clause of the sources has one home: a rule of a policy file, or the list of what is not built, with the reason. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clauseHomes, clausePage } from '../../policies/loader/clause-homes';
import { clauseOf, clauses } from '../../policies/loader/known';
import { shippedFolder } from '../../policies/loader/shipped';

const homes = clauseHomes();

test('the list of clauses is there', () => {
  expect(clauses).toHaveLength(469);
  expect(new Set(clauses.map(({ id }) => id)).size).toBe(469);
  expect(clauseOf('S-5.16-1b')).toMatchObject({ quote: '10 分钟内响应', section: '5.16' });
});

test('every clause is enacted by a rule or listed with a reason, never both', () => {
  expect(homes).toHaveLength(469);
  expect(homes.filter(({ rules, not }) => rules.length === 0 && !not).map(({ id }) => id)).toEqual([]);
  expect(homes.filter(({ rules, not }) => rules.length > 0 && not).map(({ id }) => id)).toEqual([]);
});

test('the list of what is not built is short, and says why and where it belongs', () => {
  const listed = homes.flatMap(({ not }) => not ?? []);
  expect(listed.length).toBeLessThan(30);
  for (const { belongsTo, reason } of listed) {
    expect(belongsTo).toBeTruthy();
    expect(reason.length).toBeGreaterThan(20);
  }
});

test('docs/clauses.md is fresh: `sanbao policy clauses` writes it', () => {
  const page = join(shippedFolder('policies'), '..', 'docs', 'clauses.md');
  expect(readFileSync(page, 'utf8')).toBe(clausePage());
});
