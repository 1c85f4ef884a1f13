/** `sanbao worker`: runs cases. As many of them as the load needs; one more is safe at any time. */
import { Command } from 'commander';
import pino from 'pino';
import { Runtime, type Worker } from '@temporalio/worker';
import { longestMs } from '../../activities/care/figures';
import { openDatabase } from '../../activities/database';
import { openMailer } from '../../activities/mailer';
import { openArchiveBucket } from '../archive-bucket';
import { openDocumentStore } from '../document-store';
import { currentPolicies } from '../current-policies';
import { loggedFields } from '../sdk-log';
import { connectClient, connectWorker } from '../temporal';
import { workerEnvironment } from '../settings';
import { createWorker } from '../worker';

export function workerCommand(): Command {
  return new Command('worker')
    .description('run workflows and activities until stopped / 运行流程与活动')
    .action(runWorker);
}

/** Runs until SIGINT or SIGTERM, then lets running activities end. */
export async function runWorker(): Promise<void> {
  const settings = workerEnvironment(process.env);
  const log = pino({ level: settings.logLevel });
  Runtime.install({
    logger: {
      log: (level, message, meta) => log[levels[level] ?? 'info'](loggedFields(meta), message),
      trace: (message, meta) => log.trace(loggedFields(meta), message),
      debug: (message, meta) => log.debug(loggedFields(meta), message),
      info: (message, meta) => log.debug(loggedFields(meta), message),
      warn: (message, meta) => log.warn(loggedFields(meta), message),
      error: (message, meta) => log.error(loggedFields(meta), message),
    },
    shutdownSignals: ['SIGINT', 'SIGTERM'],
  });
  const [connection, temporal] = await Promise.all([connectWorker(), connectClient('worker')]);
  const prisma = openDatabase({ url: settings.databaseUrl });
  const reports = openDatabase({ url: settings.databaseUrl, poolSize: 2, statementMs: longestMs });
  const mailer = openMailer({ smtpUrl: settings.smtpUrl, sender: settings.sender });
  const { policies, stop: stopLooking } = await currentPolicies({ prisma, log });
  const worker: Worker = await createWorker({
    connection,
    client: temporal.client,
    namespace: temporal.namespace,
    taskQueue: settings.taskQueue,
    deps: { prisma, reports, mailer, mail: settings.mail, log },
    archiveFolder: settings.archiveFolder,
    archiveBucket: openArchiveBucket(settings.archiveBucket),
    documents: openDocumentStore(settings.documentStore),
    policies,
    workflowCache: settings.workflowCache,
    bundle: settings.workflowBundle === undefined ? undefined : { codePath: settings.workflowBundle },
  });
  log.info({ taskQueue: settings.taskQueue, workflowCache: worker.options.maxCachedWorkflows }, 'the worker runs');
  process.send?.('ready');
  try {
    await worker.run();
  } finally {
    stopLooking();
    mailer.close();
    await Promise.all([prisma.$disconnect(), reports.$disconnect()]);
    await temporal.close();
    await connection.close();
  }
}

const levels: Partial<Record<string, 'trace' | 'debug' | 'info' | 'warn' | 'error'>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'debug',
  WARN: 'warn',
  ERROR: 'error',
};
