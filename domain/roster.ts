/** Who holds a policy role: dated duties of people, by policy and region, with deputies. Pure. */
import type { Instant } from './time/instant';

export interface RosterDuty {
  id: string;
  personId: string;
  role: string;
  /** Absent: for every policy. */
  policyId?: string;
  /** Absent: for every region. */
  region?: string;
  from: Instant;
  /** The first instant at which it is no longer held; absent: open-ended. */
  until?: Instant;
  deputyId?: string;
  /** The holder is away in `[awayFrom, awayUntil)`; without an end until further notice. */
  awayFrom?: Instant;
  awayUntil?: Instant;
}

export interface RosterQuestion {
  role: string;
  policyId: string;
  /** The case's region; a duty for one region does not serve a case without one. */
  region?: string;
  at: Instant;
}

/**
 * The people to call, never one twice. A duty for this policy and region goes before one for the policy, that before
 * one for the region, that before a general one; a more general duty is called only where nobody of the more specific
 * ones can be. Where the holder is away or no longer active the deputy stands in, unless away too. The order is that
 * of the duties' begin, then of their ids, so that the same roster always gives the same answer.
 * @param duties all duties of the role, and of possible deputies those that say when they are away
 * @param active the ids of people who work here
 */
export function resolveDuties(
  question: RosterQuestion,
  duties: readonly RosterDuty[],
  active: ReadonlySet<string>,
): string[] {
  return [...new Set(calledDuties(question, duties, active).map(({ personId }) => personId))];
}

/** The duties of those people, each with whom it calls: its holder or the deputy; see `resolveDuties`. */
export function calledDuties(
  question: RosterQuestion,
  duties: readonly RosterDuty[],
  active: ReadonlySet<string>,
): { dutyId: string; personId: string }[] {
  const { at } = question;
  const away = new Set(duties.filter((duty) => isAway(duty, at)).map((duty) => duty.personId));
  const present = (person: string | undefined): person is string =>
    person !== undefined && active.has(person) && !away.has(person);
  const serving = duties
    .filter((duty) => serves(duty, question) && inForce(duty, at))
    .sort((a, b) => specificity(b) - specificity(a) || a.from - b.from || (a.id < b.id ? -1 : 1));
  for (const grade of [3, 2, 1, 0]) {
    const called = serving
      .filter((duty) => specificity(duty) === grade)
      .flatMap(({ id, personId, deputyId }) => {
        const there = [personId, deputyId].find(present);
        return there === undefined ? [] : [{ dutyId: id, personId: there }];
      });
    if (called.length > 0) return called;
  }
  return [];
}

function serves(duty: RosterDuty, { role, policyId, region }: RosterQuestion): boolean {
  return (
    duty.role === role &&
    (duty.policyId === undefined || duty.policyId === policyId) &&
    (duty.region === undefined || duty.region === region)
  );
}

function inForce({ from, until }: RosterDuty, at: Instant): boolean {
  return from <= at && (until === undefined || at < until);
}

/** Away is the person, whatever duty it was noted on. */
function isAway(duty: RosterDuty, at: Instant): boolean {
  if (duty.awayFrom === undefined || !inForce(duty, at)) return false;
  return duty.awayFrom <= at && (duty.awayUntil === undefined || at < duty.awayUntil);
}

/** 3: policy and region, 2: policy, 1: region, 0: neither. */
function specificity({ policyId, region }: RosterDuty): number {
  return (policyId === undefined ? 0 : 2) + (region === undefined ? 0 : 1);
}
