/** The plan of a day: read, changed, confirmed, published; and who should go to one case. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { z } from 'zod';
import { dateAt } from '../../domain/calendar/zone';
import { isLeftOver, nextPlanned, planJobOf } from '../../domain/planning/jobs';
import { withConflicts, type PlanLine } from '../../domain/planning/plan';
import { suggest } from '../../domain/planning/suggest';
import type { Span } from '../../domain/planning/types';
import { DAY_MS, formatDate, parseDate } from '../../domain/time/date';
import { formatInstant } from '../../domain/time/instant';
import { PLAN_REASONS } from '../../messages/plan-words';
import type { Prisma } from '../../prisma/generated/client';
import { bookedElsewhere, dispatchPolicy, engineersOn, openVisits, visitsByCustomer } from '../../prisma/plan-queries';
import { caseParams } from '../cases/case-params';
import { visibleCase } from '../cases/access';
import { peopleNames, personWords } from '../cases/titles/names';
import type { ApiDeps } from '../deps';
import { ApiError, refuse } from '../http/problem';
import { after, cursor, idParams, nextOf } from '../master/resource';
import { route, type Route } from '../route';
import { planRow, planView, toRows, toView, withLines, type PlanWithLines } from './plan-view';
import { said, suggestionView } from './reasons';

const versioned = z.strictObject({ version: z.int().positive().describe('the version that you saw') });
const lineChange = versioned.extend({
  caseId: z.string().min(1).max(64),
  engineerId: z.string().min(1).max(64),
  startAt: z.iso.datetime({ offset: true }),
  endAt: z.iso.datetime({ offset: true }),
});

const stalePlan = (): ApiError =>
  refuse('stale_version', '计划已被他人修改，请重新读取', 'The plan has changed since it was read', {
    field: 'version',
  });

export function planRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  const find = async (id: string): Promise<PlanWithLines> => {
    const found = await prisma.plan.findUnique({ where: { id }, include: withLines });
    if (!found) throw refuse('not_found', '没有这份计划', 'There is no such plan');
    return found;
  };
  /** Counts the version up, where it is still the one that the caller saw. */
  const step = async (db: Prisma.TransactionClient, id: string, version: number, data: Prisma.PlanUpdateInput) => {
    const { count } = await db.plan.updateMany({
      where: { id, version },
      data: { ...data, version: { increment: 1 } },
    });
    if (count === 0) throw stalePlan();
  };
  return [
    route({
      key: 'GET /v1/plans',
      tag: 'plans',
      summary: 'Plans of a policy, newest date first',
      query: z.strictObject({
        policyId: z.string().max(64).optional(),
        date: z.iso.date().optional(),
        cursor,
        limit: z.coerce.number().int().min(1).max(100).default(14),
      }),
      answers: { 200: z.object({ plans: z.array(planRow), next: z.string().nullable() }) },
      handle: async ({ query: { policyId, date, cursor: past, limit } }) => {
        const rows = await prisma.plan.findMany({
          where: {
            AND: [
              { policyId, ...(date !== undefined && { date: new Date(date) }) },
              after(past, 'date', { key: 'policyId', descending: true }),
            ],
          },
          orderBy: [{ date: 'desc' }, { policyId: 'asc' }],
          take: limit + 1,
        });
        const next = nextOf(rows, limit, (p) => [p.date.toISOString(), p.policyId]);
        return { status: 200, body: { plans: toRows(deps, rows.slice(0, limit)), next } };
      },
    }),
    route({
      key: 'GET /v1/plans/:id',
      tag: 'plans',
      summary: 'A plan with its lines, why each engineer, and what speaks against it',
      params: idParams,
      answers: { 200: planView },
      handle: async ({ params, language }, actor) => ({
        status: 200,
        body: await toView(deps, await find(params.id), { language, actor }),
      }),
    }),
    route({
      key: 'POST /v1/plans/:id/lines',
      tag: 'plans',
      summary: 'Give a job to another engineer or time; the conflicts of the whole plan are judged anew',
      params: idParams,
      body: lineChange,
      answers: { 200: planView },
      handle: async ({ params, body, language, now }, actor) => {
        const plan = await find(params.id);
        const change = { from: Date.parse(body.startAt), until: Date.parse(body.endAt) };
        requireLine(plan, body.caseId);
        if (change.until <= change.from)
          throw refuse('invalid_request', '结束须晚于开始', 'The end has to be after the start', { field: 'endAt' });
        const about = dispatchPolicy(deps.policies.source(), plan.policyId, now);
        const date = plan.date.getTime() / DAY_MS;
        if (dateAt(about.calendar.zone, change.from) !== date)
          throw refuse('invalid_request', '时间须在计划当日', 'The time has to be on the day planned', {
            field: 'startAt',
            allowed: formatDate(date),
          });
        const engineers = await engineersOn(prisma, date, about);
        if (!engineers.some(({ id }) => id === body.engineerId))
          throw refuse('invalid_request', '没有这位在岗工程师', 'There is no such active engineer', {
            field: 'engineerId',
          });
        const judged = await judge(deps, plan, now, { caseId: body.caseId, engineerId: body.engineerId, ...change });
        await prisma.$transaction(async (db) => {
          await step(db, plan.id, body.version, { status: 'draft' });
          await db.planLine.update({
            where: { planId_caseId: { planId: plan.id, caseId: body.caseId } },
            data: {
              engineerId: body.engineerId,
              startAt: new Date(change.from),
              endAt: new Date(change.until),
              changedBy: actor.id,
            },
          });
          for (const { caseId, conflicts } of judged)
            await db.planLine.update({
              where: { planId_caseId: { planId: plan.id, caseId } },
              data: { conflicts: [...conflicts] },
            });
        });
        return { status: 200, body: await toView(deps, await find(plan.id), { language, actor }) };
      },
    }),
    route({
      key: 'POST /v1/plans/:id/confirm',
      tag: 'plans',
      summary:
        'Confirm a plan as it stands; a new draft leaves its lines alone. Nobody is sent without what the policy asks for',
      params: idParams,
      body: versioned,
      answers: { 200: planView },
      handle: async ({ params, body, language, now }, actor) => {
        const plan = await find(params.id);
        if (plan.status !== 'draft') throw refuse('already_done', '计划已确认', 'The plan is confirmed already');
        insistAllowed(await judge(deps, plan, now));
        await prisma.$transaction((db) =>
          step(db, plan.id, body.version, {
            status: 'confirmed',
            confirmedAt: new Date(now),
            confirmedBy: actor.id,
          }),
        );
        return { status: 200, body: await toView(deps, await find(plan.id), { language, actor }) };
      },
    }),
    route({
      key: 'POST /v1/plans/:id/publish',
      tag: 'plans',
      summary:
        'Publish a confirmed plan: cases get their engineers, engineers their day by mail and calendar file. Nobody is sent without what the policy asks for',
      params: idParams,
      body: versioned,
      answers: { 202: planView },
      handle: async ({ params, body, language, now }, actor) => {
        const plan = await find(params.id);
        if (plan.status !== 'confirmed')
          throw refuse('illegal_transition', '请先确认计划', 'Confirm the plan first', { allowed: ['confirmed'] });
        if (plan.version !== body.version) throw stalePlan();
        // A certificate may have run out, or been taken away, since the plan was confirmed.
        insistAllowed(await judge(deps, plan, now));
        await deps.temporal.workflow
          .start('publishPlan', {
            workflowId: `publishPlan/${plan.id}/${plan.version}`,
            taskQueue: deps.config.taskQueue,
            args: [{ planId: plan.id, at: formatInstant(now), by: actor }],
            workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
          })
          .catch((error: unknown) => {
            if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
          });
        await prisma.plan.update({
          where: { id: plan.id },
          data: { status: 'published', publishedAt: new Date(now), publishedBy: actor.id },
        });
        return { status: 202, body: await toView(deps, await find(plan.id), { language, actor }) };
      },
    }),
    route({
      key: 'GET /v1/cases/:id/engineers',
      tag: 'plans',
      summary: 'Who should go to a case on a day: engineers ranked, each with the reasons',
      params: caseParams,
      query: z.strictObject({ date: z.iso.date().optional().describe('default: the next working day') }),
      answers: {
        200: z.object({
          date: z.iso.date(),
          engineers: z.array(suggestionView),
        }),
      },
      handle: async ({ params, query, language, now }, actor) => {
        const found = await visibleCase(prisma, params.id, actor);
        const source = deps.policies.source();
        if (!source.get(found.policyId)?.dispatch)
          throw refuse('not_found', '此制度没有派工规定', 'This policy has no dispatch');
        const about = dispatchPolicy(source, found.policyId, now);
        const date = query.date === undefined ? nextPlanned(about.calendar, now) : parseDate(query.date);
        const [visit] = await openVisits(prisma, about.policy, date, now, found.id);
        if (!visit)
          throw refuse('illegal_transition', '此案件没有待派的上门', 'No visit of this case is to be planned');
        const known = await visitsByCustomer(prisma, [visit.customerId]);
        const leftOver = isLeftOver(visit, about.calendar.zone, now, date, false);
        const job = planJobOf(visit, about.rules, { at: now, leftOver, visits: known.get(visit.customerId) ?? {} });
        const ranked = suggest(job, await engineersOn(prisma, date, about), await booked(deps, date, found.id), date);
        const names = await peopleNames(
          prisma,
          ranked.map(({ engineerId }) => engineerId),
          actor,
        );
        const engineers = ranked.map(({ reasons, ...s }) => ({
          ...s,
          reasons: reasons.map((r) => said(r, about.policy, language)),
          titles: { engineer: personWords(names, s.engineerId) },
        }));
        return { status: 200, body: { date: formatDate(date), engineers } };
      },
    }),
  ];
}

