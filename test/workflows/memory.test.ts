/**
 * What open cases weigh in a worker. The workflow thread's heap is bounded, and a worker that outgrows it dies with every
 * case that it holds; so a cached case may weigh no more than the cache's size is reckoned with.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DefaultLogger } from '@temporalio/worker';
import { parseWorkflowCode } from '@temporalio/worker/lib/worker';
import type { CompiledWorkerOptions } from '@temporalio/worker/lib/worker-options';
import { LeanWorker } from '../../bin/lean-worker';
import { cachedWorkflows, fewest, heapPerCase } from '../../bin/workflow-cache';
import type { Actor } from '../../domain/cases/record';
import type { CaseKind } from '../../domain/policy/rule';
import { people, text } from '../domain/cases/case-simulator';
import { caseUnder } from '../policy/shipped';
import { Sandbox, type SandboxedWorkflow } from '../rig/sandbox';

const KIB = 1024;
const MIB = 1024 * KIB;

/** The policy with the most for a case of that kind to carry, and what a case opens with beyond what all kinds have. */
const heaviest: Record<CaseKind, { policy: string; workflow: string; facts: object; more: object }> = {
  repair: {
    policy: 'security-projects-chongqing',
    workflow: 'repair',
    facts: { channel: 'carry_in', kind: 'project', work: 'repair', inWarranty: true, level: 'L3' },
    more: {
      severeLoss: false,
      texts: { fault: text('不录像') },
      intake: { source: 'hotline', collectPayment: false, signatureNeeded: true, salespersonAccompanies: false },
    },
  },
  return: {
    policy: 'auto-equipment-nanjing',
    workflow: 'returnExchange',
    facts: { customerWants: 'return', requestDate: '2026-03-02', saleDate: '2026-02-28' },
    more: { texts: { reason: text('想退货') }, items: [] },
  },
  complaint: {
    policy: 'office-supplies-lubricants',
    workflow: 'complaint',
    facts: { complaintSource: 'call', complaintChannel: 'phone', phoneKnown: true },
    more: {
      texts: { complaint: text('标签脱胶') },
      form: { source: 'call', channel: 'phone', recorder: 'agent', lots: [] },
      danger: [],
      preserveScene: false,
    },
  },
  job: {
    policy: 'auto-equipment-nanjing',
    workflow: 'job',
    facts: { work: 'installation', channel: 'on_site' },
    more: { texts: { task: text('安装') }, intake: { source: 'shop', filledBy: 'customer' } },
  },
};

const { agent, dispatcher, engineer } = people;
const checklist = ['fault_tested', 'register_entry', 'repair_ticket'];
const toClosed: [Actor, string, object][] = [
  [dispatcher, 'respond', { by: 'phone' }],
  [dispatcher, 'assign', { engineerId: engineer.id }],
  [engineer, 'receiveDevice', { ticketNo: 'T-1', checklist }],
  [dispatcher, 'promise', { at: new Date(Date.now() + 48 * 3_600_000).toISOString() }],
  [engineer, 'accept', {}],
  [engineer, 'diagnose', { finding: text('硬盘损坏') }],
  [engineer, 'complete', { resolved: true, tested: true }],
  [dispatcher, 'handBack', { ticketNo: 'T-1', checklist: ['valid_ticket'] }],
  [dispatcher, 'callBack', { callback: 'follow_up', reached: true, satisfied: true }],
];
const remarks = Array.from({ length: 11 }, (_, n): [Actor, string, object] => [agent, 'note', { text: text(`${n}`) }]);

/** What they carry, compiled once. */
const policies = new Map(
  (Object.keys(heaviest) as CaseKind[]).map((kind) => [kind, caseUnder(heaviest[kind].policy, kind)]),
);
let sandbox: Sandbox;
let frozenSchemas = 0;

beforeAll(async () => {
  setFlagsFromString('--expose-gc');
  const freeze = Object.freeze.bind(Object);
  const watched = jest.spyOn(Object, 'freeze').mockImplementation((value) => {
    if (typeof value === 'object' && value !== null && '_zod' in value) frozenSchemas++;
    return freeze(value);
  });
  sandbox = await Sandbox.open(readFileSync(process.env.SANBAO_TEST_BUNDLE!, 'utf8'));
  watched.mockRestore();
});
afterAll(() => sandbox.close());

