/** The durable timers of a case: one for each wait that stands; a wait that keeps key and instant keeps its timer. */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { Instant } from '../domain/time/instant';

/** What a timer is armed for. */
export interface Awaited {
  /** Tells one wait from another. */
  key: string;
  at: Instant;
  /** Shown on the timer: which promise, until when, by which clause. */
  summary: string;
}

interface Armed {
  at: Instant;
  scope: CancellationScope;
}

export class Timers<W extends Awaited> {
  private readonly armed = new Map<string, Armed>();

  /** @param fired called once for each timer that came to its instant and was not taken back before */
  constructor(private readonly fired: (wait: W) => void) {}

  /**
   * Takes back the timers whose wait is gone or has moved, then starts those that are missing. One whose instant has
   * come already, such as the second of two that were due together, is left to fire: nobody waits for it any more.
   */
  arm(waits: readonly W[]): void {
    const wanted = new Map(waits.map((w) => [w.key, w]));
    for (const [key, armed] of this.armed) {
      if (wanted.get(key)?.at === armed.at) continue;
      if (armed.at > Date.now()) armed.scope.cancel();
      this.armed.delete(key);
    }
    for (const wait of wanted.values()) if (!this.armed.has(wait.key)) void this.start(wait);
  }

  private async start(wait: W): Promise<void> {
    const armed = { at: wait.at, scope: new CancellationScope() };
    this.armed.set(wait.key, armed);
    try {
      await armed.scope.run(() => sleep(Math.max(1, wait.at - Date.now()), { summary: wait.summary }));
    } catch (err) {
      if (isCancellation(err)) return;
      throw err;
    }
    if (this.armed.get(wait.key) !== armed) return;
    this.armed.delete(wait.key);
    this.fired(wait);
  }
}
