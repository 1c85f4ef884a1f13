/**
 * Whether somebody is there to rule on an appeal (S-8.3): a review is for a person who had no part in the decision, and a
 * level whose only people had theirs would let the customer wait for nobody. The workflow knows no roster, so this is
 * checked here.
 */
import { whoHandled } from '../../domain/cases/complaint/impartial';
import { levelsLeft } from '../../domain/cases/complaint/rules';
import type { ComplaintState } from '../../domain/cases/complaint/state';
import { namingRoles } from '../../domain/errors';
import type { CasePolicy } from '../../domain/policy/case-policy';
import type { Case, PrismaClient } from '../../prisma/generated/client';
import { ApiError } from '../http/problem';
import { peopleByRole } from './concerned';
import { sectionsOf } from './state';
import { refusalInWords } from './titles/refusals';

/** Refuses an appeal to a level where everybody had a part in the decision. `now` in epoch milliseconds. */
export async function checkReviewers(
  prisma: PrismaClient,
  row: Case,
  policy: CasePolicy,
  level: unknown,
  now: number,
): Promise<void> {
  const state = sectionsOf(row) as ComplaintState;
  // An appeal that is under review already is for the case to answer, which knows a repeated request.
  if (state.status === 'in_review') return;
  const left = levelsLeft(policy, state);
  const next = left.find(({ id }) => id === level) ?? left[0];
  if (!next) return;
  const roles = left.map(({ role }) => role);
  const people = await peopleByRole(prisma, roles, policy.pins[0]!.id, row.region ?? undefined, now);
  const out = new Set([...whoHandled(state), ...(state.parties.barred ?? [])]);
  const nobodyLeft = (role: string): boolean => {
    const held = people.get(role) ?? [];
    return held.length > 0 && held.every((id) => out.has(id));
  };
  if (!nobodyLeft(next.role)) return;
  const around = {
    zh: '裁定须由未经手的人员作出，而{named}均已经手或即被投诉人；请先指定代理，或直接向更高一级申诉',
    en: 'Everybody who is {named} had a part in it, or it is about them: name a deputy first, or appeal to a higher level',
  };
  const allowed = left.filter(({ role }) => !nobodyLeft(role)).map(({ id }) => id);
  const refusal = new ApiError('requirement_missing', [
    { field: 'level', ...namingRoles([next.role], around), allowed },
  ]);
  throw await refusalInWords(prisma, () => Promise.resolve(row), refusal);
}
