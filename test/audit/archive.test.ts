/** The archive: what was exported stays as it was, or somebody sees that it did not. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { auditCase } from '../../audit/audit-case';
import { BundleStore, buildIdOf } from '../../audit/archive/bundles';
import { ArchiveFolder, unpacked } from '../../audit/archive/folder';
import { VerdictStore } from '../../audit/archive/verdicts';
import { readRun } from '../../audit/history';
import { chainOf, type ArchiveProblemKind, type ManifestLine } from '../../audit/archive/manifest';
import { attributesOf, golden } from './alter';
import type { RawHistory } from './simulated';

const names = ['late-response', 'parts-cap', 'quote-pause'] as const;
const now = '2026-12-01T00:00:00.000Z';

/** An archive of the three golden histories. */
function archived(): ArchiveFolder {
  const archive = new ArchiveFolder(mkdtempSync(join(tmpdir(), 'sanbao-archive-')));
  exportAll(archive);
  return archive;
}

function exportAll(archive: ArchiveFolder, upTo = 3): number {
  const writer = archive.writer();
  try {
    return names.slice(0, upTo).filter((name, i) => {
      const history = golden(name);
      return writer.add(
        {
          caseId: `golden-${i + 1}`,
          runId: String(attributesOf(history.events[0]!).originalExecutionRunId),
          workflowType: 'repair',
          closedAt: '2026-11-23T00:50:45.000Z',
          history: JSON.stringify(history),
          events: history.events.length,
        },
        now,
      );
    }).length;
  } finally {
    writer.close();
  }
}

