/**
 * Nobody handles a complaint about themselves (S-8.3-b): whom it is about may say their side, and nothing else; nothing
 * is given to them, and they are told nothing.
 */
import type { Actor } from '../record';
import { insist } from '../refuse';
import type { CaseState } from '../state';
import type { ComplaintState } from './state';

type WithParties = Pick<CaseState, 'parties'>;

/** Whether the complaint is about this person. */
export function isConcerned({ parties }: WithParties, personId: string): boolean {
  return parties.barred?.includes(personId) ?? false;
}

/** Refuses whom the complaint is about. */
export function impartial(state: WithParties, actor: Actor): void {
  insist(
    !isConcerned(state, actor.id),
    'forbidden',
    '投诉涉及您本人,只能提交陈述',
    'The complaint is about you: you may give your side, and nothing else',
  );
}

/** Refuses to give something to a person whom the complaint is about. */
export function insistImpartial(state: WithParties, personId: string, field: string): void {
  insist(
    !isConcerned(state, personId),
    'forbidden',
    '不得交由被投诉人处理',
    'It may not be given to the person complained about',
    field,
  );
}

/** Only whom it is about gives a statement; everybody else writes notes. */
export function concernedOnly(state: WithParties, actor: Actor): void {
  insist(
    isConcerned(state, actor.id),
    'forbidden',
    '只有被投诉人提交陈述;其他人请用备注',
    'Only the person complained about gives a statement; others write notes',
  );
}

/**
 * A second look is by somebody else: not by anyone who handled a category, found the cause, proposed, approved or ruled
 * before.
 */
export function insistFresh(state: ComplaintState, actor: Actor): void {
  insist(
    !whoHandled(state).has(actor.id),
    'forbidden',
    '复核须由未经手的人员进行',
    'A review is by somebody who had no part in the decision',
  );
}

/** Everybody who had a part in it, by id. */
export function whoHandled({ tasks, finding, proposals, reviews }: ComplaintState): Set<string> {
  const ids = [
    ...Object.values(tasks).flatMap(({ answer, personId }) => [answer?.by, personId]),
    finding?.by,
    ...proposals.flatMap(({ by, approval }) => [by, ...approval.decisions.map((d) => d.by)]),
    ...reviews.map(({ ruling }) => ruling?.by),
  ];
  return new Set(ids.filter((id) => id !== undefined));
}
