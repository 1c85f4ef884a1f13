/** Reads the read model's rows as the auditor compares them, and writes an empty one anew from histories. */
import { recordStep } from '../../activities/records';
import type { AlarmDeps } from '../../activities/alarms';
import { expectedRows, type Row, type Rows } from '../../audit/reconcile';
import type { Timeline } from '../../audit/timeline';
import type { PrismaClient } from '../../prisma/generated/client';

/** The rows of a case. */
export async function rowsOf(prisma: PrismaClient, caseId: string): Promise<Rows> {
  const [row, steps, clocks, escalations, notices] = await Promise.all([
    prisma.case.findUnique({ where: { id: caseId } }),
    prisma.step.findMany({ where: { caseId } }),
    prisma.clock.findMany({ where: { caseId } }),
    prisma.escalation.findMany({ where: { caseId } }),
    prisma.notice.findMany({ where: { caseId } }),
  ]);
  return {
    case: new Map(row ? [[caseId, json(row)]] : []),
    step: new Map(steps.map((s) => [String(s.seq), json(s)])),
    clock: new Map(clocks.map((c) => [c.key, json(c)])),
    escalation: new Map(escalations.map((e) => [e.key, json(e)])),
    notice: new Map(notices.map((n) => [n.key, json(n)])),
  };
}

/** Ids of all cases in the read model. */
export async function caseIds(prisma: PrismaClient): Promise<string[]> {
  return (await prisma.case.findMany({ select: { id: true }, orderBy: { id: 'asc' } })).map(({ id }) => id);
}

/** Dates become ISO texts, big integers numbers: as histories write them. */
function json(row: object): Row {
  return JSON.parse(
    JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
  ) as Row;
}

/** Throws where the database shows a case already: a read model is rebuilt beside the live one, never over it. */
export async function insistEmpty(prisma: PrismaClient): Promise<void> {
  if ((await prisma.case.count()) > 0)
    throw new Error('The environment names a database that has cases: rebuild into an empty one, and compare');
}

/** Writes a case's steps, and what became of its mails. */
export async function rebuildCase(deps: AlarmDeps, timeline: Timeline): Promise<void> {
  for (const { step, effect } of timeline.claims) if (effect.failure === undefined) await recordStep(deps, step);
  for (const [key, { row }] of expectedRows(timeline).notice) {
    const { status, messageId, reason } = row as { status: string; messageId?: string; reason?: string };
    if (status !== 'pending') await deps.prisma.notice.update({ where: { key }, data: { status, messageId, reason } });
  }
}
