/** Surveys for staff: what is out, what came back, and answers written down by phone or on a visit. */
import { z } from 'zod';
import type { Survey } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { after, page, pageQuery } from '../master/resource';
import { route, type Route } from '../route';
import { answerSurvey, askedIn } from './survey-answers';

const params = z.strictObject({ id: z.string().min(1).max(300) });
const answers = z.record(z.string().max(64), z.union([z.number(), z.boolean(), z.string().max(2000)]));

/** The link's secret is not among what staff see: nobody answers in the customer's name by it. */
const view = z
  .object({
    id: z.string(),
    policyId: z.string(),
    surveyId: z.string(),
    customerId: z.string(),
    keyCustomer: z.boolean(),
    caseId: z.string().nullable(),
    engineerId: z.string().nullable(),
    sentAt: z.string(),
    dueAt: z.string(),
    returnedAt: z.string().nullable(),
    returnedBy: z.string().nullable(),
    answers: z.unknown(),
    score: z.number().nullable(),
    bad: z.boolean(),
    complaintId: z.string().nullable(),
  })
  .meta({ id: 'Survey' });

const listQuery = pageQuery.omit({ q: true }).extend({
  policyId: z.string().max(64).optional(),
  surveyId: z.string().max(64).optional(),
  customerId: z.string().max(64).optional(),
  state: z.enum(['all', 'out', 'overdue', 'returned', 'bad']).default('all'),
});

export function surveyRoutes(deps: ApiDeps): Route[] {
  const { prisma } = deps;
  const shared = { tag: 'surveys' };
  const find = async (id: string): Promise<Survey> => {
    const survey = await prisma.survey.findUnique({ where: { id } });
    if (!survey) throw refuse('not_found', '没有这份调查', 'There is no such survey');
    return survey;
  };
  return [
    route({
      ...shared,
      key: 'GET /v1/surveys',
      summary: 'Surveys sent: those out, overdue, back, or with a bad answer; what is due first stands first',
      query: listQuery,
      answers: { 200: z.object({ rows: z.array(view), next: z.string().nullable() }) },
      handle: async ({ query: { cursor, limit, state, ...filter }, now }) => {
        const states = {
          all: {},
          out: { returnedAt: null },
          overdue: { returnedAt: null, dueAt: { lt: new Date(now) } },
          returned: { returnedAt: { not: null } },
          bad: { bad: true },
        };
        const rows = await prisma.survey.findMany({
          where: { AND: [filter, states[state], after(cursor, 'dueAt')] },
          orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
          take: limit + 1,
        });
        return { status: 200, body: page(rows, limit, (s) => s.dueAt.toISOString(), show) };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/surveys/:id',
      summary: 'One survey with its questions',
      params,
      answers: { 200: view.extend({ questions: z.array(z.unknown()) }) },
      handle: async ({ params: { id } }) => {
        const survey = await find(id);
        const { questions } = await askedIn(prisma, survey);
        return { status: 200, body: { ...show(survey), questions } };
      },
    }),
    route({
      ...shared,
      key: 'POST /v1/surveys/:id/record',
      summary: 'Completes a survey by phone or visit record; it counts as answered',
      params,
      body: z.strictObject({ by: z.enum(['phone', 'visit']), answers }),
      answers: { 200: view },
      handle: async ({ params: { id }, body, requestId, now }, actor) => {
        await answerSurvey(deps, await find(id), { ...body, actor }, { requestId, now });
        return { status: 200, body: show(await find(id)) };
      },
    }),
  ];
}

function show(s: Survey): z.infer<typeof view> {
  const { id, policyId, surveyId, customerId, keyCustomer, caseId, engineerId, returnedBy, score, bad, complaintId } =
    s;
  return {
    ...{ id, policyId, surveyId, customerId, keyCustomer, caseId, engineerId, returnedBy, score, bad, complaintId },
    answers: s.answers,
    sentAt: s.sentAt.toISOString(),
    dueAt: s.dueAt.toISOString(),
    returnedAt: s.returnedAt?.toISOString() ?? null,
  };
}
