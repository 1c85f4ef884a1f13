/**
 * A newly announced year reaches the open cases whose due times were provisional (design §4): each is signalled, reckons
 * those clocks anew, and what moved is told. Repeatable: a case that has the year already does nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { CalendarSnapshot } from '../domain/calendar/snapshot';
import type { InForce } from '../policies/in-force';
import { snapshotsOf } from '../policies/loader/calendars';
import type { PrismaClient } from '../prisma/generated/client';

/** A clock that was provisional when the year came, before and after. */
export interface MovedClock {
  caseId: string;
  key: string;
  before: Date | null;
  after: Date | null;
  /** Its due time still reaches beyond the announced years, or the case has not reckoned yet. */
  provisional: boolean;
}

const owed = ['pending', 'running', 'paused'];
/** Signals under way at once. */
const atOnce = 20;
/** How long the report waits for cases to reckon. */
const patienceMs = 60_000;

/** Signals every open case with a provisional clock; answers what became of those clocks. */
export async function announceYears(
  prisma: PrismaClient,
  client: Client,
  inForce: Pick<InForce, 'all' | 'calendars'>,
): Promise<MovedClock[]> {
  const before = await prisma.clock.findMany({
    where: { provisional: true, status: { in: owed } },
    select: { caseId: true, key: true, dueAt: true },
    orderBy: [{ caseId: 'asc' }, { key: 'asc' }],
  });
  const cases = await prisma.case.findMany({
    where: { id: { in: [...new Set(before.map(({ caseId }) => caseId))] } },
    select: { id: true, policyId: true, openedAt: true },
  });
  for (let i = 0; i < cases.length; i += atOnce) {
    await Promise.all(
      cases.slice(i, i + atOnce).map(async ({ id, policyId, openedAt }) => {
        for (const calendar of yearsFor(inForce, policyId, openedAt))
          await client.workflow.getHandle(id).signal('calendarYear', calendar);
      }),
    );
  }
  return settled(prisma, before);
}

/** The calendars with statutory days, as a case opened then may carry them. */
function yearsFor(
  { all, calendars }: Pick<InForce, 'all' | 'calendars'>,
  policyId: string,
  openedAt: Date,
): CalendarSnapshot[] {
  const zone = all.find(({ policy }) => policy.id === policyId)?.policy.timeZone;
  if (zone === undefined) return [];
  const years = [...calendars.tables.values()].flatMap((table) => Object.keys(table.years).map(Number));
  const snapshots = snapshotsOf(calendars, zone, openedAt.getUTCFullYear(), Math.max(...years));
  return [...calendars.calendars.values()].filter((c) => c.statutory !== 'none').map((c) => snapshots[c.id]!);
}

async function settled(
  prisma: PrismaClient,
  before: readonly { caseId: string; key: string; dueAt: Date | null }[],
): Promise<MovedClock[]> {
  for (const end = Date.now() + patienceMs; ; await sleep(500)) {
    const now = await prisma.clock.findMany({
      where: { caseId: { in: before.map(({ caseId }) => caseId) } },
      select: { caseId: true, key: true, dueAt: true, provisional: true },
    });
    const byKey = new Map(now.map((clock) => [`${clock.caseId}/${clock.key}`, clock]));
    const moved = before.map(({ caseId, key, dueAt }) => {
      const after = byKey.get(`${caseId}/${key}`);
      return { caseId, key, before: dueAt, after: after?.dueAt ?? null, provisional: after?.provisional ?? false };
    });
    if (Date.now() > end || moved.every(({ provisional }) => !provisional)) return moved;
  }
}
