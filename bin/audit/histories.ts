/** Where an auditor's histories come from: files or an archive. Each answers the runs of a case. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ArchiveFolder } from '../../audit/archive/folder';
import { NoHistory, readRun, type Run } from '../../audit/history';

/** A history in a file, plain or gzipped. Throws NoHistory that names the file where it holds none. */
export function runOfFile(file: string): Run {
  const bytes = readFileSync(file);
  try {
    const text = file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    return readRun(JSON.parse(text.toString('utf8')));
  } catch (error) {
    throw new NoHistory(
      `${file} holds no workflow history (${(error as Error).message}): give a file of an archive, or one that temporal ` +
        'workflow show --output json wrote',
    );
  }
}

/** Whether a file is meant rather than the number of a case: one is there, or it has a path or an ending. */
export function looksLikeFile(name: string): boolean {
  return existsSync(name) || /[/\\]|\.(json|gz)$/.test(name);
}

/** The archived runs of a case and of its late papers; empty where the archive has none. */
export function runsOfArchive(folder: string, caseId: string): Run[] {
  const archive = new ArchiveFolder(folder);
  return archive.ofCase(caseId).map((line) => archive.run(line));
}
