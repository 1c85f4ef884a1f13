/** One database, one Temporal server, one mailbox for all three variants, in a folder that goes with the run. */
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode } from '@temporalio/worker';
import { openDatabase } from '../activities/database';
import { bundleWorkflows } from '../bin/worker';
import { migrate } from '../engines/migrate';
import { startPostgres } from '../engines/postgres';
import { openStateFolder } from '../engines/state-folder';
import { startTemporalServer } from '../engines/temporal-server';
import { Policies } from '../policies/registry';
import { publish } from '../policies/publish';
import { hireDepartment, type Department } from '../test/rig/people';
import { Remote } from './remote';
import type { Processes } from './throughput';

export interface Servers {
  databaseUrl: string;
  temporalAddress: string;
  smtpUrl: string;
  mailbox: Remote;
  client: Client;
  people: Department;
  /** Files with the bundled workflow code. */
  bundles: { bare: string; case: string };
  processes: Processes;
  stop(): Promise<void>;
}

/** Kept mails: more than any run sends. */
const MAIL_LIMIT = 200_000;

/** Starts everything; Temporal with its file and the settings that the product ships with. */
export async function startServers(say: (line: string) => void): Promise<Servers> {
  // Not mkdtemp: started by root, the database runs as another user, who must be able to enter.
  const folder = join(tmpdir(), `sanbao-bench-${randomUUID()}`);
  const state = openStateFolder(folder);
  const [postgres, temporal, mailbox, bundles] = await Promise.all([
    startPostgres({ state, port: await freePort(), log: say }).then(async (started) => {
      await migrate(started.databaseUrl);
      return started;
    }),
    startTemporalServer({ state, port: await freePort(), log: say }),
    Remote.start(require.resolve('./mailbox-process'), { folder: state.folder('mail'), limit: MAIL_LIMIT }),
    writeBundles(folder),
  ]);
  const prisma = openDatabase({ url: postgres.databaseUrl });
  await publish(prisma, Policies.load().loaded);
  const people = await hireDepartment(prisma);
  await prisma.$disconnect();
  const connection = await Connection.connect({ address: temporal.address });
  return {
    databaseUrl: postgres.databaseUrl,
    temporalAddress: temporal.address,
    smtpUrl: await mailbox.call('smtpUrl'),
    mailbox,
    client: new Client({ connection }),
    people,
    bundles,
    processes: { Temporal: temporal.child.pid, PostgreSQL: postgres.child.pid, mailbox: mailbox.pid },
    async stop() {
      await connection.close();
      await Promise.all([temporal.stop(), mailbox.kill()]);
      await postgres.stop();
      state.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function writeBundles(folder: string): Promise<Servers['bundles']> {
  const quiet = { log: ignore, trace: ignore, debug: ignore, info: ignore, warn: ignore, error: console.error };
  const bare = await bundleWorkflowCode({ workflowsPath: require.resolve('./bare'), logger: quiet });
  const files = { bare: join(folder, 'bare.js'), case: join(folder, 'case.js') };
  writeFileSync(files.bare, bare.code);
  writeFileSync(files.case, (await bundleWorkflows()).code);
  return files;
}

const ignore = (): void => undefined;

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
