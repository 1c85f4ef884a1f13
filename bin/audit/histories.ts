/** Where an auditor's histories come from: files or an archive. Each answers the runs of a case. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ArchiveFolder } from '../../audit/archive/folder';
import { readRun, type Run } from '../../audit/history';

/** A history in a file, plain or gzipped. */
export function runOfFile(file: string): Run {
  const bytes = readFileSync(file);
  const text = file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  return readRun(JSON.parse(text.toString('utf8')));
}

export function isFile(name: string): boolean {
  return existsSync(name);
}

/** The archived runs of a case; empty where the archive has none. */
export function runsOfArchive(folder: string, caseId: string): Run[] {
  const archive = new ArchiveFolder(folder);
  return archive.ofCase(caseId).map((line) => archive.run(line));
}
