/** Two hundred generated cases, double clicks included, while a worker is killed every few seconds. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { Refused, text, type TestCase } from '../rig/case-driver';
import { seed } from '../rig/seed';
import { attempt, seeded } from './generated-action';
import { nothingLost } from './nothing-lost';
import { inTurns, startFaultRig, windows, type FaultRig } from './rig';

const count = 200;
/** A worker lives at least so long, and until the cases have got on by so many actions: a slow machine starves none. */
const lifeSeconds = 4;
const lifeActions = 20;

let rig: FaultRig;
beforeAll(async () => void (rig = await startFaultRig('killed')), 300_000);
afterAll(() => rig.close(), 300_000);

/** As callers do on a 503 or a time-out: whether it was taken is unknown, so the same again under the same key. */
async function insist<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await act();
    } catch (error) {
      const unknown = error instanceof ServiceError || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError;
      if (!unknown || tries === 80) throw error;
      await sleep(500);
    }
  }
}

/** A case's life: 8 attempts, a third of them sent twice at once under one key. Answers the accepted ones. */
async function live(repair: TestCase, random: () => number, onTaken: () => void): Promise<number> {
  let accepted = 0;
  for (let n = 0; n < 8; n++) {
    const { actor, action, payload } = attempt(rig.people, random);
    const send = () => insist(() => repair.act(actor, action, payload, { key: `generated-${n}` }));
    const clicks = await Promise.allSettled(random() < 0.3 ? [send(), send()] : [send()]);
    for (const click of clicks) {
      if (click.status === 'rejected' && (!(click.reason instanceof Refused) || click.reason.code === 'internal'))
        throw new Error(`seed ${seed}, ${repair.caseId} ${action}: ${String(click.reason)}`);
    }
    const seqs = clicks.flatMap((click) => (click.status === 'fulfilled' ? [click.value.seq] : []));
    expect(new Set(seqs).size).toBeLessThanOrEqual(1);
    if (seqs.length === 0) continue;
    accepted++;
    onTaken();
  }
  return accepted;
}

test(`${count} generated cases under fire: each ends, with nothing lost and nothing doubled`, async () => {
  await rig.workers.start();
  let underFire = true;
  let kills = 0;
  let taken = 0;
  const fire = (async () => {
    while (underFire) {
      const since = taken;
      await sleep(lifeSeconds * 1000);
      while (underFire && taken < since + lifeActions) await sleep(100);
      await rig.workers.killOldest();
      kills++;
      await rig.workers.start();
    }
  })();

  const actions = new Map<string, number>();
  const cases: TestCase[] = [];
  try {
    await inTurns(Array.from({ length: count }), 30, async (_, index) => {
      const facts = { inWarranty: true, humanDamage: false };
      const adapt = windows({ response: 5, arrival: 20 }, 60);
      const repair = await rig.cases.open({ policy: 'demo-quick-repair', facts, adapt });
      cases.push(repair);
      actions.set(repair.caseId, await live(repair, seeded(seed + index), () => taken++));
    });
  } finally {
    underFire = false;
    await fire;
  }
  expect(kills).toBeGreaterThan(3);

  await inTurns(cases, 40, async (repair) => {
    await insist(() => repair.act(rig.people.dispatcher, 'cancel', { reason: text('演示结束') }, { key: 'end' }));
    await repair.handle.result();
  });
  await inTurns(cases, 10, async ({ caseId }) => {
    const steps = await nothingLost(rig, caseId, { repeats: kills });
    const taken = steps.filter((s) => s.cause.type === 'action' && s.cause.name !== 'cancel');
    expect([caseId, taken.length]).toEqual([caseId, actions.get(caseId)]);
  });
});
