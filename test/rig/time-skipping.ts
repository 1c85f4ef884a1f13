/**
 * The whole back of the house on a clock that skips: workflows and real activities on the time-skipping Temporal server,
 * real PostgreSQL, real SMTP. At the end every workflow that the test started is replayed and audited, and every history is
 * searched for personal data. The one place that knows how time is made to pass.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Runtime, type WorkflowBundleOption } from '@temporalio/worker';
import { openMailer } from '../../activities/mailer';
import { createWorker } from '../../bin/worker';
import { folderStore } from '../../documents/store/folder';
import type { DocumentStore } from '../../documents/store/store';
import { loadClauses } from '../../messages/clauses';
import { startMailbox, type Mailbox } from '../../engines/mailbox';
import type { PrismaClient } from '../../prisma/generated/client';
import { CaseDriver } from './case-driver';
import { testDatabase } from './database';
import type { FindingKind } from '../../audit/finding';
import { replayAll } from './replay';
import { hireDepartment, type Department } from './people';
import { shippedPolicies } from './shipped-policies';

export interface Rig {
  env: TestWorkflowEnvironment;
  prisma: PrismaClient;
  documents: DocumentStore;
  mailbox: Mailbox;
  people: Department;
  cases: CaseDriver;
  now(): Promise<number>;
  /** Lets the server's time pass: timers fire, nobody waits. Milliseconds. */
  pass(ms: number): Promise<void>;
  /** Lets effects settle: steps recorded, mails sent. */
  settled(): Promise<void>;
  /** The test brings such a finding about on purpose: the audit at its end lets it pass. */
  explain(caseId: string, ...kinds: FindingKind[]): void;
  /**
   * Runs a recurring workflow to its end, as a Schedule would start it, while the server's time stands still; its history
   * is replayed at the test's end.
   */
  run<T>(workflowType: string, args: object): Promise<T>;
  close(): Promise<void>;
}

export const minutes = 60_000;
export const hours = 60 * minutes;
export const days = 24 * hours;

export const mailSetting = {
  company: { name: { zh: '三包售后', en: 'Sanbao Service' } },
  publicUrl: 'http://dept.example',
  clauses: loadClauses(process.cwd()),
};

const quiet = { log: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** On a machine under load the server may miss its five seconds: it is tried again. */
async function timeSkippingServer(tries = 3): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: process.env.SANBAO_TEST_SERVER! } },
    });
  } catch (error) {
    if (tries > 1) return timeSkippingServer(tries - 1);
    throw error;
  }
}

/** Starts a rig for one test file. */
export async function startRig(name: string): Promise<Rig> {
  try {
    Runtime.install({ logger: { ...quiet, trace: () => undefined, debug: () => undefined } });
  } catch {
    // Installed by an earlier rig of this process.
  }
  const [env, database, mailbox] = await Promise.all([
    timeSkippingServer(),
    testDatabase(),
    startMailbox({ folder: mkdtempSync(join(tmpdir(), 'sanbao-mail-')), smtpPort: 0, httpPort: 0 }),
  ]);
  await env.connection.operatorService.addSearchAttributes({
    namespace: env.namespace ?? 'default',
    searchAttributes: { CaseKind: 2, PolicyId: 2, CaseStatus: 2, EscalationLevel: 3, SlaBreached: 5 },
  });
  const { prisma } = database;
  const people = await hireDepartment(prisma);
  const taskQueue = `queue-${name}`;
  const mailer = openMailer({ smtpUrl: mailbox.smtpUrl, sender: '三包售后 <service@dept.example>' });
  const bundle: WorkflowBundleOption = { codePath: process.env.SANBAO_TEST_BUNDLE! };
  const documents = folderStore(mkdtempSync(join(tmpdir(), 'sanbao-documents-')));
  const worker = await createWorker({
    connection: env.nativeConnection,
    client: env.client,
    taskQueue,
    deps: { prisma, mailer, mail: mailSetting, log: quiet },
    documents,
    policies: shippedPolicies(),
    bundle,
    tuning: { maxCachedWorkflows: 200 },
  });
  const running = worker.run();
  // Waits for results while the clock stands: the environment's own client lets it run, hours where the machine is busy.
  const standing = new Client({ connection: env.connection, namespace: env.namespace });
  const started: string[] = [];
  const explained: Record<string, FindingKind[]> = {};
  const now = (): Promise<number> => env.currentTimeMs();
  const settled = async (): Promise<void> => {
    for (let calm = 0; calm < 3;) {
      const owed = await prisma.notice.count({ where: { status: 'pending' } });
      calm = owed === 0 ? calm + 1 : 0;
      await new Promise((done) => setTimeout(done, 40));
    }
  };
  return {
    env,
    prisma,
    documents,
    mailbox,
    people,
    now,
    settled,
    explain: (caseId, ...kinds) => void (explained[caseId] = kinds),
    run: async <T>(workflowType: string, args: object) => {
      const workflowId = `${workflowType}-${name}-${started.length + 1}`;
      started.push(workflowId);
      return standing.workflow.execute(workflowType, { workflowId, taskQueue, args: [args] }) as Promise<T>;
    },
    cases: new CaseDriver(env.client, taskQueue, people, now, name, (id) => started.push(id)),
    pass: async (ms) => {
      await env.sleep(ms);
      await settled();
    },
    close: async () => {
      try {
        await replayAll(env.client, started, bundle, explained);
      } finally {
        worker.shutdown();
        await running;
        mailer.close();
        await mailbox.stop();
        await env.teardown();
        await database.drop();
      }
    },
  };
}
