/** How a case workflow of any kind begins, lives and goes on in a new run. */
import { CancellationScope, continueAsNew } from '@temporalio/workflow';
import type { KindDef } from '../domain/cases/kind';
import { emptyLedger } from '../domain/cases/ledger-rows';
import type { CaseInput } from '../domain/cases/opening';
import type { CaseState } from '../domain/cases/state';
import type { Work } from '../domain/cases/work';
import type { CasePolicy } from '../domain/policy/case-policy';
import { parseInstant } from '../domain/time/instant';
import { CaseRun, type Carried } from './case';
import type { Wait } from './running';

/** How a case ended. */
export interface CaseResult {
  status: string;
  steps: number;
}

/** What a kind's workflow is made of. */
export interface CaseKindParts<S extends CaseState, I extends CaseInput> {
  kind: KindDef;
  /** The state before the first step. */
  begin(input: I): S;
  /** The first step. */
  open(work: Work<S>, input: I): void;
  /** Everything that a case waits for in its present state. */
  waits(state: S, policy: CasePolicy): Wait<S>[];
}

/** Opens the case in its first run, and lives until it has ended; continues as new with what the next run carries on. */
export async function runCase<S extends CaseState, I extends CaseInput>(
  parts: CaseKindParts<S, I>,
  input: I,
  carried?: Carried<S>,
): Promise<CaseResult> {
  return CancellationScope.nonCancellable(async () => {
    const start = carried
      ? withLedger(carried)
      : { state: parts.begin(input), policy: input.policy, owed: [], answers: [] };
    const run = new CaseRun(parts.kind, start, (state, policy) => parts.waits(state, policy));
    if (!carried) {
      const { actor, requestId, receivedAt } = input;
      const cause = { type: 'open' as const, name: 'open', actor, requestId, receivedAt };
      run.open(cause, parseInstant(receivedAt), (work) => {
        for (const { caseId, relation } of input.links ?? []) work.event('linked', { caseId, relation });
        parts.open(work, input);
      });
    }
    const outcome = await run.live();
    if ('ended' in outcome) return { status: outcome.ended.status, steps: outcome.ended.seq };
    return continueAsNew({ ...input, policy: outcome.carried.policy }, outcome.carried);
  });
}

/** A run that began before cases had a ledger carries none. */
function withLedger<S extends CaseState>(carried: Carried<S>): Carried<S> {
  return { ...carried, state: { ...carried.state, ledger: (carried.state as Partial<S>).ledger ?? emptyLedger } };
}
