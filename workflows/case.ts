/**
 * What every case workflow shares: its actions as Updates, one step after the other into the read model, mails beside,
 * a timer for each durable wait, escalations up their ladder. A kind's own file says which waits it has.
 *
 * Lanes: a step changes the state at once, in workflow code only; `record` writes steps strictly in their order; each
 * delivery starts after its own record and runs beside; clocks wait for neither.
 */
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  currentUpdateInfo,
  defineSignal,
  defineUpdate,
  isCancellation,
  log,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { CalendarSnapshot } from '../domain/calendar/snapshot';
import { withNewYears } from '../domain/cases/calendar-year';
import type { ActionEnvelope, ActionOutcome } from '../domain/cases/envelope';
import { checkAction, parsePayload, type AnyAction, type KindDef } from '../domain/cases/kind';
import type { NoticeRow, StepCause, StepRecord } from '../domain/cases/record';
import { recordGaps } from '../domain/cases/requirements';
import type { CaseState } from '../domain/cases/state';
import { anyBreach, escalationLevel, stepRecord } from '../domain/cases/step-record';
import { judgedAt, Work } from '../domain/cases/work';
import { checkEnvelope, noteLateEntry } from '../domain/cases/envelope-check';
import type { CasePolicy } from '../domain/policy/case-policy';
import { isOwed } from '../domain/sla/clock';
import { climb, ladderOf, told, type Escalation } from '../domain/sla/escalation';
import { formatInstant, parseInstant, type Instant } from '../domain/time/instant';
import { callOut, deliver, raiseAlarm, record, tellDesks } from './effects';
import { asFailure } from './errors';
import { caseStatus, escalationLevelAttribute, slaBreached } from './search-attributes';

/** A durable wait: armed as a timer while it stands, woken with the state of that time. */
export interface Wait<S extends CaseState> {
  /** Tells one wait from another; one that keeps key and instant keeps its timer. */
  key: string;
  at: Instant;
  /** Shown on the timer: which promise, until when, by which clause. */
  summary: string;
  wake(work: Work<S>): void;
}

/** What crosses continue-as-new. */
export interface Carried<S extends CaseState> {
  state: S;
  policy: CasePolicy;
  /** Notifications owed and not yet settled. */
  owed: { seq: number; owedAt: string; notice: NoticeRow }[];
  /** Outcomes of the last updates, so that a repeated one gets its first answer also in the next run. */
  answers: [updateId: string, outcome: ActionOutcome][];
}

/** Importing a newly announced year: the calendar with that year in it. */
export const calendarYearSignal = defineSignal<[CalendarSnapshot]>('calendarYear');
/** Asks a case to continue as new at the next quiet moment; for operators and tests. */
export const renewSignal = defineSignal('renew');

/** Answers kept for repeated updates; a case takes ten to fifty actions. */
const answersKept = 200;

interface Armed {
  at: Instant;
  scope: CancellationScope;
}

export class CaseRun<S extends CaseState> {
  private state: S;
  private policy: CasePolicy;
  private lane: Promise<void> = Promise.resolve();
  private recording = 0;
  private readonly owed = new Map<string, Carried<S>['owed'][number]>();
  private readonly answers: Map<string, ActionOutcome>;
  private readonly armed = new Map<string, Armed>();
  private readonly lookingUp = new Set<string>();
  /** Desks hear of things in the order in which they happened. */
  private desks: Promise<void> = Promise.resolve();
  /** Desk messages and alarms under way: a run that ends would lose them. */
  private beside = 0;
  private renewing = false;
  private shown = { status: '', level: 0, breached: false };

  constructor(
    private readonly kind: KindDef,
    start: Carried<S>,
    private readonly waits: (state: S, policy: CasePolicy) => Wait<S>[],
  ) {
    this.state = start.state;
    this.policy = start.policy;
    this.answers = new Map(start.answers);
    for (const { seq, owedAt, notice } of start.owed) this.owe(seq, owedAt, notice, Promise.resolve());
    if (start.state.seq > 0) this.afterStep();
  }

