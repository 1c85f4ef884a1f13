/** What follows when the instant of a wait has come with nobody first: warnings, breaches, the next level, the kind's own. */
import { levelsOf, up } from './ladder';
import { owed, type Round } from './milestones';
import type { CaseUnderAudit, Watch } from './procedures/procedure';

/** A wait is over. */
export function wake(ledger: CaseUnderAudit, watch: Watch): void {
  const [, clock, what] = /^clock:(.*):(warning|due)$/.exec(watch.key) ?? [];
  const [, ladder] = /^ladder:(.*)$/.exec(watch.key) ?? [];
  if (clock !== undefined) look(ledger, ledger.rounds.get(clock)!, what!);
  else if (ladder !== undefined) ledger.happened.push(up(ledger.policy, ledger.ascents.get(ladder)!));
  else ledger.wake(watch);
}

/** A promise's warning, or its end. */
function look(ledger: CaseUnderAudit, round: Round, what: string): void {
  if (what === 'warning') {
    round.warnedAt = ledger.at;
    ledger.mark(`warned.${round.milestone.id}`);
    for (const to of toldOf(ledger, round)) ledger.tell('milestone_warning', to);
  } else if (round.milestone.nature === 'reminder') {
    for (const to of toldOf(ledger, round)) ledger.tell('milestone_reminder', to);
    ledger.stop(round, 'waived', 'reminded');
  } else if (round.dueAt !== undefined && round.brokenAt === undefined && owed(round)) {
    ledger.break(round, round.dueAt);
  }
}

/** Whom a milestone tells; engineer and dispatcher only where there is one, else the first role of its ladder. */
function toldOf({ parties, policy }: CaseUnderAudit, { milestone }: Round): readonly string[] {
  const wanted = milestone.tell.length > 0 ? milestone.tell : ['engineer', 'dispatcher'];
  const there = wanted.filter(
    (to) => !(to === 'engineer' && !parties.engineerId) && !(to === 'dispatcher' && !parties.dispatcherId),
  );
  const [first] = milestone.ladder === undefined ? [] : levelsOf(policy, milestone.ladder);
  return there.length > 0 || !first ? there : [first.role];
}
