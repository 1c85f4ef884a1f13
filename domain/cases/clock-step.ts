/**
 * A step that moves the clocks of a case: facts by which promises apply, pauses, rounds that start, are met or broken. A
 * broken promise is told upwards at the instant at which it broke.
 */
import type { CasePolicy } from '../policy/case-policy';
import type { FactValue, Facts, Milestone } from '../policy/rule';
import {
  isOwed,
  meetClock,
  milestoneOf,
  pauseClock,
  reckon,
  regrade,
  resumeClock,
  rowFor,
  startClock,
  stopClock,
  type Clock,
} from '../sla/clock';
import { formatInstant, type Instant } from '../time/instant';
import { EscalatingStep } from './escalating-step';
import type { NoticeRow } from './record';
import type { CaseState } from './state';

export abstract class ClockStep<S extends CaseState = CaseState> extends EscalatingStep<S> {
  /** A mark happened: promises begin and end with it. */
  abstract mark(mark: string, params?: NoticeRow['params'], at?: Instant): void;

  /** Sets facts (undefined forgets one); milestones that depend on them are reckoned anew, or begin to apply. */
  facts(changes: Readonly<Record<string, FactValue | undefined>>): void {
    const facts: Record<string, FactValue> = { ...this.state.facts };
    let changed = false;
    for (const [name, value] of Object.entries(changes)) {
      if (facts[name] === value) continue;
      changed = true;
      if (value === undefined) delete facts[name];
      else facts[name] = value;
    }
    if (!changed) return;
    const before = this.state.facts;
    this.state = { ...this.state, facts: facts };
    for (const clock of Object.values(this.state.clocks)) this.refit(clock);
    for (const milestone of this.policy.milestones) this.startLate(milestone, before);
  }

  /**
   * Changed facts reach a clock. A deadline that passed before they changed stays broken; an agreed instant that was
   * missed and then moved is a promise of its own.
   */
  private refit(clock: Clock): void {
    const { key, dueAt } = clock;
    const { nature, targets } = milestoneOf(this.policy, clock.milestone);
    const passed =
      isOwed(clock) && nature === 'deadline' && clock.status !== 'paused' && dueAt !== undefined && dueAt < this.at;
    if (passed && clock.breachedAt === undefined) this.breach(key, dueAt);
    const fitted = regrade(this.state.clocks[key]!, this.policy, this.state.facts, this.now);
    if (!passed || fitted.dueAt === dueAt) {
      this.setClock(fitted, 'regraded');
      if (fitted.stoppedBecause !== clock.stoppedBecause)
        this.settle((e) => e.clock === key, fitted.stoppedBecause ?? 'regraded');
    } else if (fitted.dueAt !== undefined && targets[clock.row]?.target.kind === 'at') {
      this.stop(key, 'cancelled', 'moved');
      this.start(clock.milestone);
    }
  }

  /**
   * A promise whose beginning is past and that applies only by these facts, such as an arrival when remote help did not
   * do: it runs from its beginning all the same (S-5.11-c measures from the report), or on where it had stopped to apply.
   */
  private startLate(milestone: Milestone, before: Facts): void {
    const began = latest(milestone.from.map((mark) => this.state.done[mark]));
    if (began === undefined || rowFor(milestone, this.state.facts) < 0 || rowFor(milestone, before) >= 0) return;
    const ends = [...milestone.to, ...(milestone.cancelledBy ?? [])];
    if (ends.some((mark) => (this.state.done[mark] ?? -Infinity) >= began)) return;
    const rounds = Object.values(this.state.clocks).filter((c) => c.milestone === milestone.id);
    const [left] = rounds.filter((c) => c.stoppedBecause === 'does_not_apply');
    if (rounds.length > 0 && (left === undefined || left.breachedAt !== undefined)) return;
    this.start(milestone.id, left?.startedAt ?? began);
  }

  pause(reason: string): void {
    if (this.state.paused[reason]) return;
    this.state = { ...this.state, paused: { ...this.state.paused, [reason]: { since: this.at, by: this.by } } };
    for (const clock of Object.values(this.state.clocks)) {
      if (!milestoneOf(this.policy, clock.milestone).pausedBy.includes(reason)) continue;
      this.setClock(pauseClock(clock, reason, this.at, this.by, this.policy, this.state.facts, this.now));
    }
  }

  resume(reason: string, at: Instant = this.at): void {
    if (!this.state.paused[reason]) return;
    const still = Object.fromEntries(Object.entries(this.state.paused).filter(([r]) => r !== reason));
    this.state = { ...this.state, paused: still };
    for (const clock of Object.values(this.state.clocks)) {
      const next = milestoneOf(this.policy, clock.milestone).pausedBy.find((r) => still[r]);
      this.setClock(resumeClock(clock, reason, at, next, this.policy, this.state.facts, this.now));
    }
  }

