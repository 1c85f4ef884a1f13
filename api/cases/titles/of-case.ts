/** Gathers what the words of a case depend on: its pinned policies, the names of people, what was written. */
import type { KindDef } from '../../../domain/cases/kind';
import type { Actor } from '../../../domain/cases/record';
import type { Case, Step } from '../../../prisma/generated/client';
import type { PrismaClient } from '../../../prisma/generated/client';
import { caseKinds } from '../../../domain/cases/kinds';
import { peopleNames, textsOf } from './names';
import { titlesOfCases } from './published';
import { Terms } from './terms';

interface Needs {
  prisma: PrismaClient;
}

function tableOf(kind: string): KindDef | undefined {
  return caseKinds.find(({ table }) => table.kind === kind)?.table;
}

/** The words of one case for this actor; `people` are further ids that will be named. */
export async function termsOf(
  { prisma }: Needs,
  found: Case,
  actor: Actor,
  people: readonly (string | null | undefined)[] = [],
): Promise<Terms> {
  const [policies, names, texts] = await Promise.all([
    titlesOfCases(prisma, [found]),
    peopleNames(prisma, [...people, found.engineerId, found.dispatcherId], actor),
    textsOf(prisma, found.id, actor),
  ]);
  return new Terms({ policy: policies.get(found)!, kind: tableOf(found.kind), people: names, texts });
}

/** The words of many cases, as lists show them: without what was written. */
export async function termsOfRows(
  { prisma }: Needs,
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
  return new Map(rows.map((c) => [c, new Terms({ policy: policies.get(c)!, kind: tableOf(c.kind), people, texts })]));
}

/** Everybody whom a recorded step names. */
export function peopleOfStep({ actorId, events }: Step): (string | null)[] {
  const data = (events as unknown as { data?: Record<string, unknown> }[]).flatMap((e) => Object.values(e.data ?? {}));
  return [actorId, ...data.flat().filter((value): value is string => typeof value === 'string')];
}
