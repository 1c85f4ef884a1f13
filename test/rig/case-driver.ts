/** Drives cases as the API does: opens a workflow, sends actions as Updates, reads the read model. */
import { createHash } from 'node:crypto';
import { WorkflowUpdateFailedError, type Client, type WorkflowHandle } from '@temporalio/client';
import { caseStart } from '../../api/cases/start-options';
import type { ActionEnvelope, ActionOutcome } from '../../domain/cases/envelope';
import { entryOf } from '../../domain/cases/kinds';
import type { CaseInput } from '../../domain/cases/opening';
import type { RepairInput } from '../../domain/cases/repair/opening';
import type { Actor, TextRef } from '../../domain/cases/record';
import type { Parties } from '../../domain/cases/state';
import type { CaseKind, Facts, FactValue } from '../../domain/policy/rule';
import { caseKind, policyId } from '../../workflows/search-attributes';
import type { Department } from './people';
import { shippedPolicies } from './shipped-policies';

/** A reference to a text that is not stored: workflows never read texts. */
export function text(words: string): TextRef {
  const sha256 = createHash('sha256').update(words).digest('hex');
  return { id: `text-${sha256.slice(0, 12)}`, sha256 };
}

/** What a refused action says. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly problem: unknown,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

export interface OpenOptions {
  policy: string;
  facts?: Record<string, FactValue>;
  severeLoss?: boolean;
  /** Changes the compiled policy: shorter windows, another ladder. */
  adapt?: (input: RepairInput) => RepairInput;
}

export class CaseDriver {
  private count = 0;

  constructor(
    readonly client: Client,
    readonly taskQueue: string,
    readonly people: Department,
    /** The server's time: with time skipping not this machine's. */
    readonly now: () => Promise<number>,
    private readonly prefix: string,
    /** Told of every case, so that its history is replayed at the end. */
    private readonly started: (workflowId: string) => void,
  ) {}

  /** A case that the system opened by itself: its history is replayed at the end too. */
  alsoStarted(caseId: string): void {
    this.started(caseId);
  }

  /** The next case number, and what the input of every kind has. */
  async begin(
    kind: CaseKind,
    policy: string,
    facts: Facts,
    more: { parties?: Partial<Parties>; actor?: Actor } = {},
  ): Promise<CaseInput> {
    const caseId = `${this.prefix}-${++this.count}`;
    const compiled = shippedPolicies().forCase(policy, kind);
    if (!compiled) throw new Error(`no policy ${policy} for a ${kind}`);
    const { dispatcher, customerId, siteId, assetId } = this.people;
    return {
      caseId,
      policy: compiled,
      parties: { customerId, siteId, assetId, dispatcherId: dispatcher.id, ...more.parties },
      facts,
      actor: more.actor ?? dispatcher,
      requestId: `open-${caseId}`,
      receivedAt: new Date(await this.now()).toISOString(),
    };
  }

  /** Starts the workflow of a kind, which has the kind's name. */
  async start(kind: CaseKind, input: CaseInput): Promise<TestCase> {
    const { caseId, receivedAt } = input;
    const handle = await this.client.workflow.start(entryOf(kind).opening.workflowType, {
      ...caseStart,
      workflowId: caseId,
      taskQueue: this.taskQueue,
      args: [input],
      typedSearchAttributes: [
        { key: caseKind, value: kind },
        { key: policyId, value: input.policy.pins[0]!.id },
      ],
    });
    this.started(caseId);
    return new TestCase(this, handle, caseId, Date.parse(receivedAt));
  }

  /** Opens a repair. */
  async open({ policy, facts = {}, severeLoss = false, adapt = (i) => i }: OpenOptions): Promise<TestCase> {
    const base: Facts = {
      channel: 'on_site',
      kind: 'product',
      work: 'repair',
      source: 'hotline',
      recordComplete: true,
    };
    const input = adapt({
      ...(await this.begin('repair', policy, { ...base, ...facts })),
      severeLoss,
      texts: { fault: text('录像机不录像了') },
      intake: {
        source: 'hotline',
        collectPayment: false,
        signatureNeeded: true,
        salespersonAccompanies: false,
        filledBy: 'agent',
      },
    });
    return this.start('repair', input);
  }
}

export class TestCase {
  private acts = 0;

  constructor(
    private readonly driver: CaseDriver,
    readonly handle: WorkflowHandle,
    readonly caseId: string,
    readonly openedAt: number,
  ) {}

  /** Sends an action and waits for its outcome. Throws `Refused` with the code of the error table. */
  async act(
    actor: Actor,
    action: string,
    payload: unknown = {},
    more: Partial<ActionEnvelope> & { key?: string } = {},
  ): Promise<ActionOutcome> {
    const { key = `${action}-${++this.acts}`, ...given } = more;
    const envelope: ActionEnvelope = {
      payload,
      actor,
      requestId: `${this.caseId}-${key}`,
      receivedAt: new Date(await this.driver.now()).toISOString(),
      fingerprint: createHash('sha256')
        .update(JSON.stringify([action, actor.id, payload]))
        .digest('hex'),
      ...given,
    };
    try {
      return await this.handle.executeUpdate<ActionOutcome, [ActionEnvelope]>(action, {
        updateId: `${actor.id}:${key}`,
        args: [envelope],
      });
    } catch (error) {
      if (!(error instanceof WorkflowUpdateFailedError)) throw error;
      const cause = error.cause as { type?: string; details?: unknown[]; message?: string };
      throw new Refused(cause.type ?? 'unknown', cause.details?.[0], cause.message ?? '');
    }
  }
}
