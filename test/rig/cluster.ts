/** A PostgreSQL cluster with a migrated database, made once a test run: a copy of it starts where migrating takes seconds. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { migrate } from '../../engines/migrate';
import { startPostgres } from '../../engines/postgres';
import { openStateFolder } from '../../engines/state-folder';
import { freePort } from './free-port';

/** Makes the cluster in a state folder of its own, and stops it again. */
export async function makeCluster(folder: string): Promise<void> {
  const state = openStateFolder(folder);
  const postgres = await startPostgres({ state, port: await freePort(), log: () => undefined });
  try {
    await migrate(postgres.databaseUrl);
    await trustTheSystem(postgres.databaseUrl);
  } finally {
    await postgres.stop();
    state.release();
  }
}

/** Copies the state folder of a stopped cluster, with its owners. The copy must not exist yet. */
export async function copyCluster(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}

/** No test pulls the plug: what a killed server had written is safe without waiting for the disk. */
async function trustTheSystem(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('ALTER SYSTEM SET fsync = off');
    await client.query('ALTER SYSTEM SET full_page_writes = off');
  } finally {
    await client.end();
  }
}
