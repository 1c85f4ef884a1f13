/** The pass over customer files, parts, loaners, partners, filings, amounts and holidays: opens what is owed, closes what was done. */
import { dateAt } from '../../domain/calendar/zone';
import { formatDate, parseDate, addMonths } from '../../domain/time/date';
import { formatInstant, parseInstant } from '../../domain/time/instant';
import { startOfDate } from '../../domain/calendar/zone';
import type { PrismaClient } from '../../prisma/generated/client';
import { databaseFailure } from '../database';
import { policyFrom, type PolicySource } from '../../domain/policy/source';
import type { ChoreKind } from '../../domain/recurring/chore';
import { openChores } from '../recurring/chores';
import type { Db } from '../database';
import type { SupplyOutcome } from './contract';
import { amountDuties } from './amounts';
import { fileStates } from './customer-files';
import { filingDuties } from './filings';
import { holidayDuties } from './holidays';
import { datedChore, type Owed } from './owed';
import { partnerDuties, tellOfFailedAudits } from './partners';
import { stockDuties, tellOfLowStock, type Found } from './stock';

/** Files of older sales are no longer asked for; they still count in the share of complete ones. */
const monthsAskedFor = 12;

/** See `SupplyActivities.supplyPass`. @throws ApplicationFailure `DatabaseUnavailable`. */
export async function supplyPass(
  { prisma, policies }: { prisma: PrismaClient; policies: PolicySource },
  { policyId, at }: { policyId: string; at: string },
): Promise<SupplyOutcome> {
  const policy = policyFrom(policies, policyId);
  const now = parseInstant(at);
  const calendars = policies.calendars(policy.timeZone, new Date(now).getUTCFullYear());
  const { zone } = calendars[policy.calendar]!;
  try {
    return await prisma.$transaction(
      async (db) => {
        const today = dateAt(zone, now);
        const span = { from: formatDate(addMonths(today, -monthsAskedFor)), until: formatDate(today) };
        const rule = policy.customerFiles;
        const files = rule
          ? (await fileStates(db, policy, span)).map(({ saleId, soldOn, changedAt, missing }): Found => {
              const owed: Owed = {
                key: `customer_file/${saleId}`,
                kind: 'customer_file',
                subject: { saleId, missing: missing.join(' ') },
                ...(missing.length === 0 && { doneAt: changedAt }),
              };
              return { owed, chore: datedChore(policy, zone, rule, startOfDate(zone, parseDate(soldOn)), owed) };
            })
          : [];
        const found = [
          ...files,
          ...(await stockDuties(db, policy, zone, now)),
          ...(await partnerDuties(db, policy, calendars, now)),
          ...(await filingDuties(db, policy, zone)),
          ...(await amountDuties(db, policy, zone, now)),
          ...(await holidayDuties(db, policy, calendars[policy.workingCalendar]!, now)),
        ];
        const open = found.filter(({ owed }) => owed.doneAt === undefined);
        const opened = await openChores(
          db,
          open.map(({ chore }) => chore),
        );
        await waiveGone(db, policyId, found, at);
        await reopenHolidays(db, open, at);
        const done = await close(db, found);
        const batch = `supply/${policyId}/${at}`;
        const low = await tellOfLowStock(db, policy, { at, batch }, new Set(open.map(({ owed }) => owed.key)));
        const failed = await tellOfFailedAudits(db, policy, { at, batch, calendars }, open);
        return { opened, done, told: low + failed, batch };
      },
      { timeout: 60_000 },
    );
  } catch (error) {
    throw databaseFailure(error);
  }
}

/** Closes what was done, each at its own instant: late is what was due before it. */
async function close(db: Db, found: readonly Found[]): Promise<number> {
  const done = found.flatMap(({ owed: { key, doneAt } }) =>
    doneAt === undefined ? [] : [{ key, at: formatInstant(doneAt) }],
  );
  if (done.length === 0) return 0;
  return db.$executeRaw`
    UPDATE cases."Chore" c SET "status" = 'done', "doneAt" = d."at", "nextAt" = NULL,
      "breachedAt" = CASE WHEN c."dueAt" < d."at" THEN c."dueAt" END
    FROM unnest(${done.map(({ key }) => key)}::text[], ${done.map(({ at }) => at)}::timestamptz[]) AS d("key", "at")
    WHERE c."key" = d."key" AND c."status" = 'open'`;
}

/** O-2.2-c: a holiday whose rota was emptied again is owed, and told, again, as long as it has not begun. */
async function reopenHolidays(db: Db, open: readonly Found[], at: string): Promise<void> {
  const keys = open.flatMap(({ owed: { kind, key } }) => (kind === 'holiday_duty' ? [key] : []));
  await db.chore.updateMany({
    where: { key: { in: keys }, status: 'done', dueAt: { gt: new Date(at) } },
    data: { status: 'open', doneAt: null, doneBy: null, warnedAt: null },
  });
}

/** Kinds whose duty falls away when a pass finds no ground for it any more. */
const gone = [
  'part_arrival',
  'stock_low',
  'filing',
  'amount_confirm',
  'amount_pay',
  'amount_collect',
  'partner_audit',
  'agreement_renewal',
] satisfies ChoreKind[];

/** An expected date that was moved, a request that was withdrawn, a filing that was groundless, an agreement that ended before its audit: the duty falls away. */
async function waiveGone(db: Db, policyId: string, found: readonly Found[], at: string): Promise<void> {
  for (const kind of gone) {
    const standing = found.flatMap(({ owed }) => (owed.kind === kind ? [owed.key] : []));
    await db.chore.updateMany({
      where: { policyId, kind, status: 'open', key: { notIn: standing } },
      data: { status: 'waived', doneAt: new Date(at), nextAt: null },
    });
  }
}
