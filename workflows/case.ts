/**
 * The life of every case workflow: one step after the other into the read model, mails beside, a timer for each durable
 * wait. A kind's own file says which waits it has; actions, ladders and what is shown have files of their own.
 *
 * A step changes the state at once, in workflow code only. What follows from the new state (timers, people to be
 * called, records, mails) leaves from one loop, in one order, when the workflow task is at rest: see `rest.ts`. Clocks
 * wait for no effect.
 */
import { allHandlersFinished, condition, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import type { DeliverRequest } from '../activities/contract';
import type { CalendarSnapshot } from '../domain/calendar/snapshot';
import { withNewYears } from '../domain/cases/calendar-year';
import type { KindDef } from '../domain/cases/kind';
import type { NoticeRow, StepCause, StepRecord } from '../domain/cases/record';
import type { CaseState } from '../domain/cases/state';
import { stepRecord } from '../domain/cases/step-record';
import { Work } from '../domain/cases/work';
import type { CasePolicy } from '../domain/policy/case-policy';
import { isThirdEdition } from '../domain/policy/edition';
import { isOwed } from '../domain/sla/clock';
import { formatInstant, type Instant } from '../domain/time/instant';
import { Actions, type Answer } from './actions';
import { reasonOf } from './errors';
import { Ladders } from './ladders';
import { Outbox, type Owed } from './outbox';
import { atRest } from './rest';
import { servedBy, type Running, type Wait } from './running';
import { Shown } from './shown';
import { Timers } from './timers';
import { undelivered } from './undelivered';

/** What crosses continue-as-new. */
export interface Carried<S extends CaseState> {
  state: S;
  policy: CasePolicy;
  /** Notifications owed and not yet settled. */
  owed: Owed[];
  /** Outcomes of the last updates. */
  answers: Answer[];
}

/** Importing a newly announced year: the calendar with that year in it. */
export const calendarYearSignal = defineSignal<[CalendarSnapshot]>('calendarYear');
/** Asks a case to continue as new at the next quiet moment; for operators and tests. */
export const renewSignal = defineSignal('renew');

export class CaseRun<S extends CaseState> implements Running<S> {
  state: S;
  policy: CasePolicy;
  private readonly timers: Timers<Wait<S>>;
  private readonly outbox: Outbox;
  private readonly actions: Actions<S>;
  private readonly ladders: Ladders<S>;
  private readonly shown = new Shown();
  private changed = false;
  private renewing = false;

  constructor(
    private readonly kind: KindDef,
    start: Carried<S>,
    private readonly waits: (state: S, policy: CasePolicy) => Wait<S>[],
  ) {
    this.state = start.state;
    this.policy = start.policy;
    this.actions = new Actions(this, kind, start.answers);
    this.timers = new Timers((wait) => this.wake(wait));
    const events = {
      changed: () => this.stir(),
      unrecorded: ({ caseId, seq }: StepRecord, reason: string) =>
        this.alarm(`unrecorded/${caseId}/${seq}`, 'unrecorded_step', { seq, reason }),
      undelivered: (notice: NoticeRow, reason: string) => {
        if (!this.kind.ended.includes(this.state.status)) undelivered(this, notice, reason);
      },
    };
    this.outbox = new Outbox(start.owed, (step) => this.addressed(step), events, isThirdEdition(start.policy));
    this.ladders = new Ladders(this, this.outbox);
    this.changed = start.state.seq > 0;
  }

  /**
   * Lives until the case has ended: `ended` once everything owed is settled, or what the next run carries on. Call it
   * after the opening step and before anything is awaited: a handler runs at once for what came with the first task,
   * and no action may come before the opening.
   */
  async live(): Promise<{ ended: S } | { carried: Carried<S> }> {
    this.actions.handle();
    setHandler(calendarYearSignal, (calendar) => this.importYear(calendar));
    setHandler(renewSignal, () => void (this.renewing = true));
    const over = () => this.kind.ended.includes(this.state.status) && !anyUnanswered(this.state);
    const renew = () => this.renewing || workflowInfo().continueAsNewSuggested;
    const quiet = () => this.outbox.quiet && this.ladders.quiet && allHandlersFinished();
    const done = () => quiet() && (over() ? this.outbox.owed.length === 0 : renew());
    for (;;) {
      await condition(() => this.changed || done());
      await atRest();
      if (this.changed) this.follow();
      else if (done()) break;
    }
    if (over()) return { ended: this.state };
    this.timers.arm([]);
    const { state, policy, outbox, actions } = this;
    return { carried: { state, policy, owed: outbox.owed, answers: actions.answered } };
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

  take(
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
    this.outbox.add(step, settle);
    this.ladders.stepped(before, work.state);
  }

  stir(): void {
    this.changed = true;
  }

  alarm(key: string, kind: string, detail: Record<string, unknown>): void {
    this.outbox.alarm({ key, kind, caseId: this.state.caseId, at: formatInstant(Date.now()), detail });
  }

  /** What follows from the state as it now is, always in this order. */
  private follow(): void {
    this.changed = false;
    this.timers.arm(this.standing());
    this.ladders.lookUp();
    this.shown.show(this.state);
    this.outbox.send();
  }

  private standing(): Wait<S>[] {
    return [...this.waits(this.state, this.policy), ...this.ladders.waits()];
  }

  /** A timer fired. What an action of the same task has made moot does not happen any more. */
  private wake({ key, at }: Wait<S>): void {
    const wait = this.standing().find((w) => w.key === key && w.at === at);
    if (wait) this.take({ type: 'timer', name: key }, at, (work) => wait.wake(work));
  }

  private addressed({ seq, owedAt }: Omit<Owed, 'notice'>): Omit<DeliverRequest, 'notice'> {
    const { caseId, parties } = this.state;
    return { caseId, seq, owedAt, parties, ...servedBy(this) };
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
}

/** An escalation never goes silent: somebody has to answer before the case is gone. */
function anyUnanswered(state: CaseState): boolean {
  return Object.values(state.escalations).some((e) => e.status === 'open');
}