/** A plan's lines with what speaks against each as things stand now; with one of them changed, as it would then. */
async function judge(
  deps: ApiDeps,
  plan: PlanWithLines,
  now: number,
  change?: Pick<PlanLine, 'caseId' | 'engineerId' | 'from' | 'until'>,
): Promise<PlanLine[]> {
  const { prisma } = deps;
  const about = dispatchPolicy(deps.policies.source(), plan.policyId, now);
  const date = plan.date.getTime() / DAY_MS;
  const visits = await openVisits(prisma, about.policy, date, now);
  const jobs = new Map(
    visits.map((v) => [v.caseId, planJobOf(v, about.rules, { at: now, leftOver: false, visits: {} })]),
  );
  const lines = plan.lines.map((line): PlanLine => ({
    caseId: line.caseId,
    fixed: line.fixed,
    leftOver: line.leftOver,
    reasons: [],
    conflicts: [],
    ...(line.engineerId !== null && { engineerId: line.engineerId }),
    ...(line.startAt && { from: line.startAt.getTime() }),
    ...(line.endAt && { until: line.endAt.getTime() }),
    ...(line.caseId === change?.caseId && change),
  }));
  const engineers = await engineersOn(prisma, date, about);
  return withConflicts(lines, jobs, engineers, date, await bookedElsewhere(prisma, plan.policyId, date));
}

