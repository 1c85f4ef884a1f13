/** What is owed around parts and loaners, read from the requests and from the cases' own state. */
import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import { clausesOf } from '../../domain/policy/compile-targets';
import type { Policy } from '../../domain/policy/schema';
import type { NewChore } from '../../domain/recurring/chore';
import { expectedBy } from '../../domain/supply/expected';
import { fallDuties } from '../../domain/supply/falls';
import { formatInstant, type Instant } from '../../domain/time/instant';
import type { PartRequest } from '../../prisma/generated/client';
import type { Db } from '../database';
import { oweNotices } from '../recurring/owed-notices';
import { datedChore, type DatedRule, type Owed } from './owed';

/** A duty found, and the chore that it is while it stays open. */
export interface Found {
  owed: Owed;
  chore: NewChore;
}

type Watch = NonNullable<NonNullable<Policy['stock']>['watch']>;

/** One mail lists at most so many; it says how many there are. */
const linesAMail = 40;

type Zone = CalendarSnapshot['zone'];

/** Everything that the section `stock:` of a policy has somebody do. */
export async function stockDuties(db: Db, policy: Policy, zone: Zone, now: Instant): Promise<Found[]> {
  const { arrival, oldParts, reorder, loaners, watch } = policy.stock ?? {};
  const found = (rule: DatedRule, from: Instant, owed: Owed): Found => ({
    owed,
    chore: datedChore(policy, zone, rule, from, owed),
  });
  const requests = arrival || oldParts ? await pendingRequests(db, policy.id) : [];
  return [
    ...requests.flatMap((r) => {
      if (!arrival || !r.expectedAt || r.status === 'cancelled') return [];
      // Another date is another duty: the one before it fell away when the date was moved.
      const key = `part_arrival/${r.id}/${r.expectedAt.toISOString()}`;
      const subject = { request: r.id, partNo: r.partNo, ...(r.caseId !== null && { caseId: r.caseId }) };
      return [
        found(arrival, r.expectedAt.getTime(), { key, kind: 'part_arrival', subject, doneAt: r.receivedAt?.getTime() }),
      ];
    }),
    ...requests.flatMap((r) => {
      if (!oldParts || !r.oldPartDue || !r.receivedAt) return [];
      const subject = { request: r.id, partNo: r.partNo };
      const owed: Owed = { key: `old_part/${r.id}`, kind: 'old_part', subject, doneAt: r.oldPartAt?.getTime() };
      return [found(oldParts, r.receivedAt.getTime(), owed)];
    }),
    ...(reorder ? (await robbedUnits(db, policy.id)).map(({ from, ...owed }) => found(reorder, from, owed)) : []),
    ...(watch
      ? (await lowStock(db, policy.id, watch, zone, now)).map((owed) => watched(policy, zone, watch, owed))
      : []),
    ...(loaners ? (await lentUnits(db, policy.id)).map(({ from, ...owed }) => found(loaners, from, owed)) : []),
  ];
}

/** Requests of which something is awaited, and those whose duty is open: what is long over is not read again. */
async function pendingRequests(db: Db, policyId: string): Promise<PartRequest[]> {
  const open = await db.chore.findMany({
    where: { policyId, status: 'open', kind: { in: ['part_arrival', 'old_part'] } },
    select: { subject: true },
  });
  const ids = open.map(({ subject }) => (subject as { request?: string }).request ?? '');
  return db.partRequest.findMany({
    where: {
      policyId,
      OR: [
        { receivedAt: null, expectedAt: { not: null }, status: { not: 'cancelled' } },
        { receivedAt: { not: null }, oldPartDue: true, oldPartAt: null },
        { id: { in: ids } },
      ],
    },
  });
}

/** Units in stock that a part was taken out of: done once the part is requested for the unit, and then read no more. */
async function robbedUnits(db: Db, policyId: string): Promise<(Owed & { from: Instant })[]> {
  const rows = await db.$queryRaw<{ caseId: string; serialNo: string; at: number; orderedAt: Date | null }[]>`
    SELECT c."id" AS "caseId", c."state" #>> '{parts,stockUnit,serialNo}' AS "serialNo",
      (c."state" #>> '{parts,stockUnit,at}')::float8 AS "at",
      (SELECT min(r."requestedAt") FROM master."PartRequest" r WHERE r."caseId" = c."id" AND r."reason" = 'reorder') AS "orderedAt"
    FROM cases."Case" c
    WHERE c."policyId" = ${policyId} AND c."state" #> '{parts,stockUnit}' IS NOT NULL
      AND (NOT EXISTS (SELECT FROM master."PartRequest" r WHERE r."caseId" = c."id" AND r."reason" = 'reorder')
        OR EXISTS (SELECT FROM cases."Chore" h WHERE h."key" = 'reorder/' || c."id" AND h."status" = 'open'))`;
  return rows.map(({ caseId, serialNo, at, orderedAt }) => ({
    key: `reorder/${caseId}`,
    kind: 'reorder',
    subject: { caseId, serialNo },
    from: at,
    doneAt: orderedAt?.getTime(),
  }));
}

/**
 * The duty to order a part that fell below its level; its clause is the watch's, its time a figure of its own. Whoever
 * ordered before thinks that it is done: of an order that failed they are told at once.
 */
