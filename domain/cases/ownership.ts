/** Who may act on whose case. */
import type { Actor } from './record';
import { insist } from './refuse';
import type { CaseState } from './state';

/** An engineer acts on their own case only; who plans or supervises acts on any. */
export function ownJob(state: CaseState, actor: Actor): void {
  insist(
    actor.role !== 'engineer' || state.parties.engineerId === actor.id,
    'forbidden',
    '只能操作派给自己的案件',
    'An engineer acts on their own cases only',
  );
}
