/** The daily pass over a policy's surveys: sent, reminded of, and owed by phone where nothing comes back. */
import { shifted } from '../../domain/care/dates';
import { dateAt, endOfLocalDate, startOfDate } from '../../domain/calendar/zone';
import type { ZoneSnapshot } from '../../domain/calendar/snapshot';
import { clausesOf } from '../../domain/policy/compile-targets';
import type { Policy } from '../../domain/policy/schema';
import type { PolicySurvey } from '../../domain/policy/schema-surveys';
import { choreLadder } from '../../domain/recurring/chore';
import { monthsOfSending, surveyDates } from '../../domain/surveys/dates';
import { formatDate, type LocalDate } from '../../domain/time/date';
import { parseInstant } from '../../domain/time/instant';
import { Prisma, type PrismaClient } from '../../prisma/generated/client';
import { databaseFailure } from '../database';
import { publishedPolicy, zoneOf } from '../published';
import { openChores } from '../recurring/chores';
import type { Db } from '../database';
import { oweNotices } from '../recurring/owed-notices';
import type { PolicyPass, SurveyPassOutcome } from './contract';
import { lastPass, passed } from './pass';
import { underPolicy } from './units';

export interface SurveyDeps {
  prisma: PrismaClient;
  mail: { publicUrl: string };
}

interface Sending {
  policy: Policy;
  hash: string;
  survey: PolicySurvey;
  zone: ZoneSnapshot;
  at: string;
  batch: string;
}

interface Sent {
  id: string;
  customerId: string;
  token: string;
  region: string | null;
}

/** See `CareActivities.surveyPass`; like `carePass`, it takes everything since the last one and repeats nothing. */
export async function surveyPass(deps: SurveyDeps, { policyId, at }: PolicyPass): Promise<SurveyPassOutcome> {
  const { prisma } = deps;
  try {
    const { policy, hash } = await publishedPolicy(prisma, policyId, at);
    const zone = zoneOf(policy);
    const until = dateAt(zone, parseInstant(at));
    const since = Math.min(until - 1, (await lastPass(prisma, policyId, 'survey')) ?? until - 1);
    const batch = `survey/${policyId}/${formatDate(until)}`;
    const outcome = { sent: 0, reminded: 0, overdue: 0, batch };
    for (const survey of policy.surveys?.surveys ?? []) {
      const sending: Sending = { policy, hash, survey, zone, at, batch };
      outcome.sent += await send(deps, sending, since, until);
      outcome.reminded += await remind(deps, sending, until);
    }
    outcome.overdue = await prisma.survey.count({
      where: {
        policyId,
        returnedAt: null,
        dueAt: { gt: new Date(endOfLocalDate(zone, since - 1)), lte: new Date(endOfLocalDate(zone, until - 1)) },
      },
    });
    await passed(prisma, policyId, 'survey', until, at);
    return outcome;
  } catch (error) {
    throw databaseFailure(error);
  }
}

/** Everybody who is to be asked: one row each, its mail and its clock, or none of the three. */
async function send(deps: SurveyDeps, sending: Sending, since: LocalDate, until: LocalDate): Promise<number> {
  let sent = 0;
  for (const asked of askedSince(sending, since, until)) {
    sent += await deps.prisma.$transaction(
      async (db) => {
        const rows = await insert(db, sending, asked);
        await tell(db, deps, sending, 'survey_invite', rows);
        await openClocks(db, sending, rows);
        return rows.length;
      },
      { timeout: 60_000 },
    );
  }
  return sent;
}

/** Selects `id`, `customerId`, `caseId`, `assetId`, `product`, `engineerId` of those to be asked. */
function askedSince({ policy, survey, zone }: Sending, since: LocalDate, until: LocalDate): Prisma.Sql[] {
  const key = `survey/${policy.id}/${survey.id}`;
  if (survey.of === 'cases') {
    const [from, to] = [since, until].map((date) => new Date(startOfDate(zone, date)));
    return [
      Prisma.sql`
        SELECT ${`${key}/`} || k."id" AS "id", k."customerId", k."id" AS "caseId", k."assetId", a."product", k."engineerId"
        FROM cases."Case" k LEFT JOIN master."Asset" a ON a."id" = k."assetId"
        WHERE k."policyId" = ${policy.id} AND k."kind" = ANY(${survey.kinds ?? ['repair']}::text[])
          AND k."closedAt" >= ${from} AND k."closedAt" < ${to}`,
    ];
  }
  return monthsOfSending(survey, since, until).map(
    (month) => Prisma.sql`
      SELECT DISTINCT ON (a."customerId") ${`${key}/${month}/`} || a."customerId" AS "id", a."customerId",
        NULL AS "caseId", NULL AS "assetId", NULL AS "product", NULL AS "engineerId"
      FROM master."Asset" a LEFT JOIN master."Sale" s ON s."assetId" = a."id"
      WHERE ${underPolicy(policy)}`,
  );
}