  /** Starts a milestone where it applies; one that still runs is left running. Answers the clock's key. */
  start(milestoneId: string, at: Instant = this.at): string | undefined {
    const rounds = Object.values(this.state.clocks).filter((c) => c.milestone === milestoneId);
    if (rounds.some(isOwed)) return undefined;
    const key = rounds.length === 0 ? milestoneId : `${milestoneId}#${rounds.length + 1}`;
    const milestone = milestoneOf(this.policy, milestoneId);
    const clock = startClock(
      milestone,
      key,
      at,
      this.state.facts,
      this.policy,
      Object.keys(this.state.paused),
      this.now,
    );
    if (clock) this.setClock(clock);
    return clock?.key;
  }

  meet(key: string, at: Instant = this.at): void {
    const clock = this.state.clocks[key];
    if (!clock || !isOwed(clock)) return;
    const wasBroken = clock.breachedAt !== undefined;
    const judged = meetClock(clock, at, this.policy, this.state.facts);
    // A reminder is never late: whoever came first, its time is over.
    if (judged.status === 'breached' && milestoneOf(this.policy, clock.milestone).nature === 'reminder')
      return this.stop(key, 'waived', 'done');
    if (judged.status === 'breached' && !wasBroken) this.breach(key, judged.breachedAt!);
    this.setClock({ ...judged, breachedAt: judged.breachedAt });
    this.settle((e) => e.clock === key, judged.status === 'met' && wasBroken ? 'system_was_slow' : 'done');
  }

  stop(key: string, status: 'waived' | 'cancelled', because: string): void {
    const clock = this.state.clocks[key];
    if (!clock || !isOwed(clock)) return;
    this.setClock(stopClock(clock, status, because));
    this.settle((e) => e.clock === key, because);
  }

  /** Writes a clock and the event that its change deserves; a breach taken back settles its escalation, saying why. */
  setClock(clock: Clock, because = 'system_was_slow'): void {
    const before = this.state.clocks[clock.key];
    if (before === clock) return;
    this.state = { ...this.state, clocks: { ...this.state.clocks, [clock.key]: clock } };
    if (before?.breachedAt !== undefined && clock.breachedAt === undefined) {
      this.event('breach_withdrawn', { clock: clock.key });
      this.settle((e) => e.clock === clock.key && e.cause === 'breach', because);
    }
  }

  /** The deadline passed at `dueAt` with the promise not kept: recorded, and told upwards at that instant (R-ESC). */
  breach(key: string, dueAt: Instant): void {
    const clock = this.state.clocks[key]!;
    const milestone = milestoneOf(this.policy, clock.milestone);
    const clauses = milestone.targets[clock.row]?.clauses ?? [];
    this.setClock({ ...clock, status: 'breached', breachedAt: dueAt, provisional: false });
    this.event('clock_breached', { clock: key, dueAt: formatInstant(dueAt) }, clauses);
    this.mark(`breached.${clock.milestone}`, { dueAt: formatInstant(dueAt) });
    if (milestone.ladder === undefined) return;
    this.escalate({
      key: `breach:${key}`,
      cause: 'breach',
      subject: clock.milestone,
      clock: key,
      ladder: milestone.ladder,
      targetMs: dueAt - clock.startedAt,
      clauses,
    });
  }

  /** Judges the clocks once more, as of now: a deadline that passed unseen, while the system was down, is a breach. */
  finish(): void {
    for (const { key, breachedAt } of Object.values(this.state.clocks)) {
      if (breachedAt === undefined)
        this.setClock(reckon(this.state.clocks[key]!, this.policy, this.state.facts, this.now));
    }
    this.judge(this.now);
  }

  /** What was due before an instant and is not done is broken, whatever the step goes on to do about it. */
  protected judge(instant: Instant): void {
    for (const { key } of overdue(this.state, this.policy, instant)) this.breach(key, this.state.clocks[key]!.dueAt!);
  }
}

/** The running deadlines that passed before an instant. */
export function overdue(state: CaseState, policy: CasePolicy, instant: Instant): Clock[] {
  return Object.values(state.clocks).filter(
    (c) =>
      c.status === 'running' &&
      c.dueAt !== undefined &&
      c.dueAt < instant &&
      milestoneOf(policy, c.milestone).nature === 'deadline',
  );
}

function latest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((at) => at !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}
