/** A plan as it is answered: its lines with names, why each engineer, and what speaks against it. */
import { z } from 'zod';
import type { Language } from '../../domain/calendar/describe';
import type { Actor } from '../../domain/cases/record';
import type { Reason } from '../../domain/planning/types';
import { PLAN_REASONS } from '../../messages/plan-words';
import type { Plan, Prisma } from '../../prisma/generated/client';
import { words } from '../cases/titles/event-lines';
import { customerNames, peopleNames, personWords } from '../cases/titles/names';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
import { PolicyWords } from '../department/words';
import { reasonView, said } from './reasons';

const at = z.iso.datetime();
const lineView = z.object({
  caseId: z.string(),
  engineerId: z.string().nullable(),
  startAt: at.nullable(),
  endAt: at.nullable(),
  fixed: z.boolean(),
  leftOver: z.boolean(),
  changedBy: z.string().nullable(),
  conflicts: z.array(z.object({ code: z.string(), text: z.string() })),
  reasons: z.array(reasonView),
  titles: z.object({ engineer: words.optional(), customer: words.optional() }),
});
export const planRow = z.object({
  id: z.string(),
  policyId: z.string(),
  date: z.iso.date(),
  status: z.enum(['draft', 'confirmed', 'published']),
  version: z.int(),
  draftedAt: at,
  confirmedBy: z.string().nullable(),
  publishedBy: z.string().nullable(),
  publishedAt: at.nullable(),
  titles: z.object({ policy: words }),
});
export const planView = planRow
  .extend({ lines: z.array(lineView), timeZone: z.string().describe('the policy’s, in which the day is planned') })
  .meta({ id: 'Plan' });

export const withLines = { lines: { orderBy: { position: 'asc' } } } as const satisfies Prisma.PlanInclude;
export type PlanWithLines = Prisma.PlanGetPayload<{ include: typeof withLines }>;

/** Plans of a list. */
export function toRows({ policies }: ApiDeps, plans: readonly Plan[]): z.infer<typeof planRow>[] {
  const its = new PolicyWords(policies);
  return plans.map((p) => ({
    id: p.id,
    policyId: p.policyId,
    date: p.date.toISOString().slice(0, 10),
    status: p.status as 'draft',
    version: p.version,
    draftedAt: p.draftedAt.toISOString(),
    confirmedBy: p.confirmedBy,
    publishedBy: p.publishedBy,
    publishedAt: p.publishedAt?.toISOString() ?? null,
    titles: { policy: its.policy(p.policyId) },
  }));
}

/** One plan with its lines, in the reader's language and with the names that they may know. */
export async function toView(
  deps: ApiDeps,
  plan: PlanWithLines,
  { language, actor }: { language: Language; actor: Actor },
): Promise<z.infer<typeof planView>> {
  const policy = deps.policies.source().get(plan.policyId);
  const cases = await deps.prisma.case.findMany({
    where: { id: { in: plan.lines.map(({ caseId }) => caseId) } },
    select: { id: true, customerId: true },
  });
  const customerOf = new Map(cases.map(({ id, customerId }) => [id, customerId]));
  const [engineers, customers] = await Promise.all([
    peopleNames(
      deps.prisma,
      plan.lines.map(({ engineerId }) => engineerId),
      actor,
    ),
    customerNames(deps.prisma, [...customerOf.values()], actor),
  ]);
  return {
    ...toRows(deps, [plan])[0]!,
    timeZone: policy?.timeZone ?? 'UTC',
    lines: plan.lines.map((l) => {
      const customer = customers.get(customerOf.get(l.caseId) ?? '');
      return {
        caseId: l.caseId,
        engineerId: l.engineerId,
        startAt: l.startAt?.toISOString() ?? null,
        endAt: l.endAt?.toISOString() ?? null,
        fixed: l.fixed,
        leftOver: l.leftOver,
        changedBy: l.changedBy,
        conflicts: l.conflicts.map((code) => ({ code, text: PLAN_REASONS[code as 'overlap'][language] })),
        reasons: (l.reasons as unknown as Reason[]).map((r) => said(r, policy, language)),
        titles: {
          ...(l.engineerId !== null && { engineer: personWords(engineers, l.engineerId) }),
          ...(customer !== undefined && { customer: asNamed(customer) }),
        },
      };
    }),
  };
}
