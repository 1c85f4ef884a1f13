/**
 * Workflows in the SDK's own sandbox without a server: their commands are answered at once, as activities that succeed
 * would. For what can only be seen close by: what a cached case weighs, what it costs to begin one.
 */
import { defaultPayloadConverter, TypedSearchAttributes } from '@temporalio/common';
import { coresdk } from '@temporalio/proto';
import { parseWorkflowCode } from '@temporalio/worker/lib/worker';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm';
import type { Workflow, WorkflowCreator } from '@temporalio/worker/lib/workflow/interface';
import type { WorkflowCreateOptions } from '@temporalio/workflow/lib/interfaces';

type Job = coresdk.workflow_activation.IWorkflowActivationJob;

/** What the activities answer; whatever is not here answers nothing. */
const answers: Readonly<Record<string, unknown>> = {
  record: { result: 'recorded' },
  deliver: { result: 'sent' },
  deliverStep: { outcomes: Array(5).fill({ result: 'sent' }) },
  callOut: { people: ['supervisor'] },
};

export class Sandbox {
  private count = 0;

  /** @param creator where the workflows run: in this thread, or in one of their own */
  constructor(private readonly creator: WorkflowCreator) {}

  /** In this thread. @param code the bundled workflow code */
  static async open(code: string): Promise<Sandbox> {
    const known = new Set(Object.keys(answers));
    return new Sandbox(await ReusableVMWorkflowCreator.create(parseWorkflowCode(code), 10_000, known));
  }

  /** Starts a workflow and lets it run until it waits. */
  async start(workflowType: string, input: unknown): Promise<SandboxedWorkflow> {
    const runId = `run-${++this.count}`;
    const now = new Date();
    const options: WorkflowCreateOptions = {
      info: {
        ...{ workflowId: `case-${this.count}`, runId, firstExecutionRunId: runId, originalExecutionRunId: runId },
        ...{ workflowType, taskQueue: 'sandbox', namespace: 'default', attempt: 1, taskTimeoutMs: 10_000 },
        ...{ startTime: now, runStartTime: now, historyLength: 3, historySize: 0, continueAsNewSuggested: false },
        ...{ searchAttributes: {}, typedSearchAttributes: new TypedSearchAttributes(), currentBuildId: '' },
        ...{ targetWorkerDeploymentVersionChanged: false, suggestedContinueAsNewReasons: undefined },
        unsafe: { now: Date.now, isReplaying: false, isReplayingHistoryEvents: false, random: undefined as never },
      },
      randomnessSeed: [1, 2, 3, 4, 5, 6, 7, 8],
      now: now.getTime(),
      showStackTraceSources: false,
      failureExceptionTypeNames: [],
    };
    const workflow = new SandboxedWorkflow(await this.creator.createWorkflow(options), runId);
    await workflow.run([
      {
        initializeWorkflow: {
          workflowId: options.info.workflowId,
          workflowType,
          arguments: [defaultPayloadConverter.toPayload(input)],
          randomnessSeed: 1 as never,
        },
      },
    ]);
    return workflow;
  }

  async close(): Promise<void> {
    await this.creator.destroy();
  }
}

export class SandboxedWorkflow {
  private updates = 0;
  private outcomes = new Map<string, unknown>();

  constructor(
    private readonly workflow: Workflow,
    private readonly runId: string,
  ) {}

  /** Sends an Update and answers its outcome. Throws where it is refused. */
  async update<T>(name: string, argument: unknown): Promise<T> {
    const id = `update-${++this.updates}`;
    await this.run([
      {
        doUpdate: {
          ...{ id, protocolInstanceId: id, name, runValidator: true, meta: { updateId: id, identity: 'sandbox' } },
          input: [defaultPayloadConverter.toPayload(argument)],
        },
      },
    ]);
    return this.outcomes.get(id) as T;
  }

  /** Hands out jobs, then those that answer the commands that came of them, until there are none. */
  async run(jobs: Job[]): Promise<void> {
    for (let next = jobs; next.length > 0;) next = await this.activate(next);
  }

  dispose(): Promise<void> {
    return this.workflow.dispose();
  }

  private async activate(jobs: Job[]): Promise<Job[]> {
    const now = Date.now();
    const sent = coresdk.workflow_activation.WorkflowActivation.fromObject({
      ...{ runId: this.runId, jobs, historyLength: 3, isReplaying: false },
      timestamp: { seconds: Math.floor(now / 1000), nanos: (now % 1000) * 1_000_000 },
    });
    // As over the wire: what the workflow keeps of it is its own.
    const { WorkflowActivation } = coresdk.workflow_activation;
    const activation = WorkflowActivation.decode(WorkflowActivation.encode(sent).finish());
    const completion = await this.workflow.activate(activation);
    await this.workflow.getAndResetSinkCalls();
    if (completion.failed) throw new Error(JSON.stringify(completion.failed));
    return (completion.successful?.commands ?? []).flatMap((command) => this.answer(command));
  }

  private answer({
    scheduleActivity,
    updateResponse,
    respondToQuery,
    failWorkflowExecution,
  }: coresdk.workflow_commands.IWorkflowCommand): Job[] {
    if (failWorkflowExecution) throw new Error(JSON.stringify(failWorkflowExecution));
    if (respondToQuery?.failed) throw new Error(respondToQuery.failed.message ?? 'no answer');
    if (updateResponse?.rejected) throw new Error(updateResponse.rejected.message ?? 'refused');
    if (updateResponse?.completed)
      this.outcomes.set(
        updateResponse.protocolInstanceId!,
        defaultPayloadConverter.fromPayload(updateResponse.completed),
      );
    if (!scheduleActivity) return [];
    const result = defaultPayloadConverter.toPayload(answers[scheduleActivity.activityType!]);
    return [{ resolveActivity: { seq: scheduleActivity.seq, result: { completed: { result } } } }];
  }
}
