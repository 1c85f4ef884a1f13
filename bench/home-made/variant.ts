/** (c) Rows and delayed jobs, driven the way (a) and (b) are: calls go to the process as requests go to an API. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { mailLosses } from '../mail-losses';
import { Remote } from '../remote';
import type { BenchCase, Losses, Variant } from '../variant';
import type { HomeMadeConfig } from './process';

/** Request received, job assigned, repair finished: nothing decides there who bears the work. */
const mailsPerCase = 3;

export async function homeMadeVariant(config: HomeMadeConfig, mailbox: Remote): Promise<Variant> {
  const pool = new Pool({ connectionString: config.databaseUrl, max: 2 });
  const start = () => Remote.start(require.resolve('./process'), config);
  let service = await start();
  let opened = 0;

  const count = async (sql: string, ids?: readonly string[]): Promise<number> => {
    const { rows } = await pool.query<{ n: string }>(sql, ids ? [ids] : []);
    return Number(rows[0]!.n);
  };

  return {
    name: 'homeMade',
    get pid() {
      return service.pid;
    },
    async open(wakeAt): Promise<BenchCase> {
      const id = `bench-c-${++opened}`;
      await service.call('open', { id, wakeAt });
      return { id, act: (index) => service.call('act', { id, index }) };
    },
    async settled() {
      const owed = `SELECT count(*) AS n FROM pgboss.job WHERE name = 'mail' AND state < 'completed'`;
      while ((await count(owed)) > 0) await sleep(50);
    },
    statements: () => service.call('statements'),
    lateness: () => service.call('lateness'),
    async killAndRestart() {
      await service.kill();
      service = await start();
    },
    async losses(ids, waitMs): Promise<Losses> {
      const mails = await mailLosses(mailbox, ids, waitMs, mailsPerCase);
      const doubles = `SELECT coalesce(sum(n - 1), 0) AS n FROM
        (SELECT count(*) AS n FROM home.events WHERE case_id = ANY ($1) GROUP BY case_id, action) AS e WHERE n > 1`;
      const lost = `SELECT count(*) AS n FROM home.clocks c LEFT JOIN pgboss.job j ON j.id = c.job_id AND j.name = 'clock'
        AND j.state < 'active' WHERE c.case_id = ANY ($1) AND (c.met_at IS NULL) <> (j.id IS NOT NULL)`;
      const [closed, doubledActions, lostClocks] = await Promise.all([
        count(`SELECT count(*) AS n FROM home.cases WHERE id = ANY ($1) AND status = 'closed'`, ids),
        count(doubles, ids),
        count(lost, ids),
      ]);
      return { ...mails, unfinished: ids.length - closed, doubledActions, lostClocks };
    },
    async close() {
      await service.kill();
      await pool.end();
    },
  };
}
