/** What is kept of verdicts beside an archive, read one by one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditorVersion } from '../../audit/audit-case';
import { ArchiveFolder } from '../../audit/archive/folder';
import { VerdictStore, type KeptVerdict } from '../../audit/archive/verdicts';
import { golden } from './alter';
import type { RawHistoryEvent } from './simulated';

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

test('a file that is damaged or gone gives its own case an alarm, and the others their verdicts', async () => {
  const damaged = mkdtempSync(join(tmpdir(), 'sanbao-verdicts-'));
  try {
    const archive = new ArchiveFolder(damaged);
    const writer = archive.writer();
    const changed: Record<string, (events: RawHistoryEvent[]) => unknown> = {
      'R-4': (events) => events.splice(5, 1, null as never),
      'R-5': (events) => (events[5]!.eventType = 6 as never),
      'R-6': (events) => (events.find((e) => e.timerStartedEventAttributes)!.timerStartedEventAttributes = null),
    };
    const lines = ['R-1', 'R-2', 'R-4', 'R-5', 'R-6', 'R-3'].map((caseId) => {
      const { events } = golden('late-response');
      const closedAt = events.at(-1)!.eventTime;
      changed[caseId]?.(events);
      const run = { caseId, runId: `${caseId}-run`, workflowType: 'repair', closedAt };
      return writer.add({ ...run, history: JSON.stringify({ events }), events: events.length }, run.closedAt)!;
    });
    writer.close();
    writeFileSync(join(damaged, lines[0]!.file), 'nothing of the kind');
    rmSync(join(damaged, lines[1]!.file));
    const store = new VerdictStore(damaged);
    let turns = 0;
    const turning = setInterval(() => turns++, 0);
    const seen: number[] = [];
    expect(await store.update((count) => seen.push(count))).toEqual({ judged: 6, missing: [] });
    clearInterval(turning);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
    // Timers had their turn: an export's heartbeat leaves while an archive is judged.
    expect(turns).toBeGreaterThan(0);
    const found = [...store.verdicts()].map(({ caseId, alarms, judged }) => [caseId, alarms.join(), judged]);
    expect(found.slice(0, 5)).toEqual(
      ['R-1', 'R-2', 'R-4', 'R-5', 'R-6'].map((caseId) => [caseId, 'file_unreadable', false]),
    );
    expect(found[5]).toEqual(['R-3', 'run_missing,case_mixed', true]);
  } finally {
    rmSync(damaged, { recursive: true });
  }
});
