/** Filings in words: what each is, whom or what it is about, who decides; names for those who may know them. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import type { Filing } from '../../prisma/generated/client';
import { words } from '../cases/titles/event-lines';
import { peopleNames, personWords } from '../cases/titles/names';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
import { PolicyWords } from '../department/words';
import { partnerReaders } from '../roles';

export const filingTitles = z.object({
  policy: words,
  kind: words,
  about: words,
  ground: words.optional(),
  role: words.optional().describe('who decides'),
  filedBy: words,
  decidedBy: words.optional(),
});

/** In the order of the filings. Whoever filed knows whom they named; the others by the staff directory. */
export async function titlesOfFilings(
  { prisma, policies }: ApiDeps,
  filings: readonly Filing[],
  actor: Actor,
): Promise<z.infer<typeof filingTitles>[]> {
  const its = new PolicyWords(policies);
  const own = filings.filter(({ filedBy }) => filedBy === actor.id).flatMap(({ personId }) => personId ?? []);
  const [people, named, partners] = await Promise.all([
    peopleNames(
      prisma,
      filings.flatMap(({ personId, filedBy, decidedBy }) => [personId, filedBy, decidedBy]),
      actor,
    ),
    prisma.person.findMany({ where: { id: { in: own } }, select: { id: true, name: true } }),
    prisma.partner.findMany({
      where: { id: { in: filings.flatMap(({ partnerId }) => partnerId ?? []) } },
      select: { id: true, name: true },
    }),
  ]);
  const names = new Map([...people, ...named.map(({ id, name }) => [id, name] as const)]);
  const person = (id: string) => personWords(names, id);
  const partner = (id: string) => {
    const found = partnerReaders.includes(actor.role) ? partners.find((one) => one.id === id) : undefined;
    return found ? asNamed(found.name) : { zh: '合作方', en: 'a partner' };
  };
  return filings.map(({ policyId, kind, ground, personId, partnerId, product, filedBy, decidedBy }) => {
    const rule = policies
      .source()
      .get(policyId)
      ?.filings.find(({ id }) => id === kind);
    const cited = rule?.grounds.find(({ id }) => id === ground)?.title;
    return {
      policy: its.policy(policyId),
      kind: rule?.title ?? asNamed(kind),
      about:
        personId !== null ? person(personId) : partnerId !== null ? partner(partnerId) : its.product(product ?? ''),
      ...(cited && { ground: cited }),
      ...(rule && { role: its.role(policyId, rule.role) }),
      filedBy: person(filedBy),
      ...(decidedBy !== null && { decidedBy: person(decidedBy) }),
    };
  });
}
