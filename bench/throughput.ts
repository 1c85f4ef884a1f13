/** Many cases at once: how many a second, how long an action takes, what a case costs. */
import { cpuOfTree } from './cpu';
import { percentile } from './statistics';
import { actionNames, type Workload } from './variant';

/** The processes whose CPU is counted: by name, their pids. */
export type Processes = Readonly<Record<string, number>>;

export interface Burst {
  casesPerSecond: number;
  /** ms. */
  actionP50: number;
  actionP99: number;
  /** SQL statements a case, of the process that does the work. */
  statements: number;
  /** CPU a case by process, ms; empty where the system does not tell. */
  cpu: Record<string, number>;
  /** Actions that lead a case to its end. */
  actions: number;
  /** The last case of the burst. */
  lastId: string;
}

/** Runs `cases` of these, `atOnce` of them beside each other, each action after the answer to the one before. */
export async function burst(variant: Workload, cases: number, atOnce: number, processes: Processes): Promise<Burst> {
  const pids: Processes = { ...processes, worker: variant.pid };
  const [cpuBefore, statementsBefore] = [cpuOf(pids), await variant.statements()];
  const actionMs: number[] = [];
  let [started, lastId, actions] = [0, '', 0];
  const begin = performance.now();
  const lane = async (): Promise<void> => {
    while (started++ < cases) {
      const one = await variant.open();
      lastId = one.id;
      actions = one.actions ?? actionNames.length;
      for (let index = 0; index < actions; index++) {
        const sent = performance.now();
        await one.act(index);
        actionMs.push(performance.now() - sent);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const seconds = (performance.now() - begin) / 1000;
  await variant.settled();
  const cpuAfter = cpuOf(pids);
  const used = Object.keys(cpuAfter).map((name) => [name, (cpuAfter[name]! - (cpuBefore[name] ?? 0)) / cases] as const);
  return {
    casesPerSecond: cases / seconds,
    actionP50: percentile(actionMs, 0.5),
    actionP99: percentile(actionMs, 0.99),
    statements: ((await variant.statements()) - statementsBefore) / cases,
    cpu: Object.fromEntries(used),
    actions,
    lastId,
  };
}

function cpuOf(processes: Processes): Record<string, number> {
  return Object.fromEntries(
    Object.entries(processes).flatMap(([name, pid]) => {
      const ms = cpuOfTree(pid);
      return ms === undefined ? [] : [[name, ms] as const];
    }),
  );
}
