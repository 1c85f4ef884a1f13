/**
 * The verdicts on archived cases, kept beside the archive by run and auditor version: one line of JSON a case, added when
 * its runs were exported, read by reports. They follow from the archive, and can be thrown away at any time.
 */
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { auditCase, auditorVersion } from '../audit-case';
import { isJudged, promiseRows, type PromiseRow } from '../compliance';
import { BundleStore } from './bundles';
import { linesOf } from './file-lines';
import { ArchiveFolder } from './folder';

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

  /** Judges the cases whose runs have no verdict of this auditor yet. Answers how many. */
  update(judged: (count: number) => void = () => undefined): number {
    const kept = new Map<string, string>();
    for (const [, { caseId, runs }] of this.lines()) kept.set(caseId, runs.join());
    const archive = new ArchiveFolder(this.folder);
    mkdirSync(dirname(this.file), { recursive: true });
    // A line that was cut off ends here.
    if (existsSync(this.file)) appendFileSync(this.file, '\n');
    const builds = new BundleStore(this.folder).builds();
    let count = 0;
    for (const { caseId, lines } of archive.cases()) {
      const runs = lines.map((line) => line.runId);
      if (kept.get(caseId) === runs.join()) continue;
      const audit = auditCase(
        lines.map((line) => archive.run(line)),
        { caseId, builds },
      );
      const alarms = [...new Set(audit.findings.filter((f) => f.severity === 'alarm').map((f) => f.kind))];
      const verdict: KeptVerdict = {
        caseId,
        kind: audit.kind,
        runs,
        rows: promiseRows(audit),
        alarms,
        judged: isJudged(audit),
      };
      appendFileSync(this.file, `${JSON.stringify(verdict)}\n`);
      judged(++count);
    }
    return count;
  }
}
