/**
 * (c) The way most teams would build it: a row a case, an events table, a row and a delayed pg-boss job for each clock,
 * a job for each mail, sent once the transaction is through. API and job workers are one process.
 */
import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { Pool, type PoolClient } from 'pg';
import PgBoss from 'pg-boss';
import { countStatements } from '../count-statements';
import { serve, settings } from '../remote';
import { actionNames } from '../variant';
import { plan, type Step } from './plan';

export interface HomeMadeConfig {
  databaseUrl: string;
  smtpUrl: string;
  customerId: string;
  engineerId: string;
}

interface ClockJob {
  caseId: string;
  key: string;
  at: number;
}
interface MailJob {
  caseId: string;
  template: string;
  personId: string;
  customer: boolean;
}
type Effect = (boss: PgBoss) => Promise<unknown>;

/** Half a second is the shortest that pg-boss allows; its default is two. */
const polling = { pollingIntervalSeconds: 0.5, batchSize: 50 };
const tables = `
  CREATE SCHEMA IF NOT EXISTS home;
  CREATE TABLE IF NOT EXISTS home.cases (id text PRIMARY KEY, status text NOT NULL, state jsonb NOT NULL,
    customer_id text NOT NULL, engineer_id text, opened_at timestamptz NOT NULL, updated_at timestamptz NOT NULL);
  CREATE TABLE IF NOT EXISTS home.events (case_id text NOT NULL, action text NOT NULL, actor text, payload jsonb,
    at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX IF NOT EXISTS events_case ON home.events (case_id);
  CREATE TABLE IF NOT EXISTS home.clocks (case_id text NOT NULL, key text NOT NULL, due_at timestamptz NOT NULL,
    met_at timestamptz, warned_at timestamptz, job_id uuid NOT NULL, PRIMARY KEY (case_id, key));`;

async function main(): Promise<void> {
  const statements = countStatements();
  const { databaseUrl, smtpUrl, customerId, engineerId } = settings<HomeMadeConfig>();
  const pool = new Pool({ connectionString: databaseUrl, max: 20 });
  await pool.query(tables);
  const boss = new PgBoss({ connectionString: databaseUrl, max: 10 });
  boss.on('error', () => undefined);
  await boss.start();
  for (const queue of ['clock', 'mail']) await boss.createQueue(queue);
  const mailer = createTransport({ url: smtpUrl, pool: true, maxConnections: 4 } as never);
  const late: number[] = [];

  /** One transaction; what it owes is handed to the queue once it is through. */
  async function transact(work: (client: PoolClient) => Promise<Effect[]>): Promise<void> {
    const client = await pool.connect();
    let effects: Effect[];
    try {
      await client.query('BEGIN');
      effects = await work(client);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      // Already done by the call before, whose answer got lost.
      if ((error as { code?: string }).code === '23505') throw new Error('refused: it is there already');
      throw error;
    } finally {
      client.release();
    }
    for (const effect of effects) await effect(boss);
  }

  async function startClock(client: PoolClient, caseId: string, key: string, at: number): Promise<Effect> {
    const jobId = randomUUID();
    await client.query('INSERT INTO home.clocks (case_id, key, due_at, job_id) VALUES ($1, $2, $3, $4)', [
      caseId,
      key,
      new Date(at),
      jobId,
    ]);
    return (queue) => queue.send('clock', { caseId, key, at }, { id: jobId, startAfter: new Date(at) });
  }

  async function effectsOf(client: PoolClient, caseId: string, step: Step, now: number): Promise<Effect[]> {
    const effects: Effect[] = [];
    for (const key of step.stops ?? []) {
      const { rows } = await client.query<{ job_id: string }>(
        'UPDATE home.clocks SET met_at = $3 WHERE case_id = $1 AND key = $2 RETURNING job_id',
        [caseId, key, new Date(now)],
      );
      effects.push(
        ...rows.map(
          ({ job_id }): Effect =>
            (queue) =>
              queue.cancel('clock', job_id),
        ),
      );
    }
    for (const { key, ms } of step.starts ?? []) effects.push(await startClock(client, caseId, key, now + ms));
    const { mail } = step;
    if (mail) {
      const customer = mail.to === 'customer';
      const job: MailJob = { caseId, template: mail.template, customer, personId: customer ? customerId : engineerId };
      effects.push((queue) => queue.send('mail', job, { retryLimit: 20, retryBackoff: true }));
    }
    return effects;
  }

  const insertEvent = (client: PoolClient, caseId: string, action: string, payload: object): Promise<unknown> =>
    client.query('INSERT INTO home.events (case_id, action, actor, payload) VALUES ($1, $2, $3, $4)', [
      caseId,
      action,
      'dispatcher',
      payload,
    ]);

  const open = ({ id, wakeAt }: { id: string; wakeAt?: number }): Promise<void> =>
    transact(async (client) => {
      const now = Date.now();
      await client.query(
        `INSERT INTO home.cases (id, status, state, customer_id, opened_at, updated_at) VALUES ($1, $2, '{}', $3, $4, $4)`,
        [id, plan.open.to, customerId, new Date(now)],
      );
      await insertEvent(client, id, 'open', {});
      const starts = wakeAt === undefined ? plan.open.starts : [{ key: 'response', ms: wakeAt - now }];
      return effectsOf(client, id, { ...plan.open, starts }, now);
    });

  const act = ({ id, index }: { id: string; index: number }): Promise<void> =>
    transact(async (client) => {
      const action = actionNames[index]!;
      const step = plan[action];
      const { rows } = await client.query<{ status: string }>(
        'SELECT status FROM home.cases WHERE id = $1 FOR UPDATE',
        [id],
      );
      const status = rows[0]?.status ?? 'unknown';
      if (!step.from.includes(status)) throw new Error(`refused: ${action} in ${status}`);
      await client.query(
        'UPDATE home.cases SET status = $2, state = state || $3, engineer_id = $4, updated_at = now() WHERE id = $1',
        [id, step.to, { [action]: Date.now() }, engineerId],
      );
      await insertEvent(client, id, action, {});
      return effectsOf(client, id, step, Date.now());
    });

  async function wake({ caseId, key, at }: ClockJob): Promise<void> {
    const now = Date.now();
    await transact(async (client) => {
      const { rowCount } = await client.query(
        'UPDATE home.clocks SET warned_at = now() WHERE case_id = $1 AND key = $2 AND met_at IS NULL AND warned_at IS NULL',
        [caseId, key],
      );
      if (rowCount === 0) return [];
      late.push(now - at);
      await insertEvent(client, caseId, 'warned', { key });
      const job: MailJob = { caseId, template: '时限预警 Deadline near', personId: 'dispatcher', customer: false };
      return [(queue) => queue.send('mail', job)];
    });
  }

  async function mail({ caseId, template, personId, customer }: MailJob): Promise<void> {
    const table = customer ? 'master."Customer"' : 'master."Person"';
    const { rows } = await pool.query<{ name: string; email: string }>(
      `SELECT name, email FROM ${table} WHERE id = $1`,
      [personId],
    );
    const { name, email } = rows[0]!;
    const subject = `${template} ${caseId}`;
    await mailer.sendMail({ from: 'service@bench.example', to: email, subject, text: `${name}: ${subject}` });
  }

  await boss.work<ClockJob>('clock', polling, (jobs) => Promise.all(jobs.map(({ data }) => wake(data))));
  await boss.work<MailJob>('mail', polling, (jobs) => Promise.all(jobs.map(({ data }) => mail(data))));
  serve({ open, act, statements, lateness: () => late.splice(0) });
}

void main();
