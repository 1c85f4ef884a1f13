import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres, type Postgres } from '../../engines/postgres';
import { projectRoot } from '../../engines/project-root';
import { openStateFolder, type StateFolder } from '../../engines/state-folder';
import { freePort, temporaryFolder } from './folders';

const schema = (columns: string): string => `
generator client {
  provider = "prisma-client"
  output   = "generated"
}
datasource db {
  provider = "postgresql"
  schemas  = ["cases", "master"]
}
model Case {
  id String @id
  ${columns}
  @@schema("cases")
}
model Person {
  id Int @id @default(autoincrement())
  @@schema("master")
}
`;

describe('the Prisma CLI on npm packages alone', () => {
  const root = temporaryFolder();
  const migrations = join(root, 'migrations');
  let state: StateFolder;
  let postgres: Postgres;

  beforeAll(async () => {
    state = openStateFolder(join(root, 'state'));
    postgres = await startPostgres({ state, port: await freePort(), log: () => undefined });
    mkdirSync(join(migrations, '1_first'), { recursive: true });
    writeFileSync(join(migrations, 'migration_lock.toml'), 'provider = "postgresql"\n');
    writeFileSync(
      join(root, 'prisma.config.mjs'),
      `export default ${JSON.stringify({ schema: 'schema.prisma', migrations: { path: 'migrations' }, datasource: { url: postgres.databaseUrl } })};`,
    );
    writeFileSync(join(root, 'schema.prisma'), schema(''));
  });
  afterAll(async () => {
    await postgres.stop();
    state.release();
  });

  function prisma(...args: string[]): { status: number | null; output: string } {
    const run = [join(projectRoot(), 'prisma', 'run.mjs'), ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, run, { cwd: root, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  }
  const drift = () =>
    prisma('migrate', 'diff', '--from-config-datasource', '--to-schema', 'schema.prisma', '--exit-code');
  const nextMigration = () =>
    prisma('migrate', 'diff', '--from-migrations', 'migrations', '--to-schema', 'schema.prisma', '--script');

  it('generates, writes the first migration, deploys it, and sees no difference then', () => {
    expect(prisma('generate')).toMatchObject({ status: 0 });
    expect(readdirSync(join(root, 'generated'))).toContain('client.ts');
    const file = join(migrations, '1_first', 'migration.sql');
    expect(
      prisma('migrate', 'diff', '--from-empty', '--to-schema', 'schema.prisma', '--script', '--output', file),
    ).toMatchObject({ status: 0 });
    expect(readFileSync(file, 'utf8')).toContain('CREATE TABLE "cases"."Case"');
    expect(prisma('migrate', 'deploy')).toMatchObject({ status: 0, output: expect.stringContaining('1_first') });
    expect(drift()).toMatchObject({ status: 0 });
  });

  it('sees a difference of the database, and works out the next migration on a shadow database that goes away', async () => {
    writeFileSync(join(root, 'schema.prisma'), schema('note String?'));
    expect(drift()).toMatchObject({ status: 2, output: expect.stringContaining('Added column `note`') });
    expect(nextMigration()).toMatchObject({
      status: 0,
      output: expect.stringContaining('ALTER TABLE "cases"."Case" ADD COLUMN     "note" TEXT'),
    });
    const client = new Client({ connectionString: postgres.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ datname: string }>('select datname from pg_database order by 1');
    await client.end();
    expect(rows.map(({ datname }) => datname)).toEqual(['postgres', 'sanbao', 'template0', 'template1']);
  });

  it('fails with the reason when a migration fails', () => {
    mkdirSync(join(migrations, '2_bad'));
    writeFileSync(join(migrations, '2_bad', 'migration.sql'), 'create table nowhere.x (id int);');
    expect(prisma('migrate', 'deploy')).toMatchObject({
      status: 1,
      output: expect.stringContaining('schema "nowhere" does not exist'),
    });
    expect(nextMigration()).toMatchObject({ status: 1, output: expect.stringContaining('2_bad') });
  });
});