  /**
   * Lives until the case has ended: `ended` once everything owed is settled, or what the next run carries on. Call it
   * after the opening step and before anything is awaited: a handler runs at once for what came with the first task,
   * and no action may come before the opening.
   */
  async live(): Promise<{ ended: S } | { carried: Carried<S> }> {
    for (const action of this.kind.actions) this.handle(action);
    setHandler(calendarYearSignal, (calendar) => this.importYear(calendar));
    setHandler(renewSignal, () => void (this.renewing = true));
    const over = () => this.kind.ended.includes(this.state.status) && !anyUnanswered(this.state);
    const renew = () => this.renewing || workflowInfo().continueAsNewSuggested;
    await condition(() => over() || renew());
    const quiet = () => this.recording === 0 && this.beside === 0 && this.lookingUp.size === 0 && allHandlersFinished();
    await condition(() => quiet() && (!over() || this.owed.size === 0));
    if (over()) return { ended: this.state };
    this.disarmAll();
    return {
      carried: { state: this.state, policy: this.policy, owed: [...this.owed.values()], answers: [...this.answers] },
    };
  }

  /** Takes one step; the promise tells whether it got recorded. A refusal changes nothing. */
  take(cause: StepCause, at: Instant, change: (work: Work<S>) => void): Promise<boolean> {
    const work = new Work(this.state, this.policy, cause, at, Date.now());
    change(work);
    work.finish();
    // Before the state is kept: what cannot be written down refuses the action and spoils nothing after it.
    const step = stepRecord(work);
    const before = this.state;
    this.state = work.state;
    const recorded = this.enqueue(step);
    for (const notice of step.notices) this.owe(step.seq, step.recordedAt, notice, recorded);
    this.clearDesks(before, work.state);
    this.afterStep();
    return recorded;
  }

  /**
   * The first step. A fault in it must not wedge the case: then it is open without clocks, and the operator is told.
   */
  open(cause: StepCause, at: Instant, change: (work: Work<S>) => void): void {
    try {
      void this.take(cause, at, change);
    } catch (err) {
      void this.take(cause, at, (work) => {
        work.status(this.kind.statuses[0]!);
        work.event('opening_failed', { reason: reasonOf(err) });
      });
      this.alarm(`opening/${this.state.caseId}`, 'opening_failed', {
        reason: err instanceof Error ? err.message : 'unknown',
      });
    }
  }

  private handle(action: AnyAction): void {
    setHandler(defineUpdate<ActionOutcome, [ActionEnvelope]>(action.name), (envelope) => this.act(action, envelope), {
      validator: (envelope: ActionEnvelope) => {
        if (!this.answers.has(currentUpdateInfo()!.id)) this.check(action, envelope);
      },
    });
  }

  /** Synchronous, changes nothing, refuses with an `ApplicationFailure`; answers the payload with its defaults. */
  private check(action: AnyAction, envelope: ActionEnvelope): unknown {
    try {
      checkEnvelope(this.state, envelope, Date.now());
      const payload = parsePayload(action, envelope.payload);
      const at = parseInstant(envelope.receivedAt);
      checkAction(this.kind, action, judgedAt(this.state, this.policy, at), envelope.actor, payload, this.policy, at);
      return payload;
    } catch (err) {
      throw asFailure(err);
    }
  }

  private async act(action: AnyAction, envelope: ActionEnvelope): Promise<ActionOutcome> {
    const updateId = currentUpdateInfo()!.id;
    const known = this.answers.get(updateId);
    if (known) return known;
    const payload = this.check(action, envelope);
    const { actor, requestId, receivedAt, occurredAt, fingerprint } = envelope;
    const cause: StepCause = { type: 'action', name: action.name, actor, requestId, receivedAt, occurredAt, updateId };
    let recorded: Promise<boolean>;
    try {
      recorded = this.take(cause, parseInstant(receivedAt), (work) => {
        noteLateEntry(work);
        recordGaps(work, action.name, payload);
        action.apply(work, payload);
      });
    } catch (err) {
      throw asFailure(err);
    }
    const outcome = { seq: this.state.seq, status: this.state.status, fingerprint };
    this.remember(updateId, { ...outcome, recorded: true });
    return { ...outcome, recorded: await recorded };
  }

