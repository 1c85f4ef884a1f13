/**
 * Temporal's own Schedules on the real dev server, which is stopped over their time (issue 6): what was missed is made up
 * for once, each run for the time that it missed. Takes as long as the clock needs to come to the next full minutes.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { openMailer } from '../../activities/mailer';
import { ensureSchedules, scheduleDuties } from '../../bin/schedules';
import { createWorker } from '../../bin/worker';
import type { RecurringEntry } from '../../domain/recurring/entry';
import { recurringEntries } from '../../domain/recurring/schedules';
import type { Policy } from '../../domain/policy/schema';
import { startMailbox, type Mailbox } from '../../engines/mailbox';
import { openStateFolder, type StateFolder } from '../../engines/state-folder';
import { startTemporalServer, type TemporalServer } from '../../engines/temporal-server';
import { loadClauses } from '../../messages/clauses';
import { calendarSet } from '../../policies/loader/calendars';
import { publish, publishCalendars } from '../../policies/publish';
import { shippedPolicies } from '../rig/shipped-policies';
import { testDatabase, type TestDatabase } from '../rig/database';
import { freePort } from '../rig/free-port';
import { hireDepartment } from '../rig/people';
import { wall } from './agenda';

const taskQueue = 'schedules';
const policyId = 'security-projects-chongqing';
const minute = 60_000;
let state: StateFolder;
let port: number;
let database: TestDatabase;
let mailbox: Mailbox;
let server: TemporalServer | undefined;
const quiet = { log: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

beforeAll(async () => {
  Runtime.install({ logger: { ...quiet, trace: () => undefined, debug: () => undefined } });
  state = openStateFolder(join(tmpdir(), `sanbao-schedules-${randomUUID()}`));
  port = await freePort();
  database = await testDatabase();
  mailbox = await startMailbox({ folder: mkdtempSync(join(tmpdir(), 'sanbao-mail-')), smtpPort: 0, httpPort: 0 });
  await hireDepartment(database.prisma);
  await publishCalendars(database.prisma, calendarSet());
  await publish(database.prisma, shippedPolicies().loaded);
}, 120_000);

afterAll(async () => {
  await server?.stop();
  await mailbox.stop();
  await database.drop();
  state.release();
}, 120_000);

/** The server on its persistent file, and what `work` does with a client of it. */
async function serving<T>(work: (client: Client) => Promise<T>): Promise<T> {
  server = await startTemporalServer({ state, port, env: { ...process.env }, log: () => undefined });
  const connection = await Connection.connect({ address: server.address });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
    await server.stop();
    server = undefined;
  }
}

/** A worker of the department, while `work` goes on. */
async function onDuty(client: Client, work: () => Promise<void>): Promise<void> {
  const connection = await NativeConnection.connect({ address: server!.address });
  const mailer = openMailer({ smtpUrl: mailbox.smtpUrl, sender: '三包售后 <service@dept.example>' });
  const worker = await createWorker({
    connection,
    client,
    taskQueue,
    deps: {
      prisma: database.prisma,
      mailer,
      mail: {
        company: { name: { zh: '三包售后', en: 'Sanbao Service' } },
        publicUrl: 'http://dept.example',
        clauses: loadClauses(process.cwd()),
      },
      log: quiet,
    },
    bundle: { codePath: process.env.SANBAO_TEST_BUNDLE! },
  });
  const running = worker.run();
  try {
    await work();
  } finally {
    worker.shutdown();
    await running;
    mailer.close();
    await connection.close();
  }
}

async function idsOf(client: Client): Promise<string[]> {
  const ids: string[] = [];
  for await (const { scheduleId } of client.schedule.list()) ids.push(scheduleId);
  return ids.sort();
}

/** How often a Schedule has started its workflow, and for which times. */
async function runsOf(client: Client, id: string): Promise<string[]> {
  const { info } = await client.schedule.getHandle(`sanbao/${id}`).describe();
  expect(info.numActionsTaken).toBe(info.recentActions.length);
  return info.recentActions.map(({ scheduledAt }) => scheduledAt.toISOString());
}

