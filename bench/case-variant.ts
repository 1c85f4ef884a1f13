/**
 * (b) The standard repair on the production code: policy security-projects-chongqing, a project's device under warranty,
 * fault level 3, carried in. Five clocks run and are met (response, resolution, a date to be promised, the promised
 * date, callback), four mails go out (case received, what the policy decided and repair finished to the customer, job
 * assigned to the engineer). Closed by the callback, the case stays in its reopen window, one timer armed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { Pool } from 'pg';
import type { Actor } from '../domain/cases/record';
import type { RepairInput } from '../domain/cases/repair/opening';
import { CaseDriver, text } from '../test/rig/case-driver';
import type { Department } from '../test/rig/people';
import { mailLosses } from './mail-losses';
import { openKind, type OtherKind } from './other-kinds';
import { Remote } from './remote';
import { actionNames, type BenchCase, type Losses, type Variant, type Workload } from './variant';
import type { WorkerConfig } from './worker-process';

const HOUR = 3_600_000;
/** Request received, entitlement told, job assigned, repair finished. */
const mailsPerCase = 4;

/** Who takes each action, and with what. */
function script(people: Department): [actor: Actor, payload: unknown][] {
  const { dispatcher, engineer } = people;
  const promisedAt = new Date(Date.now() + 48 * HOUR).toISOString();
  return [
    [dispatcher, { by: 'phone' }],
    [dispatcher, { engineerId: engineer.id }],
    [engineer, { ticketNo: 'T-1', checklist: ['fault_tested', 'register_entry', 'repair_ticket'] }],
    [dispatcher, { at: promisedAt }],
    [engineer, {}],
    [engineer, { finding: text('硬盘损坏') }],
    [engineer, { resolved: true, tested: true }],
    [dispatcher, { ticketNo: 'T-1', checklist: ['valid_ticket'] }],
    [dispatcher, { callback: 'follow_up', reached: true, satisfied: true }],
  ];
}

/** Leaves the response clock only, which warns at that instant and is due a month later. */
function wakesOnceAt(wakeAt: number): (input: RepairInput) => RepairInput {
  return (input) => {
    const warn = {
      kind: 'target' as const,
      target: { kind: 'elapsed' as const, ms: wakeAt - Date.parse(input.receivedAt) },
    };
    const due = { kind: 'elapsed' as const, ms: 30 * 24 * HOUR };
    const [response] = input.policy.milestones.filter((m) => m.id === 'response');
    const targets = response!.targets.map((row) => ({ ...row, target: due, warn }));
    return { ...input, policy: { ...input.policy, milestones: [{ ...response!, targets, warn }] } };
  };
}

/** The production worker with its other kinds of case. */
export interface CaseVariant extends Variant {
  kind(kind: OtherKind): Workload;
}

export async function caseVariant(
  config: WorkerConfig,
  { client, people, mailbox }: { client: Client; people: Department; mailbox: Remote },
): Promise<CaseVariant> {
  const pool = new Pool({ connectionString: config.databaseUrl, max: 2 });
  const start = () => Remote.start(require.resolve('./worker-process'), config);
  const cases = new CaseDriver(
    client,
    config.taskQueue,
    people,
    async () => Date.now(),
    'bench-b',
    () => undefined,
  );
  let worker = await start();
  let readUpTo = 0;
  let opened = 0;

  const count = async (sql: string, ids?: readonly string[]): Promise<number> => {
    const { rows } = await pool.query<{ n: string }>(sql, ids ? [ids] : []);
    return Number(rows[0]!.n);
  };

  const settled = async (): Promise<void> => {
    // A case without its row is still about to owe its first mail.
    const recorded = `SELECT count(*) AS n FROM cases."Case"`;
    const pending = `SELECT count(*) AS n FROM cases."Notice" WHERE "status" = 'pending'`;
    while ((await count(recorded)) < opened || (await count(pending)) > 0) await sleep(50);
  };
  const statements = (): Promise<number> => worker.call('statements');

  return {
    name: 'case',
    get pid() {
      return worker.pid;
    },
    async open(wakeAt): Promise<BenchCase> {
      const repair = await cases.open({
        policy: 'security-projects-chongqing',
        facts: {
          channel: 'carry_in',
          kind: 'project',
          inWarranty: true,
          level: 'L3',
          region: 'main_nine_districts',
        },
        ...(wakeAt === undefined ? {} : { adapt: wakesOnceAt(wakeAt) }),
      });
      const steps = script(people);
      opened++;
      return {
        id: repair.caseId,
        act: async (index) => {
          const [actor, payload] = steps[index]!;
          await repair.act(actor, actionNames[index]!, payload, { key: actionNames[index] });
        },
      };
    },
    kind: (kind) => ({
      get pid() {
        return worker.pid;
      },
      open: async () => {
        const one = await openKind(kind, cases, people);
        opened++;
        return one;
      },
      settled,
      statements,
    }),
    settled,
    statements,
    async lateness() {
      const { rows } = await pool.query<{ position: string; ms: string }>(
        `SELECT "position", extract(epoch FROM "recordedAt" - ("events"->0->>'at')::timestamptz) * 1000 AS ms
         FROM cases."Step" WHERE "causeType" = 'timer' AND "position" > $1 ORDER BY "position"`,
        [readUpTo],
      );
      readUpTo = Number(rows.at(-1)?.position ?? readUpTo);
      return rows.map(({ ms }) => Number(ms));
    },
    async killAndRestart() {
      await worker.kill();
      worker = await start();
    },
    async losses(ids, waitMs): Promise<Losses> {
      const mails = await mailLosses(mailbox, ids, waitMs, mailsPerCase);
      const unclosed = `SELECT cardinality($1::text[]) - count(*) AS n FROM cases."Case"
        WHERE "id" = ANY ($1) AND "status" = 'closed'`;
      const doubled = `SELECT coalesce(sum(n - 1), 0) AS n FROM (SELECT count(*) AS n FROM cases."Step"
        WHERE "caseId" = ANY ($1) AND "causeType" = 'action' GROUP BY "caseId", "causeName") AS s WHERE n > 1`;
      const owed = `SELECT count(*) AS n FROM cases."Clock"
        WHERE "caseId" = ANY ($1) AND "status" IN ('running', 'breached')`;
      const [unfinished, doubledActions, lostClocks] = await Promise.all(
        [unclosed, doubled, owed].map((sql) => count(sql, ids)),
      );
      return {
        ...mails,
        unfinished: unfinished!,
        doubledActions: doubledActions!,
        lostClocks: lostClocks!,
      };
    },
    async close() {
      await worker.kill();
      await pool.end();
    },
  };
}
