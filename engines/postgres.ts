import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { endLeftover, logTail, startChild, type Child } from './child';
import { EngineError, reason } from './errors';
import type { Log } from './log';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries';
import { postgresUser, requireReachable, type SystemUser } from './postgres-user';
import { commandLine } from './process-identity';
import type { StateFolder } from './state-folder';

/** The name of the child, of its log and of its folder under the state folder. */
export const POSTGRES = 'postgres';
const USER = 'sanbao';
const DATABASE = 'sanbao';
/** Recovery of a large write-ahead log after a crash takes a while; a healthy start takes half a second. */
const START_TIMEOUT = 120_000;
/** A fast shutdown writes one checkpoint; after this the process is killed, which the next start recovers from. */
const STOP_TIMEOUT = 30_000;

const run = promisify(execFile);

/** A running embedded database. */
export interface Postgres {
  /** Where the application connects, password included: keep it out of logs. */
  readonly databaseUrl: string;
  readonly child: Child;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that came with npm on 127.0.0.1, its data under `<state>/postgres`, and makes sure that the
 * database `sanbao` exists. Recovers from an unclean stop.
 * @throws EngineError when the data cannot be used, or the server does not answer in time.
 */
export async function startPostgres({
  state,
  port,
  log,
}: {
  state: StateFolder;
  port: number;
  log: Log;
}): Promise<Postgres> {
  const binaries = postgresBinaries();
  const home = state.folder(POSTGRES);
  const data = join(home, 'data');
  const password = state.secret('postgresPassword');
  const user = await postgresUser(home);
  if (user) requireReachable(user, [home, binaries.postgres]);

  if (!existsSync(join(data, 'PG_VERSION'))) {
    log('PostgreSQL: creating the database cluster');
    await createCluster({ binaries, home, data, password, user });
  }
  await requireSameMajor(binaries, data);
  await endLeftover(state, POSTGRES);
  removeStalePidFile(data);

  const child = await startChild({
    name: POSTGRES,
    command: binaries.postgres,
    // No Unix socket: its folder would be shared with other servers of the machine.
    args: ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    state,
    uid: user?.uid,
    gid: user?.gid,
    // SIGINT is PostgreSQL's fast shutdown: it ends the sessions and leaves a clean cluster.
    stopSignal: 'SIGINT',
    stopTimeout: STOP_TIMEOUT,
  });
  const connection = { host: '127.0.0.1', port, user: USER, password };
  try {
    await untilReady(child, connection);
    await createDatabase(connection);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return {
    databaseUrl: embeddedDatabaseUrl(password, port),
    child,
    stop: () => child.stop(),
  };
}

interface ClusterOptions {
  binaries: PostgresBinaries;
  home: string;
  data: string;
  password: string;
  user: SystemUser | undefined;
}

async function createCluster({ binaries, home, data, password, user }: ClusterOptions): Promise<void> {
  // Made beside and renamed: an interrupted creation must not look like a cluster.
  const draft = `${data}.new`;
  const passwordFile = join(home, 'initial-password');
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) {
    chownSync(home, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  for (const file of [binaries.initdb, binaries.postgres]) makeExecutable(file);
  try {
    const flags = [
      '--auth=scram-sha-256',
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
    ];
    await run(binaries.initdb, [`--pgdata=${draft}`, ...flags], { cwd: home, uid: user?.uid, gid: user?.gid });
    renameSync(draft, data);
  } catch (error) {
    throw new EngineError(
      `The database cluster in ${data} cannot be created: ${reason(error)}`,
      'Check free disk space and the rights on the folder, or give DATABASE_URL to use a PostgreSQL of your own.',
      { cause: error },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function makeExecutable(file: string): void {
  try {
    chmodSync(file, 0o755);
  } catch {
    // A read-only installation keeps the modes that it was made with; starting the file tells whether they do.
  }
}

async function requireSameMajor(binaries: PostgresBinaries, data: string): Promise<void> {
  const made = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const { stdout } = await run(binaries.postgres, ['--version']);
  const major = /(\d+)/.exec(stdout)?.[1];
  if (made === major) return;
  throw new EngineError(
    `${data} was made by PostgreSQL ${made}, but the installed one is ${major ?? 'unknown'}.`,
    'Dump the data with the old version and restore it into a new state folder, or install the version of Sanbao that made it.',
  );
}

/**
 * PostgreSQL refuses to start while the process named in postmaster.pid lives, although after a crash that id may
 * belong to an unrelated process or a zombie. The state folder's lock and the ended leftover make that sure.
 */
function removeStalePidFile(data: string): void {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (commandLine(pid).includes(data)) {
    throw new EngineError(
      `A PostgreSQL that Sanbao did not start (process ${pid}) runs on ${data}.`,
      `Stop it first, for example with: kill -INT ${pid}`,
    );
  }
  rmSync(file, { force: true });
}

interface ConnectionOptions {
  host: string;
  port: number;
  user: string;
  password: string;
}

async function untilReady(child: Child, connection: ConnectionOptions): Promise<void> {
  let last = '';
  for (const start = Date.now(); Date.now() - start < START_TIMEOUT; await sleep(50)) {
    await child.requireRunning();
    try {
      await withClient({ ...connection, database: 'postgres' }, (client) => client.query('select 1'));
      return;
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') {
        throw new EngineError(
          'The embedded PostgreSQL refuses the password of the state folder.',
          'secrets.json and the folder postgres belong together: restore both from the same backup.',
          { cause: error },
        );
      }
      last = reason(error);
    }
  }
  throw new EngineError(
    `The embedded PostgreSQL did not answer within ${START_TIMEOUT / 1000} s: ${last}`,
    `Its log ${child.logFile} ends with:\n${logTail(child.logFile)}`,
  );
}

async function createDatabase(connection: ConnectionOptions): Promise<void> {
  await withClient({ ...connection, database: 'postgres' }, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(DATABASE)}`);
  });
}

async function withClient(
  options: ConnectionOptions & { database: string },
  use: (client: Client) => Promise<unknown>,
): Promise<void> {
  const client = new Client({ ...options, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The address of the embedded database. Holds the password: keep it out of logs. */
export function embeddedDatabaseUrl(password: string, port: number): string {
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}
