/**
 * Goes through a case from its first event to its last, and writes it down anew: every input in the order in which the
 * workflow took it, by policy and procedure alone. On the way it holds the timers that stood, and the steps that the
 * case recorded, against what it derived.
 */
import type { CalendarSnapshot } from '../domain/calendar/snapshot';
import type { AnyAction } from '../domain/cases/kind';
import type { DeliverOutcome, StepRecord } from '../domain/cases/record';
import type { CasePolicy } from '../domain/policy/case-policy';
import { formatInstant, parseInstant, type Instant } from '../domain/time/instant';
import { withImportedYears } from './calendars';
import { checkConduct, FourEyes, type ActionInput } from './conduct';
import { Claimed } from './claims';
import { ClaimedDecisions } from './decisions';
import { finding, type Finding } from './finding';
import { atTop, called, levelsOf, uncalled, up, type Ascent } from './ladder';
import type { StepFrame } from './ledger';
import { nextLook, owed, standing, type Round } from './milestones';
import type { CaseUnderAudit, Procedure, Watch } from './procedures/procedure';
import type { Claim, DeliverAsked, Effect, EventRef, Input, Task, Timeline, Timer } from './timeline';

/** A step as the auditor derived it. */
export interface DerivedStep {
  seq: number;
  type: StepRecord['cause']['type'];
  name: string;
  by: string;
  role?: string;
  source: EventRef;
  at: Instant;
  now: Instant;
  occurredAt?: Instant;
  status: string;
  /** The step as the case recorded it; absent where it did not. */
  claim?: Claim;
}

export interface Rebuilt {
  ledger: CaseUnderAudit;
  steps: DerivedStep[];
  findings: Finding[];
}

/** The policy that a case pinned, from the input of its first run. */
export function pinnedPolicy(input: unknown): CasePolicy | undefined {
  const policy = (input as { policy?: CasePolicy } | undefined)?.policy;
  return Array.isArray(policy?.milestones) && Array.isArray(policy.pins) ? policy : undefined;
}

/** Rebuilds a case. The first run has to be there, and its input has to hold a policy. */
export function rebuild(timeline: Timeline, procedure: Procedure, input: unknown, policy: CasePolicy): Rebuilt {
  return new Rebuild(timeline, procedure, procedure.create(input, policy)).run();
}

interface Armed {
  key: string;
  at: Instant;
}

class Rebuild {
  private readonly findings: Finding[] = [];
  private readonly steps: DerivedStep[] = [];
  private readonly claimed = new Claimed();
  private readonly decided = new ClaimedDecisions();
  private readonly fourEyes = new FourEyes();
  private readonly armed = new Map<string, Armed>();
  private readonly answered = new Set<string>();
  private readonly byUpdate = new Map<string, Claim>();
  private readonly claims: Claim[] = [];
  private readonly actions: ReadonlyMap<string, AnyAction>;
  private run_ = 0;

  constructor(
    private readonly timeline: Timeline,
    private readonly procedure: Procedure,
    private readonly ledger: CaseUnderAudit,
  ) {
    this.actions = new Map(procedure.table.actions.map((a) => [a.name, a]));
    for (const claim of timeline.claims) {
      const twin = this.claims.at(-1);
      if (twin?.step.seq === claim.step.seq) this.twice(twin, claim);
      else this.claims.push(claim);
    }
  }

  run(): Rebuilt {
    for (const task of this.timeline.tasks) {
      if (task.run !== this.run_) this.armed.clear();
      this.run_ = task.run;
      this.take(task);
      if (!task.last) this.checkTimers(task);
    }
    for (const claim of this.claims) this.unfounded(claim);
    this.checkMissing();
    return { ledger: this.ledger, steps: this.steps, findings: this.findings };
  }

  /** Two records under one number: harmless where they say the same, as after a run that was carried on. */
  private twice(first: Claim, second: Claim): void {
    if (JSON.stringify(first.step) === JSON.stringify(second.step)) return;
    this.findings.push(finding('step_twice', [second.source, first.source], { data: { step: second.step.seq } }));
  }

