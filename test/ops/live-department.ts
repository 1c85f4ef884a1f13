/** A department on a real Temporal dev server, whose worker can be stopped while its database is copied. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { Client as PgClient } from 'pg';
import { openDatabase } from '../../activities/database';
import { openMailer } from '../../activities/mailer';
import { createWorker } from '../../bin/worker';
import { folderStore } from '../../documents/store/folder';
import { startMailbox } from '../../engines/mailbox';
import { openStateFolder } from '../../engines/state-folder';
import { startTemporalServer } from '../../engines/temporal-server';
import { loadClauses } from '../../messages/clauses';
import type { PrismaClient } from '../../prisma/generated/client';
import { CaseDriver } from '../rig/case-driver';
import { testDatabase } from '../rig/database';
import { freePort } from '../rig/free-port';
import { hireDepartment, type Department } from '../rig/people';

const taskQueue = 'live';
export const quiet = { log: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface LiveDepartment {
  client: Client;
  people: Department;
  cases: CaseDriver;
  /** Runs a worker while `work` goes on, and until its mails are sent and histories say so; afterwards nobody is connected to the database. */
  duty<T>(work: () => Promise<T>): Promise<T>;
  /** A copy of the database as it is now, as a restored backup would be. Only while nobody is on duty. */
  backup(): Promise<PrismaClient>;
  /** The database, for reading after duty. */
  prisma: PrismaClient;
  /** Where its workers export closed cases to. */
  archiveFolder: string;
  close(): Promise<void>;
}

/** Starts the server, a mailbox and a database of its own. */
export async function startLiveDepartment(): Promise<LiveDepartment> {
  Runtime.install({ logger: { ...quiet, trace: () => undefined, debug: () => undefined } });
  const state = openStateFolder(join(tmpdir(), `sanbao-live-${randomUUID()}`));
  const temporal = await startTemporalServer({
    state,
    port: await freePort(),
    inMemory: true,
    env: { ...process.env },
    log: () => undefined,
  });
  const [connection, native, database, mailbox] = await Promise.all([
    Connection.connect({ address: temporal.address }),
    NativeConnection.connect({ address: temporal.address }),
    testDatabase(),
    startMailbox({ folder: mkdtempSync(join(tmpdir(), 'sanbao-mail-')), smtpPort: 0, httpPort: 0 }),
  ]);
  const client = new Client({ connection });
  const people = await hireDepartment(database.prisma);
  const copies: { name: string; prisma: PrismaClient }[] = [];
  const name = new URL(database.url).pathname.slice(1);

  const archiveFolder = mkdtempSync(join(tmpdir(), 'sanbao-archive-'));
  const documentFolder = mkdtempSync(join(tmpdir(), 'sanbao-documents-'));

  return {
    client,
    people,
    archiveFolder,
    prisma: database.prisma,
    cases: new CaseDriver(
      client,
      taskQueue,
      people,
      () => Promise.resolve(Date.now()),
      'R2026',
      () => undefined,
    ),
    async duty(work) {
      const prisma = openDatabase({ url: database.url });
      const mailer = openMailer({ smtpUrl: mailbox.smtpUrl, sender: '三包售后 <service@dept.example>' });
      const worker = await createWorker({
        connection: native,
        client,
        taskQueue,
        deps: {
          prisma,
          mailer,
          mail: {
            company: { name: { zh: '三包售后', en: 'Sanbao Service' } },
            publicUrl: 'http://dept.example',
            clauses: loadClauses(process.cwd()),
          },
          log: quiet,
        },
        archiveFolder,
        documents: folderStore(documentFolder),
        bundle: { codePath: process.env.SANBAO_TEST_BUNDLE! },
      });
      const running = worker.run();
      try {
        const result = await work();
        while ((await prisma.notice.count({ where: { status: 'pending' } })) > 0 || (await isAnyBusy(client, prisma)))
          await new Promise((next) => setTimeout(next, 50));
        return result;
      } finally {
        worker.shutdown();
        await running;
        mailer.close();
        await prisma.$disconnect();
      }
    },
    async backup() {
      await database.prisma.$disconnect();
      const copy = `${name}_copy_${copies.length + 1}`;
      await maintain(database.url, `CREATE DATABASE "${copy}" TEMPLATE "${name}"`);
      const url = new URL(database.url);
      url.pathname = `/${copy}`;
      const prisma = openDatabase({ url: url.href });
      copies.push({ name: copy, prisma });
      return prisma;
    },
    async close() {
      for (const { name: copy, prisma } of copies) {
        await prisma.$disconnect();
        await maintain(database.url, `DROP DATABASE "${copy}" WITH (FORCE)`);
      }
      await database.drop();
      await native.close();
      await connection.close();
      await mailbox.stop();
      await temporal.stop();
      state.release();
    },
  };
}

/**
 * Whether a case has work under way: a mail's row says `sent` before the history says so, and what ends while a worker
 * that is leaving holds a workflow task is not in the history until that task has timed out.
 */
async function isAnyBusy(client: Client, prisma: PrismaClient): Promise<boolean> {
  for (const { id } of await prisma.case.findMany({ select: { id: true } })) {
    const { raw } = await client.workflow.getHandle(id).describe();
    if (raw.pendingWorkflowTask || (raw.pendingActivities ?? []).length > 0) return true;
  }
  return false;
}

async function maintain(databaseUrl: string, sql: string): Promise<void> {
  const url = new URL(databaseUrl);
  url.pathname = '/postgres';
  const client = new PgClient({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
