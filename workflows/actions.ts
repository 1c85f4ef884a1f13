/**
 * The actions of a case as Updates: checked before they are accepted, taken as one step, answered when that is recorded.
 * What a request says of itself is judged by the validator alone, which no replay runs; the handler asks again only what
 * the state allows ([0019](../docs/decisions/0019-an-accepted-request-is-not-judged-twice.md)).
 */
import { currentUpdateInfo, defineUpdate, setHandler } from '@temporalio/workflow';
import type { ActionEnvelope, ActionOutcome } from '../domain/cases/envelope';
import { checkEnvelope, insistCurrent, noteLateEntry } from '../domain/cases/envelope-check';
import {
  acceptedPayload,
  checkAction,
  checkRole,
  parsePayload,
  type AnyAction,
  type KindDef,
} from '../domain/cases/kind';
import type { StepCause } from '../domain/cases/record';
import { recordGaps } from '../domain/cases/requirements';
import type { CaseState } from '../domain/cases/state';
import { judgedAt, type Work } from '../domain/cases/work';
import { parseInstant } from '../domain/time/instant';
import { asFailure } from './errors';
import type { Running } from './running';

/** The outcome of an Update, so that a repeated one gets its first answer also in the next run. */
export type Answer = [updateId: string, outcome: ActionOutcome];

/** Answers kept for repeated updates; a case takes ten to fifty actions. */
const answersKept = 200;

export class Actions<S extends CaseState> {
  private readonly answers: Map<string, ActionOutcome>;

  constructor(
    private readonly run: Running<S>,
    private readonly kind: KindDef,
    answers: readonly Answer[],
  ) {
    this.answers = new Map(answers);
  }

  /** The answers that the next run needs. */
  get answered(): Answer[] {
    return [...this.answers];
  }

  /** Registers the handlers: from now on actions are taken. */
  handle(): void {
    for (const action of this.kind.actions)
      setHandler(defineUpdate<ActionOutcome, [ActionEnvelope]>(action.name), (envelope) => this.act(action, envelope), {
        validator: (envelope: ActionEnvelope) => {
          if (!this.answers.has(currentUpdateInfo()!.id)) this.judge(action, envelope);
        },
      });
  }

  /** Synchronous, changes nothing, refuses with an `ApplicationFailure`. */
  private judge(action: AnyAction, envelope: ActionEnvelope): void {
    try {
      checkEnvelope(this.run.state, envelope, Date.now());
      const payload = parsePayload(action, envelope.payload);
      checkRole(action, envelope.actor);
      this.checkState(action, envelope, payload);
    } catch (err) {
      throw asFailure(err);
    }
  }

  /** Refuses what the state does not allow; it may have changed since the validator looked. */
  private checkState(action: AnyAction, { actor, receivedAt }: ActionEnvelope, payload: unknown): void {
    const { state, policy } = this.run;
    const at = parseInstant(receivedAt);
    checkAction(this.kind, action, judgedAt(state, policy, at), actor, payload, policy, at);
  }

  private async act(action: AnyAction, envelope: ActionEnvelope): Promise<ActionOutcome> {
    const updateId = currentUpdateInfo()!.id;
    const known = this.answers.get(updateId);
    if (known) return known;
    const { actor, requestId, receivedAt, occurredAt, fingerprint } = envelope;
    const cause: StepCause = { type: 'action', name: action.name, actor, requestId, receivedAt, occurredAt, updateId };
    let settle!: (recorded: boolean) => void;
    const recorded = new Promise<boolean>((resolve) => (settle = resolve));
    try {
      const payload = acceptedPayload(action, envelope.payload);
      insistCurrent(this.run.state, envelope);
      this.checkState(action, envelope, payload);
      const change = (work: Work<S>): void => {
        noteLateEntry(work);
        recordGaps(work, action.name, payload);
        action.apply(work, payload);
      };
      this.run.take(cause, parseInstant(receivedAt), change, settle);
    } catch (err) {
      throw asFailure(err);
    }
    const { seq, status } = this.run.state;
    const outcome = { seq, status, fingerprint };
    this.remember(updateId, { ...outcome, recorded: true });
    return { ...outcome, recorded: await recorded };
  }

  private remember(updateId: string, outcome: ActionOutcome): void {
    this.answers.set(updateId, outcome);
    const oldest = this.answers.keys().next().value;
    if (this.answers.size > answersKept && oldest !== undefined) this.answers.delete(oldest);
  }
}
