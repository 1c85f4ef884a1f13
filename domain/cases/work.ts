/**
 * One step of a case while it is being taken: an action, a timer or a signal changes sections of the state, sets marks,
 * and owes notifications; `finish` judges the clocks. What a step writes down stands in `step.ts`, what it does to clocks
 * in `clock-step.ts`, to escalations in `escalating-step.ts`; here is what follows from its marks, and the case's end.
 */
import type { CasePolicy } from '../policy/case-policy';
import { holds } from '../policy/rule';
import { isOwed, milestoneOf, type Clock } from '../sla/clock';
import type { Instant } from '../time/instant';
import { ClockStep, overdue } from './clock-step';
import type { NoticeRow, StepCause } from './record';
import type { CaseState } from './state';

export class Work<S extends CaseState = CaseState> extends ClockStep<S> {
  /** Begins the step: what was due before it and is not done is broken already. */
  constructor(base: S, policy: CasePolicy, cause: StepCause, at: Instant, now: Instant) {
    super(base, policy, cause, at, now);
    this.judge(Math.min(at, now));
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
}

/** The state as an action finds it: deadlines that passed before its instant are broken already, timer or not. */
export function judgedAt<S extends CaseState>(state: S, policy: CasePolicy, instant: Instant): S {
  const late = overdue(state, policy, instant);
  if (late.length === 0) return state;
  const clocks: Record<string, Clock> = { ...state.clocks };
  for (const clock of late) clocks[clock.key] = { ...clock, status: 'breached', breachedAt: clock.dueAt };
  return { ...state, clocks };
}
