import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Field numbers of /proc/PID/stat counted from the field after the command's name, see proc_pid_stat(5). */
const STATE_FIELD = 0;
const START_TIME_FIELD = 19;

/**
 * A text that identifies a running process for as long as it runs: process ids are given again, so an id alone
 * would let a stale lock look alive. Undefined when no such process runs; a zombie counts as gone.
 */
export function processKey(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxProcessKey(pid);
  return ps(pid, 'lstart=') || undefined;
}

/** The command line of a running process, empty when it is gone or cannot be read. */
export function commandLine(pid: number): string {
  if (process.platform === 'linux') return readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  return ps(pid, 'command=');
}

function linuxProcessKey(pid: number): string | undefined {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  // The name stands in brackets and may itself hold blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTime = fields[START_TIME_FIELD];
  if (!startTime || fields[STATE_FIELD] === 'Z' || fields[STATE_FIELD] === 'X') return undefined;
  // The start time counts from the boot, so it needs the boot to be unique.
  return `${readOrEmpty('/proc/sys/kernel/random/boot_id').trim()}:${startTime}`;
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
