/** The table of staff movements and callbacks (N-2.6-2b): who is where today, and which customers were or will be called. */
import { endOfLocalDate, startOfDate, dateAt } from '../../domain/calendar/zone';
import { formatDate } from '../../domain/time/date';
import { parseInstant } from '../../domain/time/instant';
import { toXlsx } from '../../documents/xlsx';
import type { Column, DocumentContent } from '../../documents/content';
import { localTime } from '../../messages/format';
import { CALLBACK_COLUMNS, CALLBACK_RESULTS, MOVEMENT_COLUMNS, TABLE_TITLES } from '../../messages/plan-words';
import { STATUSES } from '../../messages/case-words';
import type { Words } from '../../messages/bilingual';
import { databaseFailure } from '../database';
import { keepFile } from '../files';
import { oweNotices } from '../recurring/owed-notices';
import type { DispatchRequest } from './contract';
import type { PlanDeps } from './draft';
import { dispatchPolicy } from '../../prisma/plan-queries';

interface MovementRow {
  engineer: string;
  caseId: string;
  customer: string;
  place: string | null;
  status: string;
  startAt: Date | null;
}

interface CallbackRow {
  milestone: string;
  caseId: string;
  customer: string;
  dueAt: Date | null;
  status: string;
  metAt: Date | null;
  attempts: number | null;
  result: string | null;
}

/** See `DispatchActivities.movementTable`. The workbook holds names, so it is kept in `master` and travels by mail only. */
export async function movementTable(
  { prisma, policies }: PlanDeps,
  { policyId, at }: DispatchRequest,
): Promise<{ rows: number; batch: string }> {
  const instant = parseInstant(at);
  const { policy, rules, calendar } = dispatchPolicy(policies, policyId, instant);
  const today = dateAt(calendar.zone, instant);
  const from = new Date(startOfDate(calendar.zone, today));
  const until = new Date(endOfLocalDate(calendar.zone, today));
  const batch = `movementTable/${policyId}/${at}`;
  try {
    const movements = await prisma.$queryRaw<MovementRow[]>`
      SELECT p."name" AS "engineer", c."id" AS "caseId", u."name" AS "customer", coalesce(s."address", u."address") AS "place",
        c."status", coalesce(to_timestamp((c."state"->'visit'->>'appointment')::float8 / 1000), l."startAt") AS "startAt"
      FROM cases."Case" c
      JOIN master."Person" p ON p."id" = c."engineerId"
      JOIN master."Customer" u ON u."id" = c."customerId"
      LEFT JOIN master."Site" s ON s."id" = c."siteId"
      LEFT JOIN LATERAL (
        SELECT l."startAt" FROM master."PlanLine" l JOIN master."Plan" d ON d."id" = l."planId"
        WHERE l."caseId" = c."id" AND d."date" = ${formatDate(today)}::date LIMIT 1) l ON true
      WHERE c."policyId" = ${policyId} AND (c."closedAt" IS NULL OR c."closedAt" >= ${from})
      ORDER BY p."name", "startAt" NULLS LAST, c."id"`;
    const callbacks = await prisma.$queryRaw<CallbackRow[]>`
      SELECT k."milestone", c."id" AS "caseId", u."name" AS "customer", k."dueAt", k."status", k."metAt",
        (c."state"->'callbacks'->k."key"->>'attempts')::int AS "attempts", c."state"->'callbacks'->k."key"->>'result' AS "result"
      FROM cases."Clock" k JOIN cases."Case" c ON c."id" = k."caseId" JOIN master."Customer" u ON u."id" = c."customerId"
      WHERE c."policyId" = ${policyId} AND k."milestone" = ANY(${policy.callbacks.map(({ id }) => id)}::text[])
        AND (k."status" = 'running' OR (k."status" = 'breached' AND k."metAt" IS NULL) OR k."metAt" BETWEEN ${from} AND ${until})
      ORDER BY k."dueAt" NULLS LAST, c."id", k."key"`;
    const time = (when: Date | null): string =>
      when === null ? '' : localTime(when.toISOString(), policy.timeZone, 'zh');
    const titleOf = (id: string): string => both(policy.callbacks.find((c) => c.id === id)?.title, id);
    const statusOf = (code: string): string => both((STATUSES as Record<string, Words | undefined>)[code], code);
    const resultOf = (code: string | null): string | null =>
      code && both((CALLBACK_RESULTS as Record<string, Words | undefined>)[code], code);
    const content: DocumentContent = {
      title: both(TABLE_TITLES.table),
      subtitle: [both(policy.title), `${formatDate(today)} · ${policy.timeZone}`],
      footer: formatDate(today),
      blocks: [
        {
          kind: 'table',
          title: both(TABLE_TITLES.movements),
          columns: columns(MOVEMENT_COLUMNS),
          rows: movements.map((m) => [m.engineer, m.caseId, m.customer, m.place, time(m.startAt), statusOf(m.status)]),
        },
        {
          kind: 'table',
          title: both(TABLE_TITLES.callbacks),
          columns: columns(CALLBACK_COLUMNS),
          rows: callbacks.map((c) => [
            titleOf(c.milestone),
            c.caseId,
            c.customer,
            time(c.dueAt),
            time(c.metAt),
            c.attempts ?? 0,
            resultOf(c.result),
          ]),
        },
      ],
    };
    const id = await keepFile(prisma, {
      id: batch,
      name: `${TABLE_TITLES.table.zh}-${formatDate(today)}.xlsx`,
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      body: await toXlsx(content),
    });
    await oweNotices(
      prisma,
      (rules.table?.to ?? []).map((role) => ({
        key: `${batch}/plan_table/${role}`,
        batch,
        template: 'plan_table',
        to: `role:${role}`,
        policyId,
        params: { plannedDate: formatDate(today), count: movements.length },
        clauses: [rules.table?.clause ?? []].flat(),
        files: [id],
        at,
      })),
    );
    return { rows: movements.length + callbacks.length, batch };
  } catch (error) {
    throw databaseFailure(error);
  }
}

/** Chinese first, English second; the code where nobody has words for it. */
function both(words: Words | undefined, code = ''): string {
  return words ? `${words.zh} ${words.en}` : code;
}

function columns(titles: readonly { zh: string; en: string }[]): Column[] {
  return titles.map(({ zh, en }) => ({ title: `${zh} ${en}` }));
}