/** Overlaps and overload a dispatcher may decide to bear; these not. */
const forbidding = ['not_qualified', 'certificate_missing', 'certificate_expired'];

/** S-5.15, C-SEC-n4: without the policy's certificate or qualification nobody is sent. */
function insistAllowed(lines: readonly PlanLine[]): void {
  const wrong = lines.flatMap(({ caseId, conflicts }) =>
    conflicts.filter((code) => forbidding.includes(code)).map((code) => ({ caseId, code })),
  );
  if (wrong.length === 0) return;
  throw new ApiError(
    'requirement_missing',
    wrong.map(({ caseId, code }) => ({
      field: `lines.${caseId}.engineerId`,
      detail: { zh: `${caseId}：${PLAN_REASONS[code].zh}`, en: `${caseId}: ${PLAN_REASONS[code].en}` },
    })),
  );
}

/** What engineers are planned for on a date, under whatever policy, without the case in question. */
async function booked({ prisma }: ApiDeps, date: number, caseId: string): Promise<Map<string, Span[]>> {
  const all = await bookedElsewhere(prisma, '', date);
  const own = await prisma.planLine.findMany({ where: { caseId, plan: { date: new Date(date * DAY_MS) } } });
  for (const { engineerId, startAt } of own) {
    const spans = engineerId === null ? undefined : all.get(engineerId);
    if (spans && engineerId !== null)
      all.set(
        engineerId,
        spans.filter(({ from }) => from !== startAt?.getTime()),
      );
  }
  return all;
}

function requireLine(plan: PlanWithLines, caseId: string): void {
  if (plan.lines.some((line) => line.caseId === caseId)) return;
  throw refuse('invalid_request', '此案件不在计划内', 'This case is not in the plan', { field: 'caseId' });
}