  private remember(updateId: string, outcome: ActionOutcome): void {
    this.answers.set(updateId, outcome);
    const oldest = this.answers.keys().next().value;
    if (this.answers.size > answersKept && oldest !== undefined) this.answers.delete(oldest);
  }

  /** Strictly in order; a step that the database will never take is left out with an alarm, and the case goes on. */
  private enqueue(step: StepRecord): Promise<boolean> {
    this.recording++;
    const recorded = this.lane.then(() => this.write(step));
    this.lane = recorded.then(() => void this.recording--);
    return recorded;
  }

  private async write(step: StepRecord): Promise<boolean> {
    try {
      const { result } = await shielded(() => record(step));
      return result !== 'different';
    } catch (err) {
      this.alarm(`unrecorded/${step.caseId}/${step.seq}`, 'unrecorded_step', { seq: step.seq, reason: reasonOf(err) });
      return false;
    }
  }

  private owe(seq: number, owedAt: string, notice: NoticeRow, after: Promise<unknown>): void {
    this.owed.set(notice.key, { seq, owedAt, notice });
    void after.then(() => this.send(seq, owedAt, notice));
  }

  /** A mail that is refused for good, or has no address, never fails the case: it is recorded and told. */
  private async send(seq: number, owedAt: string, notice: NoticeRow): Promise<void> {
    const { caseId, parties, facts } = this.state;
    let reason: string | undefined;
    try {
      const outcome = await shielded(() =>
        deliver({
          caseId,
          seq,
          owedAt,
          notice,
          parties,
          policyId: this.policy.pins[0]!.id,
          region: typeof facts.region === 'string' ? facts.region : undefined,
        }),
      );
      if (outcome.result === 'refused' || outcome.result === 'nobody') reason = outcome.result;
    } catch (err) {
      reason = reasonOf(err);
    }
    if (reason !== undefined && !this.kind.ended.includes(this.state.status)) this.undelivered(notice, reason);
    this.owed.delete(notice.key);
  }

  private undelivered(notice: NoticeRow, reason: string): void {
    void this.take({ type: 'system', name: 'delivery' }, Date.now(), (work) => {
      work.event('not_delivered', { notice: notice.key, template: notice.template, reason });
      const [ladder] = Object.keys(this.policy.ladders);
      const aboutMail =
        notice.template === 'mail_refused' ||
        Object.values(this.state.escalations).some((e) => e.cause === 'mail' && notice.params.escalation === e.key);
      if (aboutMail || ladder === undefined)
        return this.alarm(`undelivered/${notice.key}`, 'undelivered', { template: notice.template, reason });
      if (reason === 'nobody' && notice.to === 'customer') return;
      const escalation = this.state.escalations[String(notice.params.escalation)];
      if (escalation?.status === 'open') this.climbOne(work, escalation);
      work.notify('mail_refused', 'dispatcher', { template: notice.template, reason });
      if (reason === 'nobody') return;
      work.escalate({
        key: `mail:${notice.template}`,
        cause: 'mail',
        subject: notice.template,
        ladder,
        clauses: notice.clauses,
      });
    });
  }

  private alarm(key: string, kind: string, detail: Record<string, unknown>): void {
    const request = { key, kind, caseId: this.state.caseId, at: formatInstant(Date.now()), detail };
    this.beside++;
    void shielded(() => raiseAlarm(request))
      .catch((err: unknown) => log.error('alarm not raised', { key, reason: reasonOf(err) }))
      .then(() => this.beside--);
  }

  /** After every step: timers, people to be called, what lists and the console show. */
  private afterStep(): void {
    this.arm();
    for (const escalation of Object.values(this.state.escalations)) this.lookUp(escalation);
    this.show();
  }

  /** One timer for each wait that stands; a wait that kept its instant keeps its timer. */
  private arm(): void {
    const wanted = new Map([...this.waits(this.state, this.policy), ...this.ladderWaits()].map((w) => [w.key, w]));
    for (const [key, armed] of this.armed) {
      if (wanted.get(key)?.at === armed.at) continue;
      armed.scope.cancel();
      this.armed.delete(key);
    }
    for (const wait of wanted.values()) if (!this.armed.has(wait.key)) this.start(wait);
  }

