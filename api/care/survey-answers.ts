/** An answered survey: judged by the questions of its version, kept once, and followed up where an answer is bad. */
import type { Actor } from '../../domain/cases/record';
import { clausesOf } from '../../domain/policy/compile-targets';
import { policySchema, type Policy } from '../../domain/policy/schema';
import type { PolicySurvey } from '../../domain/policy/schema-surveys';
import { judgeAnswers, type Answers } from '../../domain/surveys/answers';
import type { PrismaClient, Survey } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { ApiError, refuse } from '../http/problem';
import { openOwedComplaint, oweComplaint, type BadAnswer } from './complaints';
import { endDuty } from './duty';

/** Who answers when it is the customer: nobody of the department. */
export const customerActor: Actor = { id: 'customer', role: 'agent', duties: [] };

/** A survey as it was asked, and by which policy. */
export interface Asked extends PolicySurvey {
  policy: Pick<Policy, 'title' | 'timeZone'>;
}

/** The questions as they were asked: by the policy version of its sending. */
export async function askedIn(prisma: PrismaClient, survey: Survey): Promise<Asked> {
  const { body } = await prisma.policyVersion.findUniqueOrThrow({
    where: { hash: survey.policyHash },
    select: { body: true },
  });
  const policy = policySchema.parse(body);
  const found = policy.surveys?.surveys.find(({ id }) => id === survey.surveyId);
  if (!found) throw new Error(`survey ${survey.surveyId} is not in the policy version by which it was sent`);
  return { ...found, policy };
}

/**
 * Keeps the answers, once; a bad one opens a complaint. Throws `already_done` for a survey that was answered, and
 * `requirement_missing` for a link that has expired.
 */
export async function answerSurvey(
  deps: ApiDeps,
  survey: Survey,
  given: { answers: Answers; by: 'form' | 'phone' | 'visit'; actor: Actor },
  call: { requestId: string; now: number },
): Promise<{ complaintId?: string; bad: boolean }> {
  const { answers, by, actor } = given;
  const { now } = call;
  refuseUsed(survey, by, now);
  const asked = await askedIn(deps.prisma, survey);
  const judged = judgeAnswers(asked.questions, answers);
  if (judged.problems.length > 0) throw new ApiError('invalid_request', judged.problems);
  const bad: BadAnswer | undefined =
    judged.bad.length > 0
      ? {
          id: survey.id,
          policyId: survey.policyId,
          customerId: survey.customerId,
          assetId: survey.assetId ?? undefined,
          source: 'survey',
          text: said(asked, answers),
          role: asked.fallback.role,
          ladder: asked.ladder,
          clauses: clausesOf(asked),
        }
      : undefined;
  await deps.prisma.$transaction(async (db) => {
    // Of two who send the same link at once, one is taken.
    const { count } = await db.survey.updateMany({
      where: { id: survey.id, returnedAt: null },
      data: {
        returnedAt: new Date(now),
        returnedBy: by,
        recordedBy: by === 'form' ? null : actor.id,
        answers,
        score: judged.score ?? null,
        bad: judged.bad.length > 0,
      },
    });
    if (count === 0) throw used();
    await endDuty(db, survey.id, now, actor.id);
    if (bad) await oweComplaint(db, deps, bad, now);
  });
  if (!bad) return { bad: false };
  const complaintId = await openOwedComplaint(deps, bad, { actor, ...call });
  if (complaintId !== undefined) await deps.prisma.survey.update({ where: { id: survey.id }, data: { complaintId } });
  return { complaintId, bad: true };
}

/** A link works once and until it expires; staff may still write down an answer after that. */
export function refuseUsed(survey: Survey, by: 'form' | 'phone' | 'visit', now: number): void {
  if (survey.returnedAt) throw used();
  if (by === 'form' && now > survey.expiresAt.getTime())
    throw refuse('requirement_missing', '链接已过期，请致电我们', 'The link has expired; please call us');
}

function used(): ApiError {
  return refuse('already_done', '此调查已经作答，谢谢', 'This survey was answered already, thank you');
}

function said({ title, questions }: PolicySurvey, answers: Answers): string {
  const lines = questions.flatMap(({ id, title: q }) =>
    answers[id] === undefined ? [] : [`${q.zh}：${String(answers[id])}`],
  );
  return [title.zh, ...lines].join('\n');
}
