import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { EngineError } from './errors';
import { processKey } from './process-identity';

interface Holder {
  pid: number;
  key: string;
  host: string;
  since: string;
}

/**
 * Takes the lock file for this process; a lock whose process is gone is taken over.
 * @returns a function that gives the lock back; calling it again does nothing.
 * @throws EngineError when a living process, or one on another host, holds it.
 */
export function takeLock(file: string, what: string): () => void {
  const mine: Holder = {
    pid: process.pid,
    key: processKey(process.pid) ?? '',
    host: hostname(),
    since: new Date().toISOString(),
  };
  const text = JSON.stringify(mine);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    // A hard link appears with its whole content or not at all, so nobody ever reads half a lock.
    while (!link(draft, file)) removeIfStale(file, draft, what);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (read(file) === text) rmSync(file, { force: true });
  };
}

function link(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function removeIfStale(file: string, draft: string, what: string): void {
  const text = read(file);
  if (text === undefined) return;
  const holder = parse(text);
  if (holder) refuseIfHeld(holder, file, what);
  const aside = `${draft}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  // Between the reading and the renaming another process may have taken the lock over: then it is given back.
  if (read(aside) !== text) link(aside, file);
  rmSync(aside, { force: true });
}

function refuseIfHeld(holder: Holder, file: string, what: string): void {
  if (holder.host !== hostname()) {
    throw new EngineError(
      `${what} is locked by process ${holder.pid} of another host (${holder.host}) since ${holder.since}.`,
      `Stop it there. If it no longer runs, delete ${file} and start again.`,
    );
  }
  if (processKey(holder.pid) === holder.key) {
    throw new EngineError(
      `${what} is in use by process ${holder.pid} since ${holder.since}.`,
      `Stop that process first, or give this one a folder of its own with SANBAO_STATE=<folder>.`,
    );
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}
