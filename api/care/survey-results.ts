/** Results of surveys: what customers answered in a period, by question, product and engineer. */
import { z } from 'zod';
import { endOfLocalDate, startOfDate } from '../../domain/calendar/zone';
import { parseDate } from '../../domain/time/date';
import { surveyAnswers } from '../../prisma/survey-queries';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { route, type Route } from '../route';

const row = z
  .object({
    survey: z.string(),
    question: z.string(),
    title: z.object({ zh: z.string(), en: z.string() }),
    by: z.enum(['all', 'product', 'engineer']),
    of: z.string().nullable().describe('the product or the engineer; null for all'),
    answers: z.int().describe('how many answered the question'),
    value: z.number().describe('mean of the scale, or share of yes, from 0 to 1'),
  })
  .meta({ id: 'SurveyResult' });

/** A year: the zone that dates are read in is known for the year of the first and the next. */
const mostDates = 366;

export function surveyResultRoutes({ prisma, policies }: ApiDeps): Route[] {
  return [
    route({
      key: 'GET /v1/survey-results',
      tag: 'surveys',
      summary: 'What customers answered, by question, product and engineer; answers count on the day they came back',
      query: z.strictObject({
        policyId: z.string().max(64),
        surveyId: z.string().max(64).optional(),
        from: z.iso.date().describe('first date, in the policy’s time zone'),
        to: z.iso.date().describe('last date'),
      }),
      answers: { 200: z.object({ rows: z.array(row) }) },
      handle: async ({ query: { policyId, surveyId, from, to } }) => {
        const source = policies.source();
        const policy = source.get(policyId);
        const asked = policy?.surveys?.surveys;
        if (!policy || !asked) {
          const allowed = source.all().flatMap((p) => (p.surveys ? [p.id] : []));
          throw refuse('invalid_request', '此制度没有调查', 'This policy has no surveys', {
            field: 'policyId',
            allowed,
          });
        }
        if (surveyId !== undefined && !asked.some(({ id }) => id === surveyId))
          throw refuse('invalid_request', '没有这种调查', 'There is no such survey', {
            field: 'surveyId',
            allowed: asked.map(({ id }) => id),
          });
        const dates = parseDate(to) - parseDate(from) + 1;
        if (dates < 1 || dates > mostDates)
          throw refuse('invalid_request', '期间须为一天至一年', 'The span is one day to one year', {
            field: 'to',
            allowed: { dates: [1, mostDates] },
          });
        const year = Number(from.slice(0, 4));
        const { zone } = source.calendars(policy.timeZone, year)[policy.calendar]!;
        const span = {
          from: new Date(startOfDate(zone, parseDate(from))),
          to: new Date(endOfLocalDate(zone, parseDate(to)) + 1),
        };
        const rows = (await surveyAnswers(prisma, policy, span)).flatMap((answer) => {
          const survey = asked.find(({ id }) => id === answer.survey && (surveyId ?? id) === id);
          const question = survey?.questions.find(({ id }) => id === answer.question);
          return question ? [{ ...answer, title: question.title }] : [];
        });
        return { status: 200, body: { rows } };
      },
    }),
  ];
}
