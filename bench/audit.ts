/**
 * Cases audited a second from an archive, against only unzipping, parsing and hashing the same files, and the memory
 * that it takes: `npm run bench:audit -- --cases 2000`. The cases are the golden histories over and over; with `--walked`
 * they are random cases of every kind and policy, no two alike, whose events are leaner than a server's. Rounds are
 * interleaved, and the ratio of a round is what to compare. `--month 50000` audits so many cases once, one after the other
 * as the report of a period does, for the memory that it takes: their lines share the files of a few.
 */
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { ArchiveFolder, unpacked } from '../audit/archive/folder';
import { rowOf, sha256 } from '../audit/archive/manifest';
import { auditCase } from '../audit/audit-case';
import { Compliance } from '../audit/compliance';
import { readRun } from '../audit/history';
import type { CaseState } from '../domain/cases/state';
import { projectRoot } from '../engines/project-root';
import { RecordedSimulator } from '../test/audit/simulated';
import type { Setup } from '../test/domain/cases/case-simulator';
import { happen } from '../test/domain/cases/walk';
import { someOf } from '../test/domain/cases/walk-any';
import { median } from './statistics';

const rounds = 5;

function main(): void {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '1000' },
      month: { type: 'string' },
      walked: { type: 'boolean', default: false },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'sanbao-bench-archive-'));
  try {
    if (values.month !== undefined) return month(folder, Number(values.month));
    const count = Number(values.cases);
    const archive = fill(new ArchiveFolder(folder), count, values.walked ? walkedCases(count) : goldenCases());
    const cases = [...archive.cases()];
    const floor = (): void => {
      for (const { lines } of cases)
        for (const line of lines) {
          const bytes = archive.bytes(line);
          if (sha256(bytes) !== line.sha256) throw new Error('a file changed under the benchmark');
          JSON.parse(gunzipSync(bytes).toString('utf8'));
        }
    };
    const audit = (): void => {
      const compliance = new Compliance();
      for (const { lines } of cases) {
        const runs = lines.map((line) => {
          const bytes = archive.bytes(line);
          if (sha256(bytes) !== line.sha256) throw new Error('a file changed under the benchmark');
          return readRun(unpacked(bytes), line.runId);
        });
        compliance.add(auditCase(runs));
      }
    };
    floor();
    audit();
    const measured = Array.from({ length: rounds }, () => ({
      floor: rate(floor, cases.length),
      audit: rate(audit, cases.length),
    }));
    const middle = (pick: (m: { floor: number; audit: number }) => number): number => median(measured.map(pick));
    console.log(`cases                      ${cases.length}, ${rounds} rounds`);
    console.log(`unzip, parse, hash only    ${middle((m) => m.floor).toFixed(0)} cases/s of CPU`);
    console.log(`audited                    ${middle((m) => m.audit).toFixed(0)} cases/s of CPU`);
    console.log(`ratio                      ${middle((m) => m.audit / m.floor).toFixed(2)} (aim: at least 0.5)`);
    console.log(`most memory                ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The report of a month, streamed: verdicts are counted and let go. */
function month(folder: string, cases: number): void {
  const few = fill(new ArchiveFolder(folder), 20, goldenCases()).manifest().lines;
  const manifest = openSync(join(folder, 'manifest.jsonl'), 'w');
  // Line by line: the set-up must not need more memory than what is measured.
  for (let n = 0; n < cases; n++)
    writeSync(manifest, rowOf({ ...few[n % few.length]!, n: n + 1, caseId: `month-${n}` }));
  closeSync(manifest);
  const archive = new ArchiveFolder(folder);
  const compliance = new Compliance();
  let promises = 0;
  const speed = rate(() => {
    for (const { caseId, lines: own } of archive.cases())
      promises += compliance.add(
        auditCase(
          own.map((line) => archive.run(line)),
          { caseId },
        ),
      ).length;
  }, cases);
  console.log(`cases of a month           ${cases}, ${promises} promises, ${speed.toFixed(0)} cases/s of CPU`);
  console.log(
    `most memory                ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB (for reference: 1024)`,
  );
}

/** An archive of so many copies of these histories, each with a run of its own. */
function fill(archive: ArchiveFolder, cases: number, histories: readonly History[]): ArchiveFolder {
  const writer = archive.writer();
  for (let n = 0; n < cases; n++) {
    const { events } = histories[n % histories.length]!;
    const { originalExecutionRunId } = events[0]!.workflowExecutionStartedEventAttributes;
    const runId = `bench-run-${n}`;
    const history = JSON.stringify({ events }).replaceAll(originalExecutionRunId, runId);
    const closedAt = new Date(events.at(-1)!.eventTime).toISOString();
    writer.add(
      { caseId: `bench-${n}`, runId, workflowType: 'repair', closedAt, history, events: events.length },
      closedAt,
    );
  }
  writer.close();
  return archive;
}

interface History {
  events: { eventTime: string; workflowExecutionStartedEventAttributes: { originalExecutionRunId: string } }[];
}

function goldenCases(): History[] {
  const source = join(projectRoot(), 'test', 'histories');
  return readdirSync(source)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(source, file), 'utf8')) as History);
}

/** Random cases, the same ones every time: each kind in turn, under any policy that takes it. */
function walkedCases(count: number): History[] {
  const kinds = Object.values(someOf);
  return fc.sample(fc.gen(), { numRuns: count, seed: 1 }).map((gen, n) => {
    let history: unknown;
    const create = <S extends CaseState>(setup: Setup<S>): RecordedSimulator<S> => new RecordedSimulator(setup);
    kinds[n % kinds.length]!(gen, create, (sim, walk) => {
      for (let step = 0; step < 40; step++) happen(gen, sim, walk);
      history = (sim as unknown as RecordedSimulator<CaseState>).history();
    });
    return history as History;
  });
}

/** Cases a second of CPU time of the whole process: what else the machine does counts less than by the clock on the wall. */
function rate(work: () => void, cases: number): number {
  const begin = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begin);
  return cases / ((user + system) / 1e6);
}

main();
