import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres, type Postgres } from '../../engines/postgres';
import { projectRoot } from '../../engines/project-root';
import { openStateFolder, type StateFolder } from '../../engines/state-folder';
import { freePort } from '../rig/free-port';
import { temporaryFolder } from './folders';

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
  async function query(sql: string, values: string[] = []): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: postgres.databaseUrl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql, values)).rows;
    } finally {
      await client.end();
    }
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
    const rows = await query('select datname from pg_database order by 1');
    expect(rows.map(({ datname }) => datname)).toEqual(['postgres', 'sanbao', 'template0', 'template1']);
  });

  it('runs a migration with a function whose body has semicolons', async () => {
    mkdirSync(join(migrations, '2_function'));
    const body = '$$ begin new."id" := \'a;b\'; return new; end $$';
    writeFileSync(
      join(migrations, '2_function', 'migration.sql'),
      `alter table "cases"."Case" add column "note" text;
       create function cases.named() returns trigger language plpgsql as ${body};
       create trigger named before insert on "cases"."Case" for each row execute function cases.named();`,
    );
    expect(prisma('migrate', 'deploy')).toMatchObject({ status: 0, output: expect.stringContaining('2_function') });
    expect(await query('insert into "cases"."Case" values ($1) returning "id"', ['x'])).toEqual([{ id: 'a;b' }]);
  });

  it('fails with the reason when a migration fails, and nothing of it stays', async () => {
    mkdirSync(join(migrations, '3_bad'));
    const bad = 'create table cases.half (id int); create table nowhere.x (id int);';
    writeFileSync(join(migrations, '3_bad', 'migration.sql'), bad);
    expect(prisma('migrate', 'deploy')).toMatchObject({
      status: 1,
      output: expect.stringContaining('schema "nowhere" does not exist'),
    });
    expect(await query("select to_regclass('cases.half') as half")).toEqual([{ half: null }]);
    expect(nextMigration()).toMatchObject({ status: 1, output: expect.stringContaining('3_bad') });
  });
});
