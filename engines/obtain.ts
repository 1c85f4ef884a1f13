import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How a long-running command that obtains an engine is run. */
export interface ObtainOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** The command is killed after this time, ms. */
  limit: number;
  /** The command is killed when `progress` returns the same text for this long, ms. */
  stallLimit?: number;
  /** How often the operator hears of it, ms. */
  reportEvery?: number;
  /** Says how far it is; called at each report with the number of lines that the command has printed. */
  progress: (lines: number) => string;
  report: (progress: string, seconds: number) => void;
}

/** How much of a failed command's output the error quotes, characters. */
const QUOTED_CHARACTERS = 600;

/**
 * Runs a command to its end with progress and time limits.
 * @throws Error with the end of its output when it fails, stalls or takes too long.
 */
export function obtain(command: string, args: string[], options: ObtainOptions): Promise<void> {
  const { env, cwd, limit, stallLimit = limit, reportEvery = 10_000, progress, report } = options;
  return new Promise((done, failed) => {
    const start = Date.now();
    let lines = 0;
    let output = '';
    let stopped = '';
    let last = '';
    let lastChange = start;
    const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    // The whole group: go and mvn run helpers of their own.
    const stop = (why: string) => {
      stopped = why;
      try {
        if (child.pid) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It ended by itself in the meantime.
      }
    };
    const onParentExit = () => stop('stopped');
    process.once('exit', onParentExit);
    const watcher = setInterval(
      () => {
        const now = Date.now();
        const state = progress(lines);
        if (state !== last) lastChange = now;
        last = state;
        if (now - start > limit) stop(`took longer than ${limit / 1000} s`);
        else if (now - lastChange > stallLimit) stop(`no progress for ${stallLimit / 1000} s`);
      },
      Math.min(500, stallLimit, limit),
    );
    const reporter = setInterval(() => report(progress(lines), Math.round((Date.now() - start) / 1000)), reportEvery);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines += 1;
        output = `${output}${line}\n`.slice(-QUOTED_CHARACTERS);
      });
    }
    const finish = (error?: Error) => {
      clearInterval(watcher);
      clearInterval(reporter);
      process.removeListener('exit', onParentExit);
      if (error) failed(error);
      else done();
    };
    child.once('error', finish);
    child.once('close', (code) => {
      if (code === 0) finish();
      else finish(new Error(`${stopped || `ended with code ${code}`}${output ? `: ${output.trim()}` : ''}`));
    });
  });
}
