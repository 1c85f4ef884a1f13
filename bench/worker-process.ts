/** A worker in a process of its own: of the bare workflow, or the one that production runs. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { openDatabase } from '../activities/database';
import { openMailer } from '../activities/mailer';
import { currentPolicies } from '../bin/current-policies';
import { createWorker } from '../bin/worker';
import { LeanWorker } from '../bin/lean-worker';
import { cachedWorkflows, memoryHere } from '../bin/workflow-cache';
import { folderStore } from '../documents/store/folder';
import { projectRoot } from '../engines/project-root';
import { loadClauses } from '../messages/clauses';
import type { BareActivities } from './bare';
import { countStatements } from './count-statements';
import { serve, settings } from './remote';

export interface WorkerConfig {
  variant: 'bare' | 'case';
  temporalAddress: string;
  databaseUrl: string;
  smtpUrl: string;
  /** The bundled workflow code: a file. */
  bundle: string;
  taskQueue: string;
}

const quiet = { log: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const late: number[] = [];

const bareActivities: BareActivities = {
  record: async () => undefined,
  mail: async () => undefined,
  fired: async ({ ms }) => void late.push(ms),
};

async function main(): Promise<void> {
  const statements = countStatements();
  Runtime.install({ logger: { ...quiet, trace: () => undefined, debug: () => undefined }, shutdownSignals: [] });
  const { variant, temporalAddress, taskQueue, bundle, databaseUrl, smtpUrl } = settings<WorkerConfig>();
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const prisma = openDatabase({ url: databaseUrl });
  const worker =
    variant === 'bare'
      ? await LeanWorker.create({
          connection,
          taskQueue,
          workflowBundle: { codePath: bundle },
          activities: bareActivities,
          // As `createWorker` has them: the difference is to be the case, not its tuning.
          maxCachedWorkflows: cachedWorkflows(memoryHere()),
          maxConcurrentActivityTaskExecutions: 40,
          stickyQueueScheduleToStartTimeout: '1s',
        })
      : await createWorker({
          connection,
          client: new Client({ connection: await Connection.connect({ address: temporalAddress }) }),
          taskQueue,
          bundle: { codePath: bundle },
          // As `sanbao worker` does: what is published is read and checked before the first case.
          policies: (await currentPolicies({ prisma, log: quiet })).policies,
          documents: folderStore(mkdtempSync(join(tmpdir(), 'sanbao-documents-'))),
          deps: {
            prisma,
            mailer: openMailer({ smtpUrl, sender: '三包售后 <service@bench.example>' }),
            mail: {
              company: { name: { zh: '三包售后', en: 'Sanbao Service' } },
              publicUrl: 'http://bench.example',
              clauses: loadClauses(projectRoot()),
            },
            log: quiet,
          },
        });
  const running = worker.run();
  serve({ statements, lateness: () => late.splice(0) });
  await running;
}

void main();
