/** The business names a policy role by its code; whoever is refused reads the title that the pinned policies give it. */
import { sayNamed, type Problem } from '../../../domain/errors';
import type { PolicyTitles } from '../../../messages/policy-titles';
import type { PrismaClient } from '../../../prisma/generated/client';
import { ApiError } from '../../http/problem';
import { titlesOfCases, type Pinning } from './published';

/** The problem with its roles by title; a role that the policies do not know keeps its code. Values allowed stay codes. */
export function rolesInWords(problem: Problem, { of }: Pick<PolicyTitles, 'of'>): Problem {
  if (problem.named?.what !== 'role') return problem;
  return { ...problem, detail: sayNamed(problem.named, (code) => of.roles.get(code)) };
}

/**
 * A refusal about this case with its roles by title; anything else as it is. Nothing is read where no role is named, and
 * without a database the refusal is told with its codes.
 */
export async function refusalInWords(
  prisma: PrismaClient,
  pinned: () => Promise<Pinning | null>,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof ApiError) || !error.problems.some(({ named }) => named?.what === 'role')) return error;
  try {
    const found = await pinned();
    const titles = found && (await titlesOfCases(prisma, [found])).get(found);
    if (!titles) return error;
    const problems = error.problems.map((problem) => rolesInWords(problem, titles));
    return new ApiError(error.code, problems, error.retryAfter, { cause: error.cause });
  } catch {
    return error;
  }
}
