/** What a run was given by the one that it continues, held against what that one had when it ended. */
import { finding, type Finding } from './finding';
import { standing } from './milestones';
import type { CaseUnderAudit } from './procedures/procedure';
import type { Provenance } from './provenance';
import type { EventRef } from './timeline';

interface Carried {
  state: Readonly<Record<string, unknown>> & {
    seq: number;
    status: string;
    clocks: Readonly<Record<string, ClockState>>;
    escalations?: Readonly<Record<string, EscalationState>>;
  };
}

interface EscalationState {
  status: string;
  level: number;
  told: readonly string[];
}

interface ClockState {
  status: string;
  dueAt?: number;
  metAt?: number;
}

/**
 * Differences in number of steps, promises, escalations, and every section that was recorded.
 * @param origins the sections as they were recorded last
 * @param source the start of the later run
 */
export function carriedOtherwise(
  carried: unknown,
  ledger: CaseUnderAudit,
  origins: Provenance,
  source: EventRef,
): Finding[] {
  const { state } = carried as Carried;
  const found: Finding[] = [];
  const differs = (key: string, a: unknown, b: unknown): void =>
    void found.push(
      finding('claim_differs', [source], {
        data: { step: ledger.seq, what: 'carried', key, claimed: String(a), derived: String(b) },
      }),
    );
  if (state.seq !== ledger.seq) differs('seq', state.seq, ledger.seq);
  if (state.status !== ledger.status) differs('status', state.status, ledger.status);
  for (const section of origins.otherwise(state, ledger.accounts()))
    if (section !== 'seq' && section !== 'status') differs(section, JSON.stringify(state[section]), 'as recorded last');
  for (const [key, round] of ledger.rounds) {
    const clock = state.clocks[key];
    if (clock?.status !== standing(round) || clock.dueAt !== round.dueAt || clock.metAt !== round.metAt)
      differs(key, `${clock?.status} ${clock?.dueAt}`, `${standing(round)} ${round.dueAt}`);
  }
  for (const [key, { status, level, told }] of ledger.ascents) {
    const { [key]: escalation } = state.escalations ?? {};
    const [claimed, derived] = [escalation, { status, level, told }].map((one) => inWords(one));
    if (claimed !== derived) differs(key, claimed, derived);
  }
  return found;
}

function inWords(escalation: EscalationState | undefined): string {
  return escalation ? `${escalation.status} ${escalation.level} ${escalation.told.join()}` : 'none';
}
