/** How cases hang together: the links that a case has, and those that others have to it. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import type { Case, PrismaClient } from '../../prisma/generated/client';
import { valueWords } from '../../messages/field-words';
import { maySee } from './access';
import { words } from './titles/event-lines';

export const linkView = z
  .object({
    caseId: z.string(),
    relation: z.string(),
    direction: z.enum(['to', 'from']).describe('to: this case names the other; from: the other names this one'),
    kind: z.string(),
    status: z.string(),
    titles: z.object({ relation: words }),
  })
  .meta({ id: 'CaseLink' });

interface Named {
  links?: readonly { caseId: string; relation: string }[];
}

/** Links in both directions, to cases that the reader may see. */
export async function linksOf(prisma: PrismaClient, found: Case, actor: Actor): Promise<z.infer<typeof linkView>[]> {
  const own = ((found.state as Named).links ?? []).map((l) => ({ ...l, direction: 'to' as const }));
  const naming = await prisma.$queryRaw<{ id: string; links: Named['links'] }[]>`
    select id, state->'links' as links from cases."Case"
    where "customerId" = ${found.customerId} and state->'links' @> ${JSON.stringify([{ caseId: found.id }])}::jsonb`;
  const others = naming.flatMap(({ id, links = [] }) =>
    links
      .filter((l) => l.caseId === found.id)
      .map((l) => ({ caseId: id, relation: l.relation, direction: 'from' as const })),
  );
  const all = [...own, ...others];
  const cases = await prisma.case.findMany({ where: { id: { in: all.map((l) => l.caseId) } } });
  return all.flatMap(({ caseId, relation, direction }) => {
    const other = cases.find((c) => c.id === caseId);
    if (!other || !maySee(actor, other)) return [];
    const titled = valueWords(relation, 'relation') ?? { zh: relation, en: relation };
    return [{ caseId, relation, direction, kind: other.kind, status: other.status, titles: { relation: titled } }];
  });
}
