/**
 * What must hold after any fault: the read model says exactly what the history says, and everybody who had to be told
 * was told once.
 */
import type { Client } from '@temporalio/client';
import { canonicalJson, sha256 } from '../../activities/canonical';
import type { DeliverRequest, DeliverStepRequest } from '../../activities/contract';
import type { DeliverStepOutcome, StepRecord } from '../../domain/cases/record';
import type { StoredMail } from '../../engines/mail-store';
import type { PrismaClient } from '../../prisma/generated/client';
import { historyOf, type HistoryJson } from '../rig/replay';

export interface Witness {
  client: Client;
  prisma: PrismaClient;
  mail: { list(): StoredMail[] };
}

interface Effect {
  activity: string;
  input: unknown;
  result?: unknown;
  failed: boolean;
}

/** The activities of a run in the order in which they were scheduled. */
export function effectsOf(history: HistoryJson): Effect[] {
  const effects = new Map<string, Effect>();
  for (const event of history.events) {
    const scheduled = event.activityTaskScheduledEventAttributes as
      { activityType: { name: string }; input?: Payloads } | undefined;
    if (scheduled)
      effects.set(event.eventId, {
        activity: scheduled.activityType.name,
        input: decoded(scheduled.input),
        failed: false,
      });
    const done = event.activityTaskCompletedEventAttributes as
      { scheduledEventId: string; result?: Payloads } | undefined;
    if (done) effects.get(done.scheduledEventId)!.result = decoded(done.result) ?? null;
    const failed = (event.activityTaskFailedEventAttributes ?? event.activityTaskTimedOutEventAttributes) as
      { scheduledEventId: string } | undefined;
    if (failed) effects.get(failed.scheduledEventId)!.failed = true;
  }
  return [...effects.values()];
}

interface Payloads {
  payloads?: { data?: string }[];
}

function decoded(payloads: Payloads | undefined): unknown {
  const data = payloads?.payloads?.[0]?.data;
  return data === undefined ? undefined : JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
}

/**
 * Fails where a case at rest lost or doubled anything. Answers its recorded steps.
 * @param unrecorded steps that the database had to refuse
 * @param repeats mails that may have come twice with the same Message-ID: the worker was killed after the server's 250
 */
export async function nothingLost(
  { client, prisma, mail }: Witness,
  caseId: string,
  { unrecorded = [], repeats = 0 }: { unrecorded?: readonly number[]; repeats?: number } = {},
): Promise<StepRecord[]> {
  const history = await historyOf(client, caseId);
  const status = (await client.workflow.getHandle(caseId).describe()).status.name;
  expect(['RUNNING', 'COMPLETED']).toContain(status);
  expect(wedges(history)).toEqual([]);

  const effects = effectsOf(history);
  const records = effects.filter((e) => e.activity === 'record');
  const steps = records.map((e) => e.input as StepRecord);
  expect(steps.map((s) => s.seq)).toEqual(steps.map((_, index) => index + 1));
  expect(records.filter((e) => e.failed).map((e) => (e.input as StepRecord).seq)).toEqual(unrecorded);
  for (const { result, failed } of records)
    if (!failed) expect(['recorded', 'same']).toContain((result as { result: string } | undefined)?.result);

  const recorded = steps.filter((s) => !unrecorded.includes(s.seq));
  const rows = await prisma.step.findMany({ where: { caseId }, orderBy: { position: 'asc' } });
  expect(rows.map((r) => [r.seq, r.hash])).toEqual(recorded.map((s) => [s.seq, sha256(canonicalJson(s))]));
  await sameAsFolded(prisma, caseId, recorded);
  await toldOnce({ prisma, mail }, caseId, effects, steps, repeats);
  return recorded;
}

/** Workflow tasks that failed for another reason than a lost worker. */
function wedges(history: HistoryJson): unknown[] {
  return history.events
    .map((event) => event.workflowTaskFailedEventAttributes as { cause?: string; failure?: unknown } | undefined)
    .filter((failed) => failed !== undefined && failed.cause !== 'WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND');
}

