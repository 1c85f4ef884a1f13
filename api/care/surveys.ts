/** Surveys for staff: what is out, what came back, and answers written down by phone or on a visit. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import type { Survey } from '../../prisma/generated/client';
import { words } from '../cases/titles/event-lines';
import { peopleNames, personWords } from '../cases/titles/names';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
import { PolicyWords } from '../department/words';
import { refuse } from '../http/problem';
import { after, nextOf, pageQuery } from '../master/resource';
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
    titles: z.object({
      survey: words,
      policy: words,
      customer: words.optional(),
      phone: words.optional(),
      engineer: words.optional(),
    }),
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
      handle: async ({ query: { cursor, limit, state, ...filter }, now }, actor) => {
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
        const next = nextOf(rows, limit, ({ dueAt, id }) => [dueAt.toISOString(), id]);
        return { status: 200, body: { rows: await shown(deps, rows.slice(0, limit), actor), next } };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/surveys/:id',
      summary: 'One survey with its questions',
      params,
      answers: { 200: view.extend({ questions: z.array(z.unknown()) }) },
      handle: async ({ params: { id } }, actor) => {
        const survey = await find(id);
        const { questions } = await askedIn(prisma, survey);
        return { status: 200, body: { ...(await shown(deps, [survey], actor))[0]!, questions } };
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
        return { status: 200, body: (await shown(deps, [await find(id)], actor))[0]! };
      },
    }),
  ];
}

/** Surveys with their words: whoever reads them may know the customers. */
async function shown(
  { prisma, policies }: ApiDeps,
  surveys: readonly Survey[],
  actor: Actor,
): Promise<z.infer<typeof view>[]> {
  const its = new PolicyWords(policies);
  const customers = await prisma.customer.findMany({
    where: { id: { in: surveys.map(({ customerId }) => customerId) } },
    select: { id: true, name: true, phone: true },
  });
  const names = await peopleNames(
    prisma,
    surveys.map(({ engineerId }) => engineerId),
    actor,
  );
  return surveys.map((survey) => {
    const { policyId, surveyId, customerId, engineerId } = survey;
    const asked = policies
      .source()
      .get(policyId)
      ?.surveys?.surveys.find(({ id }) => id === surveyId);
    const customer = customers.find(({ id }) => id === customerId);
    return {
      ...plain(survey),
      titles: {
        survey: asked?.title ?? asNamed(surveyId),
        policy: its.policy(policyId),
        ...(customer && { customer: asNamed(customer.name) }),
        ...(customer?.phone && { phone: asNamed(customer.phone) }),
        ...(engineerId !== null && { engineer: personWords(names, engineerId) }),
      },
    };
  });
}

function plain(s: Survey): Omit<z.infer<typeof view>, 'titles'> {
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