test('made as often as one likes they are the same; missed times are made up for once each, for their own time', async () => {
  // The first full minute by which all Schedules are made.
  const soon = Math.ceil((Date.now() + 25_000) / minute) * minute;
  const missed = [soon, soon + minute];
  const time = new Date(soon + 8 * 60 * minute).toISOString().slice(11, 16);
  const shipped = shippedPolicies().source().get(policyId)!;
  const reports = shipped.reports!.reports.map((r) => (r.id === 'daily' ? { ...r, made: { ...r.made, time } } : r));
  const policy: Policy = { ...shipped, reports: { ...shipped.reports!, reports } };
  const twice: RecurringEntry = {
    id: 'chase-twice',
    workflowType: 'chase',
    args: {},
    times: { minutes: missed.map((at) => new Date(at).getUTCMinutes()) },
    timeZone: 'Asia/Shanghai',
    missed: 'each',
  };
  const entries = [...recurringEntries([policy]), twice];

  const made = await serving(async (client) => {
    await client.schedule.create({
      scheduleId: 'somebody-else',
      spec: { intervals: [{ every: '1 day' }] },
      action: { type: 'startWorkflow', workflowType: 'none', taskQueue: 'none', workflowId: 'none' },
    });
    const gone = { ...twice, id: 'a-duty-of-an-older-policy' };
    await ensureSchedules(client, taskQueue, [...recurringEntries([shipped]), twice, gone]);
    expect(await ensureSchedules(client, taskQueue, entries)).toBe(entries.length);
    expect(await ensureSchedules(client, taskQueue, entries)).toBe(entries.length);
    const { spec, policies } = await client.schedule.getHandle(`sanbao/report-daily/${policyId}`).describe();
    expect(spec.timezone).toBe('Asia/Shanghai');
    expect(policies).toMatchObject({ overlap: 'BUFFER_ALL', catchupWindow: 62 * 24 * 60 * minute });
    return idsOf(client);
  });
  expect(made).toEqual(['somebody-else', ...entries.map(({ id }) => `sanbao/${id}`)].sort());
  // The whole system is down over the times.
  expect(Date.now()).toBeLessThan(soon);
  await sleep(missed[1]! + 5_000 - Date.now());
  expect(await database.prisma.report.count()).toBe(0);

  await serving(async (client) => {
    // As every start does.
    await ensureSchedules(client, taskQueue, entries);
    await onDuty(client, async () => {
      for (let tries = 0; tries < 300 && (await database.prisma.report.count()) === 0; tries++) await sleep(100);
      for (let tries = 0; tries < 300 && (await runsOf(client, twice.id)).length < 2; tries++) await sleep(100);
    });
  });
  // Down and up again: nothing is made up for a second time.
  await serving(async (client) => {
    await onDuty(client, () => sleep(5_000));
    expect(await runsOf(client, `report-daily/${policyId}`)).toEqual([new Date(soon).toISOString()]);
    expect(await runsOf(client, twice.id)).toEqual(missed.map((at) => new Date(at).toISOString()));
  });
  const kept = await database.prisma.report.findMany();
  const yesterday = wall.text(wall.dateOf(soon) - 1);
  expect(kept.map((r) => [r.reportId, r.from.toISOString().slice(0, 10), r.madeAt.toISOString()])).toEqual([
    ['daily', yesterday, new Date(soon).toISOString()],
  ]);
});

test('what is published is scheduled: not the agreement that waits for its figures (R-MISSING, C-AG-4.1)', async () => {
  const made = await serving(async (client) => {
    await scheduleDuties(database.prisma, client, taskQueue);
    return idsOf(client);
  });
  expect(made).toContain('sanbao/supply/dealer-agreement');
  expect(made.filter((id) => id.includes('agent-agreement'))).toEqual([]);
});
