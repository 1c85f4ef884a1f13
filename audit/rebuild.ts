/**
 * Goes through a case from its first event to its last, and writes it down anew: every input in the order in which the
 * workflow took it, by policy and procedure alone. On the way it holds the timers that stood, and the steps that the
 * case recorded, against what it derived.
 */
import type { CalendarSnapshot } from '../domain/calendar/snapshot';
import type { AnyAction } from '../domain/cases/kind';
import type { Actor, StepRecord } from '../domain/cases/record';
import type { CasePolicy } from '../domain/policy/case-policy';
import { parseInstant, type Instant } from '../domain/time/instant';
import { withImportedYears } from './calendars';
import { carriedOtherwise } from './carried';
import { checkConduct, FourEyes, type ActionInput } from './conduct';
import { stepAfter, takeAnswer } from './effect-answers';
import { finding, type Finding } from './finding';
import type { StepFrame } from './journal';
import { owed } from './milestones';
import { readPayload } from './payloads';
import type { CaseUnderAudit, Procedure } from './procedures/procedure';
import { Provenance } from './provenance';
import { StandingTimers, watchesOf } from './standing-timers';
import { Steps, type DerivedStep } from './steps';
import type { Effect, EventRef, Input, Task, Timeline, Timer } from './timeline';
import { wake } from './waking';

export interface Rebuilt {
  ledger: CaseUnderAudit;
  steps: readonly DerivedStep[];
  findings: Finding[];
}

/** Rebuilds a case. The first run has to be there, and its input has to hold a policy. */
export function rebuild(timeline: Timeline, procedure: Procedure, input: unknown, policy: CasePolicy): Rebuilt {
  return new Rebuild(timeline, procedure, procedure.create(input, policy)).run();
}

/** A case may be asked to go on in a new run: nothing follows from it. */
const harmless: readonly string[] = ['renew'];

/** Who opened a case, and when it was received. */
interface Opened {
  caseId: string;
  receivedAt: string;
  requestId: string;
  actor: Actor;
  parties: { customerId?: string; siteId?: string; assetId?: string };
}

class Rebuild {
  private readonly findings: Finding[] = [];
  private readonly steps: Steps;
  private readonly timers: StandingTimers;
  private readonly fourEyes = new FourEyes();
  private readonly origins: Provenance;
  private readonly answered = new Set<string>();
  private readonly actions: ReadonlyMap<string, AnyAction>;

  constructor(
    private readonly timeline: Timeline,
    private readonly procedure: Procedure,
    private readonly ledger: CaseUnderAudit,
  ) {
    this.actions = new Map(procedure.table.actions.map((a) => [a.name, a]));
    this.origins = new Provenance(ledger.policy);
    this.steps = new Steps(timeline.claims, this.findings, this.origins);
    this.timers = new StandingTimers(ledger, this.findings);
  }

  run(): Rebuilt {
    let run = 0;
    for (const task of this.timeline.tasks) {
      if (task.run !== run) this.timers.clear();
      run = task.run;
      this.take(task);
      if (!task.last) this.timers.check(task);
    }
    this.steps.finish(this.timeline.endings.at(-1) === 'completed');
    return { ledger: this.ledger, steps: this.steps.derived, findings: this.findings };
  }

  /** The inputs of a task in the order in which the case says that it took them; what it does not mention comes last. */
  private take(task: Task): void {
    for (const timer of task.timersCancelled) this.timers.cancel(timer);
    // What a run was given is what the one before had, so it comes before all that this one takes.
    const carried = (input: Input): boolean => input.type === 'open' && input.carried !== undefined;
    for (const input of task.inputs.filter(carried)) this.apply(input, task, false);
    const left = task.inputs.filter((input) => !carried(input)).sort((a, b) => weight(a) - weight(b));
    for (let claim = this.steps.next; claim; claim = this.steps.next) {
      const { step } = claim;
      const index = left.findIndex((input) => this.matches(input, step));
      if (index < 0) {
        if (parseInstant(step.recordedAt) >= task.now) break;
        this.steps.reject();
        continue;
      }
      const before = this.ledger.seq;
      this.apply(left.splice(index, 1)[0]!, task, true);
      if (this.ledger.seq > before) this.steps.settle(this.ledger);
    }
    for (const input of left) this.apply(input, task, false);
  }

  /** Whether a recorded step can come from this input. */
  private matches(input: Input, { cause }: StepRecord): boolean {
    switch (input.type) {
      case 'open':
        return cause.type === 'open' && input.carried === undefined;
      case 'action':
        return cause.type === 'action' && cause.updateId === input.updateId && !this.answered.has(input.updateId);
      case 'timer':
        return cause.type === 'timer' && this.timers.keyOf(input.timer.timerId) === cause.name;
      case 'signal':
        return cause.type === 'signal' && cause.name === input.name;
      case 'effect':
        return cause.type === 'system' && cause.name === this.stepAfter(input.effect);
    }
  }

