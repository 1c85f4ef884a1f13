/**
 * An archive in a folder: `manifest.jsonl`, and the histories as gzipped JSON under `runs/`. A run is written aside,
 * moved into its place, read back and compared, and only then noted in the manifest; so a crash leaves at most a file
 * that the next export writes again.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isAscii } from 'node:buffer';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readRun, type Run } from '../history';
import { BundleStore } from './bundles';
import { ArchiveError, unreadableRun } from './errors';
import { lastLineOf, linesOf } from './file-lines';
import { takeLock, type Lock } from './lock';
import { checkChain, nextLine, readManifest, rowOf, sha256, type ArchiveProblem, type ManifestLine } from './manifest';

/** A run to be archived: its history as proto3 JSON text. */
export interface ClosedRun {
  caseId: string;
  runId: string;
  workflowType: string;
  /** ISO 8601 UTC. */
  closedAt: string;
  history: string;
  events: number;
}

const manifestName = 'manifest.jsonl';
const lockName = 'export.lock';

export class ArchiveFolder {
  constructor(readonly folder: string) {}

  private get manifestFile(): string {
    return join(this.folder, manifestName);
  }

  /** The lines of the manifest; none where there is no archive yet. */
  manifest(): ReturnType<typeof readManifest> {
    return existsSync(this.manifestFile)
      ? readManifest(readFileSync(this.manifestFile, 'utf8'))
      : { lines: [], problems: [] };
  }

  /** The lines of the manifest one after the other, without those that cannot be read; none of them is kept. */
  *lines(): Generator<ManifestLine> {
    if (!existsSync(this.manifestFile)) return;
    for (const { text } of linesOf(this.manifestFile)) yield* readManifest(text).lines;
  }

  /** How many lines of the manifest cannot be read; none of them is kept. */
  unreadableLines(): number {
    let count = 0;
    if (existsSync(this.manifestFile))
      for (const { text } of linesOf(this.manifestFile)) count += readManifest(text).problems.length;
    return count;
  }

  /** The lines of one case; none where it was not exported. */
  ofCase(caseId: string): ManifestLine[] {
    const own: ManifestLine[] = [];
    for (const line of this.lines()) if (line.caseId === caseId) own.push(line);
    return own;
  }

  /** The last line that was noted: the head of the chain. Undefined where there is none. */
  last(): ManifestLine | undefined {
    const row = existsSync(this.manifestFile) ? lastLineOf(this.manifestFile) : undefined;
    return row === undefined ? undefined : readManifest(row).lines[0];
  }

  /** The bytes of a run as they lie in the archive. */
  bytes(line: Pick<ManifestLine, 'file'>): Buffer {
    return readFileSync(join(this.folder, line.file));
  }

  /** A history as it was exported, proto3 JSON. Throws where the file is missing or no gzipped JSON. */
  history(line: Pick<ManifestLine, 'file'>): unknown {
    return unpacked(this.bytes(line));
  }

  /** Reads a run. Throws an ArchiveError where the file is missing or no gzipped history. */
  run(line: ManifestLine): Run {
    try {
      return readRun(this.history(line), line.runId);
    } catch (error) {
      throw new ArchiveError(unreadableRun(this.folder, line.file, (error as Error).message), { cause: error });
    }
  }

  /**
   * Every run of each case, case by case in the order of their first line. Of the manifest only where each case has its
   * lines is kept in memory: so much a case as its number and a few numbers take.
   */
  *cases(): Generator<{ caseId: string; lines: ManifestLine[] }> {
    if (!existsSync(this.manifestFile)) return;
    const places = new Map<string, number[]>();
    for (const { text, from, to } of linesOf(this.manifestFile)) {
      const caseId = readManifest(text).lines[0]?.caseId;
      if (caseId === undefined) continue;
      const known = places.get(caseId);
      if (known) known.push(from, to);
      else places.set(caseId, [from, to]);
    }
    const handle = openSync(this.manifestFile, 'r');
    try {
      for (const [caseId, known] of places) yield { caseId, lines: linesAt(handle, known) };
    } finally {
      closeSync(handle);
    }
  }

