/** What is kept of verdicts beside an archive, read one by one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditorVersion } from '../../audit/audit-case';
import { VerdictStore, type KeptVerdict } from '../../audit/archive/verdicts';

const folder = mkdtempSync(join(tmpdir(), 'sanbao-verdicts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const verdict = (caseId: string, alarms: string[]): KeptVerdict => ({
  caseId,
  kind: 'repair',
  runs: [`${caseId}-run`],
  rows: [],
  alarms,
  judged: true,
});

function kept(text: string): VerdictStore {
  mkdirSync(join(folder, 'verdicts'), { recursive: true });
  writeFileSync(join(folder, 'verdicts', `auditor-${auditorVersion}.jsonl`), text);
  return new VerdictStore(folder);
}

test('nothing is kept of an archive that nobody judged', () => {
  expect([...new VerdictStore(join(folder, 'none')).verdicts()]).toEqual([]);
});

test('the last verdict on a case counts; a line that was cut off and an empty one are left out', () => {
  const [first, other, again] = [verdict('R-1', []), verdict('R-2', []), verdict('R-1', ['reset'])];
  const text = `${JSON.stringify(first)}\n${JSON.stringify(other)}\n\n{"caseId":"R-3","ki\n${JSON.stringify(again)}`;
  expect([...kept(text).verdicts()]).toEqual([other, again]);
});

test('lines longer than a chunk, and ones that two chunks share, come whole', () => {
  const all = Array.from({ length: 40 }, (_, n) =>
    verdict(`R-${n}`, [`错${'误'.repeat(n === 7 ? 800_000 : 20_000)}${n}`]),
  );
  const found = [...kept(all.map((v) => `${JSON.stringify(v)}\n`).join('')).verdicts()];
  expect(found.map(({ caseId, alarms }) => [caseId, alarms[0]?.length])).toEqual(
    all.map(({ caseId, alarms }) => [caseId, alarms[0]?.length]),
  );
  expect(found[7]).toEqual(all[7]);
});
