/** Duplicates as the auditor keeps account of them: breaches stay, running promises pass on, the earlier start binds. */
import { parseInstant, type Instant } from '../domain/time/instant';
import type { Ledger } from './ledger';
import { owed } from './milestones';

/** The duplicate: what runs ends here and is told to the other case. The kind then ends as when it is cancelled. */
export function handOn(ledger: Ledger, into: string): void {
  ledger.tell('absorb', `case:${into}`);
  for (const round of [...ledger.rounds.values()])
    if (owed(round) && round.brokenAt === undefined) ledger.stop(round, 'cancelled', 'merged');
}

/** The case that goes on takes over what the duplicate promised. */
export function absorb(ledger: Ledger, clocks: readonly { milestone: string; startedAt: string }[]): void {
  for (const { milestone, startedAt } of clocks) takeOver(ledger, milestone, parseInstant(startedAt));
}

function takeOver(ledger: Ledger, id: string, from: Instant): void {
  const milestone = ledger.milestone(id);
  if (!milestone) return;
  const rounds = ledger.roundsOf(id);
  const running = rounds.find(owed);
  if (running) {
    if (running.brokenAt !== undefined || from >= running.startedAt) return;
    running.startedAt = from;
    ledger.again(running, 'system_was_slow');
  } else if (!rounds.some(({ metAt }) => metAt !== undefined && metAt >= from)) ledger.start(milestone, from);
}