function watched(policy: Policy, zone: Zone, { role, order, clause }: Watch, owed: LowStock): Found {
  const { from, again, ...duty } = owed;
  const rule = { ...order, ...(again && { warn: 'at_once' as const }), role, clause, default: undefined };
  return { owed: duty, chore: datedChore(policy, zone, rule, from, duty) };
}

type LowStock = Owed & { from: Instant; again: boolean };

/** Falls below the reorder level that last, or whose duty is open; see `fallDuties`. */
async function lowStock(db: Db, policyId: string, { arrives }: Watch, zone: Zone, now: Instant): Promise<LowStock[]> {
  const falls = await db.$queryRaw<{ id: string; partNo: string; fellAt: Date; clearedAt: Date | null }[]>`
    SELECT w."id", p."partNo", w."fellAt", w."clearedAt"
    FROM master."StockWarning" w JOIN master."Part" p ON p."id" = w."partId"
    WHERE p."policyId" = ${policyId} AND (w."clearedAt" IS NULL OR w."id" IN (
      SELECT split_part(c."key", '/', 2) FROM cases."Chore" c
      WHERE c."status" = 'open' AND c."kind" = 'stock_low' AND c."policyId" = ${policyId}))
    ORDER BY w."fellAt", w."id"`;
  const orders = await db.partRequest.findMany({
    where: {
      ...{ policyId, caseId: null, partnerId: null, stockUnit: null },
      partNo: { in: [...new Set(falls.map(({ partNo }) => partNo))] },
    },
  });
  const spans = orders.map((o) => ({
    ...{ id: o.id, partNo: o.partNo, requestedAt: o.requestedAt.getTime() },
    expectedAt: o.expectedAt?.getTime() ?? expectedBy(zone, arrives.within, o.requestedAt.getTime()),
    endedAt: endOf(o),
  }));
  return falls.flatMap(({ id, partNo, fellAt, clearedAt }) => {
    const fall = { id, fellAt: fellAt.getTime(), clearedAt: clearedAt?.getTime() };
    const own = spans.filter((order) => order.partNo === partNo);
    return fallDuties(fall, own, now).map((duty) => ({ ...duty, kind: 'stock_low' as const, subject: { partNo } }));
  });
}

/** One that was withdrawn before that was noted with its time never counted. */
function endOf({ receivedAt, cancelledAt, status, requestedAt }: PartRequest): Instant | undefined {
  if (receivedAt) return receivedAt.getTime();
  return cancelledAt?.getTime() ?? (status === 'cancelled' ? requestedAt.getTime() : undefined);
}

/**
 * Tells the role that a policy names of the falls that nobody was told of yet: one mail for all of them, none for a part
 * that is low already, or ordered before anybody was told. Answers how many falls were told. Their duties stand already, for
 * the mail names the part by them.
 * @param duties keys of the duties that are open
 */
export async function tellOfLowStock(
  db: Db,
  policy: Policy,
  { at, batch }: { at: string; batch: string },
  duties: ReadonlySet<string>,
): Promise<number> {
  const { watch } = policy.stock ?? {};
  if (!watch) return 0;
  const untold = await db.stockWarning.findMany({
    where: { toldAt: null, clearedAt: null, part: { policyId: policy.id } },
    orderBy: [{ fellAt: 'asc' }, { id: 'asc' }],
  });
  const told = untold.filter(({ id }) => duties.has(`stock_low/${id}`));
  if (told.length > 0)
    await oweNotices(db, [
      {
        ...{
          key: `${batch}/stock_low`,
          batch,
          template: 'stock_low',
          to: `role:${watch.role}`,
          policyId: policy.id,
          at,
        },
        params: { count: told.length },
        entries: told.slice(0, linesAMail).map(({ id, fellAt }) => ({
          chore: `stock_low/${id}`,
          subject: 'stock_low',
          at: formatInstant(fellAt.getTime()),
        })),
        clauses: clausesOf(watch),
      },
    ]);
  await db.stockWarning.updateMany({
    where: { id: { in: untold.map(({ id }) => id) } },
    data: { toldAt: new Date(at) },
  });
  return told.length;
}

/** Loaners that are out although the original is repaired, and those that came back while their duty is open. */
async function lentUnits(db: Db, policyId: string): Promise<(Owed & { from: Instant })[]> {
  const open = await db.chore.findMany({
    where: { policyId, status: 'open', kind: 'loaner_overdue' },
    select: { subject: true },
  });
  const chased = open.flatMap(({ subject }) => (subject as { caseId?: string }).caseId ?? []);
  const rows = await db.$queryRaw<{ caseId: string; unitId: string; from: number; returnedAt: number | null }[]>`
    SELECT c."id" AS "caseId", coalesce(c."state" #>> '{loaner,unitId}', '') AS "unitId",
      (c."state" #>> '{done,repaired}')::float8 AS "from", (c."state" #>> '{loaner,returnedAt}')::float8 AS "returnedAt"
    FROM cases."Case" c
    WHERE c."policyId" = ${policyId} AND (c."state" #>> '{loaner,status}' = 'issued'
        OR c."id" = ANY(${chased}::text[]) AND c."state" #>> '{loaner,status}' = 'returned')
      AND c."state" #>> '{done,repaired}' IS NOT NULL`;
  return rows.map(({ caseId, unitId, from, returnedAt }) => ({
    key: `loaner/${caseId}/${unitId}`,
    kind: 'loaner_overdue',
    subject: { caseId, unitId },
    from,
    doneAt: returnedAt ?? undefined,
  }));
}
