/** The page behind a survey's link: no sign-in, no script, fit for a phone, Chinese and English. The token works once. */
import express, { type Express, type Request, type Response } from 'express';
import { join } from 'node:path';
import { Eta } from 'eta';
import type { Language } from '../../domain/calendar/describe';
import type { PolicyQuestion } from '../../domain/policy/schema-questions';
import type { Answers } from '../../domain/surveys/answers';
import { localTime } from '../../messages/format';
import { SURVEY_PAGE } from '../../messages/survey-page';
import type { Survey } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { ApiError } from '../http/problem';
import { requestIdOf } from '../http/request-id';
import { answerSurvey, askedIn, customerActor, refuseUsed } from './survey-answers';

const eta = new Eta({ views: join(__dirname, '..', 'pages', 'views'), cache: true });
/** A form of ten questions with a long remark. */
const LARGEST_FORM = '32kb';

/** Serves `/s/:token`. */
export function surveyPage(app: Express, deps: ApiDeps): void {
  app.get('/s/:token', async (req, res) => {
    res.locals.route = '/s/:token';
    const survey = await find(deps, req);
    await show(deps, req, res, survey);
  });
  app.post('/s/:token', express.urlencoded({ extended: false, limit: LARGEST_FORM }), async (req, res) => {
    res.locals.route = '/s/:token';
    const survey = await find(deps, req);
    if (!survey) return show(deps, req, res, survey);
    const { questions } = await askedIn(deps.prisma, survey);
    const answers = readForm(questions, (req.body ?? {}) as Record<string, unknown>);
    const call = { requestId: requestIdOf(req), now: deps.clock() };
    try {
      await answerSurvey(deps, survey, { answers, by: 'form', actor: customerActor }, call);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Read again: the same form may have been sent twice at once.
      return show(deps, req, res, await find(deps, req), { answers, error });
    }
    return render(res, 200, { language: await languageFor(deps, req, survey), state: 'thanks' });
  });
}

async function find(deps: ApiDeps, req: Request): Promise<Survey | null> {
  const token = String(req.params.token);
  return /^[0-9a-f]{64}$/.test(token) ? deps.prisma.survey.findUnique({ where: { token } }) : null;
}

/** By `?lang=`, else the customer's own. */
async function languageFor(deps: ApiDeps, req: Request, survey: Survey | null): Promise<Language> {
  const asked = req.query.lang;
  if (asked === 'zh' || asked === 'en') return asked;
  const customer = survey && (await deps.prisma.customer.findUnique({ where: { id: survey.customerId } }));
  return customer?.language === 'en' ? 'en' : 'zh';
}

async function show(
  deps: ApiDeps,
  req: Request,
  res: Response,
  survey: Survey | null,
  tried?: { answers: Answers; error: ApiError },
): Promise<void> {
  const language = await languageFor(deps, req, survey);
  if (!survey) return render(res, 404, { language, state: 'unknown' });
  try {
    refuseUsed(survey, 'form', deps.clock());
  } catch {
    return render(res, 410, { language, state: survey.returnedAt ? 'used' : 'expired' });
  }
  const asked = await askedIn(deps.prisma, survey);
  const problems = Object.fromEntries(
    (tried?.error.problems ?? []).map(({ field, detail }) => [field?.replace('answers.', '') ?? '', detail[language]]),
  );
  render(res, tried ? 422 : 200, {
    language,
    state: 'open',
    title: asked.title[language],
    questions: asked.questions,
    about: [asked.policy.title[language], survey.caseId].filter(Boolean).join(' · '),
    due: localTime(survey.dueAt.toISOString(), asked.policy.timeZone, language).slice(0, 'YYYY-MM-DD'.length),
    answers: tried?.answers ?? {},
    problems,
  });
}

interface PageInput {
  language: Language;
  state: 'open' | 'thanks' | 'used' | 'expired' | 'unknown';
  title?: string;
  /** By which service rules it is asked, and after which case. */
  about?: string;
  /** Local date by which it is to be back. */
  due?: string;
  questions?: readonly PolicyQuestion[];
  answers?: Answers;
  problems?: Readonly<Record<string, string>>;
}

function render(res: Response, status: number, input: PageInput): void {
  const words = SURVEY_PAGE[input.language];
  res.status(status).type('html').set({
    'Cache-Control': 'no-store',
    // The address is the secret: it goes to nobody else.
    'Referrer-Policy': 'no-referrer',
    'X-Robots-Tag': 'noindex',
  });
  res.send(eta.render('survey', { questions: [], answers: {}, problems: {}, title: words.title, ...input, words }));
}

/** What a form sends is text; what is neither a number nor yes or no stays text and is refused as such. */
function readForm(questions: readonly PolicyQuestion[], form: Readonly<Record<string, unknown>>): Answers {
  const answers: Record<string, number | boolean | string> = {};
  for (const { id, kind } of questions) {
    const value = form[id];
    if (typeof value !== 'string' || value.trim() === '') continue;
    if (kind === 'scale' && /^\d{1,2}$/.test(value)) answers[id] = Number(value);
    else if (kind === 'yes_no' && /^(yes|no)$/.test(value)) answers[id] = value === 'yes';
    else answers[id] = value.trim();
  }
  return answers;
}
