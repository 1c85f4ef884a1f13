/** What a run was given by the one that it continues, held against what that one had when it ended. */
import { finding, type Finding } from './finding';
import { standing } from './milestones';
import type { CaseUnderAudit } from './procedures/procedure';
import type { EventRef } from './timeline';

interface ClockState {
  status: string;
  dueAt?: number;
  metAt?: number;
}

/** Differences in number of steps, status and promises. `source`: the start of the later run. */
export function carriedOtherwise(carried: unknown, ledger: CaseUnderAudit, source: EventRef): Finding[] {
  const { state } = carried as { state: { seq: number; status: string; clocks: Record<string, ClockState> } };
  const found: Finding[] = [];
  const differs = (key: string, a: unknown, b: unknown): void =>
    void found.push(
      finding('claim_differs', [source], {
        data: { step: ledger.seq, what: 'carried', key, claimed: String(a), derived: String(b) },
      }),
    );
  if (state.seq !== ledger.seq) differs('seq', state.seq, ledger.seq);
  if (state.status !== ledger.status) differs('status', state.status, ledger.status);
  for (const [key, round] of ledger.rounds) {
    const clock = state.clocks[key];
    if (clock?.status !== standing(round) || clock.dueAt !== round.dueAt || clock.metAt !== round.metAt)
      differs(key, `${clock?.status} ${clock?.dueAt}`, `${standing(round)} ${round.dueAt}`);
  }
  return found;
}