/** The read model's case, clocks and escalations are what the steps add up to. */
async function sameAsFolded(prisma: PrismaClient, caseId: string, steps: readonly StepRecord[]): Promise<void> {
  const last = steps[steps.length - 1]!;
  const state = Object.assign({}, ...steps.map((s) => s.changed)) as Record<string, unknown>;
  const shown = await prisma.case.findUniqueOrThrow({ where: { id: caseId } });
  expect(shown).toMatchObject({ seq: last.seq, status: last.head.status, breached: last.head.breached });
  expect(shown.escalationLevel).toBe(last.head.escalationLevel);
  expect(shown.engineerId).toBe(last.head.engineerId ?? null);
  expect(shown.nextDueAt?.toISOString()).toBe(last.head.nextDueAt);
  expect(shown.state).toEqual(state);

  const clocks = lastByKey(steps.flatMap((s) => s.clocks));
  const clockRows = await prisma.clock.findMany({ where: { caseId } });
  expect(new Map(clockRows.map((c) => [c.key, [c.status, iso(c.dueAt), iso(c.breachedAt), iso(c.metAt)]]))).toEqual(
    new Map([...clocks].map(([key, c]) => [key, [c.status, c.dueAt, c.breachedAt, c.metAt]])),
  );
  const escalations = lastByKey(steps.flatMap((s) => s.escalations));
  const escalationRows = await prisma.escalation.findMany({ where: { caseId } });
  expect(new Map(escalationRows.map((e) => [e.key, [e.status, e.level, e.people, iso(e.nextAt)]]))).toEqual(
    new Map([...escalations].map(([key, e]) => [key, [e.status, e.level, e.people, e.nextAt]])),
  );
}

const iso = (at: Date | null): string | undefined => at?.toISOString();

function lastByKey<T extends { key: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.key, row]));
}

/** The keys of the notices to which an answer came, alone or with the others of their step. */
function answeredNotices(effects: readonly Effect[]): string[] {
  return effects.flatMap(({ activity, input, result }) => {
    if (activity === 'deliver') return (input as DeliverRequest).notice.key;
    if (activity !== 'deliverStep') return [];
    const { outcomes = [] } = (result ?? {}) as Partial<DeliverStepOutcome>;
    const hasAnswer = (index: number): boolean => outcomes[index] !== undefined && outcomes[index].result !== 'later';
    return (input as DeliverStepRequest).notices.flatMap(({ key }, index) => (hasAnswer(index) ? key : []));
  });
}

/** Every notice was handed over once until it was answered, and reached the mail server as often as its row says: once or not at all. */
async function toldOnce(
  { prisma, mail }: Pick<Witness, 'prisma' | 'mail'>,
  caseId: string,
  effects: readonly Effect[],
  steps: readonly StepRecord[],
  repeats: number,
): Promise<void> {
  const owed = steps.flatMap((s) => s.notices.map((n) => n.key)).sort();
  expect(new Set(owed).size).toBe(owed.length);
  expect(answeredNotices(effects).sort()).toEqual(owed);
  const notices = await prisma.notice.findMany({ where: { caseId } });
  expect(notices.map((n) => n.key).sort()).toEqual(owed);
  expect(notices.filter((n) => n.status === 'pending').map((n) => n.key)).toEqual([]);

  const arrived = new Map<string, number>();
  for (const { messageId } of mail.list()) arrived.set(messageId, (arrived.get(messageId) ?? 0) + 1);
  let extra = 0;
  // What goes to another case, the records of a lot or a unit is no mail.
  const mails = notices.filter(({ to }) => !/^(case|kind|lot):|^unit$/.test(to));
  for (const { key, status, messageId } of mails) {
    const times = messageId === null ? 0 : (arrived.get(messageId) ?? 0);
    if (status !== 'sent') expect([key, status, times]).toEqual([key, status, 0]);
    else {
      expect([key, times]).not.toEqual([key, 0]);
      extra += times - 1;
    }
  }
  expect(extra).toBeLessThanOrEqual(repeats);
}
