/**
 * One export at a time, also where several workers share the archive's folder: process numbers mean nothing on another
 * host or in another container, so there a holder counts as alive for as long as it touches its lock.
 */
import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { ArchiveError } from './errors';

/** A holder on another host that did not touch its lock for so long is gone. The slowest single run takes seconds. */
const silentMs = 15 * 60_000;

interface Holder {
  pid: number;
  host: string;
}

export interface Lock {
  /** Shows that the holder is at work. */
  touch(): void;
  release(): void;
}

/** Locks that this process holds: after a restart in a container another process has the same number. */
const held = new Set<string>();

/** Takes the lock, also over from a holder that is gone. Throws an ArchiveError that names a living one. */
export function takeLock(file: string): Lock {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder));
    closeSync(handle);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = read(file);
    if (isAtWork(file, holder))
      throw new ArchiveError(
        `another export (process ${holder?.pid ?? '?'} on ${holder?.host ?? 'another host'}) writes to this archive: wait ` +
          'until it has ended and export again. One that died on another host lets go after a quarter of an hour',
        { cause: error },
      );
    rmSync(file, { force: true });
    return takeLock(file);
  }
  held.add(file);
  return {
    touch: () => {
      const now = Date.now() / 1000;
      utimesSync(file, now, now);
    },
    release: () => {
      held.delete(file);
      rmSync(file, { force: true });
    },
  };
}

/** Undefined where it is empty, for its holder is about to write it, or of another form. */
function read(file: string): Holder | undefined {
  try {
    const { pid, host } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

function isAtWork(file: string, holder: Holder | undefined): boolean {
  if (holder?.host === hostname()) return holder.pid === process.pid ? held.has(file) : isAlive(holder.pid);
  const touched = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return touched !== undefined && Date.now() - touched < silentMs;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
