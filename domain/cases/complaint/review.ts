/**
 * The customer goes one level up (S-8.3): somebody who had no part in it looks again; the last level's ruling is final
 * (N-2.5-D-b), and beyond it are authorities and courts.
 */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isSecondEdition, isThirdEdition } from '../../policy/edition';
import { holdsDuty } from '../duty';
import type { Actor } from '../record';
import { insist, insistRole } from '../refuse';
import { askAnew } from './completion';
import { decided } from './decided';
import { offer, offerGuard, type Solution } from './decision';
import { insistFresh } from './impartial';
import type * as p from './payloads';
import { levelsLeft, regionOf, rulesOf, type ComplaintWork } from './rules';
import { currentProposal, ruledFinally, type ComplaintState, type Review } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** Whoever appeals is not satisfied: the ruling is carried out and asked about anew, whatever it will say. */
export function appeal(work: ComplaintWork, { text, level }: In<typeof p.appeal>): void {
  const left = levelsLeft(work.policy, work.state);
  const next = left.find(({ id }) => id === level) ?? left[0]!;
  const review: Review = { level: next.id, role: next.role, askedAt: work.at };
  work.put('reviews', [...work.state.reviews, review]);
  work.mark('appealed', { level: next.id, text: text.id });
  work.mark(`appealed.${next.id}`);
  work.notify('complaint_appeal', next.role, { level: next.id }, next.clauses);
  if (isThirdEdition(work.policy)) askAnew(work, 'appealed');
  work.status('in_review');
}

export function appealGuard(
  state: ComplaintState,
  _actor: Actor,
  { level }: In<typeof p.appeal>,
  policy: CasePolicy,
): void {
  const asked = currentProposal(state);
  insist(
    asked?.decidedAt !== undefined,
    'illegal_transition',
    '尚无处理决定',
    'There is no decision yet to appeal against',
  );
  insist(
    !ruledFinally(state),
    'illegal_transition',
    '裁定为最终裁定;客户可向主管部门投诉或起诉',
    'The ruling is final; beyond it are the authorities and the courts',
  );
  const left = levelsLeft(policy, state).map(({ id }) => id);
  insist(left.length > 0, 'illegal_transition', '没有更高一级', 'There is no higher level');
  insist(level === undefined || left.includes(level), 'invalid_request', '没有此级', 'No such level', 'level', left);
}

/** The decision stands, or the reviewer's own takes its place. */
export function rule(work: ComplaintWork, payload: In<typeof p.rule>): void {
  const review = work.state.reviews.at(-1)!;
  const { final } = rulesOf(work.policy).levels.find(({ id }) => id === review.level)!;
  const { outcome, text } = payload;
  const ruled: Review = { ...review, ruling: { at: work.at, by: work.by, outcome, text, final } };
  work.put('reviews', [...work.state.reviews.slice(0, -1), ruled]);
  work.mark('ruled', { level: review.level, outcome, text: text.id });
  work.mark(`ruled.${review.level}`);
  if (final) work.mark('ruled_final', { level: review.level });
  if (outcome === 'amended') return offer(work, solutionOf(payload), review.level);
  const standing = currentProposal(work.state)!;
  work.put('proposals', [
    ...work.state.proposals,
    {
      ...standing,
      no: work.state.proposals.length + 1,
      level: review.level,
      answer: undefined,
      ...(standing.answer?.accepted && { alreadyOwed: true as const }),
    },
  ]);
  decided(work);
}

/** `ruleGuard` has seen that both are there. */
function solutionOf({ solution, remedy, compensation }: In<typeof p.rule>): Solution {
  return { solution: solution!, remedy: remedy!, compensation };
}

export function ruleGuard(state: ComplaintState, actor: Actor, payload: In<typeof p.rule>, policy: CasePolicy): void {
  const review = state.reviews.at(-1);
  insist(
    review !== undefined && review.ruling === undefined,
    'illegal_transition',
    '没有待复核的申诉',
    'No appeal waits',
  );
  insistRole(holdsDuty(actor, review.role, policy.pins[0]!.id, regionOf(state)), 'forbidden', review.role, {
    zh: '由{named}复核',
    en: 'The review is for {named}',
  });
  insistFresh(state, actor);
  const { outcome, solution, remedy, compensation } = payload;
  const given = solution !== undefined || remedy !== undefined || compensation.length > 0;
  insist(
    outcome === 'amended' || !given,
    'invalid_request',
    '维持原决定不得附新方案',
    'A decision that stands brings no other solution',
    'solution',
  );
  if (outcome !== 'amended') return;
  insist(solution !== undefined, 'invalid_request', '须填写新方案', 'Another solution is needed', 'solution');
  insist(remedy !== undefined, 'invalid_request', '须填写处理方式', 'Say which remedy', 'remedy');
  offerGuard(state, actor, solutionOf(payload), policy, isSecondEdition(policy));
}
