/**
 * The verdicts on archived cases, kept beside the archive by run and auditor version: one line of JSON a case, added when
 * its runs were exported, read by reports. They follow from the archive, and can be thrown away at any time.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { auditCase, auditorVersion } from '../audit-case';
import { isJudged, promiseRows, type PromiseRow } from '../compliance';
import { BundleStore } from './bundles';
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

  /** The last verdict on each case. A line that a crash cut off is left out; the next update writes it anew. */
  read(): Map<string, KeptVerdict> {
    const kept = new Map<string, KeptVerdict>();
    if (!existsSync(this.file)) return kept;
    for (const line of readFileSync(this.file, 'utf8').split('\n')) {
      try {
        const verdict = JSON.parse(line) as KeptVerdict;
        kept.set(verdict.caseId, verdict);
      } catch {
        continue;
      }
    }
    return kept;
  }

  /** Judges the cases whose runs have no verdict of this auditor yet. Answers how many. */
  update(judged: (count: number) => void = () => undefined): number {
    const kept = this.read();
    const archive = new ArchiveFolder(this.folder);
    mkdirSync(dirname(this.file), { recursive: true });
    // A line that was cut off ends here.
    if (existsSync(this.file)) appendFileSync(this.file, '\n');
    const builds = new BundleStore(this.folder).builds();
    let count = 0;
    for (const { caseId, lines } of archive.cases()) {
      const runs = lines.map((line) => line.runId);
      if (kept.get(caseId)?.runs.join() === runs.join()) continue;
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
