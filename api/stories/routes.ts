/** The whole story of one customer or one unit: every case with its links and money, and what happened, in one view. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import type { Case, PrismaClient } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { linksOf, linkView } from '../cases/links';
import { stepView, toStep } from '../cases/trail-view';
import { caseRow, toRow } from '../cases/view';
import { customerNames } from '../cases/titles/names';
import { termsOfRows } from '../cases/titles/of-case';
import { maySee } from '../cases/access';
import { refuse } from '../http/problem';
import { route, type Route } from '../route';

/** The newest of a long history; older cases are found by the lists. */
const CASES_AT_MOST = 100;
const STEPS_AT_MOST = 500;

const storyView = z
  .object({
    cases: z.array(
      caseRow.extend({
        links: z.array(linkView),
        moneyFen: z.record(z.string(), z.int()).describe('by kind of money, what was entered and not reversed'),
      }),
    ),
    steps: z.array(stepView.extend({ caseId: z.string() })).describe('newest first, of all cases together'),
  })
  .meta({ id: 'Story' });

export function storyRoutes({ prisma }: ApiDeps): Route[] {
  const params = z.strictObject({ id: z.string().min(1).max(64) });
  return [
    route({
      key: 'GET /v1/customers/:id/story',
      tag: 'stories',
      summary: 'Every case of a customer, how they hang together, and what happened',
      params,
      answers: { 200: storyView },
      handle: async ({ params: { id } }, actor) => {
        if ((await prisma.customer.count({ where: { id } })) === 0)
          throw refuse('not_found', '没有这个客户', 'There is no such customer');
        return { status: 200, body: await storyOf(prisma, { customerId: id }, actor) };
      },
    }),
    route({
      key: 'GET /v1/assets/:id/story',
      tag: 'stories',
      summary: 'Every case of a unit, how they hang together, and what happened',
      params,
      answers: { 200: storyView },
      handle: async ({ params: { id } }, actor) => {
        if ((await prisma.asset.count({ where: { id } })) === 0)
          throw refuse('not_found', '没有这台设备', 'There is no such unit');
        return { status: 200, body: await storyOf(prisma, { assetId: id }, actor) };
      },
    }),
  ];
}

async function storyOf(
  prisma: PrismaClient,
  where: { customerId: string } | { assetId: string },
  actor: Actor,
): Promise<z.infer<typeof storyView>> {
  const found = await prisma.case.findMany({ where, orderBy: { openedAt: 'desc' }, take: CASES_AT_MOST });
  const cases = found.filter((c) => maySee(actor, c));
  const ids = cases.map((c) => c.id);
  const [steps, entries, terms, customers, links] = await Promise.all([
    prisma.step.findMany({ where: { caseId: { in: ids } }, orderBy: { position: 'desc' }, take: STEPS_AT_MOST }),
    prisma.ledgerEntry.findMany({ where: { caseId: { in: ids } } }),
    termsOfRows({ prisma }, cases, actor),
    customerNames(
      prisma,
      cases.map((c) => c.customerId),
      actor,
    ),
    Promise.all(cases.map((c) => linksOf(prisma, c, actor))),
  ]);
  const byId = new Map(cases.map((c) => [c.id, c]));
  const termsFor = (caseId: string) => terms.get(byId.get(caseId) as Case)!;
  const moneyOf = (caseId: string): Record<string, number> => {
    const sums: Record<string, number> = {};
    const own = entries.filter((e) => e.caseId === caseId);
    for (const e of own)
      if (e.reverses === null && !own.some((o) => o.reverses === e.no))
        sums[e.type] = (sums[e.type] ?? 0) + Number(e.fen);
    return sums;
  };
  return {
    cases: cases.map((c, i) => ({
      ...toRow(c, terms.get(c)!, customers.get(c.customerId)),
      links: links[i]!,
      moneyFen: moneyOf(c.id),
    })),
    steps: steps.map((s) => ({ ...toStep(s, termsFor(s.caseId)), caseId: s.caseId })),
  };
}
