/** A worker: runs the workflows and the activities of one task queue. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import {
  bundleWorkflowCode,
  type Worker,
  type NativeConnection,
  type WorkerOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { createActivities, type ActivityDeps } from '../activities';
import type { ActivityLog } from '../activities/alarms';
import { openFollowing } from '../api/cases/follow';
import type { ArchiveBucket } from '../audit/archive/bucket';
import { BundleStore, buildIdOf } from '../audit/archive/bundles';
import { paperMaker } from '../activities/documents/issue';
import type { DocumentStore } from '../documents/store/store';
import type { PolicySource } from '../domain/policy/source';
import { Policies } from '../policies/registry';
import { LeanWorker } from './lean-worker';
import { cachedWorkflows, memoryHere } from './workflow-cache';

export interface WorkerSettings {
  connection: NativeConnection;
  client: Client;
  namespace?: string;
  taskQueue: string;
  deps: Omit<ActivityDeps, 'temporal' | 'taskQueue' | 'archive' | 'openFollowing' | 'issueDocument' | 'policies'>;
  /** Where papers of cases are kept; this worker makes none where absent. */
  documents?: DocumentStore;
  /** Where closed cases are exported to; this worker exports none where absent. */
  archiveFolder?: string;
  /** Where they lie besides that folder. */
  archiveBucket?: ArchiveBucket;
  /** The policies in force: cases that follow are opened under them. Absent: those that ship, and none are opened. */
  policies?: Policies;
  /** Code of the workflows, bundled before; bundled now where absent. */
  bundle?: WorkflowBundleOption;
  /** Workflows kept in memory at most; never more than fit. */
  workflowCache?: number;
  tuning?: Partial<WorkerOptions>;
}

/** Bundles the workflow code: 1–2 s, so that a worker that has it starts at once. */
export async function bundleWorkflows(): Promise<{ code: string }> {
  const workflowsPath = require.resolve('../workflows');
  return bundleWorkflowCode({
    workflowsPath,
    preloadModules: [require.resolve('../workflows/preload')],
    logger: quiet,
  });
}

let loaded: Policies | undefined;

/** The policies that ship, read once a process; for tests that publish none. */
function shippedSource(): PolicySource {
  return (loaded ??= Policies.load()).source();
}

/** The bundle that a production build put beside the compiled code, if there is one. */
export function builtBundle(): WorkflowBundleOption | undefined {
  const codePath = join(__dirname, '..', 'workflow-bundle.js');
  return existsSync(codePath) ? { codePath } : undefined;
}

/** A worker runs cases also where its archive cannot be written: the export, which needs it as well, raises the alarm. */
function keepBundle(archiveFolder: string, code: string, log: ActivityLog): void {
  try {
    new BundleStore(archiveFolder).keep(code);
  } catch (error) {
    log.error({ code: (error as NodeJS.ErrnoException).code }, 'the workflow bundle was not kept in the archive');
  }
}

/** The bundler's progress is of no use to an operator; its warnings and errors are. */
const quiet = {
  log: () => undefined,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: (message: string) => console.warn(message),
  error: (message: string) => console.error(message),
};

/**
 * Creates a worker. Many workflows stay cached, for fewer than are busy is ruinous, and never more than fit. After a worker
 * was killed its cases wait for the sticky queue's time-out, hence one second instead of ten (decision 0017).
 */
export async function createWorker({
  connection,
  client,
  namespace = 'default',
  taskQueue,
  deps,
  archiveFolder,
  archiveBucket,
  documents,
  policies,
  bundle,
  workflowCache = Infinity,
  tuning,
}: WorkerSettings): Promise<Worker> {
  const workflowBundle = bundle ?? builtBundle() ?? (await bundleWorkflows());
  const code = 'code' in workflowBundle ? workflowBundle.code : readFileSync(workflowBundle.codePath, 'utf8');
  if (archiveFolder) keepBundle(archiveFolder, code, deps.log);
  const archive = archiveFolder
    ? { folder: archiveFolder, bucket: archiveBucket, histories: client.workflow, log: deps.log }
    : undefined;
  return LeanWorker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle,
    // Stands in every history: by it the archive finds the code that decided.
    buildId: buildIdOf(code),
    activities: createActivities({
      ...deps,
      temporal: client.workflow,
      cases: client.workflow,
      taskQueue,
      archive,
      policies: policies?.source() ?? shippedSource(),
      issueDocument: documents && paperMaker({ prisma: deps.prisma, documents, company: deps.mail.company }),
      openFollowing:
        policies &&
        ((request) =>
          openFollowing({ prisma: deps.prisma, temporal: client, policies, config: { taskQueue } }, request)),
    }),
    maxCachedWorkflows: Math.min(workflowCache, cachedWorkflows(memoryHere())),
    maxConcurrentActivityTaskExecutions: 40,
    stickyQueueScheduleToStartTimeout: '1s',
    shutdownGraceTime: '30s',
    shutdownForceTime: '60s',
    ...tuning,
  });
}
