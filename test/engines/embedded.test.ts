import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Client as PgClient } from 'pg';
import { startEngines, type Engines } from '../../engines/embedded';
import type { EngineError } from '../../engines/errors';
import { openStateFolder, type StateFolder } from '../../engines/state-folder';
import { RETENTION_DAYS } from '../../engines/temporal-settings';
import { freePort } from '../rig/free-port';
import { temporaryFolder } from './folders';

/** The embedded shape on a new folder, with the Temporal CLI that this machine has or can obtain. */
describe('the embedded engines', () => {
  const root = temporaryFolder();
  const deaths: EngineError[] = [];
  let state: StateFolder;
  let engines: Engines;

  async function start(): Promise<Engines> {
    const [postgres, temporal, temporalUi, smtp, mailbox] = await Promise.all([1, 2, 3, 4, 5].map(freePort));
    const ports = { postgres: postgres!, temporal: temporal!, temporalUi: temporalUi!, smtp: smtp!, mailbox: mailbox! };
    // Empty counts as not given.
    const none = { DATABASE_URL: '', TEMPORAL_ADDRESS: '', SMTP_URL: '' };
    return startEngines({
      state,
      ports,
      log: () => undefined,
      env: { ...process.env, ...none },
      onDeath: (error) => deaths.push(error),
    });
  }

  async function withTemporal<T>(use: (client: Client) => Promise<T>): Promise<T> {
    const connection = await Connection.connect({ address: engines.temporalAddress });
    try {
      return await use(new Client({ connection }));
    } finally {
      await connection.close();
    }
  }

  beforeAll(async () => {
    state = openStateFolder(join(root, 'state'));
    engines = await start();
  });
  afterAll(async () => {
    await engines.stop();
    state.release();
  });

  it('keep a started workflow with its search attributes, and the retention, over a stop and a start', async () => {
    await withTemporal((client) =>
      client.workflow.start('repair', {
        taskQueue: 'nobody-listens',
        workflowId: 'repair-1',
        searchAttributes: { CaseKind: ['repair'], EscalationLevel: [1] },
      }),
    );
    await engines.stop();
    await engines.stop();
    engines = await start();
    await withTemporal(async (client) => {
      expect(await client.workflow.getHandle('repair-1').describe()).toMatchObject({
        status: { name: 'RUNNING' },
        searchAttributes: { CaseKind: ['repair'] },
      });
      const { config } = await client.workflowService.describeNamespace({ namespace: 'default' });
      expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(RETENTION_DAYS * 86_400);
    });
    expect(deaths).toEqual([]);
  });

  it('serve the mailbox, the database and the web page at the addresses told', async () => {
    expect((await fetch(engines.mailboxUrl!)).status).toBe(200);
    expect((await fetch(engines.temporalUiUrl!)).status).toBe(200);
    const database = new PgClient({ connectionString: engines.databaseUrl });
    await database.connect();
    expect((await database.query('select current_database() as name')).rows).toEqual([{ name: 'sanbao' }]);
    await database.end();
  });

  it('name every busy port before anything starts', async () => {
    const busy = openStateFolder(join(root, 'busy'));
    const smtp = Number(new URL(engines.smtpUrl).port);
    const ports = {
      postgres: await freePort(),
      temporal: Number(engines.temporalAddress.split(':')[1]),
      temporalUi: await freePort(),
      smtp,
      mailbox: await freePort(),
    };
    const refused = startEngines({ state: busy, ports, log: () => undefined, env: {} });
    await expect(refused).rejects.toThrow(`Port ${smtp} (mail) is in use by another program.`);
    await expect(refused).rejects.toThrow('choose another port: SANBAO_TEMPORAL_PORT=<port> SANBAO_SMTP_PORT=<port>');
    busy.release();
  });

  it('are not started where an address is given', async () => {
    const given = {
      DATABASE_URL: 'postgresql://db.example.test/sanbao',
      TEMPORAL_ADDRESS: 'temporal.example.test:7233',
      SMTP_URL: 'smtp://mail.example.test',
    };
    const untouched = openStateFolder(join(root, 'untouched'));
    const none = await startEngines({
      state: untouched,
      ports: { postgres: 1, temporal: 1, temporalUi: 1, smtp: 1, mailbox: 1 },
      log: () => undefined,
      env: given,
    });
    expect(none).toMatchObject({
      databaseUrl: given.DATABASE_URL,
      temporalAddress: given.TEMPORAL_ADDRESS,
      smtpUrl: given.SMTP_URL,
      mailboxUrl: undefined,
      temporalUiUrl: undefined,
    });
    await none.stop();
    untouched.release();
  });

  it('tell when one of them dies', async () => {
    const { pid } = JSON.parse(readFileSync(join(state.path, 'run', 'temporal.json'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    for (let tries = 0; deaths.length === 0 && tries < 50; tries += 1)
      await new Promise((next) => setTimeout(next, 100));
    expect(deaths.map(({ message }) => message.split('\n')[0])).toEqual([
      'The embedded temporal was ended by SIGKILL.',
    ]);
  });
});