  private start(wait: Wait<S>): void {
    void CancellationScope.nonCancellable(async () => {
      const scope = new CancellationScope();
      const armed = { at: wait.at, scope };
      this.armed.set(wait.key, armed);
      try {
        await scope.run(() => sleep(Math.max(1, wait.at - Date.now()), { summary: wait.summary }));
      } catch (err) {
        if (isCancellation(err)) return;
        throw err;
      }
      if (this.armed.get(wait.key) !== armed) return;
      this.armed.delete(wait.key);
      void this.take({ type: 'timer', name: wait.key }, wait.at, (work) => wait.wake(work));
    });
  }

  private disarmAll(): void {
    for (const { scope } of this.armed.values()) scope.cancel();
    this.armed.clear();
  }

  /** An unanswered level: the next one, or, at the top, the same again. */
  private ladderWaits(): Wait<S>[] {
    return Object.values(this.state.escalations)
      .filter((e) => e.status === 'open' && e.nextAt !== undefined)
      .map((e) => ({
        key: `ladder:${e.key}`,
        at: e.nextAt!,
        summary: `${e.key} unanswered at level ${e.level}`,
        wake: (work) => {
          const open = work.state.escalations[e.key]!;
          if (open.status === 'open') this.climbOne(work, open);
        },
      }));
  }

  private climbOne(work: Work<S>, open: Escalation): void {
    const next = climb(this.policy, open, work.now);
    work.setEscalation(next);
    work.event(next.level > open.level ? 'escalation_climbed' : 'escalation_repeated', {
      escalation: open.key,
      level: next.level,
    });
  }

  /** Resolves the people of an escalation's level once, and tells them; nobody there means the next level at once. */
  private lookUp(escalation: Escalation): void {
    const id = `${escalation.key}/${escalation.level}/${escalation.repeats}`;
    if (!untold(escalation) || this.lookingUp.has(id)) return;
    this.lookingUp.add(id);
    void this.callPeople(escalation, id).catch((err: unknown) => {
      this.lookingUp.delete(id);
      this.alarm(`roster/${this.state.caseId}/${id}`, 'roster_unreadable', {
        escalation: escalation.key,
        reason: reasonOf(err),
      });
    });
  }

  private async callPeople(escalation: Escalation, id: string): Promise<void> {
    const ladder = ladderOf(this.policy, escalation.ladder);
    const step = ladder[escalation.level - 1] ?? ladder[ladder.length - 1]!;
    const { region } = this.state.facts;
    const { people } = await shielded(() =>
      callOut({
        caseId: this.state.caseId,
        escalation: id,
        role: step.role,
        policyId: this.policy.pins[0]!.id,
        region: typeof region === 'string' ? region : undefined,
        at: formatInstant(Date.now()),
      }),
    );
    this.lookingUp.delete(id);
    const open = this.state.escalations[escalation.key];
    if (!open || !untold(open)) return;
    void this.take({ type: 'system', name: 'call_out' }, Date.now(), (work) =>
      this.tell(work, open, people, step.role),
    );
    if (open.status !== 'open') return;
    this.tellDesksOf(people, 'escalated', open);
  }

  private tell(work: Work<S>, open: Escalation, people: string[], role: string): void {
    const top = open.level >= ladderOf(this.policy, open.ladder).length;
    if (people.length === 0 && open.status === 'open' && !top) {
      work.event('nobody_on_duty', { escalation: open.key, role });
      return this.climbOne(work, open);
    }
    if (people.length === 0)
      this.alarm(`nobody/${open.key}/${this.state.caseId}/${open.repeats}`, 'nobody_on_duty', {
        escalation: open.key,
        role,
      });
    const answered = told(this.policy, open, people, work.now);
    work.setEscalation(open.status === 'open' ? answered : { ...answered, nextAt: undefined });
    work.event('people_called', { escalation: open.key, level: open.level, role, people });
    const template =
      open.repeats > 0
        ? 'escalation_repeated'
        : open.level > 1
          ? 'escalation_climbed'
          : open.cause === 'alert'
            ? 'alert_leadership'
            : 'escalation_raised';
    for (const person of people) {
      work.notify(
        template,
        `person:${person}`,
        { escalation: open.key, subject: open.subject, level: open.level, raisedAt: formatInstant(open.raisedAt) },
        open.clauses,
      );
    }
  }