  private stepAfter(effect: Effect): ReturnType<typeof stepAfter> {
    return stepAfter(effect, this.ledger, this.procedure.table.ended.includes(this.ledger.status));
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
        return this.answer(input.effect, input.source, task);
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
    this.origins.begin(frame.by, name, frame.at, frame.now, more.occurredAt);
    this.ledger.begin(frame);
    change();
    this.ledger.end(type === 'signal');
    const { seq, status } = this.ledger;
    this.steps.derived.push({ seq, type, name, status, ...frame, ...more });
  }

  private open(input: Extract<Input, { type: 'open' }>, { now }: Task): void {
    if (input.carried !== undefined) {
      this.findings.push(...carriedOtherwise(input.carried, this.ledger, this.origins, input.source));
      return;
    }
    const given = input.input as Opened;
    this.origins.take({ ...given, policy: undefined });
    const { caseId, parties } = given;
    const { customerId, siteId, assetId } = parties;
    this.ledger.opening = { caseId, at: parseInstant(given.receivedAt), customerId, siteId, assetId };
    const frame = { at: parseInstant(given.receivedAt), now, by: given.actor.id, source: input.source };
    const failed = this.steps.next?.step.events.some((e) => e.type === 'opening_failed') ?? false;
    const change = (): void => {
      if (failed) this.ledger.status = this.procedure.table.statuses[0]!;
      else this.ledger.opened(input.input);
    };
    const { role, duties } = given.actor;
    this.step('open', 'open', frame, change, { role, duties, requestId: given.requestId });
    if (failed) this.findings.push(finding('opening_failed', [input.source], { at: now }));
  }

  private act(input: ActionInput, { now }: Task): void {
    if (input.outcome === 'failed' || this.answered.has(input.updateId)) return;
    this.answered.add(input.updateId);
    const def = this.actions.get(input.name);
    const { actor, receivedAt, occurredAt, requestId } = input.envelope;
    const read = def && readPayload(def, input.envelope.payload);
    if (!def || !read) {
      this.findings.push(finding('action_unknown', [input.source], { at: now, data: { action: input.name } }));
      return;
    }
    const { payload, beyond } = read;
    if (beyond.length > 0) {
      const data = { action: input.name, fields: beyond.join(', ') };
      this.findings.push(finding('payload_out_of_bounds', [input.source], { at: now, data }));
    }
    this.findings.push(
      ...checkConduct(this.procedure, def, this.ledger, input, now),
      ...this.suspicions(input, payload, now),
      ...this.fourEyes.check(input),
    );
    const frame = { at: parseInstant(receivedAt), now, by: actor.id, source: input.source };
    const { role, duties } = actor;
    this.origins.take(payload);
    const more = { role, duties, requestId, payload, ...(occurredAt ? { occurredAt: parseInstant(occurredAt) } : {}) };
    this.step('action', input.name, frame, () => this.ledger.act(def.name, payload, actor), more);
    this.checkOutcome(input);
  }

  private suspicions({ name, envelope: { actor }, source }: ActionInput, payload: unknown, now: Instant): Finding[] {
    const found = this.ledger.suspect?.(name, payload, actor) ?? [];
    return found.map(({ kind, what, expected = '' }) =>
      finding(kind, [source], {
        at: now,
        data: { action: name, actor: actor.id, role: actor.role, what, why: what, expected },
      }),
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

  /**
   * A timer fired. Where an action of the same task came first, nothing may wait for it any more: a case may note that
   * in a step of its own, but nothing follows from it.
   */
  private fire(timer: Timer, source: EventRef, { now }: Task, claimed: boolean): void {
    const armed = this.timers.fired(timer.timerId);
    if (!armed) return;
    const watch = watchesOf(this.ledger).find((w) => w.key === armed.key && w.at === armed.at);
    if (!watch && !claimed) return;
    const frame = { at: armed.at, now, by: 'system', source };
    this.step('timer', armed.key, frame, () => watch && wake(this.ledger, watch));
  }

  private signal({ name, value, by, source }: Extract<Input, { type: 'signal' }>, { now }: Task): void {
    if (name !== 'calendarYear') {
      if (!harmless.includes(name))
        this.findings.push(finding('signal_unknown', [source], { at: now, data: { name, identity: by } }));
      return;
    }
    const waiting = [...this.ledger.rounds.values()].some((r) => r.provisional && owed(r));
    const policy = withImportedYears(this.ledger.policy, value as CalendarSnapshot);
    if (!policy || !waiting) return;
    this.ledger.policy = policy;
    this.step('signal', name, { at: now, now, by: 'system', source }, () => undefined);
  }

  private answer(effect: Effect, source: EventRef, { now }: Task): void {
    const name = this.stepAfter(effect);
    if (name === undefined) return;
    this.origins.take(effect.result);
    const frame = { at: now, now, by: 'system', source };
    this.step('system', name, frame, () => takeAnswer(effect, source, this.ledger));
  }
}

/** Signals and Updates are handled before timers and answers of the same task; else in the order of events. */
function weight(input: Input): number {
  const group = { open: 0, signal: 1, action: 1, timer: 2, effect: 2 }[input.type];
  return group * 1e9 + input.source.event;
}
