/** Gathers what the words of a case depend on: its pinned policies, the names of people, what was written. */
import type { Actor } from '../../../domain/cases/record';
import type { Case, Step } from '../../../prisma/generated/client';
import type { ApiDeps } from '../../deps';
import { peopleNames, textsOf } from './names';
import { titlesOfCases } from './published';
import { Terms } from './terms';

type Needs = Pick<ApiDeps, 'prisma' | 'kinds'>;

/** The words of one case for this actor; `people` are further ids that will be named. */
export async function termsOf(
  { prisma, kinds }: Needs,
  found: Case,
  actor: Actor,
  people: readonly (string | null | undefined)[] = [],
): Promise<Terms> {
  const [policies, names, texts] = await Promise.all([
    titlesOfCases(prisma, [found]),
    peopleNames(prisma, [...people, found.engineerId, found.dispatcherId], actor),
    textsOf(prisma, found.id, actor),
  ]);
  const kind = kinds.find((k) => k.kind === found.kind);
  return new Terms({ policy: policies.get(found)!, kind, people: names, texts });
}

/** The words of many cases, as lists show them: without what was written. */
export async function termsOfRows(
  { prisma, kinds }: Needs,
  rows: readonly Case[],
  actor: Actor,
): Promise<ReadonlyMap<Case, Terms>> {
  const [policies, people] = await Promise.all([
    titlesOfCases(prisma, rows),
    peopleNames(
      prisma,
      rows.flatMap((c) => [c.engineerId, c.dispatcherId]),
      actor,
    ),
  ]);
  const texts = new Map<string, string>();
  return new Map(
    rows.map((c) => [
      c,
      new Terms({ policy: policies.get(c)!, kind: kinds.find((k) => k.kind === c.kind), people, texts }),
    ]),
  );
}

/** Everybody whom a recorded step names. */
export function peopleOfStep({ actorId, events }: Step): (string | null)[] {
  const data = (events as unknown as { data?: Record<string, unknown> }[]).flatMap((e) => Object.values(e.data ?? {}));
  return [actorId, ...data.flat().filter((value): value is string => typeof value === 'string')];
}
