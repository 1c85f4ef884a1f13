/** The business names what policies know by its code; whoever is refused reads the title that the pinned policies give it. */
import { sayNamed, type Named, type Problem } from '../../../domain/errors';
import type { Words } from '../../../messages/bilingual';
import { MARKS } from '../../../messages/event-words';
import { fieldWords } from '../../../messages/field-words';
import type { PolicyTitles } from '../../../messages/policy-titles';
import type { PrismaClient } from '../../../prisma/generated/client';
import { ApiError } from '../../http/problem';
import { titlesOfCases, type Pinning } from './published';

/** The problem with what it names by title; what the policies do not know keeps its code. Values allowed stay codes. */
export function namedInWords(problem: Problem, { of, checklists }: Pick<PolicyTitles, 'of' | 'checklists'>): Problem {
  const { named } = problem;
  if (named?.what === 'role') return { ...problem, detail: sayNamed(named, (code) => of.roles.get(code)) };
  if (named?.what !== 'requirement') return problem;
  const titleOf = (code: string): Words | undefined =>
    ticked(checklists, code) ?? of.jobItems.get(code) ?? markWords(code) ?? fieldWords(code);
  return { ...problem, detail: sayNamed(named, titleOf) };
}

function ticked(checklists: PolicyTitles['checklists'], id: string): Words | undefined {
  return [...checklists.values()].find((items) => items.has(id))?.get(id);
}

function markWords(code: string): Words | undefined {
  return Object.hasOwn(MARKS, code) ? MARKS[code as keyof typeof MARKS] : undefined;
}

/**
 * A refusal about this case with what it names by title; anything else as it is. Nothing is read where nothing is named, and
 * without a database the refusal is told with its codes.
 */
export async function refusalInWords(
  prisma: PrismaClient,
  pinned: () => Promise<Pinning | null>,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof ApiError) || !error.problems.some(({ named }) => isOfPolicy(named))) return error;
  try {
    const found = await pinned();
    const titles = found && (await titlesOfCases(prisma, [found])).get(found);
    if (!titles) return error;
    const problems = error.problems.map((problem) => namedInWords(problem, titles));
    return new ApiError(error.code, problems, error.retryAfter, { cause: error.cause });
  } catch {
    return error;
  }
}

const isOfPolicy = (named: Named | undefined): boolean => named?.what === 'role' || named?.what === 'requirement';
