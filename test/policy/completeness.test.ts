/** Every clause of the sources has one home: a rule of a policy file, or the list of what is not built, with the reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clauseHomes, clausePage } from '../../policies/loader/clause-homes';
import { readExamples } from '../../policies/loader/examples';
import { clauseOf, clauses } from '../../policies/loader/known';
import { policyFiles } from '../../policies/loader/load';
import { shippedFolder } from '../../policies/loader/shipped';

const homes = clauseHomes();

/** The ids that the tests name as a whole: neither the beginning of a longer one nor a range of them. */
function namedInTests(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const words = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  return words.match(/\b(?:[A-Z]+-)+[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*/g) ?? [];
}

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

test('every clause that is enacted is named by an example or by a test: nobody could see it go otherwise', () => {
  const shown = policyFiles().flatMap((file) => readExamples(file).examples.flatMap((example) => example.clauses));
  const named = new Set([...shown, ...namedInTests(join(__dirname, '..'))]);
  expect(homes.filter(({ id, rules }) => rules.length > 0 && !named.has(id)).map(({ id }) => id)).toEqual([]);
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