  /** The inputs of a task in the order in which the case says that it took them; what it does not mention comes last. */
  private take(task: Task): void {
    for (const timer of task.timersCancelled) this.cancelled.add(timer);
    const left = [...task.inputs].sort((a, b) => weight(a) - weight(b));
    for (;;) {
      const claim = this.claims[0];
      if (!claim) break;
      const index = left.findIndex((input) => this.matches(input, claim.step));
      if (index < 0) {
        if (parseInstant(claim.step.recordedAt) >= task.now) break;
        this.unfounded(claim);
        this.claims.shift();
        continue;
      }
      const before = this.ledger.seq;
      this.apply(left.splice(index, 1)[0]!, task, true);
      if (this.ledger.seq > before) this.settleClaim(this.claims.shift()!);
    }
    for (const input of left) this.apply(input, task, false);
  }

  private readonly cancelled = new Set<string>();

  /** Whether a recorded step can come from this input. */
  private matches(input: Input, { cause }: StepRecord): boolean {
    switch (input.type) {
      case 'open':
        return cause.type === 'open' && input.carried === undefined;
      case 'action':
        return cause.type === 'action' && cause.updateId === input.updateId && !this.answered.has(input.updateId);
      case 'timer':
        return cause.type === 'timer' && this.armed.get(input.timer.timerId)?.key === cause.name;
      case 'signal':
        return cause.type === 'signal' && cause.name === input.name;
      case 'effect':
        return (
          cause.type === 'system' &&
          cause.name === { callOut: 'call_out', deliver: 'delivery' }[input.effect.name] &&
          this.wouldStep(input.effect)
        );
    }
  }

  /** Whether the answer of an activity makes the case take a step now. */
  private wouldStep(effect: Effect): boolean {
    if (effect.name === 'callOut') {
      const ascent = this.ascentOf(effect);
      return effect.failure === undefined && ascent !== undefined && uncalled(ascent);
    }
    return undelivered(effect) !== undefined && !this.procedure.table.ended.includes(this.ledger.status);
  }

  private apply(input: Input, task: Task, claimed: boolean): void {
    switch (input.type) {
      case 'open':
        return this.open(input, task);
      case 'action':
        return this.act(input, task);
      case 'timer':
        return this.fire(input.timer, input.source, task, claimed);
      case 'signal':
        return this.signal(input, task);
      case 'effect':
        if (!this.wouldStep(input.effect)) return;
        if (input.effect.name === 'callOut') this.people(input.effect, input.source, task);
        else this.notDelivered(input.effect, input.source, task);
    }
  }

  /** Takes a step: begins it, lets it change the ledger, ends it, and notes it. */
  private step(
    type: DerivedStep['type'],
    name: string,
    frame: StepFrame,
    change: () => void,
    more: Partial<DerivedStep> = {},
  ): void {
    this.ledger.begin(frame);
    change();
    this.ledger.end(type === 'signal');
    const { seq, status } = this.ledger;
    this.steps.push({ seq, type, name, status, ...frame, ...more });
  }

  /** The step just derived was recorded so. */
  private settleClaim(claim: Claim): void {
    const derived = this.steps.at(-1)!;
    derived.claim = claim;
    const { step, source } = claim;
    const wrong = (what: string, claimed: unknown, found: unknown): void =>
      void this.findings.push(
        finding('cause_differs', [source, derived.source], {
          at: derived.now,
          data: { step: step.seq, what, claimed: String(claimed), derived: String(found) },
        }),
      );
    if (step.seq !== derived.seq) wrong('seq', step.seq, derived.seq);
    if (step.recordedAt !== formatInstant(derived.now))
      wrong('recordedAt', step.recordedAt, formatInstant(derived.now));
    if (derived.type === 'action' || derived.type === 'open') {
      const { actor, receivedAt } = step.cause;
      if (actor?.id !== derived.by || actor.role !== derived.role) wrong('actor', actor?.id, derived.by);
      if (receivedAt === undefined || parseInstant(receivedAt) !== derived.at)
        wrong('receivedAt', receivedAt, formatInstant(derived.at));
    }
    this.findings.push(...this.claimed.compare(claim, this.ledger), ...this.decided.compare(claim, this.ledger));
  }

  private unfounded({ step, source }: Claim): void {
    this.findings.push(
      finding('step_without_cause', [source], {
        at: parseInstant(step.recordedAt),
        data: { step: step.seq, cause: step.cause.type, name: step.cause.name },
      }),
    );
  }

