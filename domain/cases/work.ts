/**
 * One step of a case while it is being taken: an action, a timer or a signal changes sections of the state, sets marks,
 * and owes notifications; `finish` judges the clocks and says what the step was. The state given is never changed, so a
 * refusal half-way leaves the case as it was.
 */
import type { CasePolicy } from '../policy/case-policy';
import { holds, type CaseKind, type Clauses, type FactValue, type Facts, type Milestone } from '../policy/rule';
import type { Clock } from '../sla/clock';
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
} from '../sla/clock';
import { ladderOf, type Escalation } from '../sla/escalation';
import { formatInstant, type Instant } from '../time/instant';
import { ledgerRows } from './ledger-rows';
import type { CaseEvent, LedgerRow, NoticeRow, StepCause } from './record';
import type { CaseState } from './state';

export class Work<S extends CaseState = CaseState> {
  readonly events: CaseEvent[] = [];
  readonly notices: NoticeRow[] = [];
  state: S;

  /**
   * @param at the instant that clocks use: the first receipt of a request, or the instant a timer was armed for
   * @param now workflow time, never before `at` except by a small difference between two machines' clocks
   */
  constructor(
    private readonly base: S,
    readonly policy: CasePolicy,
    readonly cause: StepCause,
    readonly at: Instant,
    readonly now: Instant,
  ) {
    this.state = { ...base, seq: base.seq + 1 };
    this.judge(Math.min(at, now));
  }

  /** Who acts; the system where nobody does. */
  get by(): string {
    return this.cause.actor?.id ?? 'system';
  }

  put<K extends keyof S>(section: K, value: S[K]): void {
    this.state = { ...this.state, [section]: value };
  }

  status(status: string): void {
    if (this.state.status === status) return;
    this.event('status_changed', { from: this.state.status, to: status });
    this.state = { ...this.state, status };
  }

  event(type: string, data?: CaseEvent['data'], clauses?: Clauses): void {
    this.events.push({ type, at: formatInstant(this.at), data, clauses });
  }

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

  /**
   * A mark happened: meets the milestones that end with it, starts those that begin with it, sends the notices and
   * raises the alerts that the policy hangs on it.
   * @param at the instant at which it happened, where an earlier step recorded it
   */
  mark(mark: string, params: NoticeRow['params'] = {}, at: Instant = this.at): void {
    this.state = { ...this.state, done: { ...this.state.done, [mark]: at } };
    this.event(mark, Object.keys(params).length > 0 ? params : undefined);
    for (const clock of Object.values(this.state.clocks)) {
      const milestone = milestoneOf(this.policy, clock.milestone);
      if (milestone.to.includes(mark)) this.meet(clock.key, at);
      else if (milestone.cancelledBy?.includes(mark)) this.stop(clock.key, 'cancelled', mark);
    }
    for (const milestone of this.policy.milestones) if (milestone.from.includes(mark)) this.start(milestone.id);
    for (const rule of this.policy.notices) {
      if (rule.on === mark && holds(rule.when, this.state.facts))
        for (const to of rule.to) this.notify(rule.template, to, params, rule.clauses);
    }
    for (const rule of this.policy.documents ?? [])
      if (rule.on === mark && holds(rule.when, this.state.facts)) this.issueDocument(rule.form, rule.clauses);
    for (const rule of this.policy.alerts) {
      if (rule.on === mark && holds(rule.when, this.state.facts)) {
        this.escalate({
          key: this.freeKey(`alert:${mark}`),
          cause: 'alert',
          subject: mark,
          ladder: rule.ladder,
          clauses: rule.clauses,
        });
      }
    }
  }

  /** Owes a notification; a policy role is written `role:<id>`, everybody else by what they are to the case. */
  notify(template: string, to: string, params: NoticeRow['params'] = {}, clauses: Clauses = []): void {
    const address = this.addressOf(to);
    const key = `${this.state.caseId}/${this.state.seq}/${template}/${address}/${this.notices.length}`;
    this.notices.push({ key, template, to: address, params, clauses });
  }

  /**
   * Owes another case that follows from this one; it is opened as mails are sent, once, and linked to this one.
   * @param params what the opening needs beyond the parties of this case: ids and codes
   */
  openCase(kind: CaseKind, params: NoticeRow['params'], clauses: Clauses = []): void {
    this.notify('open_case', `kind:${kind}`, params, clauses);
  }

  /** Owes a paper of the case: made as mails are sent, once, after this step is recorded. */
  issueDocument(form: string, clauses: Clauses = []): void {
    this.notify('issue_document', `form:${form}`, { form, by: this.by }, clauses);
  }

