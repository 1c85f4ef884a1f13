/** Queues of care tasks, and what people do with one: an attempt by phone, its completion, a skip with a reason. */
import { z } from 'zod';
import { tryTask } from '../../domain/care/attempt';
import { ruleOf } from '../../domain/care/tasks';
import type { Actor } from '../../domain/cases/record';
import { clausesOf } from '../../domain/policy/compile-targets';
import type { CareRule } from '../../domain/policy/schema-care';
import type { CareTask, Prisma } from '../../prisma/generated/client';
import { idempotencyHeaders } from '../cases/keys';
import { once } from '../cases/once';
import type { ApiDeps } from '../deps';
import { clauseTexts, textsOfClauses } from '../cases/titles/clause-texts';
import { ApiError, refuse } from '../http/problem';
import { after, nextOf, pageQuery } from '../master/resource';
import { route, type Call, type Route } from '../route';
import { openOwedComplaint, oweComplaint, type BadAnswer } from './complaints';
import { endDuty } from './duty';
import { careTaskView, one, shown, type CareTaskView } from './task-view';

const params = z.strictObject({ id: z.string().min(1).max(300) });
const answers = z.record(z.string().max(64), z.union([z.number(), z.boolean(), z.string().max(2000)])).default({});

const listQuery = pageQuery.omit({ q: true }).extend({
  policyId: z.string().max(64).optional(),
  owner: z.string().max(64).optional().describe('policy role whose queue it is'),
  kind: z.enum(['call', 'visit', 'notice', 'training']).optional(),
  status: z.enum(['open', 'unreached', 'done', 'skipped', 'dropped']).default('open'),
  customerId: z.string().max(64).optional(),
  region: z.string().max(64).optional(),
});

export function careTaskRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  const shared = { tag: 'care' };
  return [
    route({
      ...shared,
      key: 'GET /v1/care/tasks',
      summary: 'The queue of care tasks: what is due first stands first',
      query: listQuery,
      answers: { 200: z.object({ rows: z.array(careTaskView), next: z.string().nullable(), clauseTexts }) },
      handle: async ({ query: { cursor, limit, ...filter } }, actor) => {
        const rows = await prisma.careTask.findMany({
          where: { ...filter, ...after(cursor, 'dueAt') },
          orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
          take: limit + 1,
        });
        const listed = rows.slice(0, limit);
        const next = nextOf(rows, limit, ({ dueAt, id }) => [dueAt.toISOString(), id]);
        const texts = textsOfClauses(listed.flatMap(({ clauses }) => clauses));
        return { status: 200, body: { rows: await shown(deps, listed, actor), next, clauseTexts: texts } };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/care/tasks/:id',
      summary: 'One care task with its script',
      params,
      answers: { 200: careTaskView },
      handle: async ({ params: { id } }, actor) => ({
        status: 200,
        body: await one(deps, await find(deps, id), actor),
      }),
    }),
    route({
      ...shared,
      key: 'POST /v1/care/tasks/:id/attempts',
      summary: 'One attempt to reach the customer; a dissatisfied one opens a complaint',
      params,
      headers: idempotencyHeaders,
      body: z.strictObject({
        reached: z.boolean(),
        satisfied: z.boolean().optional(),
        answers,
        note: z.string().trim().min(1).max(4000).optional(),
      }),
      answers: { 200: careTaskView },
      handle: (call, actor) => attempt(deps, call, actor),
    }),
    route({
      ...shared,
      key: 'POST /v1/care/tasks/:id/complete',
      summary: 'A visit, training or posted notice was done; a sheet that the rule wants is signed by the customer',
      params,
      body: z.strictObject({
        signedBy: z.string().trim().min(1).max(100).optional(),
        note: z.string().trim().min(1).max(4000).optional(),
      }),
      answers: { 200: careTaskView },
      handle: async ({ params: { id }, body, now }, actor) => {
        const task = await find(deps, id);
        if (task.kind === 'call')
          throw refuse('illegal_transition', '回访请记录通话结果', 'A call is ended by an attempt', { field: 'id' });
        const { form } = ruleFor(deps, task);
        if (form !== undefined && body.signedBy === undefined)
          throw refuse('requirement_missing', '需要客户签字的记录单', 'The sheet signed by the customer is missing', {
            field: 'signedBy',
            allowed: form,
          });
        return { status: 200, body: await end(deps, task, 'done', body, actor, now) };
      },
    }),
    route({
      ...shared,
      key: 'POST /v1/care/tasks/:id/skip',
      summary: 'Skips a task with a reason: an optional one, or any by a supervisor',
      params,
      body: z.strictObject({ reason: z.string().trim().min(2).max(1000) }),
      answers: { 200: careTaskView },
      handle: async ({ params: { id }, body, now }, actor) => {
        const task = await find(deps, id);
        if (ruleFor(deps, task).mandatory && actor.role !== 'supervisor')
          throw refuse('forbidden', '必须完成，只有主管可免除', 'It is mandatory: only a supervisor may skip it');
        return { status: 200, body: await end(deps, task, 'skipped', body, actor, now) };
      },
    }),
  ];
}