  /** A step that the case took and did not record, though a later one was recorded, or the case is over. */
  private checkMissing(): void {
    const last = Math.max(0, ...this.steps.map((s) => (s.claim ? s.seq : 0)));
    const over = this.timeline.endings.at(-1) === 'completed';
    for (const { claim, seq, source, now, type, name } of this.steps)
      if (!claim && (seq < last || over))
        this.findings.push(finding('step_missing', [source], { at: now, data: { step: seq, cause: type, name } }));
  }

  private open(input: Extract<Input, { type: 'open' }>, { now }: Task): void {
    if (input.carried !== undefined) return this.carriedOn(input);
    const given = input.input as { receivedAt: string; actor: { id: string; role: string } };
    const frame = { at: parseInstant(given.receivedAt), now, by: given.actor.id, source: input.source };
    const failed = this.claims[0]?.step.events.some((e) => e.type === 'opening_failed') ?? false;
    const change = (): void => {
      if (failed) this.ledger.status = this.procedure.table.statuses[0]!;
      else this.ledger.opened(input.input);
    };
    this.step('open', 'open', frame, change, { role: given.actor.role });
    if (failed) this.findings.push(finding('opening_failed', [input.source], { at: now }));
  }

  /** What the next run was given must be what the one before had. */
  private carriedOn({ carried, source }: Extract<Input, { type: 'open' }>): void {
    const { state } = carried as { state: { seq: number; status: string; clocks: Record<string, ClockState> } };
    const differs = (what: string, a: unknown, b: unknown): void =>
      void this.findings.push(
        finding('claim_differs', [source], {
          data: { step: this.ledger.seq, what: 'carried', key: what, claimed: String(a), derived: String(b) },
        }),
      );
    if (state.seq !== this.ledger.seq) differs('seq', state.seq, this.ledger.seq);
    if (state.status !== this.ledger.status) differs('status', state.status, this.ledger.status);
    for (const [key, round] of this.ledger.rounds) {
      const clock = state.clocks[key];
      if (clock?.status !== standing(round) || clock.dueAt !== round.dueAt || clock.metAt !== round.metAt)
        differs(key, `${clock?.status} ${clock?.dueAt}`, `${standing(round)} ${round.dueAt}`);
    }
  }

  private act(input: ActionInput, { now }: Task): void {
    if (input.outcome === 'failed' || this.answered.has(input.updateId)) return;
    this.answered.add(input.updateId);
    const def = this.actions.get(input.name);
    const { actor, receivedAt, occurredAt } = input.envelope;
    const parsed = def?.payload.safeParse(input.envelope.payload);
    if (!def || !parsed?.success) {
      this.findings.push(finding('action_unknown', [input.source], { at: now, data: { action: input.name } }));
      return;
    }
    this.findings.push(
      ...checkConduct(this.procedure, def, this.ledger, input, now),
      ...this.suspicions(input, parsed.data, now),
      ...this.fourEyes.check(input),
    );
    const frame = { at: parseInstant(receivedAt), now, by: actor.id, source: input.source };
    const more = { role: actor.role, ...(occurredAt ? { occurredAt: parseInstant(occurredAt) } : {}) };
    this.step('action', input.name, frame, () => this.ledger.act(def.name, parsed.data, actor), more);
    this.checkOutcome(input);
  }

  private suspicions({ name, envelope: { actor }, source }: ActionInput, payload: unknown, now: Instant): Finding[] {
    const found = this.ledger.suspect?.(name, payload, actor) ?? [];
    return found.map(({ kind, what, expected = '' }) =>
      finding(kind, [source], { at: now, data: { action: name, actor: actor.id, what, expected } }),
    );
  }

  private checkOutcome({ outcome, envelope, source }: ActionInput): void {
    if (outcome === undefined || outcome === 'failed') return;
    const { seq, status } = this.ledger;
    const pairs: [string, unknown, unknown][] = [
      ['seq', outcome.seq, seq],
      ['status', outcome.status, status],
      ['fingerprint', outcome.fingerprint, envelope.fingerprint],
    ];
    for (const [what, told, derived] of pairs)
      if (told !== derived)
        this.findings.push(
          finding('outcome_differs', [source], { data: { what, claimed: String(told), derived: String(derived) } }),
        );
  }

