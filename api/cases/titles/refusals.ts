/**
 * The business names a policy role by its code, in quotes (`现由「duty_manager」批准`, `It is for "duty_manager" …`), for it
 * carries no titles; whoever is refused reads the title that the pinned policies give it.
 */
import type { Problem } from '../../../domain/errors';
import type { PolicyTitles } from '../../../messages/policy-titles';
import type { PrismaClient } from '../../../prisma/generated/client';
import { ApiError } from '../../http/problem';
import { titlesOfCases, type Pinning } from './published';

const inChinese = /「([a-z][a-z0-9_]*)」/g;
const inEnglish = /"([a-z][a-z0-9_]*)"/g;

/** The problem with its roles by title; a role that the policies do not know keeps its code. Values allowed stay codes. */
export function rolesInWords({ detail, ...problem }: Problem, { of }: Pick<PolicyTitles, 'of'>): Problem {
  const zh = detail.zh.replace(inChinese, (quoted, code: string) => {
    const title = of.roles.get(code);
    return title ? `「${title.zh}」` : quoted;
  });
  const en = detail.en.replace(inEnglish, (quoted, code: string) => {
    const title = of.roles.get(code);
    return title ? `"${title.en}"` : quoted;
  });
  return { ...problem, detail: { zh, en } };
}

/**
 * A refusal about this case with its roles by title; anything else as it is. Nothing is read where no code is quoted, and
 * without a database the refusal is told with its codes.
 */
export async function refusalInWords(
  prisma: PrismaClient,
  pinned: () => Promise<Pinning | null>,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof ApiError) || !error.problems.some(({ detail }) => detail.zh.search(inChinese) >= 0))
    return error;
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
