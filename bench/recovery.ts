/** The working process is killed while cases move, and another one started at once: how long they stand, what is lost. */
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './statistics';
import { actionNames, type BenchCase, type Losses, type Variant } from './variant';

/** Between two actions of a case, where standstill is measured: else it would be the queue of a busy machine, ms. */
const PAUSE = 2_000;
/** Into the run, when every case is somewhere between its first action and its last, ms. */
const KILL_AFTER = { calm: 3 * PAUSE, busy: 3_000 };
/** How long callers try an action again, ms: people give up sooner. */
const PATIENCE = 90_000;
const RETRY_EVERY = 200;
/** How long a mail may be on its way after the last action, ms. */
const MAIL_PATIENCE = 60_000;

export interface Recovery {
  /** From the kill until the new process was ready to work, ms. */
  restartMs: number;
  /** How long each case waited for its first answer after the kill: from its request, or from the kill if that is later, ms. */
  standstillP50: number;
  standstillMax: number;
  losses?: Losses;
}

/**
 * Kills the process twice: while cases move calmly, for the standstill, and while they move as fast as they can, for
 * what is lost, since a kill has to fall between two writes to do harm.
 */
export async function measureRecovery(variant: Variant, atOnce: number): Promise<Recovery> {
  const calm = await killOnce(variant, atOnce, { pause: PAUSE, after: KILL_AFTER.calm });
  const busy = await killOnce(variant, atOnce, { pause: 0, after: KILL_AFTER.busy });
  return { ...calm.times, losses: await variant.losses(busy.ids, MAIL_PATIENCE) };
}

/** Keeps `atOnce` cases moving, kills the process once, and lets every case that was begun come to its end. */
async function killOnce(
  variant: Variant,
  atOnce: number,
  { pause, after }: { pause: number; after: number },
): Promise<{ times: Recovery; ids: string[] }> {
  const ids: string[] = [];
  const moving = new Set<number>();
  const standstill = new Map<number, number>();
  let killedAt = Infinity;
  let stop = false;

  const answered = (lane: number, sentAt: number): void => {
    if (moving.has(lane) && !standstill.has(lane)) standstill.set(lane, performance.now() - Math.max(killedAt, sentAt));
  };
  const lane = async (number: number): Promise<void> => {
    await sleep((number * pause) / atOnce);
    while (!stop) {
      const one = await persist(() => variant.open());
      ids.push(one.id);
      for (let index = 0; index < actionNames.length; index++) {
        const sentAt = performance.now();
        await persist(() => one.act(index));
        answered(number, sentAt);
        await sleep(pause);
      }
    }
  };

  const lanes = Promise.all(Array.from({ length: atOnce }, (_, number) => lane(number)));
  // Looked at only below: until then a failure must not end the process.
  lanes.catch(() => undefined);
  await sleep(after);
  for (let number = 0; number < atOnce; number++) moving.add(number);
  killedAt = performance.now();
  await variant.killAndRestart();
  const restartMs = performance.now() - killedAt;
  const waitsSince = Date.now();
  while (standstill.size < atOnce && Date.now() - waitsSince < PATIENCE) await sleep(50);
  stop = true;
  await lanes;
  const times = [...standstill.values()];
  const standstillMax = standstill.size < atOnce ? PATIENCE : Math.max(...times);
  return { times: { restartMs, standstillP50: percentile(times, 0.5), standstillMax }, ids };
}

/** Calls again with the same arguments, as a client with a retry does; what was applied already may be refused then. */
async function persist<T extends BenchCase | void>(call: () => Promise<T>): Promise<T> {
  const begin = Date.now();
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (tries > 1 && error instanceof Error && error.message.startsWith('refused')) return undefined as T;
      if (Date.now() - begin > PATIENCE) throw error;
      await sleep(RETRY_EVERY);
    }
  }
}
