/**
 * `sanbao catch-up`: brings a PostgreSQL that was restored from an older backup up to date from the workflow histories.
 * What cases did is in the arguments of their `record` activities; nothing is done twice, so it can be repeated at will.
 * What stands in `master` alone (customers, texts, mails, keys of requests) comes from the backup only.
 */
import { Command } from 'commander';
import pino from 'pino';
import { ApplicationFailure, type LoadedDataConverter } from '@temporalio/common';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import type { Client } from '@temporalio/client';
import { raiseAlarm, type AlarmDeps } from '../../activities/alarms';
import type { Activities, DeliverStepRequest } from '../../activities/contract';
import { openDatabase } from '../../activities/database';
import { recordStep } from '../../activities/records';
import { caseKinds } from '../../domain/cases/kinds';
import type { DeliverOutcome, DeliverStepOutcome, NoticeRow, StepRecord } from '../../domain/cases/record';
import type { PrismaClient } from '../../prisma/generated/client';
import { workerEnvironment } from '../settings';
import { connectClient } from '../temporal';

/** The kinds of case whose histories are read: workflow type, and the prefix of the case numbers. */
const kinds = caseKinds.map(({ opening }) => opening);

export function catchUpCommand(): Command {
  return new Command('catch-up')
    .description('bring a restored database up to date from the workflow histories / 从流程历史补齐恢复的数据库')
    .action(async () => {
      const { databaseUrl, logLevel } = workerEnvironment(process.env);
      const temporal = await connectClient('catch-up');
      const prisma = openDatabase({ url: databaseUrl });
      try {
        const counts = await catchUp({ prisma, client: temporal.client, log: pino({ level: logLevel }) });
        for (const [what, count] of Object.entries(counts)) console.log(`${what.padEnd(16)} ${count}`);
        if (counts.different + counts.unrecordable + counts.incomplete > 0) process.exitCode = 1;
      } finally {
        await prisma.$disconnect();
        await temporal.close();
      }
    });
}

export interface CatchUpDeps extends AlarmDeps {
  client: Client;
}

/** What was found and done. */
export interface CatchUpCounts {
  /** Cases with a history on the server. */
  cases: number;
  /** Steps that the database lacked and has now. */
  recorded: number;
  /** Steps that it had already. */
  same: number;
  /** Steps that it has with other content: each raised an alarm. */
  different: number;
  /** Steps that it refused, now as when they happened: each raised an alarm. */
  unrecordable: number;
  /** Cases written anew from their first step, because later steps had been recorded before the missing ones. */
  rebuilt: number;
  /** Cases that would have to be written anew but whose first steps are no longer on the server. */
  incomplete: number;
  /** Notices that the history knows as delivered or refused and the database had as pending. */
  notices: number;
  /** Counters of case numbers that were behind. */
  counters: number;
}

/** Reads every case history on the server and writes what the database lacks. */
export async function catchUp(deps: CatchUpDeps): Promise<CatchUpCounts> {
  const counts: CatchUpCounts = {
    cases: 0,
    recorded: 0,
    same: 0,
    different: 0,
    unrecordable: 0,
    rebuilt: 0,
    incomplete: 0,
    notices: 0,
    counters: 0,
  };
  const runs = await runsByCase(deps.client);
  // First of all: a number that is given out twice would lead one customer's request into another one's case.
  counts.counters = await raiseCounters(deps.prisma, [...runs.keys()]);
  for (const [caseId, runIds] of runs) {
    const told = await readCase(deps.client, caseId, runIds);
    counts.cases++;
    await writeSteps(deps, caseId, told.steps, counts);
    counts.notices += await settleNotices(deps.prisma, told.deliveries);
    for (const alarm of told.alarms) await raiseAlarm(deps, alarm);
  }
  return counts;
}

async function runsByCase(client: Client): Promise<Map<string, string[]>> {
  const types = kinds.map((k) => `'${k.workflowType}'`).join(', ');
  const runs = new Map<string, string[]>();
  for await (const run of client.workflow.list({ query: `WorkflowType IN (${types})` }))
    runs.set(run.workflowId, [...(runs.get(run.workflowId) ?? []), run.runId]);
  return runs;
}

async function raiseCounters(prisma: PrismaClient, caseIds: readonly string[]): Promise<number> {
  let raised = 0;
  for (const { kind, prefix } of kinds) {
    const highest = new Map<number, number>();
    for (const caseId of caseIds) {
      const [, year, number] = new RegExp(`^${prefix}(\\d{4})-(\\d+)$`).exec(caseId) ?? [];
      if (year && number) highest.set(Number(year), Math.max(highest.get(Number(year)) ?? 0, Number(number)));
    }
    for (const [year, last] of highest) {
      raised +=
        await prisma.$executeRaw`insert into master."CaseCounter" (kind, year, last) values (${kind}, ${year}, ${last})
        on conflict (kind, year) do update set last = excluded.last where "CaseCounter".last < excluded.last`;
    }
  }
  return raised;
}

interface Delivery extends DeliverOutcome {
  notice: NoticeRow;
  at: Date;
}

interface Told {
  steps: StepRecord[];
  deliveries: Delivery[];
  alarms: Parameters<Activities['raiseAlarm']>[0][];
}

