/**
 * The promises of a case as the auditor keeps them: what marks, facts and pauses bring about, each with the event that
 * proves it. It follows the policy alone: which mark starts, keeps or ends a milestone, which alert is raised, who is to be
 * told.
 */
import type { CasePolicy } from '../domain/policy/case-policy';
import { holds, type Clauses, type FactValue, type Milestone } from '../domain/policy/rule';
import { formatInstant, type Instant } from '../domain/time/instant';
import type { Accounts } from './account';
import { Journal, type StepFrame } from './journal';
import { clausesOf, openPause, owed, reckonRound, rowOf, standing, type Round } from './milestones';
import { indexOf } from './policy-index';

/** A case as the auditor writes it down: its day-book, and its promises. */
export class Ledger extends Journal {
  private milestones: ReadonlyMap<string, Milestone>;
  /** The step that made a mark last. */
  private notedIn?: number;

  constructor(policy: CasePolicy) {
    super(policy);
    this.milestones = new Map(policy.milestones.map((m) => [m.id, m]));
  }

  /** A step begins: what was due before it and is not done is broken, whatever the step does about it. */
  begin(frame: StepFrame): void {
    this.seq++;
    this.frame = frame;
    this.wanted = [];
    this.happened = [];
    this.statusBefore = this.status;
    this.book.begin();
    this.overdue(Math.min(frame.at, frame.now));
  }

  /**
   * A step ends: what stands still moves on with the workflow's time, and what passed by now is broken. What runs keeps
   * its due time, unless new years changed the calendars.
   */
  end(newYears = false): void {
    for (const round of this.rounds.values()) {
      if (round.brokenAt === undefined && (newYears || openPause(round)))
        reckonRound(round, this.policy, this.facts, this.now);
    }
    this.overdue(this.now);
  }

  /** Breaks every promise whose time passed before an instant. */
  overdue(instant: Instant): void {
    let late: Round[] | undefined;
    for (const round of this.rounds.values()) {
      const { dueAt, milestone } = round;
      if (dueAt !== undefined && dueAt < instant && milestone.nature === 'deadline' && standing(round) === 'running')
        (late ??= []).push(round);
    }
    if (late) for (const round of late) this.break(round, round.dueAt!);
  }

  /** Rounds of a milestone, oldest first. */
  roundsOf(milestone: string): Round[] {
    const found: Round[] = [];
    for (const round of this.rounds.values()) if (round.milestone.id === milestone) found.push(round);
    return found;
  }

