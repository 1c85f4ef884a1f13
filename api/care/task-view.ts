/** A care task as it is answered: its script, and in words whom it is for. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import type { CareTask } from '../../prisma/generated/client';
import type { CareRule } from '../../domain/policy/schema-care';
import { CARE_DUTIES } from '../../messages/care-mails';
import { fieldWords, YES_NO } from '../../messages/field-words';
import type { ApiDeps } from '../deps';
import { words } from '../cases/titles/event-lines';
import { asNamed } from '../department/forms';
import { PolicyWords } from '../department/words';
import { seesCustomers } from '../roles';

const question = z.object({
  id: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  kind: z.enum(['scale', 'yes_no', 'text']),
  most: z.int(),
  optional: z.boolean(),
});

export const careTaskView = z
  .object({
    id: z.string(),
    policyId: z.string(),
    ruleId: z.string(),
    kind: z.string(),
    title: z.object({ zh: z.string(), en: z.string() }).nullable(),
    customerId: z.string(),
    assetId: z.string().nullable(),
    region: z.string().nullable(),
    owner: z.string(),
    plannedOn: z.string(),
    dueAt: z.string(),
    status: z.string(),
    attempts: z.int(),
    nextAttemptAt: z.string().nullable(),
    satisfied: z.boolean().nullable(),
    caseId: z.string().nullable().describe('the complaint that came of it'),
    script: z.array(question),
    form: z.string().nullable().describe('sheet that the customer signs'),
    doneAt: z.string().nullable(),
    result: z
      .array(z.object({ label: words, value: words }))
      .describe('what came of it, for those who may know the customer: answers, who signed, why it was skipped'),
    clauses: z.array(z.string()),
    titles: z.object({
      policy: words,
      kind: words,
      owner: words,
      region: words.optional(),
      customer: words.optional().describe('for those who may know them: engineers where they have a case of theirs'),
      phone: words.optional(),
      asset: words.optional(),
    }),
  })
  .meta({ id: 'CareTask' });
export type CareTaskView = z.infer<typeof careTaskView>;

/** Tasks with their words, in the order given. */
export async function shown(deps: ApiDeps, tasks: readonly CareTask[], actor: Actor): Promise<CareTaskView[]> {
  const { prisma, policies } = deps;
  const its = new PolicyWords(policies);
  const ids = await knownCustomers(deps, tasks, actor);
  const [customers, assets] = await Promise.all([
    prisma.customer.findMany({ where: { id: { in: ids } }, select: { id: true, name: true, phone: true } }),
    prisma.asset.findMany({
      where: { id: { in: tasks.flatMap(({ assetId }) => assetId ?? []) } },
      select: { id: true, model: true, serialNo: true },
    }),
  ]);
  return tasks.map((task) => {
    const policy = policies.source().get(task.policyId);
    const rule = policy?.care?.rules.find(({ id }) => id === task.ruleId);
    const customer = customers.find(({ id }) => id === task.customerId);
    const asset = assets.find(({ id }) => id === task.assetId);
    const region = policy?.regions.find(({ id }) => id === task.region)?.title;
    const { id, policyId, ruleId, kind, customerId, assetId, owner, status, attempts, satisfied, caseId, clauses } =
      task;
    return {
      ...{ id, policyId, ruleId, kind, customerId, assetId, owner, status, attempts, satisfied, caseId, clauses },
      region: task.region,
      title: rule?.title ?? null,
      plannedOn: task.plannedOn.toISOString().slice(0, 10),
      dueAt: task.dueAt.toISOString(),
      nextAttemptAt: task.nextAttemptAt?.toISOString() ?? null,
      script: (rule?.script ?? []).map(({ id: of, title, kind: asked, most, optional }) => ({
        ...{ id: of, title, kind: asked, most, optional },
      })),
      form: rule?.form ?? null,
      doneAt: task.doneAt?.toISOString() ?? null,
      result: customer ? resultOf(task, rule) : [],
      titles: {
        policy: its.policy(policyId),
        kind: CARE_DUTIES[`care_${kind as 'call'}`],
        owner: its.role(policyId, owner),
        ...(task.region !== null && { region: region ?? asNamed(task.region) }),
        ...(customer && { customer: asNamed(customer.name) }),
        ...(customer?.phone && { phone: asNamed(customer.phone) }),
        ...(customer && asset && { asset: asNamed(`${asset.model} ${asset.serialNo}`) }),
      },
    };
  });
}

/** What was written down when the task ended, each under its question or field. */
function resultOf({ status, result }: CareTask, rule: CareRule | undefined): CareTaskView['result'] {
  const form = status === 'skipped' ? 'careSkipped' : 'careDone';
  return Object.entries((result ?? {}) as Record<string, unknown>).map(([name, value]) => ({
    label: rule?.script.find(({ id }) => id === name)?.title ?? fieldWords(name, form) ?? asNamed(name),
    value: typeof value === 'boolean' ? YES_NO[`${value}`] : asNamed(String(value)),
  }));
}

export async function one(deps: ApiDeps, task: CareTask, actor: Actor): Promise<CareTaskView> {
  return (await shown(deps, [task], actor))[0]!;
}

/** The customers of these tasks whom the reader may know: engineers those for whom they have a case. */
async function knownCustomers({ prisma }: ApiDeps, tasks: readonly CareTask[], { id, role }: Actor): Promise<string[]> {
  const ids = [...new Set(tasks.map(({ customerId }) => customerId))];
  if (!seesCustomers.includes(role)) return [];
  if (role !== 'engineer') return ids;
  const own = await prisma.case.findMany({
    where: { customerId: { in: ids }, engineerId: id },
    select: { customerId: true },
    distinct: ['customerId'],
  });
  return own.map(({ customerId }) => customerId);
}