const lines = (archive: ArchiveFolder): ManifestLine[] => archive.manifest().lines;
const manifestOf = (archive: ArchiveFolder): string => join(archive.folder, 'manifest.jsonl');
const rewriteManifest = (archive: ArchiveFolder, rows: readonly ManifestLine[]): void =>
  writeFileSync(manifestOf(archive), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
const fileOf = (archive: ArchiveFolder, n: number): string => join(archive.folder, lines(archive)[n - 1]!.file);
const kinds = (archive: ArchiveFolder, noted?: string): ArchiveProblemKind[] =>
  archive.verify(noted).map((p) => p.kind);

test('E-m4.5 S-5.4-e: what was exported verifies, and each archived case can be audited', () => {
  const archive = archived();
  const head = lines(archive).at(-1)!.chain;
  expect(kinds(archive, head)).toEqual([]);
  expect([...archive.cases()].map((c) => c.caseId)).toEqual(['golden-1', 'golden-2', 'golden-3']);
  for (const { caseId, lines: runs } of archive.cases()) {
    const audit = auditCase(
      runs.map((line) => archive.run(line)),
      { caseId },
    );
    expect(audit.findings.filter((f) => f.severity === 'alarm')).toEqual([]);
    expect(audit.verdicts.length).toBeGreaterThan(0);
  }
});

test('exporting again adds nothing; an export that was cut short goes on where it was', () => {
  const archive = new ArchiveFolder(mkdtempSync(join(tmpdir(), 'sanbao-archive-')));
  expect(exportAll(archive, 2)).toBe(2);
  expect(exportAll(archive)).toBe(1);
  expect(exportAll(archive)).toBe(0);
  expect(kinds(archive)).toEqual([]);
});

test('a line that a crash left half written is taken away and written anew; a file without a line is written again', () => {
  const archive = new ArchiveFolder(mkdtempSync(join(tmpdir(), 'sanbao-archive-')));
  exportAll(archive, 2);
  const [, second] = lines(archive);
  const whole = readFileSync(manifestOf(archive), 'utf8');
  writeFileSync(manifestOf(archive), whole.slice(0, whole.length - 40));
  expect(kinds(archive)).toContain('line_unreadable');
  expect(exportAll(archive)).toBe(2);
  expect(lines(archive)[1]).toEqual(second);
  expect(kinds(archive, second!.chain)).toEqual([]);
});

test('two exports at once: the second is refused; the lock of a holder that is gone is taken over', () => {
  const archive = archived();
  const lock = join(archive.folder, 'export.lock');
  const holds = (pid: number, host = hostname()) => writeFileSync(lock, JSON.stringify({ pid, host }));
  const writer = archive.writer();
  expect(() => archive.writer()).toThrow('another export');
  writer.close();
  holds(process.ppid);
  expect(() => archive.writer()).toThrow(`process ${process.ppid}`);
  // A dead process; and our own number, left by the process that a restarted container had before.
  for (const pid of [999_999, process.pid]) {
    holds(pid);
    expect(exportAll(archive)).toBe(0);
    expect(existsSync(lock)).toBe(false);
  }
  // Another container: alive while it touches its lock, whatever runs here under its number.
  holds(process.pid, 'elsewhere');
  expect(() => archive.writer()).toThrow('elsewhere');
  const longAgo = Date.now() / 1000 - 16 * 60;
  utimesSync(lock, longAgo, longAgo);
  expect(exportAll(archive)).toBe(0);
});

test('a case number with a path in it stays inside the folder', () => {
  const archive = archived();
  const writer = archive.writer();
  const line = writer.add(
    { caseId: '../../x', runId: '..', workflowType: 'repair', closedAt: now, history: '{}', events: 0 },
    now,
  )!;
  writer.close();
  expect(line.file.split('/').slice(0, 2)).toEqual(['runs', '2026-12']);
  expect(line.file).not.toContain('..');
});

const ways: [string, ArchiveProblemKind, (archive: ArchiveFolder) => void][] = [
  [
    'a byte of a file is changed',
    'file_changed',
    (a) => {
      const bytes = readFileSync(fileOf(a, 2));
      bytes[bytes.length - 20]! ^= 1;
      writeFileSync(fileOf(a, 2), bytes);
    },
  ],
  [
    'an event is removed in a file',
    'file_changed',
    (a) => {
      const history = JSON.parse(gunzipSync(readFileSync(fileOf(a, 1))).toString()) as { events: unknown[] };
      history.events.splice(50, 1);
      writeFileSync(fileOf(a, 1), gzipSync(JSON.stringify(history)));
    },
  ],
  ['a file is missing', 'file_missing', (a) => rmSync(fileOf(a, 2))],
  ['a file is put in', 'file_added', (a) => writeFileSync(join(a.folder, 'runs', 'forged.json.gz'), 'x')],
  [
    'two files are swapped',
    'files_swapped',
    (a) => {
      const [one, two] = [fileOf(a, 1), fileOf(a, 2)];
      renameSync(one, `${one}.x`);
      renameSync(two, one);
      renameSync(`${one}.x`, two);
    },
  ],
  [
    'a line is altered',
    'line_altered',
    (a) =>
      rewriteManifest(
        a,
        lines(a).map((l) => (l.n === 2 ? { ...l, closedAt: now } : l)),
      ),
  ],
  [
    'a file and its hash are altered',
    'line_altered',
    (a) =>
      rewriteManifest(
        a,
        lines(a).map((l) => (l.n === 2 ? { ...l, sha256: 'f'.repeat(64) } : l)),
      ),
  ],
  [
    'a line is altered with its own chain value',
    'chain_broken',
    (a) =>
      rewriteManifest(
        a,
        lines(a).map((l) => {
          const altered = { ...l, closedAt: now };
          return l.n === 2 ? { ...altered, chain: chainOf(altered) } : l;
        }),
      ),
  ],
  [
    'a line is removed in the middle',
    'chain_broken',
    (a) =>
      rewriteManifest(
        a,
        lines(a).filter((l) => l.n !== 2),
      ),
  ],
  [
    'two lines change places',
    'chain_broken',
    (a) => {
      const [one, two, three] = lines(a);
      rewriteManifest(a, [two!, one!, three!]);
    },
  ],
  ['a line is written twice', 'run_twice', (a) => appendFileSync(manifestOf(a), `${JSON.stringify(lines(a)[0])}\n`)],
  ['a line is no JSON', 'line_unreadable', (a) => appendFileSync(manifestOf(a), '{"n":4,\n')],
];

test.each(ways)('%s: %s', (_name, kind, alter) => {
  const archive = archived();
  alter(archive);
  expect(kinds(archive)).toContain(kind);
});

test('the chain cut at its end, or written anew, is shown by a head that was noted elsewhere, and only by it', () => {
  const archive = archived();
  const head = lines(archive).at(-1)!.chain;
  rmSync(fileOf(archive, 3));
  rewriteManifest(archive, lines(archive).slice(0, 2));
  expect(kinds(archive)).toEqual([]);
  expect(kinds(archive, head)).toEqual(['chain_cut']);
});

test('a run of a build whose bundle the archive keeps is known; of any other it is an alarm', async () => {
  const archive = new ArchiveFolder(mkdtempSync(join(tmpdir(), 'sanbao-archive-')));
  const bundles = new BundleStore(archive.folder);
  expect(bundles.builds()).toBeUndefined();
  bundles.keep('the code');
  const [kept, other] = (['late-response', 'parts-cap'] as const).map(golden) as [RawHistory, RawHistory];
  for (const event of kept.events) {
    const done = event.workflowTaskCompletedEventAttributes as object | undefined;
    if (done) Object.assign(done, { workerVersion: { buildId: buildIdOf('the code') }, deploymentVersion: undefined });
  }
  const writer = archive.writer();
  const ids = [kept, other].map((history) => {
    const { caseId, runs } = auditCase([readRun(history)]);
    const run = { caseId, runId: runs[0]!, workflowType: 'repair', closedAt: now, events: history.events.length };
    writer.add({ ...run, history: JSON.stringify(history) }, now);
    return caseId;
  });
  writer.close();
  const verdicts = new VerdictStore(archive.folder);
  await verdicts.update();
  const alarms = new Map([...verdicts.verdicts()].map((verdict) => [verdict.caseId, verdict.alarms]));
  expect(ids.map((id) => alarms.get(id))).toEqual([[], ['build_unknown']]);
});

test.each([
  ['ASCII', 'a'.repeat(100_000)],
  ['any other text', `${'a'.repeat(50_000)}维修é${'b'.repeat(50_000)}`],
  ['next to nothing', ''],
])('a history of %s is unpacked as it was packed', (_, text) => {
  expect(unpacked(gzipSync(JSON.stringify({ text })))).toEqual({ text });
});

test('a file that is cut off, or says that it holds more than it does, is no history', () => {
  const packed = gzipSync(JSON.stringify({ text: 'a'.repeat(1_000) }));
  expect(() => unpacked(packed.subarray(0, -6))).toThrow();
  expect(() => unpacked(Buffer.concat([packed.subarray(0, -4), Buffer.from('ffffffff', 'hex')]))).toThrow();
  expect(() => unpacked(Buffer.alloc(0))).toThrow();
});

test('the folder holds what an auditor needs and nothing else', () => {
  const archive = archived();
  expect(readdirSync(archive.folder).sort()).toEqual(['manifest.jsonl', 'runs']);
});
