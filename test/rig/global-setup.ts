/**
 * Once a test run: one real PostgreSQL with a migrated template database, its cluster to copy for files that stop theirs,
 * the workflow bundle, the policies, and the paths of the Temporal servers. Test files find them in the environment.
 */
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
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

const log = (line: string): void => console.log(line);

export default async function globalSetup(): Promise<void> {
  // Not mkdtemp: started by root, the database runs as another user, who must be able to enter.
  const folder = join(tmpdir(), `sanbao-test-${randomUUID()}`);
  const cluster = `${folder}-cluster`;
  const [, cli, timeSkipping, bundle] = await Promise.all([
    makeCluster(cluster).then(() => copyCluster(cluster, folder)),
    findTemporalCli({ log }),
    findTimeSkippingServer({ log }),
    bundleWorkflows(),
  ]);
  const state = openStateFolder(folder);
  const postgres = await startPostgres({ state, port: await freePort(), log: () => undefined });
  const codePath = join(folder, 'workflow-bundle.js');
  writeFileSync(codePath, bundle.code);
  keepPolicies(join(folder, 'policies.json'));
  process.env.SANBAO_TEST_DATABASE = postgres.databaseUrl;
  process.env.SANBAO_TEST_CLUSTER = cluster;
  process.env.SANBAO_TEMPORAL_CLI = cli;
  process.env.SANBAO_TEST_SERVER = timeSkipping;
  process.env.SANBAO_TEST_BUNDLE = codePath;
  (globalThis as { sanbaoTestStop?: () => Promise<void> }).sanbaoTestStop = async () => {
    await postgres.stop();
    state.release();
    for (const made of [folder, cluster]) rmSync(made, { recursive: true, force: true });
  };
}
