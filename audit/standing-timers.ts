/**
 * The timers of a case held against the waits that promises, ladders and procedure want: after each task there stands one
 * for each, for its own instant and under its own label, and no other.
 */
import { formatInstant, type Instant } from '../domain/time/instant';
import { finding, type Finding } from './finding';
import { nextLook } from './milestones';
import type { CaseUnderAudit, Watch } from './procedures/procedure';
import type { Task, Timer } from './timeline';

interface Armed {
  key: string;
  at: Instant;
}

/** Everything that has to stand as a timer now. */
export function watchesOf(ledger: CaseUnderAudit): Watch[] {
  const watches: Watch[] = [];
  for (const round of ledger.rounds.values()) {
    const next = nextLook(round);
    if (!next) continue;
    const label = (): string => `${round.key} ${next.what} ${formatInstant(next.at)}`;
    watches.push({ key: `clock:${round.key}:${next.what}`, at: next.at, label });
  }
  watches.push(...ledger.watches());
  for (const { key, status, nextAt, level } of ledger.ascents.values())
    if (status === 'open' && nextAt !== undefined)
      watches.push({ key: `ladder:${key}`, at: nextAt, label: () => `${key} unanswered at level ${level}` });
  return watches;
}

/** The timers that stand in the run that is read, by their ids. */
export class StandingTimers {
  private readonly armed = new Map<string, Armed>();
  private readonly cancelled = new Set<string>();
  /** How many steps the case had taken when the timers were checked last; undefined where one has fired since. */
  private checkedAt: number | undefined;

  /** @param findings what is found is added here */
  constructor(
    private readonly ledger: CaseUnderAudit,
    private readonly findings: Finding[],
  ) {}

  /** A new run begins: none of the timers of the one before stands. */
  clear(): void {
    this.armed.clear();
    this.checkedAt = undefined;
  }

  /** What a timer waits for; undefined where it waits for nothing that the auditor knows. */
  keyOf(timerId: string): string | undefined {
    return this.armed.get(timerId)?.key;
  }

  /** A timer is over; answers what it waited for, and until when. */
  fired(timerId: string): Armed | undefined {
    const armed = this.armed.get(timerId);
    this.armed.delete(timerId);
    this.checkedAt = undefined;
    return armed;
  }

  /** A task took a timer away. It stands until the task is done, for its firing may be an input of the same task. */
  cancel(timerId: string): void {
    this.cancelled.add(timerId);
  }

  /** After a task the timers that stand are those that are wanted. A task that moved nothing left them as they were. */
  check(task: Task): void {
    const { seq } = this.ledger;
    if (this.checkedAt === seq && task.timersStarted.length === 0 && this.cancelled.size === 0) return;
    this.checkedAt = seq;
    for (const id of this.cancelled) this.armed.delete(id);
    this.cancelled.clear();
    const watches = watchesOf(this.ledger);
    const armed = [...this.armed.values()];
    const free = watches.filter((w) => !armed.some((a) => a.at === w.at && a.key === w.key));
    for (const timer of task.timersStarted) this.arm(timer, free, task);
    for (const [id, { key, at }] of this.armed) {
      if (watches.some((w) => w.at === at && w.key === key)) continue;
      this.armed.delete(id);
      // Due already: it fires by itself, and nothing follows from it.
      if (at <= task.now) continue;
      this.wrong('timer_unexpected', task, { promise: key, until: formatInstant(at) });
    }
    for (const { key, at } of free) this.wrong('timer_missing', task, { promise: key, until: formatInstant(at) });
  }

  private arm(timer: Timer, free: Watch[], task: Task): void {
    const index = free.findIndex((w) => timer.summary.startsWith(w.label()));
    const [watch] = index < 0 ? [] : free.splice(index, 1);
    if (!watch) {
      const data = { promise: timer.summary, until: formatInstant(timer.at) };
      return this.wrong('timer_unexpected', task, data, timer);
    }
    const { key, at } = watch;
    this.armed.set(timer.timerId, { key, at });
    const expectedMs = Math.max(1, at - task.now);
    if (Math.abs(expectedMs - timer.ms) > 1)
      this.wrong('timer_differs', task, { promise: key, ms: timer.ms, expectedMs, until: formatInstant(at) }, timer);
  }

  private wrong(
    kind: 'timer_unexpected' | 'timer_missing' | 'timer_differs',
    task: Task,
    data: Finding['data'],
    timer?: Timer,
  ): void {
    const events = [timer?.source ?? { run: task.run, event: task.started }];
    const key = /^clock:(.*):(?:warning|due)$/.exec(String(data.promise))?.[1];
    this.findings.push(finding(kind, events, { at: task.now, data, clauses: key ? this.ledger.clausesOf(key) : [] }));
  }
}
