/** The end of the day: jobs left over go first on the next one (S-5.10), and the day's record sheets are reconciled. */
import { dateAt, endOfLocalDate, startOfDate } from '../../domain/calendar/zone';
import { choreLadder } from '../../domain/recurring/chore';
import { formatDate } from '../../domain/time/date';
import { durationMs } from '../../domain/time/duration';
import { formatInstant, parseInstant, type Instant } from '../../domain/time/instant';
import { databaseFailure } from '../database';
import { openChores } from '../recurring/chores';
import type { Db } from '../database';
import { oweNotices, type NewNotice } from '../recurring/owed-notices';
import type { DispatchActivities, DispatchRequest } from './contract';
import { redraft, type PlanDeps } from './draft';
import { dispatchPolicy, type DispatchPolicy } from '../../prisma/plan-queries';

/** See `DispatchActivities.endOfDay`. */
export async function endOfDay(
  { prisma, policies }: PlanDeps,
  request: DispatchRequest,
): ReturnType<DispatchActivities['endOfDay']> {
  const at = parseInstant(request.at);
  const about = dispatchPolicy(policies, request.policyId, at);
  const pass = { batch: `endOfDay/${request.policyId}/${request.at}`, at: request.at };
  try {
    return await prisma.$transaction(
      async (db) => {
        const leftOver = await tellLeftOver(db, about, at, pass);
        const sheetsMissing = await reconcileSheets(db, about, at, pass);
        return { leftOver, sheetsMissing, batch: pass.batch };
      },
      { timeout: 60_000 },
    );
  } catch (error) {
    throw databaseFailure(error);
  }
}

interface Pass {
  batch: string;
  at: string;
}

/** How many lines one mail lists; it says how many there are. */
const linesAMail = 40;

async function tellLeftOver(db: Db, about: DispatchPolicy, at: Instant, pass: Pass): Promise<number> {
  const { policy, rules } = about;
  const plan = await redraft(db, about, at, { dayIsOver: true });
  const leftOver = plan.lines.filter((line) => line.leftOver);
  if (leftOver.length > 0 && rules.leftOver) {
    await oweNotices(db, [
      {
        ...pass,
        key: `${pass.batch}/plan_leftovers`,
        template: 'plan_leftovers',
        to: `role:${rules.leftOver.tell}`,
        policyId: policy.id,
        params: { count: leftOver.length, plannedDate: formatDate(plan.date) },
        entries: leftOver.slice(0, linesAMail).map(({ caseId, engineerId, from }) => ({
          caseId,
          subject: engineerId === undefined ? 'nobody_can_go' : 'left_over',
          at: formatInstant(from ?? at),
        })),
        clauses: [rules.leftOver.clause ?? []].flat(),
      },
    ]);
  }
  return leftOver.length;
}

interface SheetRow {
  caseId: string;
  engineerId: string;
  endedAt: Date;
  returnedAt: Date | null;
  differs: boolean;
}

/**
 * Visits that ended today without their record sheet: the engineer is asked today, and chased up the ladder from then on.
 * Sheets with another amount than the case's are told to whoever reconciles.
 */
async function reconcileSheets(db: Db, about: DispatchPolicy, at: Instant, pass: Pass): Promise<number> {
  const { policy, rules, calendar } = about;
  const { sheets } = rules;
  if (!sheets) return 0;
  const today = dateAt(calendar.zone, at);
  const [from, until] = [startOfDate(calendar.zone, today), endOfLocalDate(calendar.zone, today)];
  const rows = await db.$queryRaw<SheetRow[]>`
    SELECT "id" AS "caseId", "engineerId", to_timestamp(("state"->'done'->>'visit_ended')::float8 / 1000) AS "endedAt",
      CASE WHEN ("state"->'done'->>'card_returned')::float8 >= ${from}
        THEN to_timestamp(("state"->'done'->>'card_returned')::float8 / 1000) END AS "returnedAt",
      EXISTS (SELECT 1 FROM jsonb_array_elements("state"->'findings') f
        WHERE f->>'missing' = 'amount_reconciles' AND (f->>'at')::float8 >= ${from}) AS "differs"
    FROM cases."Case"
    WHERE "policyId" = ${policy.id} AND "kind" IN ('repair', 'job') AND "engineerId" IS NOT NULL
      AND ("state"->'done'->>'visit_ended')::float8 BETWEEN ${from} AND ${until}
    ORDER BY "id"`;
  const missing = rows.filter(({ returnedAt }) => returnedAt === null);
  const dueAt = until + durationMs(sheets.graceAfterDay);
  const clauses = [sheets.clause ?? []].flat();
  await openChores(
    db,
    missing.map(({ caseId, engineerId }) => ({
      key: `sheet/${caseId}/${formatDate(today)}`,
      kind: 'record_sheet',
      policyId: policy.id,
      owner: `person:${engineerId}`,
      subject: { caseId },
      createdAt: at,
      dueAt,
      ladder: choreLadder(policy, rules.dayEnd.ladder, dueAt - at),
      clauses,
    })),
  );
  const wrong = rows.filter(({ returnedAt, differs }) => returnedAt === null || differs);
  const line = ({ caseId, endedAt, returnedAt }: SheetRow): NonNullable<NewNotice['entries']>[number] => ({
    caseId,
    subject: returnedAt === null ? 'sheet_missing' : 'amount_reconciles',
    at: formatInstant(endedAt.getTime()),
  });
  const mail = (template: string, to: string, about: readonly SheetRow[]): NewNotice => ({
    ...pass,
    key: `${pass.batch}/${template}/${to}`,
    template,
    to,
    policyId: policy.id,
    params: { count: about.length },
    entries: about.slice(0, linesAMail).map(line),
    clauses,
  });
  const late = [...new Set(missing.map(({ engineerId }) => engineerId))];
  await oweNotices(db, [
    ...late.map((id) =>
      mail(
        'sheets_missing',
        `person:${id}`,
        missing.filter(({ engineerId }) => engineerId === id),
      ),
    ),
    ...(wrong.length > 0 ? [mail('sheets_reconciled', `role:${sheets.tell}`, wrong)] : []),
  ]);
  return missing.length;
}
