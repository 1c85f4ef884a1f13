/**
 * The verdicts on archived cases, kept beside the archive by run and auditor version: one line of JSON a case, added when
 * its runs were exported, read by reports. They follow from the archive, and can be thrown away at any time.
 */
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { auditCase, auditorVersion } from '../audit-case';
import { isJudged, promiseRows, type PromiseRow } from '../compliance';
import { isLatePaper } from '../late-papers';
import { BundleStore } from './bundles';
import { ArchiveError } from './errors';
import { linesOf } from './file-lines';
import { ArchiveFolder } from './folder';
import type { ManifestLine } from './manifest';

export interface KeptVerdict {
  caseId: string;
  /** Its workflow type. */
  kind: string;
  runs: readonly string[];
  rows: readonly PromiseRow[];
  /** Kinds of its alarms; with any, its figures are not to be trusted. */
  alarms: readonly string[];
  /** False for a case that the auditor could read but not judge. */
  judged: boolean;
}

/** What an update did, and what it missed. */
export interface Updated {
  /** How many cases were judged. */
  judged: number;
  /** Cases of which the archive has late papers only, and when the first of these ended: ISO 8601 UTC. */
  missing: { caseId: string; since: string }[];
}

export class VerdictStore {
  private readonly file: string;

  constructor(private readonly folder: string) {
    this.file = join(folder, 'verdicts', `auditor-${auditorVersion}.jsonl`);
  }

  /**
   * The last verdict on each case, one after the other: of all others only the place is kept in memory. A line that a
   * crash cut off is left out; the next update writes it anew.
   */
  *verdicts(): Generator<KeptVerdict> {
    const last = new Map<string, number>();
    for (const [place, { caseId }] of this.lines()) last.set(caseId, place);
    for (const [place, verdict] of this.lines()) if (last.get(verdict.caseId) === place) yield verdict;
  }

  /** Every verdict that was ever kept, with the number of its line. */
  private *lines(): Generator<[place: number, verdict: KeptVerdict]> {
    if (!existsSync(this.file)) return;
    let place = 0;
    for (const { text } of linesOf(this.file)) {
      place++;
      try {
        yield [place, JSON.parse(text) as KeptVerdict];
      } catch {
        continue;
      }
    }
  }

  /**
   * Judges the cases whose runs have no verdict of this auditor yet.
   * @param told the number of cases so far, after each
   */
  async update(told: (count: number) => void = () => undefined): Promise<Updated> {
    const kept = new Map<string, string>();
    for (const [, { caseId, runs }] of this.lines()) kept.set(caseId, runs.join());
    const archive = new ArchiveFolder(this.folder);
    mkdirSync(dirname(this.file), { recursive: true });
    // A line that was cut off ends here.
    if (existsSync(this.file)) appendFileSync(this.file, '\n');
    const builds = new BundleStore(this.folder).builds();
    const updated: Updated = { judged: 0, missing: [] };
    for (const { caseId, lines } of archive.cases()) {
      if (lines.every(isLatePaper)) updated.missing.push({ caseId, since: lines[0]!.closedAt });
      const runs = lines.map((line) => line.runId);
      if (kept.get(caseId) === runs.join()) continue;
      const verdict = this.judge(archive, caseId, lines, builds);
      appendFileSync(this.file, `${JSON.stringify(verdict)}\n`);
      told(++updated.judged);
      // A new auditor judges the whole archive: a worker's tasks and heartbeats go on in between.
      await setImmediate();
    }
    return updated;
  }

  /** A case whose files cannot be read gets an alarm: it may not keep the others from their verdicts. */
  private judge(
    archive: ArchiveFolder,
    caseId: string,
    lines: readonly ManifestLine[],
    builds: readonly string[] | undefined,
  ): KeptVerdict {
    const runs = lines.map((line) => line.runId);
    try {
      const histories = lines.map((line) => archive.run(line));
      const audit = auditCase(histories, { caseId, builds, archived: true });
      const alarms = [...new Set(audit.findings.filter((f) => f.severity === 'alarm').map((f) => f.kind))];
      return { caseId, kind: audit.kind, runs, rows: promiseRows(audit), alarms, judged: isJudged(audit) };
    } catch (error) {
      if (!isBadFile(error)) throw error;
      return { caseId, kind: lines[0]?.workflowType ?? '', runs, rows: [], alarms: ['file_unreadable'], judged: false };
    }
  }
}

/** What the operating system answers where nothing can be read just now, whichever case is asked for. */
const ofTheDisk: ReadonlySet<unknown> = new Set([
  ...['EIO', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EBUSY'],
  ...['ENODEV', 'ENXIO', 'ESTALE', 'ETIMEDOUT'],
]);

/** The file is not there, or what is in it makes no sense: trouble of the disk itself is none of the case's. */
function isBadFile(error: unknown): boolean {
  const because = error instanceof ArchiveError ? error.cause : error;
  return !ofTheDisk.has((because as { code?: unknown } | undefined)?.code);
}