async function open(
  kind: CaseKind,
  actions: [Actor, string, object][] = [],
  where = sandbox,
): Promise<SandboxedWorkflow> {
  const { workflow, facts, more } = heaviest[kind];
  const receivedAt = new Date().toISOString();
  const opened = await where.start(workflow, {
    caseId: `${kind}-1`,
    policy: policies.get(kind),
    parties: { customerId: 'customer', siteId: 'site', dispatcherId: dispatcher.id },
    facts: { source: 'hotline', recordComplete: true, ...facts },
    actor: dispatcher,
    requestId: 'open',
    receivedAt,
    ...more,
  });
  for (const [actor, name, payload] of actions) {
    const fingerprint = createHash('sha256').update(name).digest('hex');
    await opened.update(name, { payload, actor, requestId: name, receivedAt: new Date().toISOString(), fingerprint });
  }
  return opened;
}

/** Bytes of heap that each of several such cases holds on to. */
async function weigh(begin: () => Promise<SandboxedWorkflow>): Promise<number> {
  const collect = runInNewContext('gc') as () => void;
  const inUse = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  // The first ones bring compiled code along, which is there once.
  for (let n = 0; n < 8; n++) await (await begin()).dispose();
  const before = inUse();
  const cached: SandboxedWorkflow[] = [];
  for (let n = 0; n < 10; n++) cached.push(await begin());
  const each = (inUse() - before) / cached.length;
  for (const workflow of cached) await workflow.dispose();
  return each;
}

test.each(Object.keys(heaviest) as CaseKind[])('a cached %s under the policy with the most to carry', async (kind) => {
  // A module more or less for each case shows: the modules together weigh two megabytes.
  expect(await weigh(() => open(kind))).toBeLessThan(heapPerCase * 0.75);
});

test('a cached repair that went through twenty actions stays below what the cache is reckoned with', async () => {
  const bytes = await weigh(() => open('repair', [...toClosed, ...remarks]));
  expect(bytes).toBeLessThan(heapPerCase);
});

test('schemas, which keep what they work out, are shared and not frozen', async () => {
  const repair = await open('repair', toClosed);
  await expect(repair.update('note', { payload: { text: 1 } })).rejects.toThrow();
  expect(frozenSchemas).toBe(0);
  await repair.dispose();
});

/** The production worker's own thread. */
class OneThread extends LeanWorker {
  static async sandbox(code: string): Promise<Sandbox> {
    const options = { isolateExecutionTimeoutMs: 10_000, activities: new Map() } as unknown as CompiledWorkerOptions;
    return new Sandbox(await this.createWorkflowCreator(parseWorkflowCode(code), options, new DefaultLogger('ERROR')));
  }
}

test('the thread of a worker keeps no record of promises, which costs half of its time', async () => {
  const thread = await OneThread.sandbox(readFileSync(process.env.SANBAO_TEST_BUNDLE!, 'utf8'));
  const job = await open('job', [], thread);
  const asked = job.run([{ queryWorkflow: { queryId: 'where', queryType: '__stack_trace' } }]);
  await expect(asked).rejects.toThrow('not enabled');
  await job.dispose();
  await thread.close();
});

test.each([
  ['a small container', { total: 512 * MIB, heap: 256 * MIB }],
  ['two gigabytes', { total: 2048 * MIB, heap: 524 * MIB }],
  ['a large machine', { total: 64 * 1024 * MIB, heap: 4144 * MIB }],
  ['a heap larger than the container', { total: 1024 * MIB, heap: 4144 * MIB }],
])('as many are cached as fit: %s', (_, memory) => {
  const cached = cachedWorkflows(memory);
  expect(cached).toBeGreaterThanOrEqual(fewest);
  expect(cached * heapPerCase).toBeLessThan(memory.heap);
  expect(cached * heapPerCase).toBeLessThan(memory.total);
});
