/** Every repair clause of the sources is enacted by a policy file, or listed with the reason why not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { clauseOf, clauses } from '../../policies/loader/known';
import { policyFiles, readPolicy } from '../../policies/loader/load';
import { knownNames } from '../../policies/loader/known';
import { shippedFolder } from '../../policies/loader/shipped';

interface NotEnacted {
  clause: string;
  belongsTo: string;
  reason: string;
}

const notEnacted = parse(readFileSync(join(shippedFolder('policies'), 'not-enacted.yaml'), 'utf8')) as NotEnacted[];

/** Every clause id that a policy file names as the origin of a rule. */
function cited(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, entry] of Object.entries(value)) {
    if (key === 'clause') [entry].flat().forEach((id) => found.add(String(id)));
    else cited(entry, found);
  }
  return found;
}

const enacted = new Set(
  policyFiles().flatMap((file) => {
    const result = readPolicy(file, knownNames());
    return result.ok ? [...cited(result.loaded.source)] : [];
  }),
);

const repairClauses = clauses
  .filter(({ id }) => /^(N|S|E|C-IOT)-/.test(id))
  .filter(({ caseTypes }) => caseTypes.includes('repair') || caseTypes.includes('all'))
  .map(({ id }) => id);

test('the list of clauses is there', () => {
  expect(clauses).toHaveLength(469);
  expect(repairClauses).toHaveLength(232);
  expect(clauseOf('S-5.16-1b')).toMatchObject({ quote: '10 分钟内响应', section: '5.16' });
});

test('every N-, S-, E- and C-IOT- clause on repairs is enacted or listed with a reason', () => {
  const listed = new Set(notEnacted.map(({ clause }) => clause));
  expect(repairClauses.filter((id) => !enacted.has(id) && !listed.has(id))).toEqual([]);
});

test('nothing is both enacted and listed as not enacted, and every entry says why', () => {
  expect(notEnacted.filter(({ clause }) => enacted.has(clause))).toEqual([]);
  for (const { clause, belongsTo, reason } of notEnacted) {
    expect(clauseOf(clause)).toBeDefined();
    expect(belongsTo).toBeTruthy();
    expect(reason.length).toBeGreaterThan(20);
  }
});
