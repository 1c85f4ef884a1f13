import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * Reads what to watch from its input; the input ends when the parent dies, however it dies, and then every process
 * still watched is asked to stop. A shell costs a megabyte and needs nothing but POSIX.
 */
const GUARD_SCRIPT = `
watched=
while read -r action pid signal; do
  kept=
  for entry in $watched; do
    [ "\${entry%:*}" = "$pid" ] || kept="$kept $entry"
  done
  watched=$kept
  [ "$action" = watch ] && watched="$watched $pid:$signal"
done
for entry in $watched; do
  kill -s "\${entry#*:}" "\${entry%:*}" 2>/dev/null
done
`;

let guard: ChildProcess | undefined;

/** From now on the process is asked to stop with this signal when the present process dies, even by SIGKILL. */
export function watch(pid: number, signal: NodeJS.Signals): void {
  guard ??= startGuard();
  guard.stdin!.write(`watch ${pid} ${signal.replace('SIG', '')}\n`);
}

/** The process has ended: its id may soon belong to another one. */
export function unwatch(pid: number): void {
  guard?.stdin!.write(`ended ${pid}\n`);
}

function startGuard(): ChildProcess {
  // A group of its own: Ctrl-C must not end the guard before the engines are stopped.
  const child = spawn('/bin/sh', ['-c', GUARD_SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // Without a guard the engines still stop with `stop()`; only a killed parent would leave them to the next start.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  (child.stdin as Socket).unref();
  return child;
}