  /**
   * Opens the archive for writing, alone. A line that a crash left half written is taken away first.
   * Throws an ArchiveError where another export is at it.
   */
  writer(): ArchiveWriter {
    mkdirSync(this.folder, { recursive: true });
    const lock = takeLock(join(this.folder, lockName));
    if (existsSync(this.manifestFile)) {
      const text = readFileSync(this.manifestFile);
      const end = text.lastIndexOf(0x0a) + 1;
      if (end < text.length) truncateSync(this.manifestFile, end);
    }
    return new ArchiveWriter(this.folder, this.manifest().lines, lock);
  }

  /**
   * Everything that is wrong: the chain, each file against its hash, files that nobody noted.
   * @param noted a chain head that was written down elsewhere
   */
  verify(noted?: string): ArchiveProblem[] {
    const { lines, problems } = this.manifest();
    const byHash = new Map(lines.map((line) => [line.sha256, line]));
    const found = [...problems, ...checkChain(lines, noted)];
    for (const line of lines) found.push(...this.verifyFile(line, byHash));
    const known = new Set(lines.map((line) => line.file));
    for (const file of filesBelow(this.folder, 'runs'))
      if (!known.has(file)) found.push({ kind: 'file_added', file, detail: 'the manifest does not know it' });
    return [...found, ...new BundleStore(this.folder).verify()];
  }

  private verifyFile(line: ManifestLine, byHash: ReadonlyMap<string, ManifestLine>): ArchiveProblem[] {
    const { n, file, caseId } = line;
    const problem = (kind: ArchiveProblem['kind'], detail: string): ArchiveProblem[] => [
      { kind, line: n, file, caseId, detail },
    ];
    if (!existsSync(join(this.folder, file))) return problem('file_missing', 'the manifest notes it, it is not there');
    const hash = sha256(this.bytes(line));
    if (hash !== line.sha256) {
      const other = byHash.get(hash);
      return other
        ? problem('files_swapped', `it is the file of line ${other.n}, case ${other.caseId}`)
        : problem('file_changed', `noted ${line.sha256}, found ${hash}`);
    }
    try {
      readRun(this.history(line), line.runId);
      return [];
    } catch (error) {
      return problem('file_unreadable', error instanceof Error ? error.message : String(error));
    }
  }
}

export class ArchiveWriter {
  private readonly known: Set<string>;
  private last: ManifestLine | undefined;

  constructor(
    private readonly folder: string,
    lines: readonly ManifestLine[],
    private readonly lock: Lock,
  ) {
    this.known = new Set(lines.map((line) => line.runId));
    this.last = lines.at(-1);
  }

  has(runId: string): boolean {
    return this.known.has(runId);
  }

  /** The newest closing that was exported; ISO 8601 UTC. */
  head(): ManifestLine | undefined {
    return this.last;
  }

  /**
   * Adds a run, once; a run that is there already is left alone and answers undefined.
   * @param exportedAt ISO 8601 UTC
   */
  add(run: ClosedRun, exportedAt: string): ManifestLine | undefined {
    if (this.has(run.runId)) return undefined;
    const line = this.stage(run, exportedAt);
    this.note(line);
    return line;
  }

  /**
   * Writes a run's file and answers its line, which the archive has only once it is noted.
   * @param exportedAt ISO 8601 UTC
   * @param after the line before it, where that is not noted either
   */
  stage(run: ClosedRun, exportedAt: string, after = this.last): ManifestLine {
    this.lock.touch();
    const { caseId, runId, workflowType, closedAt, events } = run;
    const file = fileOf(run);
    const packed = gzipSync(run.history, { level: 9 });
    const hash = sha256(packed);
    writeAside(join(this.folder, file), packed);
    const back = readFileSync(join(this.folder, file));
    if (sha256(back) !== hash || gunzipSync(back).toString('utf8') !== run.history)
      throw new ArchiveError(
        `${file} in ${this.folder} reads back otherwise than it was written: look at the disk (full, or broken), and export again`,
      );
    return nextLine(after, { caseId, runId, workflowType, file, sha256: hash, events, closedAt, exportedAt });
  }

