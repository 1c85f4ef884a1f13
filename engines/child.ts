import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from './errors';
import { unwatch, watch } from './guard';
import { processKey } from './process-identity';
import type { StateFolder } from './state-folder';

/** At this size a log is set aside at the next start, so that two logs of it are all that is ever kept. */
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
/** How much of a log a failure quotes. */
const QUOTED_LINES = 8;
/** How long a leftover of a killed run may take to stop before it is killed, ms. */
const LEFTOVER_PATIENCE = 10_000;

/** What to run, and how to end it. */
export interface ChildOptions {
  /** Names the log `<state>/logs/<name>.log` and the note of the process `<state>/run/<name>.json`. */
  name: string;
  command: string;
  args: string[];
  state: StateFolder;
  env?: NodeJS.ProcessEnv;
  /** Runs as this user: only root may ask for it. */
  uid?: number;
  gid?: number;
  /** The signal that asks for an orderly stop. */
  stopSignal: NodeJS.Signals;
  /** How long the orderly stop may take before the process is killed, ms. */
  stopTimeout: number;
}

/** A running engine process. */
export interface Child {
  readonly pid: number;
  readonly logFile: string;
  /** Settles when the process has ended: undefined after `stop`, else an error that quotes the end of its log. */
  readonly ended: Promise<EngineError | undefined>;
  /** Does nothing while the process runs. @throws EngineError with the end of its log when it has ended. */
  requireRunning(): Promise<void>;
  /** Asks the process to stop and waits; kills it when it does not. Repeatable. */
  stop(): Promise<void>;
}

/**
 * Starts an engine in a process group of its own: Ctrl-C in a terminal reaches only the parent, which then stops the
 * engines in order. Should the parent die without doing so, the guard stops them.
 * @throws EngineError when the program cannot be started at all.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, state, stopSignal, stopTimeout } = options;
  const logFile = join(state.folder('logs'), `${name}.log`);
  const noteFile = noteOf(state, name);
  const child = await spawned(options, logFile);
  const pid = child.pid!;
  watch(pid, stopSignal);
  writeFileSync(noteFile, JSON.stringify({ pid, key: processKey(pid), stopSignal }));

  let stopping = false;
  let over = child.exitCode !== null || child.signalCode !== null;
  const ended = new Promise<EngineError | undefined>((settle) => {
    const finish = () => {
      over = true;
      unwatch(pid);
      rmSync(noteFile, { force: true });
      settle(stopping ? undefined : diedError(name, child, logFile));
    };
    if (over) finish();
    else child.once('exit', finish);
  });

  return {
    pid,
    logFile,
    ended,
    async requireRunning() {
      if (over) throw (await ended) ?? new EngineError(`The embedded ${name} was stopped.`, 'Start it again.');
    },
    async stop() {
      stopping = true;
      if (over) return;
      child.kill(stopSignal);
      const kill = setTimeout(() => child.kill('SIGKILL'), stopTimeout);
      await ended;
      clearTimeout(kill);
    },
  };
}

/**
 * Ends the process that an earlier, killed run of this state folder left behind under this name, if any.
 * Only a process with the noted start time is touched, so a process id given again is safe.
 */
export async function endLeftover(state: StateFolder, name: string): Promise<void> {
  const noteFile = noteOf(state, name);
  const note = readNote(noteFile);
  if (!note) return;
  const alive = () => note.key !== undefined && processKey(note.pid) === note.key;
  if (alive()) {
    signal(note.pid, note.stopSignal);
    for (let waited = 0; alive() && waited < LEFTOVER_PATIENCE; waited += 100) await sleep(100);
    if (alive()) signal(note.pid, 'SIGKILL');
    for (let waited = 0; alive() && waited < LEFTOVER_PATIENCE; waited += 100) await sleep(100);
  }
  rmSync(noteFile, { force: true });
}

/** The last lines of a log, for a message. */
export function logTail(logFile: string): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-QUOTED_LINES).join('\n');
  } catch {
    return '';
  }
}

function noteOf(state: StateFolder, name: string): string {
  return join(state.folder('run'), `${name}.json`);
}

async function spawned(options: ChildOptions, logFile: string): Promise<ChildProcess> {
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.1`);
  // The file itself is handed over, not a pipe: an engine that outlives its parent must not block on a full pipe.
  const log = openSync(logFile, 'a', 0o600);
  const { command, args, env, uid, gid } = options;
  try {
    const child = spawn(command, args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, ...env },
      uid,
      gid,
    });
    await new Promise<void>((started, failed) => child.once('spawn', started).once('error', failed));
    return child;
  } catch (error) {
    throw new EngineError(
      `${command} cannot be started: ${String(error)}`,
      'Check that the file exists and is executable by this user.',
      { cause: error },
    );
  } finally {
    closeSync(log);
  }
}

function diedError(name: string, child: ChildProcess, logFile: string): EngineError {
  const how = child.signalCode ? `was ended by ${child.signalCode}` : `ended with code ${child.exitCode}`;
  return new EngineError(`The embedded ${name} ${how}.`, `Its log ${logFile} ends with:\n${logTail(logFile)}`);
}

interface Note {
  pid: number;
  key?: string;
  stopSignal: NodeJS.Signals;
}

function readNote(file: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Note;
  } catch {
    return undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in the meantime.
  }
}
