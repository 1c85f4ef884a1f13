/**
 * Once a test run: one real PostgreSQL with a migrated template database, its cluster to copy for files that stop theirs,
 * the workflow bundle, the policies, the paths of the Temporal servers, and one folder for all temporary files. Test files
 * find them in the environment.
 */
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflows } from '../../bin/worker';
import { startPostgres } from '../../engines/postgres';
import { openStateFolder } from '../../engines/state-folder';
import { findTemporalCli } from '../../engines/temporal-cli';
import { findTimeSkippingServer } from '../../engines/time-skipping-server';
import { copyCluster, makeCluster } from './cluster';
import { freePort } from './free-port';
import { keepPolicies } from './shipped-policies';
import { javaOptions } from './warm-server';

const log = (line: string): void => console.log(line);

export default async function globalSetup(): Promise<void> {
  // Not mkdtemp: started by root, the database runs as another user, who must be able to enter.
  const folder = join(tmpdir(), `sanbao-test-${randomUUID()}`);
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  // Whatever a test file, or a process that it starts, puts among the temporary files goes with the run.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  let stop = (): Promise<void> => Promise.resolve();
  const end = (): Promise<void> => stop().finally(() => rmSync(folder, { recursive: true, force: true }));
  (globalThis as { sanbaoTestStop?: () => Promise<void> }).sanbaoTestStop = end;
  // The engines are no children of the terminal's: without this an interrupted run would leave them behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void end().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143)));
  try {
    stop = await startShared(folder);
  } catch (error) {
    await end();
    throw error;
  }
}

/** What all test files share, below the run's folder. */
async function startShared(folder: string): Promise<() => Promise<void>> {
  const cluster = join(folder, 'cluster');
  const server = join(folder, 'server');
  const [, cli, [timeSkipping, java], bundle] = await Promise.all([
    makeCluster(cluster).then(() => copyCluster(cluster, server)),
    findTemporalCli({ log }),
    findTimeSkippingServer({ log }).then(
      async (found) => [found, await javaOptions(found, join(folder, 'test-server.jsa'))] as const,
    ),
    bundleWorkflows(),
  ]);
  const state = openStateFolder(server);
  const postgres = await startPostgres({ state, port: await freePort(), log: () => undefined });
  const codePath = join(folder, 'workflow-bundle.js');
  writeFileSync(codePath, bundle.code);
  keepPolicies(join(folder, 'policies.json'));
  process.env.SANBAO_TEST_DATABASE = postgres.databaseUrl;
  process.env.SANBAO_TEST_CLUSTER = cluster;
  process.env.SANBAO_TEMPORAL_CLI = cli;
  process.env.SANBAO_TEST_SERVER = timeSkipping;
  if (java !== undefined) process.env.JAVA_TOOL_OPTIONS ??= java;
  process.env.SANBAO_TEST_BUNDLE = codePath;
  return async () => {
    await postgres.stop();
    state.release();
  };
}
