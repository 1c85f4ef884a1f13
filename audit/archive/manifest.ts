/**
 * The manifest of an archive: one line of JSON for each exported run, chained by SHA-256. Each line's chain value covers
 * the line and the chain value before it, so the last one, noted elsewhere, vouches for all. Pure.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/policy/canonical';

/** One exported run. */
export interface ManifestLine {
  /** Counts from 1. */
  n: number;
  caseId: string;
  runId: string;
  workflowType: string;
  /** Below the archive's folder, with `/`. */
  file: string;
  /** Of the file as it lies there. */
  sha256: string;
  events: number;
  /** ISO 8601 UTC. */
  closedAt: string;
  exportedAt: string;
  /** Chain value of the line before; 64 zeros for the first. */
  previous: string;
  chain: string;
}

/** The chain value before the first line. */
export const genesis = '0'.repeat(64);

/** SHA-256 of bytes or of a text in UTF-8, as 64 hexadecimal digits. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The chain value of a line. */
export function chainOf(line: Omit<ManifestLine, 'chain'>): string {
  const { n, caseId, runId, workflowType, file, sha256: hash, events, closedAt, exportedAt, previous } = line;
  return sha256(
    canonicalJson({ n, caseId, runId, workflowType, file, sha256: hash, events, closedAt, exportedAt, previous }),
  );
}

/** The next line after `last`. */
export function nextLine(
  last: ManifestLine | undefined,
  entry: Omit<ManifestLine, 'n' | 'previous' | 'chain'>,
): ManifestLine {
  const line = { ...entry, n: (last?.n ?? 0) + 1, previous: last?.chain ?? genesis };
  return { ...line, chain: chainOf(line) };
}

/** What may be wrong with an archive. */
export type ArchiveProblemKind =
  | 'line_unreadable'
  | 'line_altered'
  | 'chain_broken'
  | 'chain_cut'
  | 'run_twice'
  | 'file_missing'
  | 'file_changed'
  | 'files_swapped'
  | 'file_added'
  | 'file_unreadable'
  | 'bundle_changed';

export interface ArchiveProblem {
  kind: ArchiveProblemKind;
  /** Line of the manifest, from 1, where it concerns one. */
  line?: number;
  file?: string;
  caseId?: string;
  detail: string;
}

/** A line as the manifest has it, with its end. */
export function rowOf(line: ManifestLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** Reads the lines; what cannot be read is a problem, and the rest is read all the same. */
export function readManifest(text: string): { lines: ManifestLine[]; problems: ArchiveProblem[] } {
  const lines: ManifestLine[] = [];
  const problems: ArchiveProblem[] = [];
  // Every line ends with its end: what follows the last one is a line that was cut off.
  const rows = text.split('\n');
  rows.forEach((row, index) => {
    if (row === '') return;
    try {
      lines.push(JSON.parse(row) as ManifestLine);
    } catch {
      const cut = index === rows.length - 1 ? 'cut off by an export that died, the next one writes it anew: ' : '';
      problems.push({ kind: 'line_unreadable', line: index + 1, detail: cut + row.slice(0, 80) });
    }
  });
  return { lines, problems };
}

/**
 * Checks the chain from its first line to its last.
 * @param noted a chain value that was written down elsewhere: it has to occur, or the archive was cut or written anew
 */
export function checkChain(lines: readonly ManifestLine[], noted?: string): ArchiveProblem[] {
  const problems: ArchiveProblem[] = [];
  const runs = new Set<string>();
  let previous = genesis;
  lines.forEach((line, index) => {
    const place = { line: index + 1, file: line.file, caseId: line.caseId };
    if (chainOf(line) !== line.chain)
      problems.push({
        kind: 'line_altered',
        ...place,
        detail: `the line says ${line.chain}, its content gives ${chainOf(line)}`,
      });
    if (line.previous !== previous || line.n !== index + 1)
      problems.push({
        kind: 'chain_broken',
        ...place,
        detail: `number ${line.n} in place ${index + 1}, a line is missing, added or moved before it`,
      });
    if (runs.has(line.runId)) problems.push({ kind: 'run_twice', ...place, detail: line.runId });
    runs.add(line.runId);
    previous = line.chain;
  });
  if (noted !== undefined && noted !== genesis && !lines.some((line) => line.chain === noted))
    problems.push({
      kind: 'chain_cut',
      detail: `the noted head ${noted} does not occur: lines were cut off or the chain was written anew`,
    });
  return problems;
}
