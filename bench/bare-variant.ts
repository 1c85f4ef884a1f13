/** (a) The bare workflow, driven the way (b) is. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { actUpdate, type bare } from './bare';
import { Remote } from './remote';
import type { BenchCase, Variant } from './variant';
import type { WorkerConfig } from './worker-process';

export async function bareVariant(config: WorkerConfig, client: Client): Promise<Variant> {
  const start = () => Remote.start(require.resolve('./worker-process'), config);
  let worker = await start();
  let opened = 0;
  const running: WorkflowHandle[] = [];

  return {
    name: 'bare',
    get pid() {
      return worker.pid;
    },
    async open(wakeAt): Promise<BenchCase> {
      const id = `bench-a-${++opened}`;
      const handle = await client.workflow.start<typeof bare>('bare', {
        workflowId: id,
        taskQueue: config.taskQueue,
        args: [{ id, wakeAt }],
      });
      if (wakeAt === undefined) running.push(handle);
      return {
        id,
        act: async (index) =>
          void (await handle.executeUpdate(actUpdate, { updateId: `act-${index}`, args: [{ index }] })),
      };
    },
    async settled() {
      for (const handle of running.splice(0)) {
        while ((await handle.describe()).status.name === 'RUNNING') await sleep(20);
      }
    },
    statements: () => worker.call('statements'),
    lateness: () => worker.call('lateness'),
    async killAndRestart() {
      await worker.kill();
      worker = await start();
    },
    losses: async () => undefined,
    close: () => worker.kill(),
  };
}
