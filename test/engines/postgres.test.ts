import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { startPostgres, type Postgres } from '../../engines/postgres';
import { openStateFolder, type StateFolder } from '../../engines/state-folder';
import { freePort } from '../rig/free-port';
import { temporaryFolder } from './folders';

describe('the embedded PostgreSQL', () => {
  const root = temporaryFolder();
  let state: StateFolder;
  let postgres: Postgres;

  beforeAll(async () => {
    state = openStateFolder(join(root, 'state'));
    postgres = await start();
    await query(postgres, 'create table kept (id int)');
  });
  afterAll(async () => {
    await postgres.stop();
    state.release();
  });

  async function start(): Promise<Postgres> {
    return startPostgres({ state, port: await freePort(), log: () => undefined });
  }

  it('serves the database sanbao and keeps its data over a stop and a start', async () => {
    expect(postgres.databaseUrl).toMatch(/^postgresql:\/\/sanbao:[\w-]{43}@127\.0\.0\.1:\d+\/sanbao$/);
    await query(postgres, 'insert into kept values (1)');
    await postgres.stop();
    await postgres.stop();
    postgres = await start();
    expect(await query(postgres, 'select id from kept')).toEqual([{ id: 1 }]);
  });

  it('recovers after it was killed, and says that it died', async () => {
    await query(postgres, 'insert into kept values (2)');
    process.kill(postgres.child.pid, 'SIGKILL');
    await expect(postgres.child.ended).resolves.toMatchObject({
      message: expect.stringContaining('postgres was ended by SIGKILL'),
    });
    expect(existsSync(join(state.path, 'postgres', 'data', 'postmaster.pid'))).toBe(true);
    postgres = await start();
    expect(await query(postgres, 'select id from kept order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('dies with its parent when that is killed', async () => {
    const starter = join(__dirname, 'start-and-die.ts');
    const run = promisify(execFile)(process.execPath, [
      '--import',
      'tsx',
      starter,
      join(root, 'orphan'),
      String(await freePort()),
    ]);
    const { stdout } = (await run.catch((error: unknown) => error)) as { stdout: string };
    const pid = Number(stdout);
    expect(pid).toBeGreaterThan(1);
    const data = join(root, 'orphan', 'postgres', 'data', 'postmaster.pid');
    for (let tries = 0; existsSync(data) && tries < 100; tries += 1) await new Promise((next) => setTimeout(next, 100));
    expect(existsSync(data)).toBe(false);
  });
});

async function query({ databaseUrl }: Postgres, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}