  /** Records a duty that was left open without stopping the work. */
  finding(action: string, missing: string, clauses: Clauses): void {
    this.put('findings', [...this.state.findings, { at: this.at, action, missing, clauses }]);
    this.event('finding', { action, missing }, clauses);
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

  /** Raises an escalation at the first level of a ladder; one of the same key that is open already stays alone. */
  escalate(
    about: Pick<Escalation, 'key' | 'cause' | 'subject' | 'ladder' | 'clauses'> &
      Partial<Pick<Escalation, 'clock' | 'targetMs'>>,
  ): void {
    const known = this.state.escalations[about.key];
    if (known && known.endedAt === undefined) return;
    const key = known ? this.freeKey(about.key) : about.key;
    ladderOf(this.policy, about.ladder);
    this.setEscalation({
      ...about,
      key,
      level: 1,
      status: 'open',
      raisedAt: this.at,
      levelAt: this.now,
      told: [],
      repeats: 0,
    });
    this.event('escalation_raised', { escalation: key, subject: about.subject, level: 1 }, about.clauses);
  }

  setEscalation(escalation: Escalation): void {
    this.state = { ...this.state, escalations: { ...this.state.escalations, [escalation.key]: escalation } };
  }

  /** Ends escalations whose reason is gone. */
  settle(which: (escalation: Escalation) => boolean, because: string): void {
    for (const escalation of Object.values(this.state.escalations)) {
      if (escalation.endedAt !== undefined || !which(escalation)) continue;
      this.setEscalation({
        ...escalation,
        status: 'settled',
        endedAt: this.at,
        endedBecause: because,
        nextAt: undefined,
      });
      this.event('escalation_settled', { escalation: escalation.key, because });
    }
  }

  /**
   * The case has come to an end: stops the clocks, but for those that still can be met by one of these marks, and
   * settles the escalations, but for alerts, which a person answers.
   */
  endAll(because: string, stillOwed: readonly string[] = []): void {
    for (const reason of Object.keys(this.state.paused)) this.resume(reason);
    for (const clock of Object.values(this.state.clocks)) {
      if (!milestoneOf(this.policy, clock.milestone).to.some((mark) => stillOwed.includes(mark)))
        this.stop(clock.key, 'cancelled', because);
    }
    this.settle((e) => e.cause !== 'alert' && !(e.clock !== undefined && isOwed(this.state.clocks[e.clock]!)), because);
  }

  /** Nothing can come back to the case: alerts that a person has answered are over too; the others wait for theirs. */
  endForGood(because: string): void {
    this.endAll(because);
    this.settle((e) => e.status === 'acknowledged', because);
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
  private judge(instant: Instant): void {
    for (const { key } of overdue(this.state, this.policy, instant)) this.breach(key, this.state.clocks[key]!.dueAt!);
  }

  /** The sections that this step changed, whole (the first step: all). Clocks, escalations and entries only where changed. */
  changes(): {
    sections: Record<string, unknown>;
    clocks: Clock[];
    escalations: Escalation[];
    entries: LedgerRow[];
  } {
    const sections: Record<string, unknown> = {};
    for (const name of Object.keys(this.state) as (keyof S & string)[]) {
      if (name === 'clocks' || name === 'escalations') continue;
      if (this.base.seq > 0 && this.state[name] === this.base[name]) continue;
      sections[name] = this.state[name];
    }
    const clocks = Object.values(this.state.clocks).filter(
      (c) => this.base.clocks[c.key] !== c && !sameJson(this.base.clocks[c.key], c),
    );
    const escalations = Object.values(this.state.escalations).filter((e) => this.base.escalations[e.key] !== e);
    const entries = ledgerRows(this.base.ledger, this.state.ledger, formatInstant);
    return { sections, clocks, escalations, entries };
  }

  /** A case without a dispatcher tells the first role of its ladder instead: somebody has to read it. */
  private addressOf(to: string): string {
    const [first] = Object.values(this.policy.ladders);
    if (to === 'dispatcher' && this.state.parties.dispatcherId === undefined && first?.[0])
      return `role:${first[0].role}`;
    return /^(customer|engineer|dispatcher|person:.*|role:.*|kind:.*|form:.*|customer:.*|case:.*|lot:.*|unit)$/.test(to)
      ? to
      : `role:${to}`;
  }

  private freeKey(stem: string): string {
    let n = 1;
    let key = stem;
    while (this.state.escalations[key]) key = `${stem}#${++n}`;
    return key;
  }
}

/** The running deadlines that passed before an instant. */
function overdue(state: CaseState, policy: CasePolicy, instant: Instant): Clock[] {
  return Object.values(state.clocks).filter(
    (c) =>
      c.status === 'running' &&
      c.dueAt !== undefined &&
      c.dueAt < instant &&
      milestoneOf(policy, c.milestone).nature === 'deadline',
  );
}

/** The state as an action finds it: deadlines that passed before its instant are broken already, timer or not. */
export function judgedAt<S extends CaseState>(state: S, policy: CasePolicy, instant: Instant): S {
  const late = overdue(state, policy, instant);
  if (late.length === 0) return state;
  const clocks: Record<string, Clock> = { ...state.clocks };
  for (const clock of late) clocks[clock.key] = { ...clock, status: 'breached', breachedAt: clock.dueAt };
  return { ...state, clocks };
}

function latest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((at) => at !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