  /** Everything that has to stand as a timer now. */
  private watches(): Watch[] {
    const watches: Watch[] = [];
    for (const round of this.ledger.rounds.values()) {
      const next = nextLook(round);
      if (!next) continue;
      const label = (): string => `${round.key} ${next.what} ${formatInstant(next.at)}`;
      watches.push({ key: `clock:${round.key}:${next.what}`, at: next.at, label });
    }
    watches.push(...this.ledger.watches());
    for (const { key, status, nextAt, level } of this.ledger.ascents.values())
      if (status === 'open' && nextAt !== undefined)
        watches.push({ key: `ladder:${key}`, at: nextAt, label: () => `${key} unanswered at level ${level}` });
    return watches;
  }

  /**
   * A timer fired. Where an action of the same task came first, nothing may wait for it any more: a case may note that
   * in a step of its own, but nothing follows from it.
   */
  private fire(timer: Timer, source: EventRef, { now }: Task, claimed: boolean): void {
    const armed = this.armed.get(timer.timerId);
    this.armed.delete(timer.timerId);
    if (!armed) return;
    const watch = this.watches().find((w) => w.key === armed.key && w.at === armed.at);
    if (!watch && !claimed) return;
    const frame = { at: armed.at, now, by: 'system', source };
    this.step('timer', armed.key, frame, () => watch && this.wake(watch));
  }

  private wake(watch: Watch): void {
    const [, clock, what] = /^clock:(.*):(warning|due)$/.exec(watch.key) ?? [];
    const [, ladder] = /^ladder:(.*)$/.exec(watch.key) ?? [];
    if (clock !== undefined) this.look(this.ledger.rounds.get(clock)!, what!);
    else if (ladder !== undefined) up(this.ledger.policy, this.ledger.ascents.get(ladder)!);
    else this.ledger.wake(watch);
  }

  /** A promise's warning, or its end. */
  private look(round: Round, what: string): void {
    const { ledger } = this;
    if (what === 'warning') {
      round.warnedAt = ledger.at;
      ledger.mark(`warned.${round.milestone.id}`);
      for (const to of this.toldOf(round)) ledger.tell('milestone_warning', to);
    } else if (round.milestone.nature === 'reminder') {
      for (const to of this.toldOf(round)) ledger.tell('milestone_reminder', to);
      ledger.stop(round, 'waived', 'reminded');
    } else if (round.dueAt !== undefined && round.brokenAt === undefined && owed(round)) {
      ledger.break(round, round.dueAt);
    }
  }

  /** Whom a milestone tells; engineer and dispatcher only where there is one, else the first role of its ladder. */
  private toldOf({ milestone }: Round): readonly string[] {
    const { parties, policy } = this.ledger;
    const wanted = milestone.tell.length > 0 ? milestone.tell : ['engineer', 'dispatcher'];
    const there = wanted.filter(
      (to) => !(to === 'engineer' && !parties.engineerId) && !(to === 'dispatcher' && !parties.dispatcherId),
    );
    const [first] = milestone.ladder === undefined ? [] : levelsOf(policy, milestone.ladder);
    return there.length > 0 || !first ? there : [first.role];
  }

  private signal({ name, value, source }: Extract<Input, { type: 'signal' }>, { now }: Task): void {
    if (name !== 'calendarYear') return;
    const waiting = [...this.ledger.rounds.values()].some((r) => r.provisional && owed(r));
    const policy = withImportedYears(this.ledger.policy, value as CalendarSnapshot);
    if (!policy || !waiting) return;
    this.ledger.policy = policy;
    this.step('signal', name, { at: now, now, by: 'system', source }, () => undefined);
  }

  private ascentOf({ request }: Effect): Ascent | undefined {
    const { escalation } = request as { escalation: string };
    return this.ledger.ascents.get(escalation.replace(/\/\d+\/\d+$/, ''));
  }

