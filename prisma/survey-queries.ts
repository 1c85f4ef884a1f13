/** What customers answered in a period, by question, product and engineer; read by the reports and by the API. */
import type { Policy } from '../domain/policy/schema';
import type { AnswerRow } from '../domain/reports/figures';
import type { Prisma, PrismaClient } from './generated/client';

/** From the first instant on, up to and without the second. */
export interface Span {
  from: Date;
  to: Date;
}

/**
 * The mean of each question that the policy's surveys ask, over the answers that came back in a span: a scale from 0 to 1,
 * or the share of yes; for all, for each product and for each engineer. Texts are not counted.
 */
export function surveyAnswers(
  db: PrismaClient | Prisma.TransactionClient,
  policy: Pick<Policy, 'id' | 'surveys'>,
  { from, to }: Span,
): Prisma.PrismaPromise<AnswerRow[]> {
  return db.$queryRaw<AnswerRow[]>`
    WITH given AS (
      SELECT v."surveyId" AS "survey", q."id" AS "question", v."product", v."engineerId",
        CASE jsonb_typeof(v."answers"->q."id")
          WHEN 'number' THEN ((v."answers"->>q."id")::float8 - 1) / (q."most" - 1)
          WHEN 'boolean' THEN (v."answers"->>q."id")::boolean::int::float8 END AS "value"
      FROM master."Survey" v
      JOIN jsonb_to_recordset(${JSON.stringify(questionsOf(policy))}::jsonb) AS q("survey" text, "id" text, "most" int)
        ON q."survey" = v."surveyId"
      WHERE v."policyId" = ${policy.id} AND v."returnedAt" >= ${from} AND v."returnedAt" < ${to}
    )
    SELECT "survey", "question", 'all' AS "by", NULL AS "of", count(*)::int AS "answers", avg("value")::float8 AS "value"
    FROM given WHERE "value" IS NOT NULL GROUP BY 1, 2
    UNION ALL SELECT "survey", "question", 'product', "product", count(*)::int, avg("value")::float8
    FROM given WHERE "value" IS NOT NULL AND "product" IS NOT NULL GROUP BY 1, 2, 4
    UNION ALL SELECT "survey", "question", 'engineer', "engineerId", count(*)::int, avg("value")::float8
    FROM given WHERE "value" IS NOT NULL AND "engineerId" IS NOT NULL GROUP BY 1, 2, 4
    ORDER BY 1, 2, 3, 4`;
}

function questionsOf({ surveys }: Pick<Policy, 'surveys'>): { survey: string; id: string; most: number }[] {
  return (surveys?.surveys ?? []).flatMap((s) => s.questions.map(({ id, most }) => ({ survey: s.id, id, most })));
}
