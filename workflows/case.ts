/**
 * What every case workflow shares: its actions as Updates, one step after the other into the read model, mails beside,
 * a timer for each durable wait, escalations up their ladder. A kind's own file says which waits it has.
 *
 * A step changes the state at once, in workflow code only. What follows from the new state (timers, people to be
 * called, records, mails) leaves from one loop, in one order, when the workflow task is at rest: see `rest.ts`. Clocks
 * wait for no effect.
 */
import {
  allHandlersFinished,
  condition,
  currentUpdateInfo,
  defineSignal,
  defineUpdate,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { DeliverRequest } from '../activities/contract';
import type { CalendarSnapshot } from '../domain/calendar/snapshot';
import { withNewYears } from '../domain/cases/calendar-year';
import { climbOne, tellPeople, untold } from '../domain/cases/calling';
import type { ActionEnvelope, ActionOutcome } from '../domain/cases/envelope';
import { checkEnvelope, noteLateEntry } from '../domain/cases/envelope-check';
import { checkAction, parsePayload, type AnyAction, type KindDef } from '../domain/cases/kind';
import type { NoticeRow, StepCause } from '../domain/cases/record';
import { recordGaps } from '../domain/cases/requirements';
import type { CaseState } from '../domain/cases/state';
import { anyBreach, escalationLevel, stepRecord } from '../domain/cases/step-record';
import { judgedAt, Work } from '../domain/cases/work';
import type { CasePolicy } from '../domain/policy/case-policy';
import { isOwed } from '../domain/sla/clock';
import { ladderOf, type Escalation } from '../domain/sla/escalation';
import { formatInstant, parseInstant, type Instant } from '../domain/time/instant';
import { callOut } from './effects';
import { asFailure, reasonOf } from './errors';
import { Outbox, type Owed } from './outbox';
import { atRest } from './rest';
import { caseStatus, escalationLevelAttribute, slaBreached } from './search-attributes';
import { Timers, type Awaited } from './timers';

/** A durable wait: armed as a timer while it stands, woken with the state of that time. */
export interface Wait<S extends CaseState> extends Awaited {
  wake(work: Work<S>): void;
}

/** What crosses continue-as-new. */
export interface Carried<S extends CaseState> {
  state: S;
  policy: CasePolicy;
  /** Notifications owed and not yet settled. */
  owed: Owed[];
  /** Outcomes of the last updates, so that a repeated one gets its first answer also in the next run. */
  answers: [updateId: string, outcome: ActionOutcome][];
}

/** Importing a newly announced year: the calendar with that year in it. */
export const calendarYearSignal = defineSignal<[CalendarSnapshot]>('calendarYear');
/** Asks a case to continue as new at the next quiet moment; for operators and tests. */
export const renewSignal = defineSignal('renew');

/** Answers kept for repeated updates; a case takes ten to fifty actions. */
const answersKept = 200;

export class CaseRun<S extends CaseState> {
  private state: S;
  private policy: CasePolicy;
  private readonly timers: Timers<Wait<S>>;
  private readonly outbox: Outbox;
  private readonly answers: Map<string, ActionOutcome>;
  /** Escalation levels whose people are being looked up. */
  private readonly lookingUp = new Set<string>();
  /** Those whose people could not be looked up: tried again with the next step. */
  private readonly unreadable = new Set<string>();
  private changed = false;
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
    this.timers = new Timers((wait) => this.wake(wait));
    this.outbox = new Outbox(start.owed, (owed) => this.addressed(owed), {
      changed: () => void (this.changed = true),
      unrecorded: ({ caseId, seq }, reason) =>
        this.alarm(`unrecorded/${caseId}/${seq}`, 'unrecorded_step', { seq, reason }),
      undelivered: (notice, reason) => this.undelivered(notice, reason),
    });
    this.changed = start.state.seq > 0;
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
    const quiet = () => this.outbox.quiet && this.lookingUp.size === 0 && allHandlersFinished();
    const done = () => quiet() && (over() ? this.outbox.owed.length === 0 : renew());
    for (;;) {
      await condition(() => this.changed || done());
      await atRest();
      if (this.changed) this.follow();
      else if (done()) break;
    }
    if (over()) return { ended: this.state };
    this.timers.arm([]);
    return {
      carried: { state: this.state, policy: this.policy, owed: this.outbox.owed, answers: [...this.answers] },
    };
  }

  /**
   * The first step. A fault in it must not wedge the case: then it is open without clocks, and the operator is told.
   */
  open(cause: StepCause, at: Instant, change: (work: Work<S>) => void): void {
    try {
      this.take(cause, at, change);
    } catch (err) {
      this.take(cause, at, (work) => {
        work.status(this.kind.statuses[0]!);
        work.event('opening_failed', { reason: reasonOf(err) });
      });
      this.alarm(`opening/${this.state.caseId}`, 'opening_failed', {
        reason: err instanceof Error ? err.message : 'unknown',
      });
    }
  }

  /**
   * Takes one step. A refusal changes nothing.
   * @param settle told once whether the step got recorded
   */
  private take(
    cause: StepCause,
    at: Instant,
    change: (work: Work<S>) => void,
    settle: (recorded: boolean) => void = () => undefined,
  ): void {
    const work = new Work(this.state, this.policy, cause, at, Date.now());
    change(work);
    work.finish();
    // Before the state is kept: what cannot be written down refuses the action and spoils nothing after it.
    const step = stepRecord(work);
    const before = this.state;
    this.state = work.state;
    this.unreadable.clear();
    this.outbox.add(step, settle);
    this.clearDesks(before, work.state);
  }

  /** What follows from the state as it now is, always in this order. */
  private follow(): void {
    this.changed = false;
    this.timers.arm(this.standing());
    for (const escalation of Object.values(this.state.escalations)) this.lookUp(escalation);
    this.show();
    this.outbox.send();
  }

  private standing(): Wait<S>[] {
    return [...this.waits(this.state, this.policy), ...this.ladderWaits()];
  }

  /** A timer fired. What an action of the same task has made moot does not happen any more. */
  private wake({ key, at }: Wait<S>): void {
    const wait = this.standing().find((w) => w.key === key && w.at === at);
    if (wait) this.take({ type: 'timer', name: key }, at, (work) => wait.wake(work));
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
    let settle!: (recorded: boolean) => void;
    const recorded = new Promise<boolean>((resolve) => (settle = resolve));
    try {
      const change = (work: Work<S>): void => {
        noteLateEntry(work);
        recordGaps(work, action.name, payload);
        action.apply(work, payload);
      };
      this.take(cause, parseInstant(receivedAt), change, settle);
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

  private addressed({ seq, owedAt, notice }: Owed): DeliverRequest {
    const { caseId, parties } = this.state;
    return { caseId, seq, owedAt, notice, parties, policyId: this.policyId, region: this.region };
  }

  private get policyId(): string {
    return this.policy.pins[0]!.id;
  }

  private get region(): string | undefined {
    const { region } = this.state.facts;
    return typeof region === 'string' ? region : undefined;
  }

  /** A mail that is refused for good, or has no address, never fails the case: it is recorded and told. */
  private undelivered(notice: NoticeRow, reason: string): void {
    if (this.kind.ended.includes(this.state.status)) return;
    this.take({ type: 'system', name: 'delivery' }, Date.now(), (work) => {
      work.event('not_delivered', { notice: notice.key, template: notice.template, reason });
      const [ladder] = Object.keys(this.policy.ladders);
      const aboutMail =
        notice.template === 'mail_refused' ||
        Object.values(this.state.escalations).some((e) => e.cause === 'mail' && notice.params.escalation === e.key);
      if (aboutMail || ladder === undefined)
        return this.alarm(`undelivered/${notice.key}`, 'undelivered', { template: notice.template, reason });
      if (reason === 'nobody' && notice.to === 'customer') return;
      const escalation = this.state.escalations[String(notice.params.escalation)];
      if (escalation?.status === 'open') climbOne(work, escalation);
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
    this.outbox.alarm({ key, kind, caseId: this.state.caseId, at: formatInstant(Date.now()), detail });
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
          if (open.status === 'open') climbOne(work, open);
        },
      }));
  }

  /** Resolves the people of an escalation's level once, and tells them; nobody there means the next level at once. */
  private lookUp(escalation: Escalation): void {
    const id = `${escalation.key}/${escalation.level}/${escalation.repeats}`;
    if (!untold(escalation) || this.lookingUp.has(id) || this.unreadable.has(id)) return;
    this.lookingUp.add(id);
    void this.callPeople(escalation, id);
  }

  private async callPeople(escalation: Escalation, id: string): Promise<void> {
    const ladder = ladderOf(this.policy, escalation.ladder);
    const { role } = ladder[escalation.level - 1] ?? ladder[ladder.length - 1]!;
    const { caseId, parties } = this.state;
    const about = { caseId, policyId: this.policyId, region: this.region, barred: parties.barred };
    try {
      const request = { ...about, escalation: id, role, at: formatInstant(Date.now()) };
      const { people } = await callOut(request);
      this.called(escalation.key, people, role);
    } catch (err) {
      this.unreadable.add(id);
      this.alarm(`roster/${caseId}/${id}`, 'roster_unreadable', { escalation: escalation.key, reason: reasonOf(err) });
    }
    this.lookingUp.delete(id);
    this.changed = true;
  }

  private called(key: string, people: string[], role: string): void {
    const open = this.state.escalations[key];
    if (!open || !untold(open)) return;
    this.take({ type: 'system', name: 'call_out' }, Date.now(), (work) => {
      if (tellPeople(work, open, people, role) === 'nobody')
        this.alarm(`nobody/${key}/${this.state.caseId}/${open.repeats}`, 'nobody_on_duty', { escalation: key, role });
    });
    if (open.status === 'open') this.tellDesks(people, 'escalated', open);
  }

  private tellDesks(people: readonly string[], signal: 'escalated' | 'settled', escalation: Escalation): void {
    if (people.length === 0) return;
    const { key, level, subject } = escalation;
    const { caseId } = this.state;
    const entry = { caseId, escalation: key, level, subject, at: formatInstant(Date.now()), policyId: this.policyId };
    this.outbox.tellDesks({ people: [...people], signal, entry });
  }

  /** Whoever was told of an escalation that somebody answered, or that settled, need not look at it any more. */
  private clearDesks(before: CaseState, after: CaseState): void {
    for (const escalation of Object.values(after.escalations)) {
      if (before.escalations[escalation.key]?.status === 'open' && escalation.status !== 'open')
        this.tellDesks(escalation.told, 'settled', escalation);
    }
  }

  /** A newly announced year: only clocks whose due time was provisional are reckoned anew (design §4). */
  private importYear(calendar: CalendarSnapshot): void {
    const waiting = Object.values(this.state.clocks).filter((c) => c.provisional && isOwed(c));
    const policy = withNewYears(this.policy, calendar);
    if (!policy || waiting.length === 0) return;
    this.policy = policy;
    this.take({ type: 'signal', name: 'calendarYear' }, Date.now(), (work) =>
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

/** An escalation never goes silent: somebody has to answer before the case is gone. */
function anyUnanswered(state: CaseState): boolean {
  return Object.values(state.escalations).some((e) => e.status === 'open');
}