/** The secret of a link is two random UUIDs of the database: 244 bits from its strong source. */
async function insert(db: Db, { policy, hash, survey, zone, at }: Sending, asked: Prisma.Sql): Promise<Sent[]> {
  const { backBy, deadAfter } = surveyDates(survey, dateAt(zone, parseInstant(at)), zone);
  return db.$queryRaw<Sent[]>`
    WITH asked AS (${asked}), made AS (
      INSERT INTO master."Survey" ("id", "policyId", "policyHash", "surveyId", "customerId", "keyCustomer", "caseId",
        "assetId", "product", "engineerId", "token", "sentAt", "dueAt", "expiresAt")
      SELECT q."id", ${policy.id}, ${hash}, ${survey.id}, q."customerId", c."key", q."caseId", q."assetId", q."product",
        q."engineerId", replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), ${at}::timestamptz,
        ${new Date(backBy)}, ${new Date(deadAfter)}
      FROM asked q JOIN master."Customer" c ON c."id" = q."customerId"
      ON CONFLICT ("id") DO NOTHING
      RETURNING "id", "customerId", "token")
    SELECT made.*, c."region" FROM made JOIN master."Customer" c ON c."id" = made."customerId"`;
}

async function tell(
  db: Db,
  { mail }: SurveyDeps,
  { policy, survey, at, batch }: Sending,
  template: 'survey_invite' | 'survey_reminder',
  rows: readonly (Sent & { no?: number })[],
): Promise<void> {
  await oweNotices(
    db,
    rows.map(({ id, customerId, token, region, no }) => ({
      key: no === undefined ? id : `${id}/reminder/${no}`,
      batch,
      template,
      to: 'customer',
      params: { surveyLink: `${mail.publicUrl}/s/${token}` },
      clauses: clausesOf(survey),
      at,
      policyId: policy.id,
      region: region ?? undefined,
      customerId,
    })),
  );
}

/** Its clock warns when the return date has passed, and is late when nobody completed it by phone or visit by then. */
async function openClocks(db: Db, { policy, survey, zone, at }: Sending, rows: readonly Sent[]): Promise<void> {
  const now = parseInstant(at);
  const { backBy, completedBy: dueAt } = surveyDates(survey, dateAt(zone, now), zone);
  const ladder = choreLadder(policy, survey.ladder, dueAt - now);
  await openChores(
    db,
    rows.map(({ id, region }) => ({
      key: id,
      kind: 'survey_return',
      policyId: policy.id,
      region: region ?? undefined,
      owner: `role:${survey.fallback.role}`,
      subject: { survey: id },
      createdAt: now,
      warnAt: backBy + 1,
      dueAt,
      ladder,
      clauses: clausesOf(survey.returnWithin),
    })),
  );
}

/** Each reminder once: those whose time has come and that are not back; several missed ones are told as one. */
async function remind(deps: SurveyDeps, sending: Sending, today: LocalDate): Promise<number> {
  const { policy, survey, zone, at } = sending;
  let reminded = 0;
  for (const [index, { after }] of survey.remind.entries()) {
    const sentBefore = new Date(endOfLocalDate(zone, shifted(today, `-${after}`)));
    reminded += await deps.prisma.$transaction(async (db) => {
      const rows = await db.$queryRaw<(Sent & { no: number })[]>`
        UPDATE master."Survey" v SET "reminded" = ${index + 1}
        FROM master."Customer" c
        WHERE c."id" = v."customerId" AND v."policyId" = ${policy.id} AND v."surveyId" = ${survey.id}
          AND v."reminded" <= ${index} AND v."returnedAt" IS NULL AND v."expiresAt" > ${at}::timestamptz
          AND v."sentAt" <= ${sentBefore}
        RETURNING v."id", v."customerId", v."token", c."region", v."reminded" AS "no"`;
      await tell(db, deps, sending, 'survey_reminder', rows);
      return rows.length;
    });
  }
  return reminded;
}
