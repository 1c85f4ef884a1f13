/** Who hears of an escalation: the people of its level are told once, and where nobody is there the next level is. */
import { climb, ladderOf, told, type Escalation } from '../sla/escalation';
import { formatInstant } from '../time/instant';
import type { CaseState } from './state';
import type { Work } from './work';

/** Its level's people are not told yet. One that was settled by a late completion is told all the same (R-ESC). */
export function untold(escalation: Escalation): boolean {
  const owed = escalation.status === 'open' || escalation.endedBecause === 'done';
  return owed && escalation.people === undefined;
}

/** An unanswered level: the next one, or, at the top, the same again. */
export function climbOne<S extends CaseState>(work: Work<S>, open: Escalation): void {
  const next = climb(work.policy, open, work.now);
  work.setEscalation(next);
  work.event(next.level > open.level ? 'escalation_climbed' : 'escalation_repeated', {
    escalation: open.key,
    level: next.level,
  });
}

/**
 * The people of its level are known: they are told, or, where nobody is there, the next level at once.
 * @returns `nobody` where nobody is there and no higher level is left: the operator has to know
 */
export function tellPeople<S extends CaseState>(
  work: Work<S>,
  open: Escalation,
  found: string[],
  role: string,
): 'told' | 'climbed' | 'nobody' {
  // Whom the case is about may have been named while the roster was read.
  const people = found.filter((id) => !work.state.parties.barred?.includes(id));
  const top = open.level >= ladderOf(work.policy, open.ladder).length;
  if (people.length === 0 && open.status === 'open' && !top) {
    work.event('nobody_on_duty', { escalation: open.key, role });
    climbOne(work, open);
    return 'climbed';
  }
  const answered = told(work.policy, open, people, work.now);
  work.setEscalation(open.status === 'open' ? answered : { ...answered, nextAt: undefined });
  work.event('people_called', { escalation: open.key, level: open.level, role, people });
  for (const person of people) {
    work.notify(
      templateOf(open),
      `person:${person}`,
      { escalation: open.key, subject: open.subject, level: open.level, raisedAt: formatInstant(open.raisedAt) },
      open.clauses,
    );
  }
  return people.length === 0 ? 'nobody' : 'told';
}

function templateOf({ repeats, level, cause }: Escalation): string {
  if (repeats > 0) return 'escalation_repeated';
  if (level > 1) return 'escalation_climbed';
  return cause === 'alert' ? 'alert_leadership' : 'escalation_raised';
}
