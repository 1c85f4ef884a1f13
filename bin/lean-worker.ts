/**
 * The SDK's worker without its record of where every promise was made. That record costs about half of the workflow
 * thread's time, and serves one query only (`__stack_trace`), to which a case has nothing to say: it always waits in the
 * same line, and its own details tell what for. Stacks of errors stay as they are.
 */
import { Worker as Thread } from 'node:worker_threads';
import { Worker, type Logger } from '@temporalio/worker';
import type { CompiledWorkerOptions } from '@temporalio/worker/lib/worker-options';
import type { WorkflowCreator } from '@temporalio/worker/lib/workflow/interface';
import { ThreadedVMWorkflowCreator, WorkerThreadClient } from '@temporalio/worker/lib/workflow/threaded-vm';
import type { WorkflowBundleWithSourceMapAndFilename } from '@temporalio/worker/lib/workflow/workflow-worker-thread/input';

/** What the thread runs: the SDK's own code for it, after its hook on promises was taken out. */
const threadCode = `
  require(${JSON.stringify(require.resolve('@temporalio/worker/lib/workflow/vm-shared'))}).globalHandlers.setPromiseHook = () => {};
  require(${JSON.stringify(require.resolve('@temporalio/worker/lib/workflow/workflow-worker-thread'))});
`;

export class LeanWorker extends Worker {
  protected static override async createWorkflowCreator(
    workflowBundle: WorkflowBundleWithSourceMapAndFilename,
    { isolateExecutionTimeoutMs, activities }: CompiledWorkerOptions,
    logger: Logger,
  ): Promise<WorkflowCreator> {
    const client = new WorkerThreadClient(new Thread(threadCode, { eval: true }), logger);
    await client.send({
      type: 'init',
      workflowBundle,
      isolateExecutionTimeoutMs,
      reuseV8Context: true,
      registeredActivityNames: new Set(activities.keys()),
      hasPatchActivationCallback: false,
    });
    return new ThreadedVMWorkflowCreator([client]);
  }
}
