/** CPU time by process, from /proc: user and system, milliseconds. Undefined where there is no /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second on every architecture that Node runs on. */
const TICK_MS = 10;

interface Usage {
  parent: number;
  ms: number;
}

/** The CPU time of a process, of its living descendants, and of those that ended and were waited for. */
export function cpuOfTree(pid: number): number | undefined {
  const all = usages();
  if (!all?.has(pid)) return undefined;
  const children = new Map<number, number[]>();
  for (const [child, { parent }] of all) children.set(parent, [...(children.get(parent) ?? []), child]);
  const sum = (at: number): number =>
    all.get(at)!.ms + (children.get(at) ?? []).reduce((total, child) => total + sum(child), 0);
  return sum(pid);
}

function usages(): Map<number, Usage> | undefined {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return new Map(pids.flatMap((pid) => usage(Number(pid))));
  } catch {
    return undefined;
  }
}

function usage(pid: number): [number, Usage][] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold blanks.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent, ticks] = [fields[1]!, fields.slice(11, 15).reduce((a, b) => a + b, 0)];
    return [[pid, { parent, ms: ticks * TICK_MS }]];
  } catch {
    // Ended between the listing and the reading.
    return [];
  }
}