  /**
   * Replaces the files of staged lines by these bytes, by name. Answers the lines of what is there then, in the same order.
   */
  restage(lines: readonly ManifestLine[], files: ReadonlyMap<string, Buffer>): ManifestLine[] {
    const kept: ManifestLine[] = [];
    for (const line of lines) {
      this.lock.touch();
      const bytes = files.get(line.file);
      if (bytes) writeAside(join(this.folder, line.file), bytes);
      kept.push(nextLine(kept.at(-1) ?? this.last, bytes ? { ...line, sha256: sha256(bytes) } : line));
    }
    return kept;
  }

  /** Adds a staged line to the manifest, after the last. */
  note(line: ManifestLine): void {
    appendLine(join(this.folder, manifestName), rowOf(line));
    this.known.add(line.runId);
    this.last = line;
  }

  /**
   * Takes a line over from a copy of this archive, with the file that it notes.
   * Throws an Error where the line does not continue this chain, or the file is not the one that it notes.
   */
  adopt(line: ManifestLine, packed: Uint8Array): void {
    this.lock.touch();
    if (nextLine(this.last, line).chain !== line.chain || line.file !== fileOf(line))
      throw new Error(`line ${line.n} does not continue the chain after line ${this.last?.n ?? 0}`);
    if (sha256(packed) !== line.sha256) throw new Error(`${line.file} is not what line ${line.n} notes`);
    writeAside(join(this.folder, line.file), packed);
    this.note(line);
  }

  /** Shows other exports that this one is at work. */
  beat(): void {
    this.lock.touch();
  }

  close(): void {
    this.lock.release();
  }
}

/** The history in a file of the archive, as JSON. Throws where it is no gzipped JSON. */
export function unpacked(packed: Uint8Array): unknown {
  const bytes = gunzipSync(packed, { chunkSize: sizeOf(packed) });
  // Most histories are ASCII, which is read without looking at each byte.
  return JSON.parse(bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8'));
}

/** Neither less than the decompressor takes, nor so much that a file could ask for all memory. */
const [leastChunk, mostChunk] = [64, 16 * 1024 * 1024];

/** How much comes out of a gzip file by its last four bytes: with room for it at once the pieces need not be put together. */
function sizeOf(packed: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = packed.subarray(-4);
  // One more than it is, or the decompressor asks for another piece.
  const size = a + b * 2 ** 8 + c * 2 ** 16 + d * 2 ** 24 + 1;
  return Math.min(Math.max(size, leastChunk), mostChunk);
}

/** Where a run lies, below the folder. */
function fileOf({ closedAt, caseId, runId }: Pick<ClosedRun, 'closedAt' | 'caseId' | 'runId'>): string {
  return ['runs', closedAt.slice(0, 7), caseId, `${runId}.json.gz`].map(safe).join('/');
}

/** The lines of a manifest between these places, each given by where it begins and ends. */
function linesAt(handle: number, places: readonly number[]): ManifestLine[] {
  const lines: ManifestLine[] = [];
  for (let index = 0; index < places.length; index += 2) {
    const [from, to] = [places[index]!, places[index + 1]!];
    const row = Buffer.alloc(to - from);
    readSync(handle, row, 0, row.length, from);
    lines.push(...readManifest(row.toString('utf8')).lines);
  }
  return lines;
}

/** Names come from outside: nothing of them may lead out of the folder. */
function safe(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.|\.{2,}/g, '_');
}

function writeAside(file: string, content: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.part`;
  const handle = openSync(aside, 'w');
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
}

function appendLine(file: string, line: string): void {
  const handle = openSync(file, 'a');
  try {
    writeSync(handle, line);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function filesBelow(root: string, below: string): string[] {
  const folder = join(root, below);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(root, `${below}/${entry.name}`) : [`${below}/${entry.name}`],
  );
}
