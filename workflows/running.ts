/** A running case as its parts see it: the state as it stands, and the way to change it. */
import type { StepCause } from '../domain/cases/record';
import type { CaseState } from '../domain/cases/state';
import type { Work } from '../domain/cases/work';
import type { CasePolicy } from '../domain/policy/case-policy';
import type { Instant } from '../domain/time/instant';
import type { Awaited } from './timers';

/** A durable wait: armed as a timer while it stands, woken with the state of that time. */
export interface Wait<S extends CaseState> extends Awaited {
  wake(work: Work<S>): void;
}

/** What the parts of a running case may ask of it; `CaseRun` answers. */
export interface Running<S extends CaseState> {
  readonly state: S;
  readonly policy: CasePolicy;
  /**
   * Takes one step. A refusal changes nothing.
   * @param settle told once whether the step got recorded
   */
  take(cause: StepCause, at: Instant, change: (work: Work<S>) => void, settle?: (recorded: boolean) => void): void;
  /** Something changed: what follows from it leaves when the workflow task is at rest. */
  stir(): void;
  /** Tells the operator, once for a key. */
  alarm(key: string, kind: string, detail: Record<string, unknown>): void;
}

/** The service policy under which a case runs, and its region: by these, duties are looked up. */
export function servedBy({ state, policy }: Pick<Running<CaseState>, 'state' | 'policy'>): {
  policyId: string;
  region: string | undefined;
} {
  const { region } = state.facts;
  return { policyId: policy.pins[0]!.id, region: typeof region === 'string' ? region : undefined };
}