/** What the runs of a case asked of its effects. Steps come in their order, without those that were refused for good. */
async function readCase(client: Client, caseId: string, runIds: readonly string[]): Promise<Told> {
  const told: Told = { steps: [], deliveries: [], alarms: [] };
  const converter = client.options.loadedDataConverter;
  for (const runId of runIds) {
    const { events } = await client.workflow.getHandle(caseId, runId).fetchHistory();
    const scheduled = new Map((events ?? []).map((e) => [Number(e.eventId), e.activityTaskScheduledEventAttributes]));
    for (const event of events ?? []) {
      const started = event.activityTaskScheduledEventAttributes;
      if (started?.activityType?.name === 'record') told.steps.push(await first(converter, started.input?.payloads));
      if (started?.activityType?.name === 'raiseAlarm')
        told.alarms.push(await first(converter, started.input?.payloads));
      const done = event.activityTaskCompletedEventAttributes;
      const of = done && scheduled.get(Number(done.scheduledEventId));
      if (of?.activityType?.name === 'deliver') {
        const { notice } = await first<{ notice: NoticeRow }>(converter, of.input?.payloads);
        const outcome = await first<DeliverOutcome>(converter, done?.result?.payloads);
        told.deliveries.push({ ...outcome, notice, at: instantOf(event.eventTime) });
      }
      if (of?.activityType?.name === 'deliverStep') {
        const { notices } = await first<DeliverStepRequest>(converter, of.input?.payloads);
        const { outcomes } = await first<DeliverStepOutcome>(converter, done?.result?.payloads);
        notices.forEach((notice, index) => {
          const outcome = outcomes[index];
          if (outcome && outcome.result !== 'later')
            told.deliveries.push({ ...outcome, notice, at: instantOf(event.eventTime) });
        });
      }
    }
  }
  told.steps.sort((a, b) => a.seq - b.seq);
  return told;
}

function instantOf(time: { seconds?: unknown; nanos?: number | null } | null | undefined): Date {
  return new Date(Number(time?.seconds ?? 0) * 1000 + Math.floor((time?.nanos ?? 0) / 1e6));
}

async function first<T>(
  converter: LoadedDataConverter,
  payloads: Parameters<typeof decodeArrayFromPayloads>[1],
): Promise<T> {
  const [value] = await decodeArrayFromPayloads(converter, payloads);
  return value as T;
}

async function writeSteps(
  deps: CatchUpDeps,
  caseId: string,
  steps: readonly StepRecord[],
  counts: CatchUpCounts,
): Promise<void> {
  if (await isOutOfOrder(deps.prisma, caseId, steps)) {
    if (steps[0]?.seq !== 1) {
      counts.incomplete++;
      deps.log.warn({ caseId }, 'the first steps of the case are no longer on the server');
    } else {
      await forget(deps.prisma, caseId);
      counts.rebuilt++;
    }
  }
  for (const step of steps) {
    try {
      const { result } = await recordStep(deps, step);
      counts[result]++;
    } catch (error) {
      if (!(error instanceof ApplicationFailure && error.nonRetryable)) throw error;
      counts.unrecordable++;
    }
  }
}

/**
 * Whether the case shows a later step than one that it lacks, and that was not refused when it happened: a worker went
 * on before the database had caught up. What the missing steps changed would then be lost on the case itself.
 */
async function isOutOfOrder(prisma: PrismaClient, caseId: string, steps: readonly StepRecord[]): Promise<boolean> {
  const [rows, shown, refused] = await Promise.all([
    prisma.step.findMany({ where: { caseId }, select: { seq: true } }),
    prisma.case.findUnique({ where: { id: caseId }, select: { seq: true } }),
    prisma.alarm.findMany({ where: { caseId, kind: 'step_unrecorded' }, select: { detail: true } }),
  ]);
  const known = new Set(rows.map((row) => row.seq));
  for (const { detail } of refused) known.add((detail as { seq: number }).seq);
  return steps.some((step) => step.seq < (shown?.seq ?? 0) && !known.has(step.seq));
}

/** Takes the case out of the read model; its notices and alarms stay. */
async function forget(prisma: PrismaClient, caseId: string): Promise<void> {
  await prisma.$transaction([
    prisma.step.deleteMany({ where: { caseId } }),
    prisma.clock.deleteMany({ where: { caseId } }),
    prisma.escalation.deleteMany({ where: { caseId } }),
    prisma.ledgerEntry.deleteMany({ where: { caseId } }),
    prisma.case.deleteMany({ where: { id: caseId } }),
  ]);
}

/** A notice whose delivery has ended is not pending any more, whatever the backup says. */
async function settleNotices(prisma: PrismaClient, deliveries: readonly Delivery[]): Promise<number> {
  let settled = 0;
  for (const { notice, result, messageId, reason, at } of deliveries) {
    const sent = result === 'sent' || result === 'already';
    const { count } = await prisma.notice.updateMany({
      where: { key: notice.key, status: 'pending' },
      data: { status: sent ? 'sent' : result, messageId, reason, sentAt: sent ? at : undefined },
    });
    settled += count;
  }
  return settled;
}
