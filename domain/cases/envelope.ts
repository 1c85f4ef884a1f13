/** What an Update carries and answers: the same for every action of every kind. */
import type { Actor } from './record';

export interface ActionEnvelope {
  payload: unknown;
  actor: Actor;
  requestId: string;
  /** The first receipt of this idempotency key, ISO 8601 UTC: the instant that clocks use. */
  receivedAt: string;
  /** When it happened by the engineer's own account; kept, never used by clocks. */
  occurredAt?: string;
  /** The step that the actor had seen; another step since then refuses the action. */
  expectedSeq?: number;
  /** Digest of action, actor and body: a reused key with another body is told apart. */
  fingerprint: string;
}

export interface ActionOutcome {
  seq: number;
  status: string;
  fingerprint: string;
  /** False where the step could not be written to the read model: the case went on, an operator was told. */
  recorded: boolean;
}
