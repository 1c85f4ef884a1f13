/**
 * Once a test run: one real PostgreSQL with a migrated template database, the workflow bundle, and the paths of the
 * Temporal servers. Test files find them in the environment.
 */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflows } from '../../bin/worker';
import { migrate } from '../../engines/migrate';
import { startPostgres } from '../../engines/postgres';
import { openStateFolder } from '../../engines/state-folder';
import { findTemporalCli } from '../../engines/temporal-cli';
import { findTimeSkippingServer } from '../../engines/time-skipping-server';

const log = (line: string): void => console.log(line);

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

export default async function globalSetup(): Promise<void> {
  // Not mkdtemp: started by root, the database runs as another user, who must be able to enter.
  const folder = join(tmpdir(), `sanbao-test-${randomUUID()}`);
  const state = openStateFolder(folder);
  const [postgres, cli, timeSkipping, bundle] = await Promise.all([
    startPostgres({ state, port: await freePort(), log: () => undefined }).then(async (started) => {
      await migrate(started.databaseUrl);
      return started;
    }),
    findTemporalCli({ log }),
    findTimeSkippingServer({ log }),
    bundleWorkflows(),
  ]);
  const codePath = join(folder, 'workflow-bundle.js');
  writeFileSync(codePath, bundle.code);
  process.env.SANBAO_TEST_DATABASE = postgres.databaseUrl;
  process.env.SANBAO_TEMPORAL_CLI = cli;
  process.env.SANBAO_TEST_SERVER = timeSkipping;
  process.env.SANBAO_TEST_BUNDLE = codePath;
  (globalThis as { sanbaoTestStop?: () => Promise<void> }).sanbaoTestStop = async () => {
    await postgres.stop();
    state.release();
  };
}