  /** The people of a level are known: they are told, or, where nobody is, the next level is due at once. */
  private people(effect: Effect, source: EventRef, { now }: Task): void {
    const ascent = this.ascentOf(effect)!;
    const { ledger } = this;
    // Whom the case is about may have been named while the roster was read.
    const people = (effect.result as { people: string[] }).people.filter((id) => !ledger.barred.includes(id));
    this.step('system', 'call_out', { at: now, now, by: 'system', source }, () => {
      if (people.length === 0 && ascent.status === 'open' && !atTop(ledger.policy, ascent)) {
        const { level, repeats } = ascent;
        ascent.calls.push({ level, repeats, at: now, people, source });
        return up(ledger.policy, ascent);
      }
      called(ledger.policy, ascent, people, now, source);
      for (const person of people) ledger.tell(templateOf(ascent), `person:${person}`);
    });
  }

  /** A mail that is refused for good, or has no address, is told to the dispatcher and upwards. */
  private notDelivered(effect: Effect, source: EventRef, { now }: Task): void {
    const { notice } = effect.request as DeliverAsked;
    const reason = undelivered(effect)!;
    const { ledger } = this;
    this.step('system', 'delivery', { at: now, now, by: 'system', source }, () => {
      const [ladder] = Object.keys(ledger.policy.ladders);
      const about = String(notice.params.escalation);
      const ascent = ledger.ascents.get(about);
      if (notice.template === 'mail_refused' || ascent?.cause === 'mail' || ladder === undefined) return;
      if (reason === 'nobody' && notice.to === 'customer') return;
      if (ascent?.status === 'open') up(ledger.policy, ascent);
      ledger.tell('mail_refused', 'dispatcher');
      if (reason === 'nobody') return;
      const { template, clauses } = notice;
      ledger.raise({ key: `mail:${template}`, cause: 'mail', subject: template, ladder, clauses });
    });
  }

  /** After a task the timers that stand are those that the promises want, each for its own instant. */
  private checkTimers(task: Task): void {
    for (const id of this.cancelled) this.armed.delete(id);
    this.cancelled.clear();
    const watches = this.watches();
    const armed = [...this.armed.values()];
    const free = watches.filter((w) => !armed.some((a) => a.key === w.key && a.at === w.at));
    for (const timer of task.timersStarted) this.arm(timer, free, task);
    for (const [id, { key, at }] of this.armed) {
      if (watches.some((w) => w.key === key && w.at === at)) continue;
      this.armed.delete(id);
      // Due already: it fires by itself, and nothing follows from it.
      if (at <= task.now) continue;
      this.timerFinding('timer_unexpected', task, { promise: key, until: formatInstant(at) });
    }
    for (const { key, at } of free)
      this.timerFinding('timer_missing', task, { promise: key, until: formatInstant(at) });
  }

  private arm(timer: Timer, free: Watch[], task: Task): void {
    const index = free.findIndex((w) => timer.summary.startsWith(w.label()));
    const [watch] = index < 0 ? [] : free.splice(index, 1);
    if (!watch)
      return this.timerFinding(
        'timer_unexpected',
        task,
        { promise: timer.summary, until: formatInstant(timer.at) },
        timer,
      );
    const { key, at } = watch;
    this.armed.set(timer.timerId, { key, at });
    const expected = Math.max(1, at - task.now);
    if (Math.abs(expected - timer.ms) > 1)
      this.timerFinding(
        'timer_differs',
        task,
        { promise: key, ms: timer.ms, expectedMs: expected, until: formatInstant(at) },
        timer,
      );
  }

  private timerFinding(
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

interface ClockState {
  status: string;
  dueAt?: number;
  metAt?: number;
}

/** Signals and Updates are handled before timers and answers of the same task; else in the order of events. */
function weight(input: Input): number {
  const group = { open: 0, signal: 1, action: 1, timer: 2, effect: 2 }[input.type];
  return group * 1e9 + input.source.event;
}

/** Why a mail did not reach anybody; undefined where it did. */
export function undelivered({ name, failure, result }: Effect): string | undefined {
  if (name !== 'deliver') return undefined;
  if (failure !== undefined) return failure;
  const { result: outcome } = (result ?? {}) as Partial<DeliverOutcome>;
  return outcome === 'refused' || outcome === 'nobody' ? outcome : undefined;
}

function templateOf({ repeats, level, cause }: Ascent): string {
  if (repeats > 0) return 'escalation_repeated';
  if (level > 1) return 'escalation_climbed';
  return cause === 'alert' ? 'alert_leadership' : 'escalation_raised';
}
