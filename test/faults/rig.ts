/**
 * The real system with every part killable: PostgreSQL of its own, a Temporal server that keeps its file, a mail server,
 * and worker processes as they run in production. Time is this machine's, so policies get windows of seconds. When the
 * rig closes, every history is replayed and searched for personal data, and so are the workers' logs.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Runtime } from '@temporalio/worker';
import type { RepairInput } from '../../domain/cases/repair/opening';
import { startMailbox, type Mailbox, type Refusal } from '../../engines/mailbox';
import type { StoredMail } from '../../engines/mail-store';
import { openStateFolder } from '../../engines/state-folder';
import { startTemporalServer } from '../../engines/temporal-server';
import type { PrismaClient } from '../../prisma/generated/client';
import { startDatabase } from '../activities/stoppable-database';
import { CaseDriver } from '../rig/case-driver';
import { freePort } from '../rig/free-port';
import { hireDepartment, personalData, type Department } from '../rig/people';
import { replayAll } from '../rig/replay';

/** A part that can be taken away and brought back with what it had kept. */
export interface Stoppable {
  stop(): Promise<void>;
  start(): Promise<void>;
}

export interface FaultRig {
  client: Client;
  prisma: PrismaClient;
  people: Department;
  cases: CaseDriver;
  database: Stoppable;
  /** `stop` is a SIGKILL: whatever was not in its file is gone. */
  temporal: Stoppable;
  mail: Stoppable & { list(filter?: { to?: string }): StoredMail[]; refuse(refusals: Refusal[]): void };
  /** The worker processes; `kill` is a SIGKILL to all of them, `killOldest` to one. */
  workers: { kill(): Promise<void>; killOldest(): Promise<void>; start(): Promise<void> };
  /** Brings back whatever a test that failed left stopped. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

const root = join(__dirname, '..', '..');
const quiet = () => undefined;

/** Starts all parts and one worker. */
export async function startFaultRig(name: string): Promise<FaultRig> {
  try {
    Runtime.install({ logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet } });
  } catch {
    // Installed by an earlier rig of this process.
  }
  const folder = join(tmpdir(), `sanbao-faults-${randomUUID()}`);
  const state = openStateFolder(folder);
  const temporalPort = await freePort();
  const startTemporal = () => startTemporalServer({ state, port: temporalPort, log: quiet });
  const openMailbox = (smtpPort: number): Promise<Mailbox> =>
    startMailbox({ folder: state.folder('mail'), smtpPort, httpPort: 0, limit: 20_000 });
  const [database, firstTemporal, firstMailbox] = await Promise.all([startDatabase(), startTemporal(), openMailbox(0)]);
  let temporal = firstTemporal;
  let mailbox = firstMailbox;
  const smtpPort = Number(new URL(mailbox.smtpUrl).port);
  const taskQueue = `faults-${name}`;
  const log = join(state.folder('logs'), 'workers.log');
  const workers = workerProcesses(log, {
    DATABASE_URL: database.url,
    SMTP_URL: mailbox.smtpUrl,
    DOCUMENT_STORE: join(folder, 'documents'),
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_TASK_QUEUE: taskQueue,
    WORKFLOW_BUNDLE: process.env.SANBAO_TEST_BUNDLE!,
    PUBLIC_URL: 'http://dept.example',
    MAIL_FROM: '三包售后 <service@dept.example>',
  });
  const people = await hireDepartment(database.prisma);
  const [connection] = await Promise.all([Connection.connect({ address: temporal.address }), workers.start()]);
  const client = new Client({ connection });
  const started: string[] = [];
  const now = (): Promise<number> => Promise.resolve(Date.now());
  const away = new Set<Stoppable>();
  const stoppable = (stop: () => Promise<void>, start: () => Promise<void>): Stoppable => {
    const part: Stoppable = {
      async stop() {
        away.add(part);
        await stop();
      },
      async start() {
        await start();
        away.delete(part);
      },
    };
    return part;
  };
  const restore = async (): Promise<void> => {
    for (const part of away) await part.start();
    mailbox.refuse([]);
  };
  return {
    client,
    prisma: database.prisma,
    people,
    cases: new CaseDriver(client, taskQueue, people, now, name, (id) => started.push(id)),
    workers,
    restore,
    database: stoppable(
      () => database.stopServer(),
      () => database.startServer(),
    ),
    temporal: stoppable(
      async () => {
        process.kill(temporal.child.pid, 'SIGKILL');
        await temporal.child.ended;
      },
      async () => {
        temporal = await startTemporal();
      },
    ),
    mail: {
      ...stoppable(
        () => mailbox.stop(),
        async () => {
          mailbox = await openMailbox(smtpPort);
        },
      ),
      list: (filter) => mailbox.list(filter),
      refuse: (refusals) => mailbox.refuse(refusals),
    },
    async close() {
      try {
        await restore();
        await replayAll(client, started, { codePath: process.env.SANBAO_TEST_BUNDLE! });
        const words = readFileSync(log, 'utf8');
        const leaked = personalData.filter((person) => words.includes(person));
        if (leaked.length > 0) throw new Error(`the workers' log holds personal data: ${leaked.join(', ')}`);
      } finally {
        await workers.kill();
        await connection.close();
        await Promise.all([temporal.stop(), mailbox.stop(), database.close()]);
        state.release();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function workerProcesses(log: string, settings: Record<string, string>): FaultRig['workers'] {
  const running = new Set<ChildProcess>();
  return {
    async start() {
      const out = openSync(log, 'a');
      const { PATH, HOME, TMPDIR } = process.env;
      const child = fork(join(root, 'bin', 'sanbao.ts'), ['worker'], {
        cwd: root,
        execArgv: ['--import', 'tsx'],
        env: { PATH, HOME, TMPDIR, ...settings },
        stdio: ['ignore', out, out, 'ipc'],
      });
      closeSync(out);
      running.add(child);
      child.once('exit', () => running.delete(child));
      const ready = await Promise.race([
        once(child, 'message').then(() => true),
        once(child, 'exit').then(() => false),
      ]);
      if (!ready) throw new Error(`the worker did not start:\n${readFileSync(log, 'utf8').slice(-2000)}`);
    },
    async kill() {
      await Promise.all([...running].map(killed));
    },
    async killOldest() {
      const [oldest] = running;
      if (oldest) await killed(oldest);
    },
  };
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Waits until the answer is something, and gives it; fails after so many seconds, naming what was waited for. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  seconds = 20,
): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ; await sleep(100)) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
  }
}

/** The demonstration policy with these windows in seconds; milestones not named get an hour, warnings none. */
export function windows(seconds: Readonly<Record<string, number>>, climbAfter = 600) {
  return (input: RepairInput): RepairInput => {
    const { milestones, ladders } = input.policy;
    const policy = {
      ...input.policy,
      milestones: milestones.map((milestone) => ({
        ...milestone,
        warn: undefined,
        targets: milestone.targets.map((row) => ({
          ...row,
          warn: undefined,
          target: { kind: 'elapsed' as const, ms: (seconds[milestone.id] ?? 3600) * 1000 },
        })),
      })),
      ladders: Object.fromEntries(
        Object.entries(ladders).map(([id, levels]) => [
          id,
          levels.map((level) => ({ ...level, climbAtLeastMs: climbAfter * 1000 })),
        ]),
      ),
    };
    return { ...input, policy };
  };
}

/** Does something with each, so many at a time. */
export async function inTurns<T>(
  things: readonly T[],
  atOnce: number,
  act: (thing: T, index: number) => Promise<unknown>,
): Promise<void> {
  const waiting = things.entries();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [index, thing] of waiting) await act(thing, index);
    }),
  );
}