async function find({ prisma }: ApiDeps, id: string): Promise<CareTask> {
  const task = await prisma.careTask.findUnique({ where: { id } });
  if (!task) throw refuse('not_found', '没有这项任务', 'There is no such task');
  return task;
}

function ruleFor(deps: ApiDeps, { policyId, ruleId }: CareTask): CareRule {
  const policy = deps.policies.source().get(policyId);
  if (!policy?.care?.rules.some(({ id }) => id === ruleId))
    throw refuse('requirement_missing', '此规则已不再有效', 'The rule is not in force any more');
  return ruleOf(policy, ruleId);
}

interface AttemptBody {
  reached: boolean;
  satisfied?: boolean;
  answers: Record<string, number | boolean | string>;
  note?: string;
}

async function attempt(
  deps: ApiDeps,
  call: Call<{ id: string }, unknown, AttemptBody, z.infer<typeof idempotencyHeaders>>,
  actor: Actor,
): Promise<{ status: 200; body: CareTaskView }> {
  const { params: key, body, now, requestId } = call;
  const task = await find(deps, key.id);
  const rule = ruleFor(deps, task);
  const tried = tryTask(rule, task.attempts, body, now);
  if (tried.judged.problems.length > 0) throw new ApiError('invalid_request', tried.judged.problems);
  const bad: BadAnswer | undefined = tried.complains
    ? {
        id: task.id,
        policyId: task.policyId,
        customerId: task.customerId,
        assetId: task.assetId ?? undefined,
        region: task.region ?? undefined,
        visitedCaseId: task.visitedCaseId ?? undefined,
        source: 'callback',
        text: said(rule, body),
        role: task.owner,
        ladder: rule.ladder,
        clauses: clausesOf(rule),
      }
    : undefined;
  const make = async (db: Prisma.TransactionClient): Promise<CareTask> => {
    const { count } = await db.careTask.updateMany({
      where: { id: task.id, status: { in: ['open', 'unreached'] }, attempts: task.attempts },
      data: {
        status: tried.status,
        attempts: tried.attempts,
        nextAttemptAt: tried.nextAttemptAt === undefined ? null : new Date(tried.nextAttemptAt),
        satisfied: tried.satisfied,
        ...(tried.status === 'done' && { result: body.answers, doneAt: new Date(now), doneBy: actor.id }),
      },
    });
    if (count === 0)
      throw refuse('already_done', '任务已结束，或刚有人处理过', 'It has ended, or somebody was quicker');
    await db.careAttempt.create({
      data: {
        taskId: task.id,
        no: tried.attempts,
        at: new Date(now),
        by: actor.id,
        reached: body.reached,
        satisfied: body.satisfied,
        answers: body.answers,
        note: body.note,
      },
    });
    if (tried.status === 'done') await endDuty(db, task.id, now, actor.id);
    if (bad) await oweComplaint(db, deps, bad, now);
    return task;
  };
  const sent = { route: 'POST /v1/care/tasks/:id/attempts', actor, call } as const;
  await once(deps.prisma, sent, { make, find: () => find(deps, task.id) });
  if (bad) {
    const caseId = await openOwedComplaint(deps, bad, { actor, requestId, now });
    if (caseId !== undefined) await deps.prisma.careTask.update({ where: { id: task.id }, data: { caseId } });
  }
  return { status: 200, body: await one(deps, await find(deps, task.id), actor) };
}

/** The note and the bad answers as one text. */
function said({ script }: CareRule, { note, answers: given }: AttemptBody): string {
  const lines = script.flatMap(({ id, title }) =>
    given[id] === undefined ? [] : [`${title.zh}：${String(given[id])}`],
  );
  return [...(note === undefined ? [] : [note]), ...lines].join('\n') || '客户不满意';
}

async function end(
  deps: ApiDeps,
  task: CareTask,
  status: 'done' | 'skipped',
  result: Prisma.InputJsonObject,
  actor: Actor,
  now: number,
): Promise<CareTaskView> {
  await deps.prisma.$transaction(async (db) => {
    const { count } = await db.careTask.updateMany({
      where: { id: task.id, status: { in: ['open', 'unreached'] } },
      data: { status, result, doneAt: new Date(now), doneBy: actor.id, nextAttemptAt: null },
    });
    if (count === 0) throw refuse('already_done', '任务已结束', 'The task has ended');
    await endDuty(db, task.id, now, actor.id, status === 'done' ? 'done' : 'waived');
  });
  return one(deps, await find(deps, task.id), actor);
}
