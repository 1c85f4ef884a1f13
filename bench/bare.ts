/**
 * (a) The measure: the least that Temporal can do for a case of this shape, frozen in this file so that figures stay
 * comparable. 1 start, 9 Updates whose caller waits for the record, 5 timers started and cancelled, 13 no-op
 * activities (10 records in order, 3 mails beside). No search attributes, no summaries, no state. Do not improve it.
 */
import {
  CancellationScope,
  condition,
  defineUpdate,
  isCancellation,
  proxyActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';

export interface BareActivities {
  record(step: { id: string; seq: number }): Promise<void>;
  mail(mail: { id: string; key: string }): Promise<void>;
  /** Tells how late a timer was acted upon, ms. */
  fired(late: { ms: number }): Promise<void>;
}

const { record, mail, fired } = proxyActivities<BareActivities>({ startToCloseTimeout: '10s' });

export const actUpdate = defineUpdate<number, [{ index: number }]>('act');

const DAY = 86_400_000;
/** Which clocks start and stop with which action, and after which a mail goes out; -1 is the opening. */
const starts: Record<number, string[]> = {
  [-1]: ['response', 'arrival', 'dispatch'],
  2: ['promised'],
  6: ['callback'],
};
const stops: Record<number, string[]> = {
  0: ['response'],
  1: ['dispatch'],
  4: ['arrival'],
  6: ['promised'],
  8: ['callback'],
};
const mails = [-1, 1, 6];
const lastAction = 8;

/** One case; with `wakeAt` (epoch ms) a case that waits for that instant only. */
export async function bare(input: { id: string; wakeAt?: number }): Promise<void> {
  const { id } = input;
  const clocks = new Map<string, CancellationScope>();
  let lane: Promise<void> = Promise.resolve();
  let mailing = 0;
  let seq = 0;
  let done = 0;

  function step(index: number): Promise<void> {
    for (const key of stops[index] ?? []) clocks.get(key)?.cancel();
    for (const key of starts[index] ?? []) start(key, Date.now() + DAY);
    const number = ++seq;
    lane = lane.then(() => record({ id, seq: number }));
    if (mails.includes(index)) send(`${number}`, lane);
    return lane;
  }

  function start(key: string, at: number): void {
    const scope = new CancellationScope();
    clocks.set(key, scope);
    void scope
      .run(() => sleep(Math.max(1, at - Date.now())))
      .then(
        () => wake(at),
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }

  function wake(at: number): void {
    lane = lane.then(() => fired({ ms: Date.now() - at }));
    send('warning', lane);
  }

  function send(key: string, after: Promise<void>): void {
    mailing++;
    void after.then(() => mail({ id, key })).then(() => mailing--);
  }

  setHandler(actUpdate, async ({ index }) => {
    await step(index);
    done = Math.max(done, index);
    return seq;
  });
  if (input.wakeAt === undefined) void step(-1);
  else {
    lane = record({ id, seq: ++seq });
    send('1', lane);
    start('response', input.wakeAt);
  }
  await condition(() => done === lastAction && mailing === 0);
}