  learn(changes: Readonly<Record<string, FactValue | undefined>>): void {
    const before = this.facts;
    const facts = { ...before };
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) delete facts[name];
      else facts[name] = value;
    }
    const names = Object.keys(changes).filter((name) => before[name] !== facts[name]);
    if (names.length === 0) return;
    this.facts = facts;
    const index = indexOf(this.policy);
    const concern = (known: ReadonlySet<string>): boolean => names.some((name) => known.has(name));
    for (const round of [...this.rounds.values()]) this.refit(round, concern(index.ofMilestone(round.milestone).moves));
    for (const milestone of this.policy.milestones)
      if (concern(index.ofMilestone(milestone).applies)) this.beginLate(milestone, before);
  }

  /**
   * A changed fact moves a promise that still runs. One whose time had passed stays broken.
   * @param concerned whether the fact is one of those that move it: one that runs, unbroken, is else as it was
   */
  private refit(round: Round, concerned: boolean): void {
    if (!owed(round)) return;
    const { dueAt, row } = round;
    const passed =
      round.milestone.nature === 'deadline' && standing(round) !== 'paused' && dueAt !== undefined && dueAt < this.at;
    if (!passed && !concerned && round.brokenAt === undefined && !openPause(round)) return;
    if (passed && round.brokenAt === undefined) this.break(round, dueAt);
    const fitted: Round = { ...round, row: rowOf(round.milestone, this.facts) };
    if (fitted.row < 0) return this.stop(round, 'cancelled', 'does_not_apply');
    reckonRound(fitted, this.policy, this.facts, this.now);
    if (!passed || fitted.dueAt === dueAt) {
      const wasBroken = round.brokenAt !== undefined;
      Object.assign(round, fitted);
      if (wasBroken && round.brokenAt === undefined) this.withdraw(round, 'regraded');
    } else if (fitted.dueAt !== undefined && round.milestone.targets[row]?.target.kind === 'at') {
      // An agreed instant that was missed and then moved is a promise of its own.
      this.stop(round, 'cancelled', 'moved');
      this.start(round.milestone);
    }
  }

  /** A promise that applies only by what is known now runs from its beginning all the same. */
  private beginLate(milestone: Milestone, before: Readonly<Record<string, FactValue>>): void {
    const begins = milestone.from.map((mark) => this.done[mark]).filter((at) => at !== undefined);
    if (begins.length === 0 || rowOf(milestone, this.facts) < 0 || rowOf(milestone, before) >= 0) return;
    const began = Math.max(...begins);
    const over = [...milestone.to, ...(milestone.cancelledBy ?? [])].some((m) => (this.done[m] ?? -Infinity) >= began);
    if (over) return;
    const rounds = this.roundsOf(milestone.id);
    const left = rounds.find((r) => r.stopped?.because === 'does_not_apply');
    if (rounds.length > 0 && (!left || left.brokenAt !== undefined)) return;
    this.start(milestone, left?.startedAt ?? began);
  }

  /** A mark of the policy happened: it keeps, ends and starts milestones, owes mails, raises alerts. */
  mark(mark: string, at: Instant = this.at): void {
    this.note(mark, at);
    this.happened.push(mark);
    let ended: Round[] | undefined;
    for (const round of this.rounds.values()) {
      const { to, cancelledBy } = round.milestone;
      if (owed(round) && (to.includes(mark) || cancelledBy?.includes(mark))) (ended ??= []).push(round);
    }
    for (const round of ended ?? [])
      if (round.milestone.to.includes(mark)) this.keep(round, at);
      else this.stop(round, 'cancelled', mark);
    const { starts, notices, documents, alerts } = indexOf(this.policy).ofMark(mark);
    for (const milestone of starts) this.start(milestone);
    for (const { when, template, to } of notices)
      if (holds(when, this.facts)) for (const one of to) this.tell(template, one);
    for (const { when, form } of documents) if (holds(when, this.facts)) this.issue(form);
    for (const { when, ladder, clauses } of alerts)
      if (holds(when, this.facts))
        this.raise({ key: this.free(`alert:${mark}`), cause: 'alert', subject: mark, ladder, clauses });
  }

  /** A step that makes marks has a record of them of its own, so that whoever kept the one before sees that it changed. */
  private note(mark: string, at: Instant): void {
    if (this.notedIn !== this.seq) this.done = { ...this.done };
    this.notedIn = this.seq;
    this.done[mark] = at;
  }

  start(milestone: Milestone, at: Instant = this.at): void {
    const rounds = this.roundsOf(milestone.id);
    const row = rowOf(milestone, this.facts);
    if (row < 0 || rounds.some(owed)) return;
    const reason = milestone.pausedBy.find((r) => this.paused[r] !== undefined);
    const round: Round = {
      key: rounds.length === 0 ? milestone.id : `${milestone.id}#${rounds.length + 1}`,
      milestone,
      startedAt: at,
      source: this.source,
      row,
      pauses: reason === undefined ? [] : [{ reason, from: at, began: this.source }],
      extensions: [],
      provisional: false,
    };
    reckonRound(round, this.policy, this.facts, this.now);
    this.rounds.set(round.key, round);
  }

  /** The promise was kept at an instant, in time or late; a reminder is never late. */
  keep(round: Round, met: Instant = this.at): void {
    if (!owed(round)) return;
    const at = Math.max(met, round.startedAt);
    const wasBroken = round.brokenAt !== undefined;
    const judged: Round = {
      ...round,
      pauses: round.pauses.map((p) =>
        p.to === undefined ? { ...p, to: Math.max(at, p.from), ended: this.source } : p,
      ),
    };
    reckonRound(judged, this.policy, this.facts, at);
    const late = judged.dueAt !== undefined && at > judged.dueAt;
    if (late && round.milestone.nature === 'reminder') return this.stop(round, 'waived', 'done');
    if (late && !wasBroken) this.break(round, judged.dueAt!);
    const { pauses, dueAt, warnAt, warnedAt, provisional } = judged;
    Object.assign(round, { pauses, dueAt, warnAt, warnedAt, provisional, metAt: at, endedBy: this.source });
    round.brokenAt = late ? dueAt : undefined;
    if (wasBroken && !late) this.withdraw(round, 'system_was_slow');
    this.settle((a) => a.round === round.key, !late && wasBroken ? 'system_was_slow' : 'done');
  }

  /** Ends a promise without judging it; a breach that happened stays. */
  stop(round: Round, as: 'waived' | 'cancelled', because: string): void {
    if (!owed(round)) return;
    round.stopped = { as, because };
    round.endedBy = this.source;
    this.settle((a) => a.round === round.key, because);
  }

  /** Its time passed at `dueAt` with the promise not kept: broken, and told upwards. */
  break(round: Round, dueAt: Instant): void {
    round.brokenAt = dueAt;
    round.brokenBy = this.source;
    round.provisional = false;
    round.holder = { ...this.parties };
    this.happened.push(`clock_breached ${round.key} ${formatInstant(dueAt)}`);
    this.mark(`breached.${round.milestone.id}`);
    const { ladder, id } = round.milestone;
    if (ladder === undefined) return;
    this.raise({
      key: `breach:${round.key}`,
      cause: 'breach',
      subject: id,
      round: round.key,
      ladder,
      targetMs: dueAt - round.startedAt,
      clauses: clausesOf(round),
    });
  }

  /** A breach that is none any more, and why. */
  withdraw(round: Round, because: string): void {
    round.withdrawn = this.source;
    this.happened.push(`breach_withdrawn ${round.key}`);
    this.settle((a) => a.round === round.key && a.cause === 'breach', because);
  }

  pause(reason: string): void {
    if (this.paused[reason]) return;
    this.paused = { ...this.paused, [reason]: { since: this.at, by: this.by } };
    for (const round of this.rounds.values()) {
      if (!round.milestone.pausedBy.includes(reason) || !owed(round) || openPause(round)) continue;
      round.pauses = [
        ...round.pauses,
        { reason, from: Math.max(this.at, round.startedAt), by: this.by, began: this.source },
      ];
      this.again(round, 'system_was_slow');
    }
  }

  resume(reason: string, at: Instant = this.at): void {
    if (!this.paused[reason]) return;
    this.paused = Object.fromEntries(Object.entries(this.paused).filter(([r]) => r !== reason));
    for (const round of this.rounds.values()) {
      const open = openPause(round);
      if (!owed(round) || open?.reason !== reason) continue;
      const next = round.milestone.pausedBy.find((r) => this.paused[r] !== undefined);
      round.pauses = [
        ...round.pauses.map((p) => (p === open ? { ...p, to: Math.max(at, p.from), ended: this.source } : p)),
        ...(next === undefined ? [] : [{ reason: next, from: at, began: this.source }]),
      ];
      this.again(round, 'system_was_slow');
    }
  }

  /** Reckons a round anew as of the workflow's time; a breach that goes with it is withdrawn. */
  again(round: Round, because: string): void {
    const wasBroken = round.brokenAt !== undefined;
    reckonRound(round, this.policy, this.facts, this.now);
    if (wasBroken && round.brokenAt === undefined) this.withdraw(round, because);
  }

  /** The case is over: promises end but for those that these marks can still keep; alerts wait for a person. */
  endAll(because: string, stillOwed: readonly string[] = []): void {
    for (const reason of Object.keys(this.paused)) this.resume(reason);
    for (const round of [...this.rounds.values()])
      if (!round.milestone.to.some((mark) => stillOwed.includes(mark))) this.stop(round, 'cancelled', because);
    this.settle((a) => {
      const round = a.round === undefined ? undefined : this.rounds.get(a.round);
      return a.cause !== 'alert' && !(round && owed(round));
    }, because);
  }

  /** The case cannot be taken up again: what a person has answered is over, alerts too. */
  endForGood(because: string): void {
    this.endAll(because);
    this.settle((a) => a.status === 'acknowledged', because);
  }

  /** What the auditor knows of the sections of the state beside marks, facts, promises and money; a kind says more. */
  accounts(): Accounts {
    return {};
  }

  milestone(id: string): Milestone | undefined {
    return this.milestones.get(id);
  }

  /** The clauses under which a mail about a round is sent are those of its target. */
  clausesOf(key: string): Clauses {
    const round = this.rounds.get(key);
    return round ? clausesOf(round) : [];
  }
}
