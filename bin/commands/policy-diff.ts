/** What changes for cases from one version of a policy to another: milestones, prices, and answers over the examples. */
import { BadGiven } from '../../domain/decision/decide';
import { canonicalJson } from '../../domain/policy/canonical';
import { askable, type Asked } from '../../policies/loader/ask';
import type { Policy } from '../../domain/policy/schema';
import { compareVersions } from '../../domain/policy/versions';
import type { PrismaClient } from '../../prisma/generated/client';
import { readInForce } from '../../policies/in-force';
import { readExamples, type Example } from '../../policies/loader/examples';
import type { CalendarSet } from '../../policies/loader/calendars';
import { knownNames } from '../../policies/loader/known';
import { loadPolicy, policyFiles } from '../../policies/loader/load';

/** One line a change; none where nothing that the examples show, and no figure, is different. */
export function differences(before: string, after: string): string[] {
  const known = knownNames();
  const [old, new_] = [before, after].map((file) => loadPolicy(file, known).policy) as [Policy, Policy];
  return between(
    old,
    new_,
    [before, after].flatMap((file) => readExamples(file).examples),
  );
}

/** Two versions that cannot be compared; the message says which there are. */
export class NotPublished extends Error {}

/**
 * The same between two published versions, over the examples that ship beside the policy. Of one version that was
 * published twice the newest counts, as it does for new cases.
 * @throws NotPublished where the policy or a version is not published, or was by a release that wrote policies otherwise.
 */
export async function publishedDifferences(
  prisma: PrismaClient,
  { policy: id, from, to }: { policy: string; from: string; to: string },
): Promise<string[]> {
  const { all, calendars } = await readInForce(prisma);
  const versions = all.filter(({ policy }) => policy.id === id).map(({ policy }) => policy);
  const named = (version: string): Policy => {
    const found = versions.find((policy) => policy.version === version);
    const known = [...new Set(versions.map((policy) => policy.version))].sort(compareVersions);
    if (!found) throw new NotPublished(`${id} ${version} is not published; published: ${known.join(', ') || 'none'}`);
    return found;
  };
  const file = policyFiles().find((one) => one.endsWith(`/${id}.yaml`));
  return between(named(from), named(to), file === undefined ? [] : readExamples(file).examples, calendars);
}

function between(before: Policy, after: Policy, given: readonly Example[], calendars?: CalendarSet): string[] {
  const [old, new_] = [askable(before, calendars), askable(after, calendars)];
  const examples = new Map(given.map((one) => [one.id, one]));
  return [
    ...changed('milestone', old.program.figures.milestones, new_.program.figures.milestones),
    ...changed('callback', old.program.figures.callbacks, new_.program.figures.callbacks),
    ...changed('price', old.program.figures.prices, new_.program.figures.prices),
    ...changed('warranty', old.program.figures.terms, new_.program.figures.terms),
    ...changed('approval', old.program.figures.approvals, new_.program.figures.approvals),
    ...[...examples.values()].flatMap((example) => answersChanged(example, old, new_)),
  ];
}

function changed(
  what: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((id) => {
    const [old, new_] = [text(before[id]), text(after[id])];
    return old === new_ ? [] : [`${what} ${id}: ${old} -> ${new_}`];
  });
}

function answersChanged(example: Example, old: Asked, new_: Asked): string[] {
  const { id, question, clauses } = example;
  return changed(`example ${id} [${clauses.join(', ')}] ${question}`, answerOf(example, old), answerOf(example, new_));
}

function answerOf({ question, given }: Example, asked: Asked): Record<string, unknown> {
  try {
    return asked.ask(question, given).answer;
  } catch (error) {
    if (error instanceof BadGiven) return { refused: error.problems.map(({ field }) => field) };
    throw error;
  }
}

function text(value: unknown): string {
  return value === undefined ? 'none' : canonicalJson(value);
}