  private tellDesksOf(people: readonly string[], signal: 'escalated' | 'settled', escalation: Escalation): void {
    if (people.length === 0) return;
    const entry = {
      caseId: this.state.caseId,
      escalation: escalation.key,
      level: escalation.level,
      subject: escalation.subject,
      at: formatInstant(Date.now()),
      policyId: this.policy.pins[0]!.id,
    };
    this.beside++;
    this.desks = this.desks
      .then(() => shielded(() => tellDesks({ people: [...people], signal, entry })))
      .catch((err: unknown) => log.warn('desk not told', { escalation: escalation.key, reason: reasonOf(err) }))
      .then(() => void this.beside--);
  }

  /** Whoever was told of an escalation that somebody answered, or that settled, need not look at it any more. */
  private clearDesks(before: CaseState, after: CaseState): void {
    for (const escalation of Object.values(after.escalations)) {
      if (before.escalations[escalation.key]?.status === 'open' && escalation.status !== 'open')
        this.tellDesksOf(escalation.told, 'settled', escalation);
    }
  }

  /** A newly announced year: only clocks whose due time was provisional are reckoned anew (design §4). */
  private importYear(calendar: CalendarSnapshot): void {
    const waiting = Object.values(this.state.clocks).filter((c) => c.provisional && isOwed(c));
    const policy = withNewYears(this.policy, calendar);
    if (!policy || waiting.length === 0) return;
    this.policy = policy;
    void this.take({ type: 'signal', name: 'calendarYear' }, Date.now(), (work) =>
      work.event('calendar_year_imported', { calendar: calendar.id, version: calendar.version }),
    );
  }

  /** Search attributes on change only: each upsert is an event. The details are free: they are a query. */
  private show(): void {
    const now = { status: this.state.status, level: escalationLevel(this.state), breached: anyBreach(this.state) };
    const changed = [
      ...(now.status !== this.shown.status ? [{ key: caseStatus, value: now.status }] : []),
      ...(now.level !== this.shown.level ? [{ key: escalationLevelAttribute, value: now.level }] : []),
      ...(now.breached !== this.shown.breached ? [{ key: slaBreached, value: now.breached }] : []),
    ];
    this.shown = now;
    if (changed.length > 0) upsertSearchAttributes(changed);
    const clocks = Object.values(this.state.clocks).filter((c) => isOwed(c) && c.dueAt !== undefined);
    setCurrentDetails(
      [
        `**${now.status}** · step ${this.state.seq}`,
        ...clocks.map((c) => `- ${c.key}: ${c.status}, due ${formatInstant(c.dueAt!)}`),
      ].join('\n'),
    );
  }
}

/** Effects go on whatever happens to the workflow: a cancel request from outside does not end a case half-way. */
function shielded<T>(effect: () => Promise<T>): Promise<T> {
  return CancellationScope.nonCancellable(effect);
}

/** An escalation never goes silent: somebody has to answer before the case is gone. */
function anyUnanswered(state: CaseState): boolean {
  return Object.values(state.escalations).some((e) => e.status === 'open');
}

/** Its level's people are not told yet. One that was settled by a late completion is told all the same (R-ESC). */
function untold(escalation: Escalation): boolean {
  const owed = escalation.status === 'open' || escalation.endedBecause === 'done';
  return owed && escalation.people === undefined;
}

/** The innermost reason in a few words, without addresses. */
function reasonOf(err: unknown): string {
  let inner: unknown = err;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  return inner instanceof Error
    ? 'type' in inner && typeof inner.type === 'string'
      ? inner.type
      : inner.name
    : 'unknown';
}
